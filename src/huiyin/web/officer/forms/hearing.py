"""Recording a hearing and replacing who sits in it: those who were named already stand
in the fields.
"""

from __future__ import annotations

from huiyin.casework.basis import named_staff
from huiyin.web.officer.forms.any_step import AnyForm


class HoldForm(AnyForm):
    """The record: whoever was to sit is ticked, and unticked where somebody did not come."""

    step_id = "hold_hearing"

    def prepare(self) -> None:
        """Chair and members as they were announced."""
        super().prepare()
        values = self.matter.view.state.values
        named = (
            values.get("hearing_chair"),
            *(values.get("hearing_officers") or ()),
        )
        if "sat" in self.fields:
            self.initial["sat"] = [
                named_staff.reference(number)
                for number in named_staff.numbers(named)
            ]


class ReplaceForm(AnyForm):
    """Chair and members anew, beginning with those who were named."""

    step_id = "replace_members"

    def prepare(self) -> None:
        """Those who were named before."""
        super().prepare()
        values = self.matter.view.state.values
        self.initial["chair"] = values.get("hearing_chair")
        self.initial["officers"] = list(values.get("hearing_officers") or ())
