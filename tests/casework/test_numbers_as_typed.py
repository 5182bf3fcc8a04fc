"""Numbers and codes as people type them, found by whoever may know the matter; values
written down by hand.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.plugins.district import moment, petition
from tests.plugins.tampering import tamper

from huiyin.casework.basis import numbers
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.commitments import normalise_code
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.matter import reads

pytestmark = pytest.mark.django_db


def filed(day: str = "2026-09-07", office: str = "office", **changes: Any) -> Filed:
    """A matter filed online on that day."""
    return intake.file_petition(petition=petition(**changes), office=office, by=Actor.petitioner(), at=moment(day))


@pytest.mark.parametrize(
    "typed",
    [
        "XF2026-000001",
        " xf2026-000001 ",
        "ＸＦ２０２６－０００００１",
        "XF2026000001",
        "XF2026 000001",
        "XF2026—000001",
        "XF 2026 – 000001",
        "编号：XF2026-000001",
        "XF2026-1",
        "2026-1",
        "000001",
        "1",
        "XF2026-000001\u200b",
    ],
)
def test_a_number_is_found_however_it_is_typed(district: Any, typed: str) -> None:
    one = filed()
    assert one.number == "XF2026-000001"
    assert reads.find_number(by=district.dispatcher, number=typed) == one.case_id
    assert reads.access_own(number=typed, query_code=one.query_code).case_id == one.case_id


def test_a_mere_tail_that_fits_two_years_is_asked_back(district: Any) -> None:
    one = filed()
    other = filed("2025-09-08")
    assert (one.number, other.number) == ("XF2026-000001", "XF2025-000001")
    found = reads.find_numbers(by=district.dispatcher, number="1")
    assert found == [(one.case_id, "XF2026-000001"), (other.case_id, "XF2025-000001")]
    with pytest.raises(NotFound):
        reads.find_number(by=district.dispatcher, number="1")
    assert reads.find_numbers(by=district.dispatcher, number="2025-1") == [(other.case_id, "XF2025-000001")]
    # the code says which of the two is meant
    assert reads.access_own(number="1", query_code=other.query_code).case_id == other.case_id


def test_the_number_that_was_typed_goes_before_one_that_it_could_mean(district: Any) -> None:
    filed()
    old = filed()
    # as an old ledger wrote it; the database refuses to change a row without its event
    tamper("UPDATE casework_case SET number = %s WHERE id = %s", "XF20260001", old.case_id)
    assert reads.find_numbers(by=district.dispatcher, number="xf20260001") == [(old.case_id, "XF20260001")]


def test_no_short_form_leads_to_a_sealed_matter_or_tells_of_one(district: Any) -> None:
    sealed = filed(category="accusation", office="discipline")
    assert reads.find_number(by=Actor.system(), number=sealed.number.replace("-", " ").lower()) == sealed.case_id
    tail = sealed.number.rpartition("-")[2]
    for typed in (sealed.number, sealed.number.replace("-", ""), tail, tail[-6:]):
        assert reads.find_numbers(by=district.dispatcher, number=typed) == []
    assert numbers.of_running_digits(tail) == ()


def test_who_may_not_read_a_matter_is_not_led_to_it_by_its_tail(district: Any) -> None:
    filed()
    assert reads.find_numbers(by=district.builder, number="1") == []


@pytest.mark.parametrize(
    "typed", ["abcde-fghjk", "ABCDE FGHJK", "ＡＢＣＤＥ－ＦＧＨＪＫ", "查询码：ABCDE—FGHJK", "abcdefghjk\n"]
)
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalise_code(typed) == "ABCDEFGHJK"
