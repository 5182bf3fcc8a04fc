"""At the counter: particulars that were recorded wrongly are corrected, and a lost
query code is replaced.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import counter
from huiyin.casework.chapters.intake.counter import Correction
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.upkeep import verify
from huiyin.ledger import reads as ledger
from huiyin.people import acts as people
from huiyin.people import reads as vault
from huiyin.people import vault as keys
from huiyin.people.models import Identity
from huiyin.people.particulars import Particulars, earlier_in

pytestmark = pytest.mark.django_db
AT = moment("2026-09-10")
TOKEN = "t" * 22


@pytest.fixture
def life(district: District) -> Life:
    return Life.begin(district).until("registered")


def correct(life: Life, by: Actor | None = None, **changes: Any) -> Any:
    told: dict[str, Any] = {
        "contact_id": life.view.contacts[0].id,
        "given": Correction(phone="138 0000 1111"),
        "seen": "document",
        "reason": "登记时写错一位",
        "by": by or life.district.clerk,
        "at": AT,
    }
    return counter.correct(case_id=life.filed.case_id, **{**told, **changes})


def opened(life: Life) -> Particulars:
    view = reads.access_case(by=life.district.clerk, case_id=life.filed.case_id)
    return vault.reveal(
        view.contacts[0].identity, purpose="contact", by=life.district.clerk, at=AT, towards=reads.towards(view)
    )


def sought(phone: str) -> int:
    found = vault.lookup_phone(office="office", phone=phone, by="system", organ="office", at=AT, request_recorded=True)
    return len(found)


@pytest.mark.django_db(transaction=True)
def test_a_telephone_is_corrected_and_found_by_the_new_number_alone(life: Life) -> None:
    state = correct(life)
    assert state.state == life.view.state.state
    person = opened(life)
    assert (person.name, person.phone, person.address) == ("林知远", "13800001111", "新安镇建设路1号")
    assert (sought("13800001111"), sought("13800000000")) == (1, 0)
    assert verify.run().problems == ()


def test_the_events_say_which_field_and_by_whom_and_never_what(life: Life) -> None:
    correct(life, given=Correction(name="林志远", phone="13800001111", address="新安镇建设路1号"))
    case_id, clerk = life.filed.case_id, life.district.clerk
    told = ledger.events(f"case:{case_id}")[-1]
    assert (told.type, told.actor, told.organ) == ("matter.particulars_corrected", clerk.name, "office")
    data = dict(told.payload["data"])
    assert set(data.pop("notes")) == {"reason"}
    assert data == {"corrected": 1, "fields": ["name", "phone"], "seen": "document"}
    log = ledger.events("access:office")[-1]
    identity = Identity.objects.get().pk
    assert (log.type, log.actor) == ("identity.amended", clerk.name)
    assert log.payload == {"identity": identity, "fields": ["name", "phone"], "case": case_id, "purpose": "document"}
    written = json.dumps([told.payload["data"], log.payload], ensure_ascii=False)
    assert not any(word in written for word in ("林", "1380000", "建设路", "写错"))
    # The petitioner sees that it was corrected, and not the offices' reason.
    (entry,) = [one for one in timeline(life.view, petitioner=True) if one.type == told.type]
    assert entry.notes == {}
    assert verify.run().problems == ()


def test_what_stood_there_before_stays_sealed_and_goes_with_the_key(life: Life) -> None:
    correct(life)
    correct(life, given=Correction(phone="13800002222", name="林志远"), at=moment("2026-09-11"))
    row = Identity.objects.get()
    data_key = keys.unwrap(row.wrapped_key, owner=row.pk)
    earlier = earlier_in(keys.decrypt(bytes(row.ciphertext), data_key=data_key, owner=row.pk))
    assert [(one.get("name"), one["phone"]) for one in earlier] == [(None, "13800000000"), ("林知远", "13800001111")]
    assert b"13800000000" not in bytes(row.ciphertext)
    people.erase(identity_id=row.pk, by="system", at=moment("2026-09-12"), reason="mistaken")
    row.refresh_from_db()
    assert (row.wrapped_key, bytes(row.ciphertext)) == ("", b"")
    assert verify.run().problems == ()


def test_a_signatory_is_corrected_too(life: Life) -> None:
    acts.take(
        "add_signatories", case_id=life.filed.case_id, persons=[Particulars(name="吴一")], by=life.district.clerk, at=AT
    )
    correct(life, contact_id="", signatory=2, given=Correction(name="吴弈"))
    assert ledger.events(f"case:{life.filed.case_id}")[-1].payload["data"]["signatory"] == 2
    assert verify.run().problems == ()


@pytest.mark.parametrize("who", ["supervisor", "auditor", "townsman", "builder"])
def test_whoever_keeps_the_matter_and_nobody_else_corrects(life: Life, who: str) -> None:
    for act in (lambda by: correct(life, by), lambda by: renew(life, by)):
        with pytest.raises(NotFound):
            act(life.district.actors[who])
    assert not [one for one in ledger.events("access:office") if one.type == "identity.amended"]


def test_a_head_without_the_registers_post_does_not(life: Life) -> None:
    with pytest.raises(NotFound):
        correct(life, life.district.actors["governor"])


@pytest.mark.parametrize(
    "changes",
    [
        {"seen": ""},
        {"seen": "hearsay"},
        {"reason": " "},
        {"given": Correction()},
        {"given": Correction(phone="13800000000")},
        {"given": Correction(name="", phone="", address="")},
    ],
)
def test_without_a_ground_a_reason_or_a_difference_nothing_is_written(life: Life, changes: dict[str, Any]) -> None:
    before = ledger.count()
    with pytest.raises(Invalid):
        correct(life, **changes)
    assert ledger.count() == before
    assert verify.run().problems == ()


def renew(life: Life, by: Actor | None = None, token: str = TOKEN, seen: str = "document") -> Any:
    return counter.renew_code(case_id=life.filed.case_id, seen=seen, by=by or life.district.clerk, at=AT, token=token)


def test_a_new_code_opens_the_matter_and_the_old_one_is_void(life: Life) -> None:
    old = life.filed.query_code
    done = renew(life)
    assert done.number == life.filed.number
    assert done.code != old
    assert reads.access_own(number=done.number, query_code=done.code).case_id == life.filed.case_id
    with pytest.raises(NotFound):
        reads.access_own(number=done.number, query_code=old)
    told = ledger.events(f"case:{life.filed.case_id}")[-1]
    assert (told.type, told.actor) == ("matter.code_renewed", life.district.clerk.name)
    assert set(told.payload["data"]) == {"code", "seen"}
    assert done.code not in json.dumps(dict(told.payload))
    assert verify.run().problems == ()


def test_the_same_form_again_gives_the_same_code_and_another_form_another(life: Life) -> None:
    first = renew(life)
    before = ledger.count()
    assert renew(life).code == first.code
    assert ledger.count() == before
    second = renew(life, token="u" * 22)
    assert second.code != first.code
    with pytest.raises(NotFound):
        reads.access_own(number=first.number, query_code=first.code)
    assert verify.run().problems == ()


def test_the_form_that_filed_the_matter_no_longer_shows_the_old_code(district: District) -> None:
    told: dict[str, Any] = {"office": "office", "by": Actor.petitioner(), "at": AT, "token": "f" * 22}
    from_form = intake.file_petition(petition=petition(), **told)
    counter.renew_code(case_id=from_form.case_id, seen="known", by=district.clerk, at=AT, token=TOKEN)
    assert intake.file_petition(petition=petition(), **told).query_code == ""


def test_no_code_is_given_out_where_nobody_is_recorded_or_the_matter_is_sealed(district: District) -> None:
    anonymous = Life.begin(district, person=Particulars(), anonymous=True, category="suggestion")
    with pytest.raises(Invalid):
        renew(anonymous)
    sealed = intake.file_petition(
        petition=petition(category="accusation"), office="office", by=Actor.petitioner(), at=AT
    )
    with pytest.raises((Invalid, NotFound)):
        counter.renew_code(case_id=sealed.case_id, seen="document", by=district.clerk, at=AT, token=TOKEN)
    assert verify.run().problems == ()


def test_a_token_that_could_be_guessed_or_a_ground_that_says_nothing_of_who_asks_gives_no_code(life: Life) -> None:
    with pytest.raises(Invalid):
        renew(life, token="short")
    with pytest.raises(Invalid):
        renew(life, seen="own_mistake")
