"""Proof that nothing is missing at an end: of each stream, of the whole ledger, and
since a head was taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.ledger import heads, merkle
from huiyin.ledger.heads import Head
from huiyin.ledger.models import LedgerEvent, StreamHead
from huiyin.ledger.reads import count, streams
from huiyin.ledger.reads import head as end_of
from huiyin.ledger.verify import Problem, Progress


def check_ends(
    *, elsewhere: str, stream: str | None = None
) -> Iterator[Problem]:
    """Compare where each stream ends with what was kept of it, and yield where they
    differ; those that begin with ``elsewhere`` keep it themselves.

    ``stream`` narrows it to one. A stream that is gone altogether is found as well.
    """
    rows = (
        StreamHead.objects.all()
        if stream is None
        else StreamHead.objects.filter(stream=stream)
    )
    told = {row.stream: (row.seq, row.hash) for row in rows}
    names = streams() if stream is None else iter([stream])
    for name in names:
        if name.startswith(elsewhere):
            continue
        kept, stands = told.pop(name, None), end_of(name)
        if kept is None and stands.seq:
            yield Problem(
                name,
                stands.seq,
                "end_unknown",
                _("nothing was kept of where %s ends") % name,
            )
        elif kept is not None and kept != tuple(stands):
            yield _cut(name, kept[0], stands.seq)
    for name in sorted(told):
        yield _cut(name, told[name][0], 0)


def _cut(name: str, kept: int, stands_at: int) -> Problem:
    said = _(
        "%(stream)s ended at event %(kept)d and ends at event %(found)d now"
    )
    return Problem(
        name,
        stands_at + 1,
        "end_moved",
        said % {"stream": name, "kept": kept, "found": stands_at},
    )


def check_numbers() -> Iterator[Problem]:
    """On SQLite no number of an event is ever skipped: one that is missing was taken
    out, at the end as well.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = %s",
            [LedgerEvent._meta.db_table],  # noqa: SLF001 - documented API of models
        )
        row = cursor.fetchone()
        given = int(row[0]) if row else 0
        cursor.execute(
            "SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0) FROM ledger_event"
        )
        count, first, last = cursor.fetchone()
    if count and count != given - first + 1:
        said = _(
            "%(missing)d events are missing: numbers %(first)d to %(last)d were "
            "given, %(count)d events are there"
        )
        words = {
            "missing": given - first + 1 - count,
            "first": first,
            "last": max(last, given),
            "count": count,
        }
        yield Problem("", 0, "numbers_missing", said % words)


def _nobody(_done: int) -> None:
    """Tell nobody."""


def check_heads(
    against: Sequence[Head] = (), progress: Progress = _nobody
) -> Iterator[Problem]:
    """Build the tree again from the first event and compare it with every head that is
    kept, and those ``against``.

    The first head that does not fit is told, with the last one that did: what was
    rewritten or taken out lies between.
    """
    waiting = sorted([*heads.kept(), *against], key=lambda head: head.size)
    if waiting:
        yield from _follow(
            waiting, merkle.Growing(), after_id=0, progress=progress
        )


def _follow(
    waiting: Sequence[Head],
    tree: merkle.Growing,
    *,
    after_id: int,
    progress: Progress,
) -> Iterator[Problem]:
    """Let the tree grow to each of some heads, in the order of their sizes; tell the
    first one that does not fit.
    """
    fitting, place = tree.size, 0
    for event_id, event_hash in heads.hashes(after_id=after_id):
        if tree.size % heads.ROWS_AT_ONCE == 0:
            progress(tree.size)
        tree.add(merkle.leaf(event_hash))
        while place < len(waiting) and waiting[place].size == tree.size:
            head = waiting[place]
            if not tree.root().startswith(head.root) or (
                head.last_id and head.last_id != event_id
            ):
                yield _rewritten(head, fitting)
                return
            place += 1
        if place == len(waiting):
            return
        if place and waiting[place - 1].size == tree.size:
            fitting = tree.size
    for head in waiting[place:]:
        yield _shorter(head, tree.size)


class TooFar(Exception):
    """To compare this head more events would have to be read than the one who asks may
    cause to be read.
    """


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of comparing one head: ``problem`` None means that the ledger begins
    as the head says.

    ``since`` events were not read again, because a head over them is kept in the
    database: 0 where all were.
    """

    problem: Problem | None
    since: int


def compare(head: Head, *, most: int) -> Compared:
    """Compare one head that was kept elsewhere with the ledger, by reading at most
    ``most`` hashes of events; returns the problem, if there is one, and how many events
    were not read again.

    Says what ``check_heads`` would say of it, in the same words. Where the head stands
    further than ``most`` from the first event, the tree grows from the last head that
    is kept before it: a history rewritten below that one, with the heads in the
    database left as they were, is found by ``check_heads`` alone. Raises ``TooFar``
    where none is near.
    """
    there = count()
    if head.size > there:
        return Compared(_shorter(head, there), 0)
    base = heads.before(head.size) if head.size > most else None
    tree = merkle.Growing() if base is None else base.tree
    if head.size - tree.size > most:
        raise TooFar
    waiting = [*heads.kept(above=tree.size, until=head.size), head]
    problems = _follow(
        waiting, tree, after_id=base.last_id if base else 0, progress=_nobody
    )
    return Compared(next(problems, None), base.size if base else 0)


def _rewritten(head: Head, fitting: int) -> Problem:
    said = _(
        "the ledger does not begin with the %(size)d events of the head %(root)s…: "
        "between event %(from)d and event"
        " %(size)d, in the order of writing, something was changed, added or taken out"
    )
    words = {"size": head.size, "root": head.root[:16], "from": fitting + 1}
    return Problem("", 0, "head_differs", said % words)


def _shorter(head: Head, size: int) -> Problem:
    said = _(
        "the head %(root)s… speaks of %(told)d events, the ledger has %(size)d: its end "
        "was taken out, or an older copy"
        " was put in its place"
    )
    return Problem(
        "",
        0,
        "head_beyond",
        said % {"root": head.root[:16], "told": head.size, "size": size},
    )
