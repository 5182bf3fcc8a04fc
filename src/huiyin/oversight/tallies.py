"""The follower `figures`: keeps the cells of the figures, matter by matter.

An event says only which matter to look at again; what it counts for is read from its
rows as they stand, so that no event can be taken twice and no field be missed. A new
installation, and one whose figures are counted in another way than before, begins from
the rows of all matters in blocks, not from each event.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.casework.lists import contributions, facts
from huiyin.casework.lists.contributions import Cells
from huiyin.law import packs
from huiyin.ledger import reads as ledger
from huiyin.ledger.follow import Filling, Follower, told
from huiyin.ledger.reads import Entry
from huiyin.oversight import cells

BLOCK: Final = 500
"""Matters in one transaction while all are read: about a tenth of a second."""


def event_types() -> tuple[str, ...]:
    """The events that any version of the law counts in its indicators, in order."""
    counted: set[str] = set()
    for pack in packs.family(settings.HUIYIN_PACK):
        for indicator in pack.indicators.values():
            if indicator.kind == "events":
                counted.update(indicator.of, indicator.per)
    return tuple(sorted(counted))


def version() -> str:
    """How the cells are counted: by which rules, which events, in whose days."""
    rests_on = [contributions.RULES, event_types(), settings.TIME_ZONE]
    digest = hashlib.sha256(json.dumps(rests_on).encode()).hexdigest()
    return f"{contributions.RULES}-{digest[:16]}"


def _visit(entries: Sequence[Entry]) -> None:
    touched = facts.matters_of(entry.event.stream for entry in entries)
    if touched:
        cells.visit(touched, types=event_types())


def _block(after: str) -> tuple[str, int]:
    case_ids = facts.ids_after(after, limit=BLOCK)
    if not case_ids:
        return "", 0
    cells.visit(case_ids, types=event_types())
    return case_ids[-1], len(case_ids)


def check(until_id: int) -> Iterator[str]:
    """Count every matter again that has no event behind an id, and add up all cells;
    yield in words where that differs from what is kept.
    """
    kept = dict(cells.kept_matters())
    later = set(facts.matters_of(ledger.streams_after(until_id, limit=None)))
    yield from told(_matters_wrong(kept, later))
    summed: Cells = {}
    for packed in kept.values():
        for cell, number in contributions.cells(facts.unpacked(packed)).items():
            summed[cell] = summed.get(cell, 0) + number
    yield from told(_cells_wrong(cells.kept_cells(), summed))


def _matters_wrong(kept: dict[str, str], later: set[str]) -> Iterator[str]:
    types, after = event_types(), ""
    missing = set(kept)
    while case_ids := facts.ids_after(after, limit=BLOCK):
        after = case_ids[-1]
        missing.difference_update(case_ids)
        now = facts.of(case_ids, types=types)
        for case_id in case_ids:
            if case_id in later or now[case_id].packed() == kept.get(case_id):
                continue
            yield _("%(matter)s counts as it no longer stands") % {
                "matter": case_id
            }
    for case_id in sorted(missing):
        yield _("%(matter)s counts, and is not there") % {"matter": case_id}


def _cells_wrong(kept: Cells, summed: Cells) -> Iterator[str]:
    for cell in sorted(kept.keys() | summed.keys()):
        if kept.get(cell, 0) != summed.get(cell, 0):
            yield _(
                "%(cell)s: %(kept)d are kept, and the matters make %(again)d"
            ) % {
                "cell": " ".join(str(part) for part in cell if part),
                "kept": kept.get(cell, 0),
                "again": summed.get(cell, 0),
            }


FIGURES = Follower(
    name="figures",
    handle=_visit,
    clear=cells.clear,
    check=check,
    filling=Filling(block=_block, rows=facts.matters),
    version=version,
)
