"""Erasing names at the counter, of several who signed, of agents, in old and sealed matters."""

from __future__ import annotations

from datetime import date

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.erasures import AFTER, ENDED, ask, at_the_counter, erase, latest, own, told
from tests.plugins.matters import Life, paper

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import agents, contacts, counter, erasing
from huiyin.casework.chapters.intake.counter import Correction
from huiyin.casework.chapters.legacy_import.acts import carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.casework.matter import erasures, reads, succession
from huiyin.casework.models import Contact, ErasureWaiting
from huiyin.casework.upkeep import verify
from huiyin.organisations import ending, staff_reads
from huiyin.people.models import Identity
from huiyin.people.particulars import Particulars

pytestmark = pytest.mark.django_db


def test_at_the_counter_it_is_said_how_it_is_known_who_asks_and_for_whom(life: Life) -> None:
    for seen in ("", "hearsay", "own_mistake"):
        with pytest.raises(Invalid):
            at_the_counter(life, "contact:1", seen=seen)
    for places in ((), ("contact:2",), ("signatory:1",)):
        with pytest.raises(Invalid):
            at_the_counter(life, *places)
    one = at_the_counter(life, "contact:1")
    assert (one.seen, one.recorded_by) == ("document", life.district.dispatcher.name)
    with pytest.raises(NotFound):  # it was not asked with the code
        erasing.take_back(**told(life, by=own(life)))


def test_of_several_who_signed_the_one_who_asks_is_erased_and_nobody_else(district: District) -> None:
    life = Life.begin(district, persons=3).until("registered")
    case_id = life.filed.case_id
    acts.take(
        "add_signatories",
        case_id=case_id,
        persons=[Particulars(name="吴一"), Particulars(name="吴二")],
        by=district.clerk,
        at=ENDED,
    )
    for position in (2, 3):
        acts.take("agree_withdrawal", case_id=case_id, signatory=position, own_wish=True, by=district.clerk, at=ENDED)
    acts.take("withdraw", case_id=case_id, reason="", by=own(life), at=ENDED)
    assert erasing.places_of(case_id) == ("contact:1", "signatory:2", "signatory:3")
    at_the_counter(life, "signatory:2")
    erasing.propose(**told(life, by=district.clerk))
    erasing.confirm(**told(life, by=district.chief))
    assert erasing.places_of(case_id) == ("contact:1", "signatory:3")
    # With the code: whoever filed, and none of those who signed with them.
    assert ask(life).places == ("contact:1",)
    assert verify.run().problems == ()


def test_an_agent_is_erased_for_themselves(district: District) -> None:
    life = Life.begin(district).until("registered")
    case_id = life.filed.case_id
    agents.appoint_agent(
        case_id=case_id,
        person=Particulars(name="陈律师"),
        kind="lawyer",
        scope="general",
        since=date(2026, 9, 9),
        until=date(2027, 9, 9),
        draft=paper(moment("2026-09-09")),
        by=own(life),
        at=moment("2026-09-09"),
    )
    acts.take("withdraw", case_id=case_id, reason="", by=own(life), at=ENDED)
    assert at_the_counter(life, "agent:1").places == ("agent:1",)
    erasing.propose(**told(life, by=district.clerk))
    erasing.confirm(**told(life, by=district.chief))
    assert erasing.places_of(case_id) == ("contact:1",)
    assert verify.run().problems == ()


def test_further_contacts_of_the_same_person_are_added_by_whoever_proposes(life: Life) -> None:
    contacts.record_contact(
        case_id=life.filed.case_id,
        contact=petition(channel="visit"),
        office="office",
        by=life.district.clerk,
        at=moment("2026-09-12"),
    )
    second = f"contact:{life.view.contacts[-1].event_seq}"
    assert ask(life).places == ("contact:1",)
    with pytest.raises(Invalid):
        erasing.propose(**told(life, by=life.district.clerk, also=["contact:99"]))
    erasing.propose(**told(life, by=life.district.clerk, also=[second]))
    erasing.confirm(**told(life, by=life.district.chief))
    assert erasing.places_of(life.filed.case_id) == ()
    assert Identity.objects.filter(erased_at__isnull=False).count() == 2
    assert verify.run().problems == ()


def test_two_requests_that_overlap_erase_each_name_once(life: Life) -> None:
    contacts.record_contact(
        case_id=life.filed.case_id,
        contact=petition(channel="visit"),
        office="office",
        by=life.district.clerk,
        at=moment("2026-09-12"),
    )
    second = f"contact:{life.view.contacts[-1].event_seq}"
    first, other = ask(life), at_the_counter(life, second)
    given = {"case_id": life.filed.case_id, "at": AFTER}
    erasing.propose(asked=first.seq, also=[second], by=life.district.clerk, **given)
    erasing.propose(asked=other.seq, by=life.district.clerk, **given)
    erasing.confirm(asked=first.seq, by=life.district.chief, **given)
    erasing.confirm(asked=other.seq, by=life.district.chief, **given)
    assert verify.run().problems == ()


