"""A name that was recorded by mistake goes at any time, by two persons, and nobody else's (PIPL 47, first paragraph)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.erasures import ENDED, ask, history, latest, own
from tests.plugins.matters import Life, paper

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import agents, contacts, erasing, mistaken
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import ErasureWaiting
from huiyin.casework.upkeep import verify
from huiyin.ledger import reads as ledger
from huiyin.people.models import Identity
from huiyin.people.particulars import Particulars

pytestmark = pytest.mark.django_db

VISITED, LOOKED = moment("2026-09-12"), moment("2026-09-14")


@pytest.fixture
def strayed(district: District) -> Life:
    """An open matter into which the counter wrote a visit that belonged to another one."""
    found = Life.begin(district).until("registered")
    visit(found, by=district.clerk)
    return found


def visit(life: Life, *, by: Actor) -> None:
    """Somebody turns to the office about the matter, or so it is written down."""
    contacts.record_contact(
        case_id=life.filed.case_id, contact=petition(channel="visit"), office="office", by=by, at=VISITED
    )


def stray(life: Life) -> str:
    """The place of the contact that was recorded last."""
    return f"contact:{life.view.contacts[-1].event_seq}"


def propose(life: Life, *whose: str, by: Actor | None = None, **more: Any) -> None:
    given = {"mistake": "another_matter", "reason": "登记表夹错案卷", "at": LOOKED, **more}
    mistaken.propose(case_id=life.filed.case_id, whose=whose or (stray(life),), by=by or life.district.clerk, **given)


def answering(life: Life, **more: Any) -> dict[str, Any]:
    return {"case_id": life.filed.case_id, "asked": latest(life).seq, "at": LOOKED, **more}


def test_of_an_open_matter_the_strayed_name_goes_and_the_petitioners_stays(strayed: Life) -> None:
    before = strayed.view
    place = stray(strayed)
    assert mistaken.places(strayed.filed.case_id, date(2026, 9, 14)).may_go == (place,)
    propose(strayed)
    waits = latest(strayed)
    assert (waits.state, waits.own, waits.mistaken, waits.mistake) == ("proposed", True, True, "another_matter")
    assert (waits.places, waits.due_date) == ((place,), date(2026, 10, 14))
    assert ErasureWaiting.objects.get().proposed
    assert verify.run().problems == ()
    erasing.confirm(**answering(strayed, by=strayed.district.chief))
    assert latest(strayed).state == "erased"
    assert erasing.places_of(strayed.filed.case_id) == ("contact:1",)
    gone = Identity.objects.get(erased_at__isnull=False)
    assert (gone.wrapped_key, bytes(gone.ciphertext), gone.phone_hash) == ("", b"", None)
    log = ledger.events("access:office")[-1]
    assert (log.type, log.actor) == ("identity.erased", strayed.district.chief.name)
    assert log.payload == {"identity": gone.pk, "reason": "mistaken", "case": strayed.filed.case_id}
    assert not ErasureWaiting.objects.exists()
    after = strayed.view
    assert (after.state.state, after.state.duties) == (before.state.state, before.state.duties)
    assert after.contacts == before.contacts
    assert verify.run().problems == ()


def test_the_events_hold_places_and_codes_and_the_words_stay_among_the_offices(strayed: Life) -> None:
    place = stray(strayed)
    propose(strayed)
    erasing.confirm(**answering(strayed, by=strayed.district.chief))
    proposed, done = history(strayed)[-2:]
    assert [proposed.type, done.type] == ["matter.erasure_mistaken", "matter.identity_erased"]
    assert proposed.payload["data"]["erasure"] == {
        "places": [place],
        "due": "2026-10-14",
        "organ": "office",
        "mistake": "another_matter",
    }
    assert done.payload["data"]["erasure"] == {"asked": proposed.seq, "places": [place], "mistake": "another_matter"}
    assert "登记表夹错案卷" not in json.dumps(proposed.payload, ensure_ascii=False)
    assert timeline(strayed.view)[-2].notes == {"reason": "登记表夹错案卷"}
    read = timeline(strayed.view, petitioner=True)[-2:]
    assert [entry.title.zh for entry in read] == ["登记有误，拟删除姓名和联系方式", "已删除姓名和联系方式"]
    assert [entry.notes for entry in read] == [{}, {}]


def test_whoever_filed_is_corrected_and_never_erased_as_a_mistake(strayed: Life) -> None:
    there = mistaken.places(strayed.filed.case_id, date(2026, 9, 14))
    assert there.stay == {"contact:1": "filed"}
    for whose in (("contact:1",), (stray(strayed), "contact:1"), ("contact:99",)):
        with pytest.raises(Invalid):
            propose(strayed, *whose)
    assert not ErasureWaiting.objects.exists()


def test_what_came_with_the_code_is_the_petitioners_own(strayed: Life) -> None:
    contacts.record_contact(
        case_id=strayed.filed.case_id, contact=petition(), office="office", by=own(strayed), at=VISITED
    )
    there = mistaken.places(strayed.filed.case_id, date(2026, 9, 14))
    assert there.stay == {"contact:1": "filed", stray(strayed): "own"}
    with pytest.raises(Invalid):
        propose(strayed)


def test_of_several_who_signed_only_one_who_has_left_may_have_been_a_mistake(district: District) -> None:
    life = Life.begin(district, persons=3).until("registered")
    case_id = life.filed.case_id
    people = [Particulars(name="吴一"), Particulars(name="吴二")]
    acts.take("add_signatories", case_id=case_id, persons=people, by=district.clerk, at=ENDED)
    with pytest.raises(Invalid):
        propose(life, "signatory:2")
    acts.take("leave", case_id=case_id, signatory=2, own_wish=True, by=district.clerk, at=VISITED)
    there = mistaken.places(case_id, date(2026, 9, 14))
    assert (there.may_go, there.stay) == (("signatory:2",), {"contact:1": "filed", "signatory:3": "signs"})
    propose(life, "signatory:2", mistake="not_involved")
    erasing.confirm(**answering(life, by=district.chief))
    assert erasing.places_of(case_id) == ("contact:1", "signatory:3")
    assert verify.run().problems == ()


def test_an_agent_acts_until_the_last_day_of_the_authority(district: District) -> None:
    life = Life.begin(district).until("registered")
    agents.appoint_agent(
        case_id=life.filed.case_id,
        person=Particulars(name="陈律师"),
        kind="lawyer",
        scope="general",
        since=date(2026, 9, 9),
        until=date(2026, 9, 14),
        draft=paper(moment("2026-09-09")),
        by=own(life),
        at=moment("2026-09-09"),
    )
    with pytest.raises(Invalid):
        propose(life, "agent:1")
    propose(life, "agent:1", at=moment("2026-09-15"))
    assert latest(life).places == ("agent:1",)


def test_who_comes_to_take_part_meanwhile_is_not_erased(strayed: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """The head confirms by what is so then, not by what was so when it was proposed."""
    propose(strayed)
    whole = {"contact:1": "filed", stray(strayed): "signs"}
    monkeypatch.setattr("huiyin.casework.matter.mistakes.part_taken", lambda *_told: whole)
    with pytest.raises(Invalid):
        erasing.confirm(**answering(strayed, by=strayed.district.chief))
    erasing.refuse(**answering(strayed, by=strayed.district.chief, reason=""))
    assert (latest(strayed).state, latest(strayed).reason) == ("refused", "belongs")
    assert not Identity.objects.filter(erased_at__isnull=False).exists()


@pytest.mark.parametrize("who", ["supervisor", "auditor", "townsman", "builder", "governor", "green"])
def test_nobody_else_proposes(strayed: Life, who: str) -> None:
    with pytest.raises(NotFound):
        propose(strayed, by=strayed.district.actors[who])


def test_it_takes_two(strayed: Life) -> None:
    propose(strayed, by=strayed.district.chief)
    with pytest.raises(Invalid):
        erasing.confirm(**answering(strayed, by=strayed.district.chief))
    with pytest.raises(NotFound):
        erasing.confirm(**answering(strayed, by=strayed.district.clerk))
    with pytest.raises(NotFound):
        erasing.take_back(**answering(strayed, by=own(strayed)))
    assert latest(strayed).state == "proposed"


def test_without_mistake_or_reason_or_a_second_time_it_is_not_taken(strayed: Life) -> None:
    for wrong in ({"mistake": ""}, {"mistake": "tidy"}, {"reason": " "}, {"reason": "错"}):
        with pytest.raises(Invalid):
            propose(strayed, **wrong)
    with pytest.raises(Invalid):
        mistaken.propose(
            case_id=strayed.filed.case_id,
            whose=(),
            mistake="twice",
            reason="重复登记",
            by=strayed.district.clerk,
            at=LOOKED,
        )
    propose(strayed)
    with pytest.raises(Invalid):
        propose(strayed)
    assert ErasureWaiting.objects.count() == 1


def test_a_request_of_the_petitioner_goes_its_own_way_beside_it(strayed: Life) -> None:
    propose(strayed)
    theirs = ask(strayed, at=LOOKED)
    assert (theirs.state, theirs.reason, theirs.places) == ("refused", "open", ("contact:1",))
    assert ErasureWaiting.objects.count() == 1


def test_the_head_sends_it_back_and_it_is_refused_as_no_mistake(strayed: Life) -> None:
    visit(strayed, by=strayed.district.clerk)
    last, other = stray(strayed), f"contact:{strayed.view.contacts[-2].event_seq}"
    propose(strayed, other)
    erasing.send_back(**answering(strayed, by=strayed.district.chief, reason="再核对一次"))
    with pytest.raises(Invalid):
        erasing.propose(**answering(strayed, by=strayed.district.clerk, also=[last]))
    with pytest.raises(Invalid):
        erasing.refuse(**answering(strayed, by=strayed.district.clerk, reason=""))
    erasing.refuse(**answering(strayed, by=strayed.district.clerk, reason="确系本件来访人"))
    assert (latest(strayed).state, latest(strayed).reason) == ("refused", "belongs")
    assert timeline(strayed.view, petitioner=True)[-1].notes == {"reason": "确系本件来访人"}
    assert verify.run().problems == ()
    propose(strayed, other)  # what was refused may be looked at again
    erasing.confirm(**answering(strayed, by=strayed.district.chief))
    assert erasing.places_of(strayed.filed.case_id) == ("contact:1", last)


def test_a_name_that_is_gone_is_proposed_no_more_and_a_sealed_report_has_none_of_it(
    strayed: Life,
) -> None:
    place = stray(strayed)
    propose(strayed)
    erasing.confirm(**answering(strayed, by=strayed.district.chief))
    assert mistaken.places(strayed.filed.case_id, date(2026, 9, 14)).may_go == ()
    with pytest.raises(Invalid):
        propose(strayed, place)
    sealed = intake.file_petition(
        petition=petition(category="accusation"), office="office", by=strayed.district.clerk, at=ENDED
    )
    with pytest.raises((Invalid, NotFound)):
        mistaken.propose(
            case_id=sealed.case_id,
            whose=["contact:1"],
            mistake="twice",
            reason="重复登记",
            by=strayed.district.clerk,
            at=LOOKED,
        )
