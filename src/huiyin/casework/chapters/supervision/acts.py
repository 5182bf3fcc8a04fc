"""Supervision (督办) of organs and what they owe, never of persons (R22 Art 40)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import SUPERVISOR, roles
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.matter.command import Act
from huiyin.casework.matter.work import NO_DATA

HANDLER = "handler"


class Supervising(Act):
    """Ask an organ to explain and to put right, by a day, which opens its duty to answer.

    Only staff who supervise that organ, which is never their own: of others the law
    says that they do not supervise at all (R22 Art 40, 43).
    """

    def args(self) -> Mapping[str, Any]:
        """Raises Invalid for an organ that the actor's office does not supervise."""
        parties = self.work.state.parties
        organ = parties.get(str(self.told.get("whom") or HANDLER))
        supervises = SUPERVISOR in roles(self.by, parties)
        if supervises and organ and not self.by.may("case.supervise", organ):
            raise Invalid(
                "whom", _("your office does not supervise that organ")
            )
        return NO_DATA
