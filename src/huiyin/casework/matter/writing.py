"""Writing a piece of work: events, case row and duties in the caller's transaction, for
one matter or for many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huiyin.casework.basis import rows
from huiyin.casework.events import CaseState
from huiyin.casework.matter.work import NO_DATA, Work, stream
from huiyin.casework.models import Case, Duty, Remedy
from huiyin.casework.models.sealed import SealedKey
from huiyin.casework.sealing import keyring
from huiyin.casework.sealing.hpke import Pair
from huiyin.ledger.append import Batch, Linked, append, linked, write_linked
from huiyin.ledger.bulk import Ready, insert, ready, update, write
from huiyin.ledger.event import GENESIS

CHANGING_DUTY_COLUMNS = (
    "owner",
    "extension_days",
    "last_day",
    "due_date",
    "provisional",
    "status",
    "closed_date",
    "event_seq",
    "stopped_days",
    "stopped_date",
)


def commit(
    work: Work,
    *,
    create: Mapping[str, Any] | None = None,
    outside: Mapping[str, Any] = NO_DATA,
) -> CaseState:
    """Write events, case row and duties in the caller's transaction, and return how the
    matter stands then; ``create`` has the columns outside the events of a new matter,
    ``outside`` those that change of one that is there.
    """
    start = work.start
    events = append(
        stream=stream(start.case_id),
        drafts=work.drafts,
        expected_seq=start.event_seq,
        head_hash=start.event_hash or GENESIS,
    )
    work.state = replace(work.state, event_hash=events[-1].hash)
    _write_rows(work, create=create, outside=outside)
    return work.state


def _write_rows(
    work: Work,
    *,
    create: Mapping[str, Any] | None = None,
    outside: Mapping[str, Any] = NO_DATA,
) -> None:
    """Case row, keys, duties and ways outside petitioning of work whose events are written."""
    start = work.start
    if create is not None:
        insert([work.case_row(**create)])
    else:
        Case.objects.filter(pk=start.case_id).update(
            **rows.case_columns(work.state), **outside
        )
    _hand_keys(work, created=create is not None)
    changed = work.changed_duties()
    if create is not None:
        insert(changed)
    elif changed:
        # One statement for the duties that were opened and those that were closed or
        # moved; half the time of two.
        Duty.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=CHANGING_DUTY_COLUMNS,
        )
    _keep_remedies(work)


def _keep_remedies(work: Work) -> None:
    """The rows of the ways outside petitioning, where an event of this work has
    estimated them anew.
    """
    if any(effects.remedies is not None for effects in work.effects):
        case_id = work.state.case_id
        Remedy.objects.filter(case_id=case_id).delete()
        insert(
            [rows.remedy_row(case_id, remedy) for remedy in work.state.remedies]
        )


def _hand_keys(work: Work, *, created: bool) -> None:
    """The organ that is responsible now holds the key of a sealed matter, and nobody else does."""
    case_id, organ = work.state.case_id, work.state.parties.get("handler", "")
    if work.sealed_key and (
        created or work.pair or organ != work.start.parties.get("handler")
    ):
        keyring.hand_over(case_id, work.pair, organ=organ)
    elif not work.sealed_key and work.start.values.get("sealed_key"):
        SealedKey.objects.filter(case_id=case_id).delete()


@dataclass(frozen=True, slots=True)
class ReadyWorks:
    """Many new matters that are ready to be written: events, case rows and duties, and
    of sealed ones the keys with the organ that is responsible.

    Holds private keys: it goes from one process to another and nowhere else.
    """

    events: Linked
    cases: Ready
    duties: Ready
    keys: tuple[tuple[str, Pair, str], ...]


def prepare(works: Sequence[tuple[Work, Mapping[str, Any]]]) -> ReadyWorks:
    """Make many new matters ready to be written, each with the columns outside its
    events; asks the database nothing.
    """
    events = linked(_batch(work) for work, _outside in works)
    duties: list[Any] = []
    keys: list[tuple[str, Pair, str]] = []
    for work, _outside in works:
        case_id = work.start.case_id
        head = events.heads[stream(case_id)]
        work.state = replace(work.state, event_hash=head)
        duties += [
            rows.new_duty_row(case_id, duty) for duty in work.state.duties
        ]
        if work.pair is not None and work.sealed_key:
            organ = work.state.parties.get("handler", "")
            keys.append((case_id, work.pair, organ))
    return ReadyWorks(
        events,
        ready(Case, [work.case_row(**outside) for work, outside in works]),
        ready(Duty, duties),
        tuple(keys),
    )


def write_prepared(works: ReadyWorks) -> None:
    """Write what ``prepare`` made, in the caller's transaction: the same events and
    rows as of one matter after another, in a handful of queries.
    """
    write_linked(works.events)
    write(works.cases)
    write(works.duties)
    for case_id, pair, organ in works.keys:
        keyring.hand_over(case_id, pair, organ=organ)


def commit_many(works: Iterable[Work]) -> None:
    """Write the steps taken in many matters that are there, in the caller's transaction:
    the same events and rows as ``commit``, in a handful of queries for those in which
    nothing changed but their row.
    """
    todo = list(works)
    events = linked(map(_batch, todo))
    write_linked(events)
    columns: dict[str, dict[str, Any]] = {}
    for work in todo:
        case_id = work.start.case_id
        head = events.heads[stream(case_id)]
        work.state = replace(work.state, event_hash=head)
        if _only_the_row(work):
            columns[case_id] = rows.case_columns(work.state)
        else:
            _write_rows(work)
    update(Case, columns)


def _only_the_row(work: Work) -> bool:
    """Whether nothing is to be written of a matter but its events and its own row."""
    return not (
        work.changed_duties()
        or work.sealed_key
        or work.start.values.get("sealed_key")
        or any(effects.remedies is not None for effects in work.effects)
    )


def _batch(work: Work) -> Batch:
    return Batch(
        stream(work.start.case_id),
        tuple(work.drafts),
        work.start.event_seq,
        work.start.event_hash or GENESIS,
    )
