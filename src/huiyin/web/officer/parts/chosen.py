"""Matters that were ticked in a list, for an act on all of them: each by itself, with an
answer for each.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.casework.basis.errors import NotFound, StandsAside
from huiyin.casework.lists.duty_rows import heading
from huiyin.casework.matter import reads
from huiyin.web.kit.components import Refusal
from huiyin.web.kit.kept.middleware import given_many
from huiyin.web.kit.office_request import OfficeRequest

MOST = 100


@dataclass(frozen=True, slots=True)
class Picked:
    """A matter that was ticked."""

    case_id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one matter: done, or why not."""

    matter: Picked
    refusals: tuple[Refusal, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return not self.refusals


def picked(request: OfficeRequest) -> list[Picked]:
    """The matters ticked that the actor may know, each once."""
    picked = []
    for case_id in list(dict.fromkeys(given_many(request, "case")))[:MOST]:
        try:
            row = reads.access_row(by=request.actor, case_id=case_id)
        except (NotFound, StandsAside):
            continue
        picked.append(
            Picked(row.pk, row.number, heading(row.title, sealed=row.sealed))
        )
    return picked
