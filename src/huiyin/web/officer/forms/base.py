"""The questions of each act. A form knows how its answers read to the act and to the
law; it holds no rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.matter import reads, visits
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.rules.vocabularies import Term
from huiyin.law.terms.facts import Value
from huiyin.law.terms.ruling import Ruling
from huiyin.organisations import reads as organs
from huiyin.organisations import translated
from huiyin.web.kit import area_choices, labels, organs_field
from huiyin.web.kit.labels import term_choices
from huiyin.web.officer.forms import uploads
from huiyin.web.officer.forms.overlay_fields import Further
from huiyin.web.officer.forms.subject import Matter

LONG = forms.Textarea(attrs={"rows": 6})
STATED = (
    "…"  # stands for words still to be written: the law only asks whether there are any
)


class ActForm(Further):
    """An act's questions. ``words_of`` is what the act is called with, ``args`` what
    the law is told.
    """

    vocabulary: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.matter = matter
        self.prepare()
        self.ask_further(matter)
        self.papers = papers_of(matter)
        if self.papers:
            self.fields |= uploads.paper_fields()

    def prepare(self) -> None:
        """Fill in choices and first values that depend on the matter."""

    def words_of(self) -> dict[str, Any]:
        """The keyword arguments of the act, from answers that are there and valid."""
        given = getattr(self, "cleaned_data", {})
        return {
            name: value for name, value in given.items() if name not in uploads.FIELDS
        }

    def written(self) -> dict[str, Any]:
        """What was written so far, valid or not, to stand in the fields again."""
        told = {name: self.data.get(name) for name in self.data}
        several = [
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.MultipleChoiceField)
        ]
        data: Any = self.data  # of a request: a QueryDict
        return told | {name: data.getlist(name) for name in several}

    def first(self) -> dict[str, Any]:
        """The answers a fresh page starts with."""
        return {
            name: self.get_initial_for_field(field, name)
            for name, field in self.fields.items()
        }

    def args(self, step: Step, given: Mapping[str, Any]) -> dict[str, Value]:
        """The step's arguments as far as they are known; words not yet written count as written."""
        told = dict(given)
        if told.get("to"):
            told["to_kind"] = organs.organ(str(told["to"])).kind
        found: dict[str, Value] = {}
        for arg in step.args:
            value = told.get(arg.name)
            if (
                value in (None, "")
                and arg.required
                and arg.kind in {"text", "bool"}
                and arg.name != "to_kind"
            ):
                value = STATED if arg.kind == "text" else True
            if value not in (None, ""):
                found[arg.name] = bool(value) if arg.kind == "bool" else value
        return found

    def foreseen(self, at: datetime) -> Ruling | None:  # noqa: ARG002  # for acts of several steps
        """The last ruling of an act that takes several steps at once; None for one
        step, or while answers are missing.

        Raises Refused where one of the steps would be refused.
        """
        return None

    def questions(self) -> list[BoundField]:
        """What the act asks, without the signed papers, which have their own place on the page."""
        return [bound for bound in self if bound.name not in uploads.FIELDS]

    def term(self) -> Term | None:
        """The ground or route that was chosen, where the act has one."""
        answers = self.words_of()
        for name, vocabulary in self.vocabulary.items():
            if answers.get(name):
                return self.matter.pack.terms[vocabulary].terms.get(str(answers[name]))
        return None


def papers_of(matter: Matter) -> str:
    """The letters that are owed with an act, in words; "" for none. They can be handed
    in signed, as scans.
    """
    step = matter.pack.steps.get(matter.step)
    known = (
        [matter.pack.letters[one] for one in step.letters if one in matter.pack.letters]
        if step
        else []
    )
    return labels.listed(translated.law_text(one.title) for one in known)


def hint_choices(form: forms.Form, name: str, pack: Pack, vocabulary: str) -> None:
    """What stands under each choice: the term in plain words, with its article."""
    hints = {}
    for one in (
        pack.terms[vocabulary].terms.values() if vocabulary in pack.terms else ()
    ):
        plain = translated.law_text(one.plain)
        article = labels.source_short(pack, one.ground)
        hints[one.id] = (
            article
            if not plain or plain == translated.law_text(one.title)
            else f"{plain} · {article}"
        )
    # Read by the template beside the choices
    form.fields[name].hints = hints  # type: ignore[attr-defined]


class NothingForm(ActForm):
    """An act that asks nothing."""


class ReasonForm(ActForm):
    """An act that needs a reason."""

    reason = forms.CharField(label=_("Reasons"), widget=LONG, max_length=20_000)


class NoteForm(ActForm):
    """An act with a word to go along."""

    note = forms.CharField(
        label=_("Note to the petitioner"),
        widget=LONG,
        required=False,
        max_length=20_000,
    )


class TextForm(ActForm):
    """An act whose heart is a text."""

    text = forms.CharField(label=_("Text"), widget=LONG, max_length=20_000)


