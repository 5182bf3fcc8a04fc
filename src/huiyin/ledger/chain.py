"""The hash chain of one stream: how an event is linked to its predecessor, and how a
chain is checked. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from huiyin.ledger.canonical import canonical_bytes, plain
from huiyin.ledger.event import GENESIS, Event, EventDraft


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first event of a stream that is not what was written: where, and one of the
    codes of ``fault``.
    """

    stream: str
    seq: int
    fault: str  # "missing" | "unlinked" | "altered"


def digest(event: Event) -> str:
    """The SHA-256 of the event's canonical bytes, in hex; the event's own ``hash`` is
    not part of it.
    """
    return hashlib.sha256(
        canonical_bytes(
            stream=event.stream,
            seq=event.seq,
            type=event.type,
            at=event.at,
            recorded_at=event.recorded_at,
            actor=event.actor,
            organ=event.organ,
            grounds=event.grounds,
            pack=event.pack,
            payload=event.payload,
            prev_hash=event.prev_hash,
        )
    ).hexdigest()


def link(
    prev_hash: str,
    draft: EventDraft,
    seq: int,
    recorded_at: datetime,
    *,
    stream: str,
) -> Event:
    """The event that a draft becomes at place ``seq`` (from 1) in ``stream``, behind
    the event whose hash is ``prev_hash``.

    Refuses (``ValueError``, ``TypeError``) what the ledger cannot hold: see
    ``canonical.plain``.
    """
    if seq < 1 or not stream or not draft.type or not draft.actor:
        raise ValueError(
            "an event needs a stream, a place from 1, a type and an actor"
        )
    payload = plain(draft.payload)
    if not isinstance(payload, dict):
        raise TypeError("a payload is a mapping")
    fields = {
        "stream": stream,
        "seq": seq,
        "type": draft.type,
        "at": draft.at.astimezone(UTC),
        "recorded_at": recorded_at.astimezone(UTC),
        "actor": draft.actor,
        "organ": draft.organ,
        "grounds": tuple(draft.grounds),
        "pack": draft.pack,
        "payload": payload,
        "prev_hash": prev_hash,
    }
    # The keys above are the fields of Event; a dictionary of mixed values cannot say so.
    canonical = canonical_bytes(**fields, payload_is_plain=True)  # type: ignore[arg-type]
    digest = hashlib.sha256(canonical).hexdigest()
    # As above: the keys are the fields of Event.
    return Event(**fields, hash=digest)  # type: ignore[arg-type]


def link_all(
    stream: str,
    drafts: Sequence[EventDraft],
    *,
    after_seq: int,
    head_hash: str,
    recorded_at: datetime,
) -> tuple[Event, ...]:
    """Link several drafts one behind the other, after the event ``after_seq`` whose
    hash is ``head_hash``.
    """
    events: list[Event] = []
    prev_hash = head_hash
    for seq, draft in enumerate(drafts, start=after_seq + 1):
        event = link(prev_hash, draft, seq, recorded_at, stream=stream)
        events.append(event)
        prev_hash = event.hash
    return tuple(events)


def check(event: Event, *, seq: int, prev_hash: str) -> BrokenLink | None:
    """What is wrong with one event, seen from the place and the hash that its
    predecessor promises; None where nothing is.
    """
    if event.seq != seq:
        return BrokenLink(event.stream, seq, "missing")
    if event.prev_hash != prev_hash:
        return BrokenLink(event.stream, seq, "unlinked")
    try:
        intact = digest(event) == event.hash
    except (
        TypeError,
        ValueError,
    ):  # what could never have been written was put there by another hand
        intact = False
    return None if intact else BrokenLink(event.stream, seq, "altered")


def verify(events: Iterable[Event]) -> BrokenLink | None:
    """Check one stream from its first event; return the first that is bad, or None when
    the chain holds.
    """
    prev_hash = GENESIS
    for seq, event in enumerate(events, start=1):
        broken = check(event, seq=seq, prev_hash=prev_hash)
        if broken is not None:
            return broken
        prev_hash = event.hash
    return None
