"""The bytes that are hashed: expected by hand, because everything else rests on them."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ledger import canonical
from huiyin.ledger.canonical import canonical_bytes, instant, plain

BEIJING = timezone(timedelta(hours=8))

FIELDS: dict[str, Any] = {
    "stream": "case:7",
    "seq": 2,
    "type": "matter.accepted",
    "at": datetime(2026, 9, 30, 9, 0, 0, 5, tzinfo=BEIJING),
    "recorded_at": datetime(2026, 9, 30, 1, 0, 1, tzinfo=UTC),
    "actor": "staff:3",
    "organ": "370101",
    "grounds": ("cn-xinfang/2022-05-01#34",),
    "pack": "cn-xinfang/2022-05-01",
    "payload": {"b": True, "a": ["é", 1, None]},
    "prev_hash": "0" * 64,
}


def test_keys_are_sorted_text_is_utf8_and_instants_are_utc_with_microseconds() -> None:
    expected = (
        '{"actor":"staff:3","at":"2026-09-30T01:00:00.000005Z","grounds":["cn-xinfang/2022-05-01#34"],'
        '"organ":"370101","pack":"cn-xinfang/2022-05-01","payload":{"a":["é",1,null],"b":true},'
        '"prev_hash":"' + "0" * 64 + '","recorded_at":"2026-09-30T01:00:01.000000Z","seq":2,"stream":"case:7",'
        '"type":"matter.accepted","v":1}'
    )
    assert canonical_bytes(**FIELDS) == expected.encode()


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("value", [1.5, {1: "x"}, {"x": object()}, [{"x": 0.1}], b"x", {1, 2}])
def test_what_two_databases_spell_differently_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), "a\x00b"])
def test_values_that_a_database_cannot_keep_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="ledger"):
        plain(value)


def test_dates_and_tuples_become_plain_json() -> None:
    given_payload = {"due": date(2026, 10, 8), "at": datetime(2026, 10, 8, tzinfo=UTC), "organs": ("a", "b")}
    assert plain(given_payload) == {"due": "2026-10-08", "at": "2026-10-08T00:00:00.000000Z", "organs": ["a", "b"]}


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé汉", max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text("abcdé汉字", max_size=4), json_values, max_size=5))
def test_the_order_of_keys_never_matters(payload: dict[str, Any]) -> None:
    try:
        plain(payload)
    except ValueError:
        return
    backwards = dict(reversed(payload.items()))
    assert canonical_bytes(**{**FIELDS, "payload": payload}) == canonical_bytes(**{**FIELDS, "payload": backwards})


ascii_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(max_codepoint=127), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(st.characters(max_codepoint=127)), ascii_values, max_size=5))
def test_the_short_way_for_ascii_writes_what_rfc_8785_says(payload: dict[str, Any]) -> None:
    assert canonical._dumps(payload) == rfc8785.dumps(payload)
