"""Proof that the rows say what the ledger says, that nothing is missing, and that every open matter has its duty.

What is proven of each column, and what is not, stands in ``columns`` and in docs/reference/proof.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.casework.cases import rulebooks
from huiyin.casework.cases.work import stream as stream_of
from huiyin.casework.models import Case
from huiyin.casework.verify import files as stored
from huiyin.casework.verify import holders, persons
from huiyin.casework.verify.matters import check_batch, check_case, histories
from huiyin.casework.verify.report import Problem, Progress, Report
from huiyin.ledger import anchors
from huiyin.ledger import reads as ledger
from huiyin.ledger import verify as chains
from huiyin.ledger.heads import Head
from huiyin.organisations import verify as register

__all__ = ["Problem", "Report", "check_case", "run"]

BATCH = 200
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
) -> Report:
    """Verify one stream, or everything. Reads in batches.

    ``progress`` is told what is looked at and how much of it is done. ``files`` reads every attachment byte by byte and
    looks for files that nothing knows. ``against`` are heads that were kept elsewhere. ``instants`` also tells of
    events dated after they were written, which is how a life that is played through in advance looks.
    """
    told = [one for one in _chains(stream, progress) if instants or one.fault != chains.AHEAD]
    found = [Problem(p.stream, p.seq, p.what) for p in told]
    broken = {problem.stream for problem in told if problem.fault not in chains.OF_TIME}
    found.extend(_triggers())
    seen = 0
    for batch in _batches(stream):
        for case, problems in check_batch(batch, histories([case.pk for case in batch])):
            if stream_of(case.pk) not in broken:
                found.extend(problems)
        seen += len(batch)
        progress("matters", seen)
    found.extend(_orphans(stream))
    if stream is None:
        found.extend(_everything(progress, files=files, against=against))
    elif not stream.startswith(MATTERS):
        found.extend(Problem(*one) for one in register.check() if one[0] == stream)
    return Report(events=_count(stream), problems=tuple(found))


def _chains(stream: str | None, progress: Progress) -> Iterator[chains.Problem]:
    yield from chains.verify_chains(stream=stream, progress=lambda done: progress("events", done))
    yield from anchors.check_ends(elsewhere=MATTERS, stream=stream)


def _everything(progress: Progress, *, files: bool, against: Sequence[Head]) -> Iterator[Problem]:
    """What can be asked of the whole ledger only."""
    for one in (*anchors.check_numbers(), *anchors.check_heads(against, lambda done: progress("heads", done))):
        yield Problem(one.stream, one.seq, one.what)
    for told in register.check():
        yield Problem(*told)
    for one_wrong in rulebooks.check_ledger():
        yield Problem(*one_wrong)
    yield from persons.check(progress)
    yield from holders.check()
    yield from stored.check(progress, contents=files)


def _count(stream: str | None) -> int:
    return ledger.count() if stream is None else ledger.head(stream).seq


def _batches(stream: str | None) -> Iterator[list[Case]]:
    if stream is not None:
        if stream.startswith(MATTERS):
            yield list(Case.objects.filter(pk=stream.removeprefix(MATTERS)))
        return
    last = ""
    while batch := list(Case.objects.filter(id__gt=last).order_by("id")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _orphans(stream: str | None) -> Iterator[Problem]:
    """Streams of matters without a row: an acknowledged petition must not vanish."""
    names = ledger.streams(prefix=MATTERS) if stream is None else iter([stream])
    for batch in _in_batches(names):
        ids = {name.removeprefix(MATTERS) for name in batch if name.startswith(MATTERS)}
        for case_id in sorted(ids - set(Case.objects.filter(pk__in=ids).values_list("pk", flat=True))):
            yield Problem(stream_of(case_id), 0, _("the ledger knows this matter, and its row is missing"))


def _in_batches(names: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(names, BATCH)):
        yield batch


def _triggers() -> Iterator[Problem]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = 'case_follows_ledger' AND tgenabled <> 'D'"
            " AND tgrelid = 'casework_case'::regclass"
        )
        row = cursor.fetchone()
    if not row or row[0] != 1:
        yield Problem("", 0, _("the trigger that ties case rows to their events is missing or disabled"))
