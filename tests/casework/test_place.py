"""Where exactly a matter is, in free words: part of what is said, sealed where that is,
and no part of who says it.
"""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.readers import name_reader

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.chapters.legacy_import.acts import carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Case, Note
from huiyin.casework.upkeep import verify
from huiyin.ledger import reads as ledger

pytestmark = pytest.mark.django_db
AT = moment("2026-09-08")
PLACE = "建设路与团结路路口东北角，公交站牌后"


def filed(**changes: object) -> Filed:
    return intake.file_petition(
        petition=petition(**changes), office="office", by=Actor.petitioner(), at=AT, token="p" * 22
    )


def test_it_stands_with_the_filing_for_both_sides_and_in_no_event(district: District) -> None:
    done = filed(place=f"  {PLACE}\u202e ")
    (note,) = Note.objects.all()
    assert (note.event_seq, note.key, note.text) == (1, "place", PLACE)
    own = timeline(reads.access_own(number=done.number, query_code=done.query_code), petitioner=True)
    assert own[0].notes == {"place": PLACE}
    office = timeline(reads.access_case(by=district.clerk, case_id=done.case_id))
    assert office[0].notes == {"place": PLACE}
    written = json.dumps([dict(event.payload) for event in ledger.events(f"case:{done.case_id}")], ensure_ascii=False)
    assert "建设路" not in written
    assert verify.run().problems == ()
    Note.objects.update(text="别处")
    assert [one.seq for one in verify.run().problems] == [1]


def test_nothing_is_kept_where_nothing_was_said(district: District) -> None:
    filed()
    assert not Note.objects.exists()
    assert verify.run().problems == ()


def test_it_is_sealed_with_a_report(district: District) -> None:
    name_reader(district)
    done = intake.file_petition(
        petition=petition(category="accusation", place=PLACE),
        office="discipline",
        by=Actor.petitioner(),
        at=AT,
        token="p" * 22,
    )
    (note,) = Note.objects.all()
    assert "建设路" not in note.text
    own = reads.access_own(number=done.number, query_code=done.query_code)
    assert timeline(own, petitioner=True)[0].notes == {"place": PLACE}
    assert verify.run().problems == ()


def test_it_is_sealed_when_the_matter_is(district: District) -> None:
    name_reader(district)
    done = filed(category="", place=PLACE)
    acts.take("register", case_id=done.case_id, category="accusation", topic="", area="", by=district.clerk, at=AT)
    assert "建设路" not in Note.objects.get(key="place").text
    assert verify.run().problems == ()


def test_more_than_two_hundred_signs_are_refused(district: District) -> None:
    with pytest.raises(Invalid, match="place"):
        filed(place="路" * 201)
    assert not Case.objects.exists()
    filed(place="路" * 200)


def test_an_old_ledger_says_it_too(district: District) -> None:
    matter = LegacyMatter(
        number="旧1",
        received_on=date(2024, 3, 4),
        channel="letter",
        title="噪声",
        text="夜间施工",
        handler="environment",
        place=PLACE,
        topic="noise",
        area="xinan",
        answered_on=date(2024, 4, 8),
        outcome="explained",
        reply="已答复",
    )
    assert carry_over(matters=[matter], office="office", at=AT).taken == ["旧1"]
    assert [(note.event_seq, note.key, note.text) for note in Note.objects.all()] == [(1, "place", PLACE)]
    assert verify.run().problems == ()
