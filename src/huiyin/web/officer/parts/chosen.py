"""Matters that were ticked in a list, for an act on all of them: each by itself, with an
answer for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

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


def outcome(results: Sequence[Result]) -> dict[str, Any]:
    """What a page says of several matters: of each, and how many were done and how
    many were not.
    """
    done = sum(result.done for result in results)
    return {
        "results": results,
        "done": done,
        "refused": len(results) - done,
    }


def gone(matter: Picked) -> Result:
    """Why nothing was done in a matter that has left the organ meanwhile."""
    said = _("This matter is no longer with your organ")
    return Result(matter, (Refusal(said),))


def to_page(name: str, matters: Sequence[Picked]) -> HttpResponse:
    """Lead to a page with what was ticked in its address, so that it can be loaded
    again.
    """
    ticked = {"case": [matter.case_id for matter in matters]}
    return redirect(f"{reverse(name)}?{urlencode(ticked, doseq=True)}")


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
