"""Into the ledger and out again."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from huiyin.ledger import reads
from huiyin.ledger.append import Batch, Conflict, append, append_next, linked, write_linked
from huiyin.ledger.chain import verify
from huiyin.ledger.event import GENESIS, EventDraft

pytestmark = pytest.mark.django_db

AT = datetime(2014, 5, 6, 8, 30, 0, 123456, tzinfo=UTC)


def drafts(*kinds: str) -> list[EventDraft]:
    return [
        EventDraft(
            type=kind, at=AT, actor="system", organ="x", grounds=("p#21",), pack="p", payload={"名": "值", "n": 3}
        )
        for kind in kinds
    ]


def test_a_vouched_append_is_one_insert(django_assert_num_queries) -> None:
    with transaction.atomic():
        with django_assert_num_queries(1):
            (first,) = append(stream="case:1", drafts=drafts("matter.filed"), expected_seq=0, head_hash=GENESIS)
        with django_assert_num_queries(1):
            append(stream="case:1", drafts=drafts("a.b", "a.c"), expected_seq=1, head_hash=first.hash)
    assert [event.type for event in reads.events("case:1")] == ["matter.filed", "a.b", "a.c"]


def test_what_comes_out_is_what_went_in_and_the_chain_holds() -> None:
    written = append(stream="case:1", drafts=drafts("matter.filed", "matter.registered"), expected_seq=0)
    stored = reads.events("case:1")
    assert stored == written
    assert verify(stored) is None
    assert stored[0].at == AT
    assert stored[0].recorded_at > AT
    assert reads.head("case:1") == (2, written[1].hash)


def test_an_unvouched_append_looks_the_head_up_and_refuses_another_place() -> None:
    append(stream="case:1", drafts=drafts("matter.filed"), expected_seq=0)
    append(stream="case:1", drafts=drafts("matter.registered"), expected_seq=1)
    with pytest.raises(Conflict, match="stands at 2, not at 1"):
        append(stream="case:1", drafts=drafts("matter.forwarded"), expected_seq=1)
    assert reads.head("case:1").seq == 2  # and the transaction still works


def test_a_place_that_was_vouched_for_but_is_taken_is_a_conflict() -> None:
    append(stream="case:1", drafts=drafts("matter.filed"), expected_seq=0, head_hash=GENESIS)
    with pytest.raises(Conflict), transaction.atomic():
        append(stream="case:1", drafts=drafts("matter.filed"), expected_seq=0, head_hash=GENESIS)
    assert reads.head("case:1").seq == 1


def test_nothing_to_append_costs_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert append(stream="case:1", drafts=[], expected_seq=0) == ()


def test_append_next_finds_the_end_by_itself() -> None:
    for expected in (1, 2, 3):
        (event,) = append_next(stream="access:x", drafts=drafts("identity.revealed"))
        assert event.seq == expected


def test_many_streams_go_in_together(django_assert_num_queries) -> None:
    (head,) = append(stream="case:2", drafts=drafts("matter.filed"), expected_seq=0)
    batches = [
        Batch(stream="case:1", drafts=tuple(drafts("a.a", "a.b")), expected_seq=0, head_hash=GENESIS),
        Batch(stream="case:2", drafts=tuple(drafts("a.c")), expected_seq=1, head_hash=head.hash),
    ]
    with django_assert_num_queries(0):
        events = linked(batches)
    with transaction.atomic(), django_assert_num_queries(1):
        write_linked(events)
    written = [entry.event for entry in reads.iterate()]
    assert [(event.stream, event.seq) for event in written[1:]] == [("case:1", 1), ("case:1", 2), ("case:2", 2)]
    assert events.heads == {"case:1": written[2].hash, "case:2": written[3].hash}
    assert verify(reads.events("case:1")) is None
    assert verify(reads.events("case:2")) is None


def test_many_streams_with_one_moved_head_write_nothing() -> None:
    append(stream="case:2", drafts=drafts("matter.filed"), expected_seq=0)
    batches = [
        Batch(stream=stream, drafts=tuple(drafts("a.a")), expected_seq=0, head_hash=GENESIS)
        for stream in ("case:1", "case:2")
    ]
    with pytest.raises(Conflict), transaction.atomic():
        write_linked(linked(batches))
    assert reads.count() == 1


def test_hundreds_of_events_are_written_alike_and_all_or_none() -> None:
    """Many events take the database's quick way in; what stands there afterwards must
    be the same.
    """
    many = [
        Batch(stream=f"case:{n}", drafts=tuple(drafts("a.a", "a.b")), expected_seq=0, head_hash=GENESIS)
        for n in range(100)
    ]
    events = linked(many)
    write_linked(events)
    alone = append(stream="case:42 alone", drafts=many[42].drafts, expected_seq=0)
    assert [(event.type, event.at, event.payload) for event in reads.events("case:42")] == [
        (event.type, event.at, event.payload) for event in alone
    ]
    assert reads.events("case:42")[-1].hash == events.heads["case:42"]
    assert all(verify(reads.events(batch.stream)) is None for batch in many)
    later = [
        Batch(stream=f"case:{n}", drafts=many[0].drafts, expected_seq=0, head_hash=GENESIS) for n in range(200, 300)
    ]
    with pytest.raises(Conflict), transaction.atomic():
        write_linked(linked([*later, many[0]]))
    assert reads.count() == 202


def test_reading_across_streams() -> None:
    for name in ("case:1", "case:2", "organ:x"):
        append(stream=name, drafts=drafts("matter.filed", "matter.registered"), expected_seq=0)
    assert list(reads.streams()) == ["case:1", "case:2", "organ:x"]
    assert list(reads.streams(prefix="case:")) == ["case:1", "case:2"]
    everything = list(reads.iterate())
    assert [entry.event.stream for entry in everything] == ["case:1"] * 2 + ["case:2"] * 2 + ["organ:x"] * 2
    assert list(reads.iterate(after_id=everything[3].id)) == everything[4:]
    assert list(reads.iterate(type_prefix="matter.r")) == everything[1::2]
    assert list(reads.iterate(limit=3)) == everything[:3]
    assert reads.latest(["case:1", "case:2"], limit=2) == (everything[3], everything[2])
    assert reads.latest(["case:1"], before_id=everything[1].id, limit=5) == (everything[0],)
    assert reads.events("case:1", after_seq=1) == (everything[1].event,)


def test_iterate_goes_on_over_its_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "BATCH", 2)
    append(stream="case:1", drafts=drafts(*["a.b"] * 5), expected_seq=0)
    append(stream="case:2", drafts=drafts("a.b"), expected_seq=0)
    append(stream="case:3", drafts=drafts("a.b"), expected_seq=0)
    assert len(list(reads.iterate())) == 7
    assert len(list(reads.iterate(limit=3))) == 3
    assert list(reads.streams()) == ["case:1", "case:2", "case:3"]
