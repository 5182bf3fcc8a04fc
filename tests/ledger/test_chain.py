"""The chain: linking, and finding the first event that is not what was written."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ledger.canonical import canonical_bytes
from huiyin.ledger.chain import BrokenLink, link, link_all, verify
from huiyin.ledger.event import GENESIS, Event, EventDraft

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def draft(kind: str = "matter.filed", **payload: object) -> EventDraft:
    return EventDraft(type=kind, at=AT, actor="staff:1", organ="x", grounds=("p#22",), pack="p", payload=payload)


def chain_of(length: int) -> tuple[Event, ...]:
    return link_all("case:1", [draft(n=n) for n in range(length)], after_seq=0, head_hash=GENESIS, recorded_at=AT)


def test_the_hash_is_the_sha256_of_the_canonical_bytes() -> None:
    event = link(GENESIS, draft(a=1), 1, AT, stream="case:1")
    expected = canonical_bytes(
        stream="case:1",
        seq=1,
        type="matter.filed",
        at=AT,
        recorded_at=AT,
        actor="staff:1",
        organ="x",
        grounds=("p#22",),
        pack="p",
        payload={"a": 1},
        prev_hash="0" * 64,
    )
    assert event.hash == hashlib.sha256(expected).hexdigest()


def test_each_event_names_the_hash_of_the_one_before() -> None:
    first, second, third = chain_of(3)
    assert (first.prev_hash, second.prev_hash, third.prev_hash) == ("0" * 64, first.hash, second.hash)
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    assert verify((first, second, third)) is None


def test_an_empty_stream_holds() -> None:
    assert verify(()) is None


@pytest.mark.parametrize(
    "bad", [{"seq": 0}, {"stream": ""}, {"draft": replace(draft(), actor="")}, {"draft": replace(draft(), type="")}]
)
def test_an_event_without_place_stream_type_or_actor_is_refused(bad: dict[str, object]) -> None:
    arguments = {"prev_hash": GENESIS, "draft": draft(), "seq": 1, "recorded_at": AT, "stream": "case:1", **bad}
    with pytest.raises(ValueError, match="needs a stream"):
        link(**arguments)  # type: ignore[arg-type]


def test_a_payload_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(TypeError, match="mapping"):
        link(GENESIS, replace(draft(), payload=["x"]), 1, AT, stream="case:1")  # type: ignore[arg-type]


def test_a_removed_event_is_missing_at_its_place() -> None:
    first, _second, third = chain_of(3)
    assert verify((first, third)) == BrokenLink("case:1", 2, "missing")


def test_an_event_of_another_chain_is_unlinked() -> None:
    first, second = chain_of(2)
    other = link("f" * 64, draft(n=1), 2, AT, stream="case:1")
    assert verify((first, other)) == BrokenLink("case:1", 2, "unlinked")
    assert verify((first, second)) is None


ALTERATIONS: list[dict[str, object]] = [
    {"type": "matter.refused"},
    {"at": AT + timedelta(microseconds=1)},
    {"recorded_at": AT - timedelta(days=1)},
    {"actor": "staff:2"},
    {"organ": "y"},
    {"grounds": ()},
    {"pack": "q"},
    {"payload": {"n": 5}},
    {"payload": {"n": 0.5}},
    {"hash": "f" * 64},
]


@pytest.mark.parametrize("alteration", ALTERATIONS)
@given(length=st.integers(1, 5), data=st.data())
def test_any_altered_field_is_found_at_the_first_bad_event(
    alteration: dict[str, object], length: int, data: st.DataObject
) -> None:
    events = list(chain_of(length))
    place = data.draw(st.integers(0, length - 1))
    events[place] = replace(events[place], **alteration)  # type: ignore[arg-type]
    assert verify(events) == BrokenLink("case:1", place + 1, "altered")
