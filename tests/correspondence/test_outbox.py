"""Every letter that an event owes stands in the outbox once, for whom it is, and without a name."""

from __future__ import annotations

import pytest
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.chapters.intake import acts as intake
from huiyin.correspondence import outbox
from huiyin.correspondence.models import OwedLetter
from huiyin.correspondence.outbox import OUTBOX
from huiyin.ledger import follow, reads
from huiyin.ledger.follow import Walk

DAY = moment("2026-09-08")


@pytest.fixture
def forwarded(district: District) -> str:
    """A petition that was registered (Art 22: a receipt) and forwarded to the bureau (a
    forwarding note).
    """
    filed = intake.receive(petition=petition(), office="office", by=district.clerk, at=DAY)
    acts.take("forward", case_id=filed.case_id, to="environment", by=district.dispatcher, at=DAY)
    Walk(OUTBOX).go(at=DAY)
    return filed.case_id


def owed() -> list[tuple[str, str, str]]:
    return list(OwedLetter.objects.order_by("id").values_list("kind", "addressee", "organ"))


def test_letters_go_to_the_petitioner_or_to_the_organ_that_the_pack_names(forwarded: str) -> None:
    assert owed() == [("receipt", "petitioner", "office"), ("forwarding_note", "organ:environment", "office")]
    assert set(OwedLetter.objects.values_list("stream", flat=True)) == {f"case:{forwarded}"}


def test_reading_again_owes_nothing_twice_and_forgets_nothing(forwarded: str) -> None:
    before = list(OwedLetter.objects.order_by("id").values())
    outbox.take_down(list(reads.iterate()))  # at least once: here a second time
    follow.rewind(OUTBOX)
    assert Walk(OUTBOX).go(at=DAY) > 0
    assert list(OwedLetter.objects.order_by("id").values()) == before
    assert follow.check(OUTBOX) == ()


def test_a_letter_that_is_missing_or_that_no_event_owes_is_found(forwarded: str) -> None:
    OwedLetter.objects.filter(kind="receipt").update(kind="decision")
    assert len(follow.check(OUTBOX)) == 2


def test_no_personal_data_stands_in_it(forwarded: str) -> None:
    said = str(list(OwedLetter.objects.values()))
    for word in ("林知远", "13800000000", "建设路", "施工"):
        assert word not in said
