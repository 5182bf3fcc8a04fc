"""A name is erased on request: asked, answered with reasons, done by two persons, and
nothing else changes.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.erasures import AFTER, ENDED, LAST_KEPT, ask, at_the_counter, erase, history, latest, own, told
from tests.plugins.matters import Life

from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import counter, erasing
from huiyin.casework.chapters.intake.counter import Correction
from huiyin.casework.matter import keeping, reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import ErasureWaiting
from huiyin.casework.upkeep import verify
from huiyin.ledger import reads as ledger
from huiyin.oversight import annual
from huiyin.people import reads as vault
from huiyin.people.models import Identity

pytestmark = pytest.mark.django_db


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
    kept = keeping.only_kept([one], life.view.state, "contact:1", date(2029, 9, 10))
    assert kept is not None
    assert (kept.until, kept.by_law) == (date(2029, 9, 10), False)
    assert keeping.only_kept([one], life.view.state, "contact:1", date(2029, 9, 11)) is None
    assert ask(life).state == "asked"
    assert verify.run().problems == ()


def test_while_what_was_promised_is_not_carried_out_the_matter_is_open(district: District) -> None:
    # Supported and served on 21 November 2026: the night works are still to be stopped
    # (R22 Art 32).
    life = Life.begin(district).until("served")
    assert life.view.open_duties
    assert ask(life, at=moment("2040-01-05")).reason == "open"


@pytest.mark.django_db(transaction=True)
def test_two_persons_erase_and_nothing_of_the_name_is_left(life: Life) -> None:
    counter.correct(
        case_id=life.filed.case_id,
        contact_id=life.view.contacts[0].id,
        given=Correction(phone="138 0000 1111"),
        seen="document",
        reason="写错一位",
        by=life.district.clerk,
        at=ENDED,
    )
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
        before.state.state,
        before.state.closed_date,
        before.title,
    )
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
        "petitioner",
        life.district.clerk.name,
        life.district.chief.name,
    )
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
