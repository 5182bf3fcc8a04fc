"""Proof that the rows say what the ledger says, that nothing is missing, and that every
open matter has its duty.

What is proven of each column, and what is not, stands in ``columns`` and in
docs/reference/proof.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.casework.basis import rulebooks
from huiyin.casework.matter.work import stream as stream_of
from huiyin.casework.models import Case
from huiyin.casework.upkeep.verify import files as stored
from huiyin.casework.upkeep.verify import holders, persons
from huiyin.casework.upkeep.verify.matters import (
    check_batch,
    check_case,
    histories,
)
from huiyin.casework.upkeep.verify.moments import a_moment, at_a_moment
from huiyin.casework.upkeep.verify.report import Problem, Progress, Report
from huiyin.ledger import anchors
from huiyin.ledger import reads as ledger
from huiyin.ledger import verify as chains
from huiyin.ledger.heads import Head
from huiyin.ledger.parts import Part, Share, in_turn
from huiyin.organisations import verify as register

__all__ = ["Problem", "Report", "check_case", "run"]

BATCH = 500
CASES, STREAMS = 1000, 2000
"""So many matters, and streams, are one part of the work."""
MATTERS = "case:"


def _silent(_what: str, _done: int) -> None:
    """Tell nobody."""


def run(
    stream: str | None = None,
    progress: Progress = _silent,
    *,
    files: bool = False,
    against: Sequence[Head] = (),
    instants: bool = False,
    share: Share = in_turn,
) -> Report:
    """Verify one stream, or everything (``stream`` None). Reads in batches.

    ``progress`` is told what is looked at and how much of it is done. ``files`` reads
    every attachment byte by byte and looks for files that nothing knows. ``against``
    are heads that were kept elsewhere. ``instants`` also tells of events dated after
    they were written, which is how a life that is played through in advance looks.
    ``share`` may give the parts of the work to several processes; what is proven is the
    same. Returns everything that is wrong, and how many events were read; raises
    nothing for what is wrong. Of a matter whose chain is broken the rows are not
    complained of as well.
    """
    faults = list(_chains(stream, progress, share))
    if not instants:
        faults = [fault for fault in faults if fault.fault != chains.AHEAD]
    problems = [
        Problem(fault.stream, fault.seq, fault.what) for fault in faults
    ]
    problems.extend(_triggers())
    broken = {
        fault.stream for fault in faults if fault.fault not in chains.OF_TIME
    }
    problems.extend(
        problem
        for problem in _matters(stream, progress, share)
        if problem.stream not in broken
    )
    problems.extend(_orphans(stream))
    if stream is None:
        problems.extend(_everything(progress, files=files, against=against))
    elif not stream.startswith(MATTERS):
        problems.extend(_register_of(stream))
    return Report(events=_count(stream), problems=tuple(problems))


def _matters(
    stream: str | None, progress: Progress, share: Share
) -> Iterator[Problem]:
    """What is wrong with the rows of all matters, or of the one whose stream is named."""
    parts = (
        share(check_matters, _parts())
        if stream is None
        else iter([_checked(stream)])
    )
    seen = 0
    for problems, looked_at in parts:
        yield from problems
        seen += looked_at
        progress("matters", seen)


def _register_of(stream: str) -> Iterator[Problem]:
    """What is wrong with the part of the register that one stream tells of."""
    for told_by, seq, message in at_a_moment(register.check):
        if told_by == stream:
            yield Problem(told_by, seq, message)


def _chains(
    stream: str | None, progress: Progress, share: Share
) -> Iterator[chains.Problem]:
    if stream is None:
        yield from chains.check_guard()
        seen = 0
        for problems, looked_at in share(
            chains.check_part, chains.parts(STREAMS)
        ):
            yield from problems
            seen += looked_at
            progress("events", seen)
    else:
        yield from chains.verify_chains(
            stream=stream, progress=lambda done: progress("events", done)
        )
    yield from at_a_moment(
        lambda: anchors.check_ends(elsewhere=MATTERS, stream=stream)
    )


def check_matters(part: Part) -> tuple[list[Problem], int]:
    """What is wrong with the rows of the matters of a part, and how many matters it holds."""
    first, until = part
    rows = Case.objects.filter(id__gte=first).order_by("id")
    if until is not None:
        rows = rows.filter(id__lt=until)
    all_problems: list[Problem] = []
    seen, ahead = 0, rows
    while True:
        # A matter is read whole: its row, its events, all that belongs to it
        with a_moment():
            batch = list(ahead[:BATCH])
            all_problems.extend(_wrong(batch))
        seen += len(batch)
        if len(batch) < BATCH:
            return all_problems, seen
        ahead = rows.filter(id__gt=batch[-1].pk)


def _checked(stream: str) -> tuple[list[Problem], int]:
    """The same of the matter whose stream is named, if it is one's."""
    if not stream.startswith(MATTERS):
        return [], 0
    with a_moment():
        batch = list(Case.objects.filter(pk=stream.removeprefix(MATTERS)))
        return _wrong(batch), len(batch)


def _wrong(batch: list[Case]) -> list[Problem]:
    events = histories([case.pk for case in batch])
    wrong: list[Problem] = []
    for _case, problems in check_batch(batch, events):
        wrong.extend(problems)
    return wrong


def _everything(
    progress: Progress, *, files: bool, against: Sequence[Head]
) -> Iterator[Problem]:
    """What can be asked of the whole ledger only."""
    for fault in (
        *at_a_moment(anchors.check_numbers),
        *anchors.check_heads(against, lambda done: progress("heads", done)),
    ):
        yield Problem(fault.stream, fault.seq, fault.what)
    for stream, seq, message in (
        *at_a_moment(register.check),
        *rulebooks.check_ledger(),
    ):
        yield Problem(stream, seq, message)
    yield from persons.check(progress)
    yield from at_a_moment(holders.check)
    yield from stored.check(progress, contents=files)


def _count(stream: str | None) -> int:
    return ledger.count() if stream is None else ledger.head(stream).seq


def _parts() -> Iterator[Part]:
    """All matters, by their ids in order: each part from the first to before the first
    of the next one.
    """
    first = ""
    while True:
        beyond = (
            Case.objects.filter(id__gte=first)
            .order_by("id")
            .values_list("id", flat=True)[CASES : CASES + 1]
        )
        until = next(iter(beyond), None)
        yield first, until
        if until is None:
            return
        first = until


def _orphans(stream: str | None) -> Iterator[Problem]:
    """Streams of matters without a row: an acknowledged petition must not vanish."""
    names = ledger.streams(prefix=MATTERS) if stream is None else iter([stream])
    for batch in _in_batches(names):
        ids = {
            name.removeprefix(MATTERS)
            for name in batch
            if name.startswith(MATTERS)
        }
        with_row = set(
            Case.objects.filter(pk__in=ids).values_list("pk", flat=True)
        )
        for case_id in sorted(ids - with_row):
            said = _("the ledger knows this matter, and its row is missing")
            yield Problem(stream_of(case_id), 0, said)


def _in_batches(names: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(names, BATCH)):
        yield batch


def _triggers() -> Iterator[Problem]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = 'case_follows_ledger' AND "
            "tgenabled <> 'D'"
            " AND tgrelid = 'casework_case'::regclass"
        )
        row = cursor.fetchone()
    if not row or row[0] != 1:
        yield Problem(
            "",
            0,
            _(
                "the trigger that ties case rows to their events is missing or disabled"
            ),
        )