def test_whoever_was_erased_gets_no_new_code_and_is_not_corrected(life: Life) -> None:
    erase(life)
    with pytest.raises(Invalid):
        counter.renew_code(
            case_id=life.filed.case_id, seen="document", by=life.district.clerk, at=AFTER, token="t" * 22
        )
    with pytest.raises(Invalid):
        counter.correct(
            case_id=life.filed.case_id,
            contact_id=life.view.contacts[0].id,
            given=Correction(name="某"),
            seen="document",
            reason="更正",
            by=life.district.clerk,
            at=AFTER,
        )
    with pytest.raises(Invalid):
        ask(life, at=moment("2029-09-12"))


def test_no_request_is_made_in_a_sealed_report_nor_where_nobody_gave_a_name(district: District) -> None:
    sealed = intake.file_petition(
        petition=petition(category="accusation"), office="office", by=Actor.petitioner(), at=ENDED
    )
    with pytest.raises(Invalid):
        erasing.ask(case_id=sealed.case_id, by=Actor.petitioner(sealed.case_id), at=AFTER)
    anonymous = Life.begin(district, person=Particulars(), anonymous=True, category="suggestion")
    with pytest.raises(Invalid):
        ask(anonymous)
    assert verify.run().problems == ()


def test_the_organ_that_answers_sees_what_waits_and_others_do_not(life: Life) -> None:
    ask(life)
    (one,) = erasures.waiting(life.district.clerk)
    assert (one.number, one.due_date, one.proposed) == (life.filed.number, date(2029, 10, 11), False)
    assert len(erasures.waiting(life.district.chief)) == 1
    for who in ("green", "supervisor", "auditor", "governor", "townsman"):
        assert erasures.waiting(life.district.actors[who]) == (), who


def test_verify_finds_a_row_that_was_dropped_and_a_name_that_is_still_there(life: Life) -> None:
    ask(life)
    kept = ErasureWaiting.objects.get()
    ErasureWaiting.objects.all().delete()
    (wrong,) = verify.run().problems
    assert "删除请求" in wrong.message or "requests to erase" in wrong.message
    kept.save(force_insert=True)
    row = Identity.objects.get()
    before = {name: getattr(row, name) for name in ("wrapped_key", "ciphertext", "phone_hash")}
    erasing.propose(**told(life, by=life.district.clerk))
    erasing.confirm(**told(life, by=life.district.chief))
    Identity.objects.update(erased_at=None, **before)
    assert len(verify.run().problems) == 2  # the vault's own log says it too
    assert Contact.objects.get().identity == row.pk


def test_a_matter_of_an_old_ledger_counts_from_the_end_that_the_ledger_says(district: District) -> None:
    old = LegacyMatter(
        number="2014-031",
        received_on=date(2014, 3, 3),
        channel="letter",
        title="路灯不亮",
        text="路灯不亮",
        handler="office",
        topic="housing",
        answered_on=date(2014, 3, 20),
        outcome="withdrawn",
        claimant="林知远",
        phone="13800000000",
    )
    assert carry_over(matters=[old], office="office", at=ENDED).problems == []
    case_id = reads.find_number(by=district.clerk, number="2014-031")
    view = reads.access_case(by=district.clerk, case_id=case_id)
    assert view.state.closed_date == date(2014, 3, 20)
    given = {"case_id": case_id, "at": ENDED}
    erasing.ask(places=["contact:1"], seen="known", by=district.dispatcher, **given)
    (one,) = erasures.of(case_id)
    assert one.state == "asked"
    erasing.propose(asked=one.seq, by=district.clerk, **given)
    erasing.confirm(asked=one.seq, by=district.chief, **given)
    assert Identity.objects.get().erased_at is not None
    assert verify.run().problems == ()


def test_the_organ_that_took_the_place_of_the_one_asked_answers(life: Life) -> None:
    ask(life)
    ending.end_organ(code="office", into=("district",), on=AFTER.date(), by="system", at=AFTER)
    succession.pass_on("office", at=AFTER)

    def since(who: str) -> Actor:
        staff = life.district.actors[who].staff
        assert staff is not None
        found = staff_reads.staff_info(staff.id, AFTER.date())
        assert found is not None
        return Actor.of_staff(found)

    assert since("governor").organ == "district"
    assert [one.number for one in erasures.waiting(since("governor"))] == [life.filed.number]
    erasing.propose(**told(life, by=since("clerk")))
    erasing.confirm(**told(life, by=since("governor")))
    assert latest(life).state == "erased"
    assert verify.run().problems == ()
