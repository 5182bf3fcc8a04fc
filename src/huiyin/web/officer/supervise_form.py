"""The questions of a notice of supervision: which organ, why, what is asked, until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from huiyin.web.officer.any_form import AnyForm


class SuperviseForm(AnyForm):
    """The step's own questions; only the organs that the actor supervises can be chosen."""

    step_id: ClassVar[str] = "supervise"
    vocabulary: ClassVar[Mapping[str, str]] = {"circumstance": "circumstances"}

    def prepare(self) -> None:
        """Leave out the parties that the matter does not have, and those out of reach."""
        super().prepare()
        parties, by = self.matter.view.state.parties, self.matter.by
        field = self.fields["whom"]
        field.choices = [  # type: ignore[attr-defined]  # made as a choice field from the pack's term
            (name, label)
            for name, label in field.choices  # type: ignore[attr-defined]
            if parties.get(name) and by.may("case.supervise", parties[name])
        ]
        self.fields["asked"].help_text = _("To the unit, about what it owes; about no person.")

    def words_of(self) -> dict[str, Any]:
        """What the act is called with."""
        given: dict[str, Any] = super().words_of()["args"]
        return given