class NotifyForm(TextForm):
    """The written notice."""

    text = forms.CharField(
        label=_("What the petitioner is told"),
        help_text=_(
            "What was received, which organ handles it, and by which procedure."
        ),
        widget=LONG,
        max_length=20_000,
    )
    on_the_spot = forms.BooleanField(
        label=_("I hand the written notice to the visitor now"),
        help_text=_("What can be said at once is told in writing on the spot."),
        required=False,
    )

    def prepare(self) -> None:
        """Whether it is told on the spot is asked only where a visitor brought the
        matter here today.
        """
        step = self.matter.pack.steps.get(self.matter.step)
        asked = step is not None and step.arg("on_the_spot") is not None
        if not asked or not visits.brought_today(self.matter.view, self.matter.today):
            del self.fields["on_the_spot"]

    def args(self, step: Step, given: Mapping[str, Any]) -> dict[str, Value]:
        """Where the question is asked, the matter was brought today."""
        known = {"brought_today": True} if "on_the_spot" in self.fields else {}
        return {**super().args(step, given), **known}


class ReportForm(TextForm):
    """The report to the organ that assigned the matter."""

    text = forms.CharField(label=_("Report"), widget=LONG, max_length=20_000)


def earlier_field() -> forms.CharField:
    """The number of a matter that has ended, to which this one brings new facts."""
    return forms.CharField(
        label=_("Number of the earlier matter"),
        help_text=_(
            "Only where new facts or reasons are brought about a matter that has ended."
        ),
        required=False,
        max_length=60,
    )


def earlier_case(number: str, by: Actor) -> str:
    """The id of the earlier matter, "" where none is named; ValidationError where the
    actor knows no such number.
    """
    try:
        return reads.find_number(by=by, number=number) if number.strip() else ""
    except NotFound:
        raise forms.ValidationError(
            _("There is no such number in your office's register")
        ) from None


class RegisterForm(ActForm):
    """Which kind of matter it is."""

    category = forms.ChoiceField(label=_("Category"), widget=forms.RadioSelect)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    area = forms.ChoiceField(label=_("Area concerned"), required=False)
    follows = earlier_field()

    def prepare(self) -> None:
        """Choices from the pack and the register of organs."""
        values = self.matter.view.state.values
        if (
            values.get("follows")
            or self.matter.pack.step("register").arg("follows") is None
        ):
            del self.fields["follows"]
        fill_classes(self, self.matter.pack)
        for name in ("category", "topic", "area"):
            self.initial.setdefault(name, values.get(name) or "")

    def clean_follows(self) -> str:
        """The id of the earlier matter."""
        return earlier_case(self.cleaned_data["follows"], self.matter.by)


def fill_classes(form: forms.Form, pack: Pack) -> None:
    """The choices of category, topic and area."""
    language = translated.language()
    blank = [("", gettext("Not known yet"))]
    hint_choices(form, "category", pack, "categories")
    choices: dict[str, list[Any]] = {
        "category": term_choices(pack, "categories"),
        "topic": blank + [(one.code, one.name(language)) for one in organs.topics()],
        "area": [*blank, *area_choices.area_choices()],
    }
    for name, found in choices.items():
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = found


class OrganForm(ReasonForm):
    """An act that names another organ, with reasons."""

    to = forms.ChoiceField(label=_("Which organ"))
    field_order = ("to", "reason")

    def prepare(self) -> None:
        """The organs, the suggested ones first."""
        fill_organs(self, self.matter)


def fill_organs(form: forms.Form, matter: Matter) -> None:
    """The choices of the field ``to``."""
    field = form.fields["to"]
    if isinstance(field, forms.ChoiceField):
        own = matter.view.state.parties.get("handler", "")
        field.choices = organs_field.choices(matter.suggested, without=own)


class ForwardForm(ActForm):
    """Where the matter goes, and whether a report is asked for."""

    to = forms.ChoiceField(label=_("Competent organ"))
    report_by = forms.DateField(
        label=_("Report the result by"),
        help_text=_(
            "Give a day to assign the matter (交办); leave it empty to forward it (转送)."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    told_where = forms.CharField(
        label=_("What the petitioner is told in writing"),
        help_text=_(
            "Where the matter goes and what happens there. It is sent with the "
            "forwarding and read online."
        ),
        widget=LONG,
        max_length=20_000,
    )
    note = forms.CharField(
        label=_("Note to that organ"), widget=LONG, required=False, max_length=20_000
    )

    def prepare(self) -> None:
        """The organs, the suggested ones first; the notice to the petitioner only where
        the law asks for it.
        """
        fill_organs(self, self.matter)
        if not self._tells():
            del self.fields["told_where"]

    def _tells(self) -> bool:
        """Whether whoever forwards must tell the petitioner in writing where the matter
        goes (R22 Art 23).
        """
        values, owed = (
            self.matter.view.state.values,
            {duty.kind for duty in self.matter.view.open_duties},
        )
        asked = self.matter.pack.step("forward").arg("told_where") is not None and bool(
            values.get("direct")
        )
        office, sealed = (
            values.get("handler_kind") == "petition_office",
            values.get("category") == "accusation",
        )
        return asked and not (
            office or sealed or owed & {"dispose", "notify_own_rules"}
        )

    def args(self, step: Step, given: Mapping[str, Any]) -> dict[str, Value]:
        """A day for the report makes it an assignment."""
        mode = "assign" if given.get("report_by") else "forward"
        return super().args(step, {**given, "mode": mode})


class ExtendForm(ReasonForm):
    """By how many days, and why."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=30, initial=30)
    field_order = ("days", "reason")


class ConcludeForm(ReasonForm):
    """Why the file is closed."""

    petitioner_agrees = forms.BooleanField(
        label=_("The petitioner agrees that the matter is closed now"), required=False
    )
    field_order = ("petitioner_agrees", "reason")
