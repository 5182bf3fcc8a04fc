"""A name is erased on request: asked, answered with reasons, done by two persons, and nothing else changes."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life, paper

from huiyin.casework import verify
from huiyin.casework.carrying.acts import carry_over
from huiyin.casework.carrying.carried import LegacyMatter
from huiyin.casework.cases import erasures, reads, succession
from huiyin.casework.cases.actors import Actor
from huiyin.casework.cases.erasures import Request
from huiyin.casework.cases.errors import Invalid, NotFound
from huiyin.casework.cases.timeline import timeline
from huiyin.casework.handling import acts as handling
from huiyin.casework.intake import acts as intake
from huiyin.casework.intake import agents, counter, erasing, signatories
from huiyin.casework.intake.counter import Correction
from huiyin.casework.models import Contact, ErasureWaiting
from huiyin.ledger import reads as ledger
from huiyin.organisations import ending
from huiyin.organisations import reads as organs
from huiyin.oversight import annual
from huiyin.people import reads as vault
from huiyin.people.models import Identity
from huiyin.people.particulars import Particulars

pytestmark = pytest.mark.django_db
ENDED = moment("2026-09-10")
# Three years from 10 September 2026 end with 10 September 2029; the next day is the first on which a name may go.
LAST_KEPT, AFTER = moment("2029-09-10"), moment("2029-09-11")


@pytest.fixture(autouse=True)
def _term(settings: Any) -> None:
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 3


@pytest.fixture
def life(district: District) -> Life:
    """A matter that its petitioner withdrew on 10 September 2026: it is closed and nothing is owed."""
    found = Life.begin(district).until("registered")
    handling.withdraw(case_id=found.filed.case_id, reason="", by=own(found), at=ENDED)
    return found


def own(life: Life) -> Actor:
    return Actor.petitioner(life.filed.case_id)


def history(life: Life) -> tuple[Any, ...]:
    return tuple(ledger.events(f"case:{life.filed.case_id}"))


def latest(life: Life) -> Request:
    return erasures.requests(history(life))[-1]


def ask(life: Life, at: Any = AFTER) -> Request:
    erasing.ask(case_id=life.filed.case_id, by=own(life), at=at)
    return latest(life)


def told(life: Life, **more: Any) -> dict[str, Any]:
    return {"case_id": life.filed.case_id, "asked": latest(life).seq, "at": AFTER, **more}


def erase(life: Life) -> Request:
    ask(life)
    erasing.propose(**told(life, by=life.district.clerk))
    erasing.confirm(**told(life, by=life.district.chief))
    return latest(life)


def opened(life: Life, identity: str) -> Any:
    view = reads.access_case(by=life.district.clerk, case_id=life.filed.case_id)
    return vault.reveal(identity, purpose="contact", by=life.district.clerk, at=AFTER, towards=reads.towards(view))


def test_an_open_matter_is_the_reason_and_the_request_stands_in_the_history(district: District) -> None:
    life = Life.begin(district).until("registered")
    one = ask(life, at=ENDED)
    assert (one.state, one.reason, one.until, one.asked_date) == ("refused", "open", None, date(2026, 9, 10))
    assert [event.type for event in history(life)[-2:]] == ["matter.erasure_asked", "matter.erasure_refused"]
    assert not ErasureWaiting.objects.exists()
    assert verify.run().problems == ()


def test_without_a_term_of_the_office_nothing_can_be_erased(life: Life, settings: Any) -> None:
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = None
    assert ask(life).reason == "unset"
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 3
    with pytest.raises(Invalid):  # a second time on the same day says nothing new
        ask(life)
    assert ask(life, at=moment("2029-09-12")).state == "asked"


def test_the_term_runs_from_the_last_end_and_its_last_day_still_counts(life: Life) -> None:
    one = ask(life, at=LAST_KEPT)
    assert (one.state, one.reason, one.until) == ("refused", "runs", date(2029, 9, 10))
    assert erasures.only_kept([one], life.view.state, "contact:1", date(2029, 9, 10)) == date(2029, 9, 10)
    assert erasures.only_kept([one], life.view.state, "contact:1", date(2029, 9, 11)) is None
    assert ask(life).state == "asked"
    assert verify.run().problems == ()


def test_while_what_was_promised_is_not_carried_out_the_matter_is_open(district: District) -> None:
    # Supported and served on 21 November 2026: the night works are still to be stopped (R22 Art 32).
    life = Life.begin(district).until("served")
    assert life.view.open_duties
    assert ask(life, at=moment("2040-01-05")).reason == "open"


@pytest.mark.django_db(transaction=True)
def test_two_persons_erase_and_nothing_of_the_name_is_left(life: Life) -> None:
    counter.correct(
        case_id=life.filed.case_id, contact_id=life.view.contacts[0].id, given=Correction(phone="138 0000 1111"),
        seen="document", reason="写错一位", by=life.district.clerk, at=ENDED,
    )  # fmt: skip
    assert verify.run().problems == ()
    before = life.view
    one = erase(life)
    assert (one.state, one.answered_date, one.places) == ("erased", date(2029, 9, 11), ("contact:1",))
    row = Identity.objects.get()
    assert (row.wrapped_key, bytes(row.ciphertext), row.phone_hash, row.second_phone_hash) == ("", b"", None, None)
    with pytest.raises(vault.Erased):
        opened(life, row.pk)
    log = ledger.events("access:office")[-1]
    assert (log.type, log.actor) == ("identity.erased", life.district.chief.name)
    assert log.payload == {"identity": row.pk, "reason": "requested", "case": life.filed.case_id}
    # The code still opens the matter, which stands where it stood.
    after = life.view
    assert (after.state.state, after.state.closed_date, after.title) == (
        before.state.state, before.state.closed_date, before.title,
    )  # fmt: skip
    assert after.contacts == before.contacts
    assert not ErasureWaiting.objects.exists()
    assert verify.run().problems == ()


def test_the_events_hold_places_and_codes_and_no_word_of_a_person(life: Life) -> None:
    erase(life)
    asked, proposed, done = history(life)[-3:]
    assert asked.payload["data"] == {"erasure": {"places": ["contact:1"], "due": "2029-10-11", "organ": "office"}}
    assert proposed.payload["data"] == {"erasure": {"asked": asked.seq, "places": ["contact:1"]}}
    assert done.payload["data"] == {"erasure": {"asked": asked.seq, "places": ["contact:1"]}}
    assert (asked.actor, proposed.actor, done.actor) == (
        "petitioner", life.district.clerk.name, life.district.chief.name,
    )  # fmt: skip
    written = json.dumps([one.payload["data"] for one in (asked, proposed, done)])
    assert Identity.objects.get().pk not in written


def test_figures_are_the_same_before_and_after(life: Life) -> None:
    def counted() -> Any:
        return [annual.compose(year=year, today=date(2029, 12, 31)) for year in (2026, 2029)]

    before = counted()
    erase(life)
    assert counted() == before


@pytest.mark.parametrize("who", ["clerk", "dispatcher"])
def test_only_a_head_confirms(life: Life, who: str) -> None:
    ask(life)
    erasing.propose(**told(life, by=life.district.dispatcher))
    with pytest.raises(NotFound):
        erasing.confirm(**told(life, by=life.district.actors[who]))
    assert verify.run().problems == ()


def test_whoever_proposed_it_does_not_confirm_it(life: Life) -> None:
    ask(life)
    erasing.propose(**told(life, by=life.district.chief))
    with pytest.raises(Invalid):
        erasing.confirm(**told(life, by=life.district.chief))
    assert Identity.objects.get().erased_at is None


def test_whoever_took_the_request_down_does_not_confirm_it(life: Life) -> None:
    at_the_counter(life, "contact:1", by=life.district.chief)
    erasing.propose(**told(life, by=life.district.clerk))
    with pytest.raises(Invalid):
        erasing.confirm(**told(life, by=life.district.chief))


@pytest.mark.parametrize("who", ["supervisor", "auditor", "townsman", "builder", "governor"])
def test_nobody_else_records_proposes_refuses_or_confirms(life: Life, who: str) -> None:
    by = life.district.actors[who]
    with pytest.raises(NotFound):
        at_the_counter(life, "contact:1", by=by)
    ask(life)
    for act, more in ((erasing.propose, {}), (erasing.refuse, {"reason": "理由"}), (erasing.confirm, {})):
        with pytest.raises(NotFound):
            act(**told(life, by=by, **more))


def test_it_is_confirmed_only_once_it_was_proposed_and_while_nothing_stands_against_it(
    life: Life, settings: Any
) -> None:
    ask(life)
    with pytest.raises(Invalid):
        erasing.confirm(**told(life, by=life.district.chief))
    erasing.propose(**told(life, by=life.district.clerk))
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 5
    with pytest.raises(Invalid):
        erasing.confirm(**told(life, by=life.district.chief))
    erasing.refuse(**told(life, by=life.district.chief, reason=""))
    assert (latest(life).reason, latest(life).until) == ("runs", date(2031, 9, 10))
    assert verify.run().problems == ()


def test_a_refusal_says_to_the_petitioner_which_law_has_it_kept(life: Life) -> None:
    ask(life)
    with pytest.raises(Invalid):
        erasing.refuse(**told(life, by=life.district.clerk, reason=" "))
    erasing.refuse(**told(life, by=life.district.clerk, reason="法院正在审理，依法须留存。"))
    assert (latest(life).state, latest(life).reason) == ("refused", "by_law")
    entry = timeline(life.view, petitioner=True)[-1]
    assert entry.notes == {"reason": "法院正在审理，依法须留存。"}
    assert not ErasureWaiting.objects.exists()
    assert verify.run().problems == ()


def test_the_head_sends_it_back_with_words_among_the_offices(life: Life) -> None:
    ask(life)
    erasing.propose(**told(life, by=life.district.clerk))
    assert ErasureWaiting.objects.get().proposed
    erasing.send_back(**told(life, by=life.district.chief, reason="先核实是否另有诉讼"))
    assert (latest(life).state, latest(life).due_date) == ("asked", date(2029, 10, 11))
    assert not ErasureWaiting.objects.get().proposed
    assert timeline(life.view, petitioner=True)[-1].notes == {}
    assert verify.run().problems == ()


def test_the_petitioner_takes_it_back_while_it_waits(life: Life) -> None:
    ask(life)
    with pytest.raises(Invalid):
        ask(life)
    erasing.take_back(**told(life, by=own(life)))
    with pytest.raises(Invalid):
        erasing.propose(**told(life, by=life.district.clerk))
    assert ask(life).state == "asked"  # and may ask again, the same day
    assert verify.run().problems == ()


def at_the_counter(life: Life, *places: str, by: Actor | None = None, seen: str = "document") -> Request:
    erasing.ask(case_id=life.filed.case_id, places=places, seen=seen, by=by or life.district.dispatcher, at=AFTER)
    return latest(life)


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
    signatories.add_signatories(
        case_id=case_id, persons=[Particulars(name="吴一"), Particulars(name="吴二")], by=district.clerk, at=ENDED
    )
    for position in (2, 3):
        signatories.agree_withdrawal(case_id=case_id, signatory=position, own_wish=True, by=district.clerk, at=ENDED)
    handling.withdraw(case_id=case_id, reason="", by=own(life), at=ENDED)
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
        case_id=case_id, person=Particulars(name="陈律师"), kind="lawyer", scope="general",
        since=date(2026, 9, 9), until=date(2027, 9, 9), draft=paper(moment("2026-09-09")), by=own(life),
        at=moment("2026-09-09"),
    )  # fmt: skip
    handling.withdraw(case_id=case_id, reason="", by=own(life), at=ENDED)
    assert at_the_counter(life, "agent:1").places == ("agent:1",)
    erasing.propose(**told(life, by=district.clerk))
    erasing.confirm(**told(life, by=district.chief))
    assert erasing.places_of(case_id) == ("contact:1",)
    assert verify.run().problems == ()


def test_further_contacts_of_the_same_person_are_added_by_whoever_proposes(life: Life) -> None:
    intake.record_contact(
        case_id=life.filed.case_id, contact=petition(channel="visit"), office="office", by=life.district.clerk,
        at=moment("2026-09-12"),
    )  # fmt: skip
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
    intake.record_contact(
        case_id=life.filed.case_id, contact=petition(channel="visit"), office="office", by=life.district.clerk,
        at=moment("2026-09-12"),
    )  # fmt: skip
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
            case_id=life.filed.case_id, contact_id=life.view.contacts[0].id, given=Correction(name="某"),
            seen="document", reason="更正", by=life.district.clerk, at=AFTER,
        )  # fmt: skip
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
        number="2014-031", received_on=date(2014, 3, 3), channel="letter", title="路灯不亮", text="路灯不亮",
        handler="office", topic="housing", answered_on=date(2014, 3, 20), outcome="withdrawn", claimant="林知远",
        phone="13800000000",
    )  # fmt: skip
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
        found = organs.staff_info(staff.id, AFTER.date())
        assert found is not None
        return Actor.of_staff(found)

    assert since("governor").organ == "district"
    assert [one.number for one in erasures.waiting(since("governor"))] == [life.filed.number]
    erasing.propose(**told(life, by=since("clerk")))
    erasing.confirm(**told(life, by=since("governor")))
    assert latest(life).state == "erased"
    assert verify.run().problems == ()
