"""The questions of a step of the law, made from what the pack says it must be told: no
form written for it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.basis.found_organs import organs_above
from huiyin.law.rules.argument import AHEAD, PAST, Argument
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.organisations import reads
from huiyin.organisations.translated import language
from huiyin.web.kit import area_choices, clock
from huiyin.web.kit.labels import law_title

MOST = 20_000
RADIOS = 7  # more choices than this are a list to open


def fields_of(
    step: Step,
    pack: Pack,
    *,
    organs: Iterable[Any] = (),
    category: str = "",
    together: bool = False,
    roles: Container[str] = (),
) -> dict[str, forms.Field]:
    """A field for each argument that somebody is asked for.

    Args:
        step: the step.
        pack: the pack, for the terms to choose from.
        organs: the choices where an organ is asked for.
        category: what kind of matter it is; only terms that apply to it are offered.
        together: whether several signed; only then is asked which of them it is.
        roles: those held by whoever is asked; what others alone may say is not asked.
    """
    choices = list(organs)
    hidden = set() if together else {"signatory"}
    asked = (
        arg
        for arg in step.asked
        if arg.name not in hidden and arg.asked_of(roles)
    )
    return {arg.name: _field(arg, pack, choices, category) for arg in asked}


def above_fields(
    step: Step, parties: Mapping[str, str], *, own: str = ""
) -> dict[str, forms.Field]:
    """A question for each organ that may be chosen among those one level above; none
    where there is but one.

    Nothing is chosen beforehand: to whom one turns is the petitioner's to say.
    """
    fields: dict[str, forms.Field] = {}
    for arg in step.args:
        if arg.choice is None:
            continue
        try:
            offered = organs_above(arg, parties, own=own)
        except Invalid:
            continue
        if len(offered) > 1:
            names = {
                code: organ.name(language())
                for code, organ in reads.organs(offered).items()
            }
            choices = [(code, names[code]) for code in offered]
            fields[arg.name] = forms.ChoiceField(
                choices=choices,
                widget=forms.RadioSelect,
                label=law_title(arg.title),
                help_text=law_title(arg.choice),
            )
    return fields


def party_choices(
    step: Step, pack: Pack, parties: Mapping[str, str]
) -> dict[str, list[tuple[str, str]]]:
    """For each argument that names a party of the matter: those that it has, each organ
    once, with its name.
    """
    choices: dict[str, list[tuple[str, str]]] = {}
    for arg in filter(
        None,
        (step.arg(party.named_by) for party in step.args if party.named_by),
    ):
        known = reads.organs(
            parties[term]
            for term in pack.terms[arg.vocabulary].terms
            if parties.get(term)
        )
        named: dict[str, tuple[str, str]] = {}
        for term in pack.terms[arg.vocabulary].terms.values():
            organ = known.get(parties.get(term.id, ""))
            if organ is not None and organ.code not in named:
                named[organ.code] = (
                    term.id,
                    f"{law_title(term.title)} – {organ.name(language())}",
                )
        choices[arg.name] = list(named.values())
    return choices


def name_parties(
    fields: Mapping[str, forms.Field],
    step: Step,
    pack: Pack,
    parties: Mapping[str, str],
) -> None:
    """Let those of the fields that ask which organ is meant offer the organs that the
    matter has.
    """
    for name, choices in party_choices(step, pack, parties).items():
        field = fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def _field(
    arg: Argument, pack: Pack, organs: list[Any], category: str
) -> forms.Field:
    said: dict[str, Any] = {
        "label": law_title(arg.title),
        "required": arg.required,
    }
    if arg.kind == "term":
        return _term(arg, pack, category, said)
    if arg.kind in {"organ", "area", "staff"}:
        return _chosen(arg, organs, said)
    if arg.kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs=_side(arg)), **said)
    if arg.kind == "int":
        return forms.IntegerField(min_value=0, **said)
    if arg.kind == "bool":
        return forms.BooleanField(label=said["label"], required=False)
    long = forms.Textarea(attrs={"rows": 6}) if arg.note else forms.TextInput()
    return forms.CharField(
        widget=long, max_length=MOST if arg.note else 200, **said
    )


def _side(arg: Argument) -> dict[str, str]:
    """What a browser's calendar offers: the days on the argument's side of today."""
    attributes = {"type": "date"}
    today = clock.today().isoformat()
    if arg.day == AHEAD:
        attributes["min"] = today
    if arg.day == PAST:
        attributes["max"] = today
    return attributes


def _chosen(
    arg: Argument, organs: list[Any], said: dict[str, Any]
) -> forms.Field:
    """An organ, an area, or members of staff; whose staff, the page says that has the matter."""
    if arg.kind == "organ":
        return forms.ChoiceField(choices=organs, **said)
    if arg.kind == "area":
        return forms.ChoiceField(choices=_areas(), **said)
    if arg.many:
        return forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple, **said
        )
    return forms.ChoiceField(widget=forms.RadioSelect, **said)


def _areas() -> area_choices.Choices:
    known = area_choices.area_choices()
    return [("", gettext("Choose")), *known]


def _term(
    arg: Argument, pack: Pack, category: str, said: dict[str, Any]
) -> forms.Field:
    terms = pack.terms[arg.vocabulary].terms.values()
    fitting = (
        arg.matching is not None and arg.matching.path == "values.category"
    )
    choices = [
        (term.id, law_title(term.title))
        for term in terms
        if not fitting or not term.applies or category in term.applies
    ]
    if len(choices) <= RADIOS:
        return forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, **said
        )
    return forms.ChoiceField(
        choices=[("", gettext("Choose")), *choices], **said
    )
