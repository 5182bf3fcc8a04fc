"""The form of an act that has none of its own: its questions are made from the pack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from huiyin.casework.cases.errors import Invalid
from huiyin.casework.handling import acts as handling
from huiyin.law.facts import Value
from huiyin.law.rules import Step
from huiyin.web import step_fields
from huiyin.web.officer import organs_field
from huiyin.web.officer.forms import ActForm, hint_choices


class AnyForm(ActForm):
    """The questions of a step; ``step_id`` says which."""

    step_id: ClassVar[str] = ""

    def prepare(self) -> None:
        """A field for each argument that is asked for."""
        pack, values = self.matter.pack, self.matter.view.state.values
        step = pack.step(self.step_id)
        organs = organs_field.choices(self.matter.suggested, without=self.matter.by.organ)
        self.fields |= step_fields.fields_of(step, pack, organs=organs, category=str(values.get("category") or ""))
        for arg in step.asked:
            if arg.kind == "term":
                hint_choices(self, arg.name, pack, arg.vocabulary)
            if arg.default is not None:
                self.initial.setdefault(arg.name, arg.default)

    def words_of(self) -> dict[str, Any]:
        """The step and its arguments, as the general act takes them."""
        given = {name: value for name, value in super().words_of().items() if value not in (None, "")}
        return {"step": self.step_id, "args": given}

    def args(self, step: Step, given: Mapping[str, Any]) -> dict[str, Value]:
        """The arguments with the organs that are found in the tree."""
        told = super().args(step, given.get("args", given))
        try:
            return handling.completed(step, told, parties=self.matter.view.state.parties, own=self.matter.by.organ)
        except Invalid:
            return told


def form_for(step: Step) -> type[AnyForm]:
    """The form of a step."""
    return type("StepForm", (AnyForm,), {"step_id": step.id, "__doc__": f"The questions of {step.id}."})
