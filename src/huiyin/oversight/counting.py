"""Counting, exactly and at once, whatever is asked: from sums where they are kept, over
the register where they are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from huiyin.casework.lists import facts
from huiyin.casework.lists.recounted import Counting, Recounted
from huiyin.casework.lists.tallied import Tallied
from huiyin.ledger import follow
from huiyin.ledger import reads as ledger
from huiyin.ledger.snapshots import once, one_moment
from huiyin.oversight import cells, tallies
from huiyin.oversight.cells import CellsKept

MOST_EVENTS: Final = 2000
MOST_BESIDE: Final = 500
"""So many matters, and events of them and others, may be there that the follower has not
come to; a reader counts those matters beside the sums, a third of a millisecond each.
Behind more all is counted over the rows.
"""


@contextmanager
def counting(codes: Sequence[str] | None) -> Iterator[Counting]:
    """Who counts for some organs, or for the whole register (None): every number in the
    block is that of one moment, and what a recount would give at it.

    The sums hold what the events up to the follower's cursor left. Whatever was written
    behind it, by whomever, is in the ledger at the same moment, and its matters are
    counted as they stand instead of as they are kept.
    """
    organs = None if codes is None else tuple(codes)
    with one_moment():
        kept = once("oversight.counting", _kept)
        yield Recounted(organs) if kept is None else Tallied(kept, organs)


def _kept() -> CellsKept | None:
    """The cells, with what is to be counted beside them; None where they cannot be used."""
    beside = not_counted_yet()
    if beside is None:
        return None
    if not beside:
        return CellsKept()
    types = tallies.event_types()
    return CellsKept.and_also(cells.difference(beside, types=types))


def not_counted_yet() -> list[str] | None:
    """The matters that have events behind the follower's cursor; None where the sums
    cannot be used: not whole yet, or with too much behind them.
    """
    position = follow.position(tallies.FIGURES)
    if position is None:
        return None
    streams = ledger.streams_after(position, limit=MOST_EVENTS + 1)
    if len(streams) > MOST_EVENTS:
        return None
    matters = facts.matters_of(streams)
    return matters if len(matters) <= MOST_BESIDE else None
