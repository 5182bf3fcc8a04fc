"""The questions of the opinion: claim by claim an outcome with facts and basis, and one
outcome for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.matter.views import ClaimView
from huiyin.law.rules.steps import Step
from huiyin.web.kit import error_words, step_fields
from huiyin.web.kit.labels import term_choices
from huiyin.web.officer.forms import known_organs
from huiyin.web.officer.forms.base import ActForm, hint_choices

PARTS = ("outcome", "facts", "basis", "reply")
HEARING = ("heard", "heard_on", "heard_why")
OWN = (
    "outcome",
    "claims",
    "facts_stated",
    "basis_stated",
    "to_serve",
)  # asked claim by claim, or worked out from that


class DecideForm(ActForm):
    """The answer to every claim (信访处理意见): what the step of the pack asks to be stated
    is asked of each.
    """

    step_id: ClassVar[str] = "decide"

    outcome = forms.ChoiceField(
        label=_("Outcome for the whole matter"), widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        """What is asked of each claim, and what the step must be told beside it."""
        step = self.matter.pack.step(self.step_id)
        category = str(self.matter.view.state.values.get("category") or "")
        outcomes = term_choices(self.matter.pack, "outcomes", category)
        overall = self.fields.pop("outcome")
        for claim in self.matter.view.claims:
            self._ask_of(claim.position, step, outcomes)
        if isinstance(overall, forms.ChoiceField):
            overall.choices = outcomes
        self.fields["outcome"] = overall
        hint_choices(self, "outcome", self.matter.pack, "outcomes")
        asked = step_fields.fields_of(step, self.matter.pack, category=category)
        beside = self.beside()
        self.fields |= {name: asked[name] for name in asked if name in beside}
        for arg in step.asked:
            known_organs.offer(self, arg)
        for name in HEARING:
            if name in beside and isinstance(
                self.fields[name], forms.DateField
            ):
                self.initial.setdefault(name, self.matter.today)

    def _ask_of(
        self, position: int, step: Step, outcomes: list[tuple[str, str]]
    ) -> None:
        """What is asked of one claim, by its number."""
        choices = [("", gettext("Choose an outcome")), *outcomes]
        self.fields[f"outcome_{position}"] = forms.ChoiceField(
            label=_("Outcome"), choices=choices
        )
        facts_stated = step.arg("facts_stated") is not None
        if facts_stated:
            self.fields[f"facts_{position}"] = _long(
                _("Facts and reasons"), rows=4
            )
        if step.arg("basis_stated") is not None:
            self.fields[f"basis_{position}"] = _long(_("Legal basis"), rows=2)
        # Where neither facts nor law must be stated, the answer itself must be there.
        self.fields[f"reply_{position}"] = _long(
            _("Answer in plain words"), rows=3, required=not facts_stated
        )
        if len(self.matter.view.claims) > 1:
            self._call_by_number(position)

    def _call_by_number(self, position: int) -> None:
        """What a mistake calls the fields of a claim: "facts and reasons" alone could
        be those of any.
        """
        for part in PARTS:
            field = self.fields.get(f"{part}_{position}")
            if field is not None:
                called = gettext("request %(number)d, %(field)s") % {
                    "number": position,
                    "field": field.label,
                }
                setattr(field, error_words.CALLED, called)

    def beside(self) -> list[str]:
        """The names of the questions beside the claims and the outcome."""
        step = self.matter.pack.step(self.step_id)
        return [
            arg.name
            for arg in step.asked
            if arg.name not in OWN and not arg.further
        ]

    def hearing(self) -> list[BoundField]:
        """How and when the petitioner was heard: what comes before a decision."""
        return [self[name] for name in self.beside() if name in HEARING]

    def others(self) -> list[BoundField]:
        """The other questions beside the claims and the outcome."""
        return [self[name] for name in self.beside() if name not in HEARING]

    def claims(self) -> Iterator[tuple[ClaimView, list[BoundField]]]:
        """Each claim with its fields."""
        for claim in self.matter.view.claims:
            names = [f"{part}_{claim.position}" for part in PARTS]
            yield claim, [self[name] for name in names if name in self.fields]

    def told(self) -> dict[str, Any]:
        """The outcome, what is said beside the claims, and the answer to each of them
        once all are there.
        """
        given = super().told()
        asked = ("outcome", *self.beside(), *self.further)
        said = {name: given.get(name) for name in asked}
        if self.is_bound and self.is_valid():
            said["decisions"] = self._decisions(given)
        return said

    def _decisions(self, given: Mapping[str, Any]) -> list[Decision]:
        return [
            Decision(
                position=claim.position,
                outcome=str(given.get(f"outcome_{claim.position}") or ""),
                facts=str(given.get(f"facts_{claim.position}") or ""),
                basis=str(given.get(f"basis_{claim.position}") or ""),
                reply=str(given.get(f"reply_{claim.position}") or ""),
            )
            for claim in self.matter.view.claims
        ]


def _long(label: Any, *, rows: int, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, widget=widget, required=required, max_length=20_000
    )


def decide_form_for(step: Step) -> type[DecideForm]:
    """The form of another step that answers each claim."""
    return type(
        "StepDecideForm",
        (DecideForm,),
        {"step_id": step.id, "__doc__": f"The questions of {step.id}."},
    )
