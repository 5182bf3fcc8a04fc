"""The questions of a notice of supervision: which organ, why, what is asked, until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext as _

from huiyin.organisations import translated
from huiyin.web.officer.forms.any_step import AnyForm


class SuperviseForm(AnyForm):
    """The step's own questions; only the organs that the actor supervises can be chosen."""

    step_id: ClassVar[str] = "supervise"
    vocabulary: ClassVar[Mapping[str, str]] = {"circumstance": "circumstances"}

    def prepare(self) -> None:
        """Each organ once, by name; without those that the matter does not have, those
        out of reach, and one's own.

        The one whose duty was due first is chosen to begin with: a person may choose another.
        """
        super().prepare()
        parties, by = self.matter.view.state.parties, self.matter.by
        field = self.fields["whom"]
        choices: dict[str, tuple[str, str]] = {}
        # A choice field, from the pack's term
        for name, label in field.choices:  # type: ignore[attr-defined]
            organ = parties.get(name, "")
            if (
                organ not in choices
                and organ != by.organ
                and by.may("case.supervise", organ)
            ):
                choices[organ] = (
                    name,
                    f"{label} – {translated.organ_name(organ)}",
                )
        field.choices = list(choices.values())  # type: ignore[attr-defined]  # the same
        owing = [
            duty.owner
            for duty in self.matter.view.open_duties
            if duty.owner in choices
        ]
        if choices:
            self.initial["whom"] = choices[
                owing[0] if owing else next(iter(choices))
            ][0]
        self.fields["asked"].help_text = _(
            "To the unit, about what it owes; about no person."
        )
