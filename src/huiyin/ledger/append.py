"""The only way into the ledger. Imported by casework, organisations and people, and by
nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from huiyin.ledger.bulk import Ready, ready, write
from huiyin.ledger.chain import link_all
from huiyin.ledger.event import GENESIS, Event, EventDraft
from huiyin.ledger.models import LedgerEvent, StreamHead
from huiyin.ledger.timing import not_before

__all__ = [
    "GENESIS",
    "Batch",
    "Conflict",
    "Event",
    "EventDraft",
    "Linked",
    "append",
    "append_next",
    "linked",
    "write_linked",
]


class Conflict(Exception):
    """Somebody else appended to the stream first; take the head again and decide anew."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Drafts for one stream, with the head that the caller vouches for (place 0 and
    ``GENESIS`` for a new stream).

    The caller vouches for the instants too: none lies before the head's (``timing.not_before``).
    """

    stream: str
    drafts: tuple[EventDraft, ...]
    expected_seq: int
    head_hash: str


def _recorded_at() -> datetime:
    # The one clock of the rooms: when an event was written is a fact about the ledger,
    # not about the matter.
    return datetime.now(UTC)  # noqa: TID251


def append(
    *,
    stream: str,
    drafts: Sequence[EventDraft],
    expected_seq: int,
    head_hash: str | None = None,
) -> tuple[Event, ...]:
    """Append drafts to a stream behind the event ``expected_seq`` (0 for a new stream).

    A caller that keeps the head on its own locked row passes ``head_hash`` and pays one
    insert; that no instant lies before the last one of the stream is then theirs to see
    to. Without it the head is looked up first, what lies before it takes its instant,
    and the end is kept in ``StreamHead`` afterwards. Raises ``Conflict`` when
    ``expected_seq`` is not the head. A ``Conflict`` from the vouched path leaves the
    caller's transaction to be rolled back; the other path works inside a savepoint.
    """
    if not drafts:
        return ()
    if head_hash is not None:
        return _insert(
            stream, drafts, expected_seq=expected_seq, head_hash=head_hash
        )
    with transaction.atomic():
        head = _head(stream)
        if head.seq != expected_seq:
            raise Conflict(
                f"{stream} stands at {head.seq}, not at {expected_seq}"
            )
        return _insert_and_keep(stream, drafts, head)


def append_next(
    *, stream: str, drafts: Sequence[EventDraft], attempts: int = 20
) -> tuple[Event, ...]:
    """Append drafts wherever the stream ends, trying again when somebody else was first.

    For streams that record things independent of each other (openings of identities,
    changes of a register). What lies before the stream's last event takes its instant.
    Raises ``Conflict`` after ``attempts`` (times) in vain.
    """
    for attempt in range(1, attempts + 1):
        head = _head(stream)
        try:
            with transaction.atomic():
                return _insert_and_keep(stream, drafts, head)
        except Conflict:
            if attempt == attempts:
                raise
    return ()


@dataclass(frozen=True, slots=True)
class Linked:
    """Events of many streams, each behind the one before it, that are ready to be
    written; the hash of the last of each stream.
    """

    rows: Ready
    heads: Mapping[str, str]


def linked(batches: Iterable[Batch]) -> Linked:
    """Link drafts for many streams; asks the database nothing and writes nothing.

    The caller vouches for every head, and for no stream twice. Raises what
    ``canonical.plain`` raises for what the ledger cannot hold.
    """
    recorded_at = _recorded_at()
    events: list[Event] = []
    heads: dict[str, str] = {}
    for batch in batches:
        events += link_all(
            batch.stream,
            batch.drafts,
            after_seq=batch.expected_seq,
            head_hash=batch.head_hash,
            recorded_at=recorded_at,
        )
        heads[batch.stream] = (
            events[-1].hash if batch.drafts else batch.head_hash
        )
    return Linked(ready(LedgerEvent, events), heads)


def write_linked(events: Linked) -> None:
    """Append what ``linked`` made, in the caller's transaction, which is to be rolled
    back where this raises ``Conflict``: a head has moved meanwhile.
    """
    _write(events.rows)


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a stream ends, and when its last event happened; nobody knows of an empty one."""

    seq: int
    hash: str
    at: datetime | None


def _head(stream: str) -> _Head:
    row = (
        LedgerEvent.objects.filter(stream=stream)
        .order_by("-seq")
        .values_list("seq", "hash", "at")
        .first()
    )
    return _Head(*row) if row is not None else _Head(0, GENESIS, None)


def _insert(
    stream: str,
    drafts: Sequence[EventDraft],
    *,
    expected_seq: int,
    head_hash: str,
) -> tuple[Event, ...]:
    events = link_all(
        stream,
        drafts,
        after_seq=expected_seq,
        head_hash=head_hash,
        recorded_at=_recorded_at(),
    )
    _write(ready(LedgerEvent, events))
    return events


def _insert_and_keep(
    stream: str, drafts: Sequence[EventDraft], head: _Head
) -> tuple[Event, ...]:
    """Insert in the order of time, and keep beside the events where the stream ends
    now, since nobody else does.
    """
    latest, timed = head.at, []
    for draft in drafts:
        timed.append(
            replace(draft, at=not_before(draft.at, latest, actor=draft.actor))
        )
        latest = timed[-1].at if latest is None else max(latest, timed[-1].at)
    events = _insert(stream, timed, expected_seq=head.seq, head_hash=head.hash)
    if events:
        last = StreamHead(
            stream=stream, seq=events[-1].seq, hash=events[-1].hash
        )
        StreamHead.objects.bulk_create(
            [last],
            update_conflicts=True,
            unique_fields=["stream"],
            update_fields=["seq", "hash"],
        )
    return events


def _write(rows: Ready) -> None:
    try:
        write(rows)
    except IntegrityError as error:
        raise Conflict("another event took this place in the stream") from error
