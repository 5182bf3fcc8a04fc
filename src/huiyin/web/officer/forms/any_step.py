"""The form of an act that has none of its own: its questions are made from the pack."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.forms.boundfield import BoundField
from django.utils.translation import gettext

from huiyin.casework.basis.actors import roles
from huiyin.casework.lists import closing_remedies
from huiyin.law.engine import routes
from huiyin.law.rules.steps import Step
from huiyin.web.kit import labels, organs_field, step_fields
from huiyin.web.officer.forms import agents, known_organs
from huiyin.web.officer.forms.base import ActForm, hint_choices
from huiyin.web.officer.forms.receipt_days import SURE, ReceiptDays

ASKER = "asked_for_by"  # the question who stands at the window; no argument of a step


class AnyForm(ReceiptDays, ActForm):
    """The questions of a step; ``step_id`` says which."""

    step_id: ClassVar[str] = ""

    def prepare(self) -> None:
        """A field for each argument that is asked for."""
        pack, values = self.matter.pack, self.matter.view.state.values
        step = pack.step(self.step_id)
        organs = organs_field.choices(
            self.matter.suggested, without=self.matter.by.organ
        )
        category, together = (
            str(values.get("category") or ""),
            bool(values.get("together")),
        )
        self.fields |= step_fields.fields_of(
            step, pack, organs=organs, category=category, together=together
        )
        parties = self.matter.view.state.parties
        step_fields.name_parties(self.fields, step, pack, parties)
        self.fields = {
            **step_fields.above_fields(step, parties, own=self.matter.by.organ),
            **self.fields,
        }
        self.ask_days(
            step, roles=roles(self.matter.by, parties), today=self.matter.today
        )
        asker = agents.window_field(self.matter, step)
        if asker is not None:
            self.fields = {ASKER: asker, **self.fields}
        for arg in step.asked:
            if arg.name not in self.fields:
                continue
            known_organs.offer(self, arg)
            if arg.kind == "term":
                hint_choices(self, arg.name, pack, arg.vocabulary)
            if arg.default is not None:
                self.initial.setdefault(arg.name, arg.default)

    def told(self) -> dict[str, Any]:
        """The answers, without what is asked about them."""
        beside = {ASKER, SURE}
        given = super().told()
        return {
            name: value for name, value in given.items() if name not in beside
        }

    def at_window(self) -> int:
        """Whoever was named as standing at the window."""
        if ASKER not in self.fields or not self.is_bound:
            return 0
        return int(getattr(self, "cleaned_data", {}).get(ASKER) or 0)

    def questions(self) -> list[BoundField]:
        """What is asked; whether a day long ago is right, only where there is such a day."""
        return [
            bound
            for bound in super().questions()
            if bound.name != SURE or self.asks_whether_right
        ]


class SortForm(AnyForm):
    """Which kind of claim it is and which days are known: what is known already stands
    in the fields.
    """

    step_id = "sort_by_law"

    def prepare(self) -> None:
        """The office's own finding; where there is none, what the petitioner stated."""
        super().prepare()
        known = closing_remedies.sorting(self.matter.view)
        self._only_what_matters(known.claim)
        for name, value in {"claim_kind": known.claim, **known.known}.items():
            if name in self.fields:
                self.initial[name] = value
        for name, value in known.differing.items():
            if name in self.fields:
                self.fields[name].help_text = gettext(
                    "The petitioner stated: %(day)s"
                ) % {
                    "day": value.isoformat() if isinstance(value, date) else ""
                }

    def _only_what_matters(self, known: str) -> None:
        """Of all days and circumstances those of the kind of claim, once it is chosen;
        before, all.
        """
        pack = self.matter.pack
        claim = str(
            self.data.get("claim_kind")
            or self.initial.get("claim_kind")
            or known
        )
        if claim not in routes.claims(pack):
            return
        asked = {
            question.id: question for question in routes.questions(pack, claim)
        }
        for name in pack.questions:
            if name in self.fields and name not in asked:
                del self.fields[name]
            elif name in self.fields:
                self.fields[name].label = labels.law_title(asked[name].title)

    def clean(self) -> dict[str, Any]:
        """No day lies ahead: ways are counted from what has happened."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, date) and value > self.matter.today:
                label = str(self.fields[name].label or "")
                self.add_error(
                    name,
                    gettext("“%(day)s” cannot be in the future")
                    % {"day": label},
                )
        return cleaned


def form_for(step: Step) -> type[AnyForm]:
    """The form of a step."""
    return type(
        "StepForm",
        (AnyForm,),
        {"step_id": step.id, "__doc__": f"The questions of {step.id}."},
    )
