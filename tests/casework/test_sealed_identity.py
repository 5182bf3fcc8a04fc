"""Who brought a report is kept apart even from its readers: two persons, one opening,
and the reporter sees it.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from tests.plugins.district import District, moment, petition
from tests.plugins.readers import name_reader

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound, Refused
from huiyin.casework.chapters.handling import deciding
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import receipts
from huiyin.casework.chapters.sealed.identity import open_identity
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Contact
from huiyin.ledger import reads as ledger
from huiyin.people import acts as vault_acts
from huiyin.people import reads as people
from huiyin.people import vault
from huiyin.people.models import Identity

NAME, PHONE = "林知远", "13800000000"


def report(by: Actor, office: str = "discipline", **changes: Any) -> receipts.Filed:
    """A named report, registered by the discipline organ."""
    filed = intake.file_petition(
        petition=petition(category="accusation", **changes),
        office=office,
        by=Actor.petitioner(),
        at=moment("2026-09-08"),
        token="t" * 32,
    )
    acts.take(
        "register", case_id=filed.case_id, category="accusation", topic="", area="", by=by, at=moment("2026-09-09")
    )
    return filed


def step(name: str, case_id: str, by: Actor, day: str, **args: Any) -> None:
    """Take a step of the track."""
    acts.take(name, case_id=case_id, **args, by=by, at=moment(day))


@pytest.mark.django_db(transaction=True)
def test_asked_approved_opened_once_and_seen_by_the_reporter(district: District) -> None:
    first = name_reader(district)
    second = name_reader(district, "colleague", second="inspector")
    filed = report(first)
    contact = f"{filed.case_id}.1"

    def opened(day: str, by: Actor) -> str:
        return open_identity(case_id=filed.case_id, contact_id=contact, by=by, at=moment(day)).name

    with pytest.raises(Refused):
        opened("2026-09-10", first)
    step("ask_identity", filed.case_id, first, "2026-09-10", reason="需要当面核实线索")
    with pytest.raises(Refused):
        step("approve_identity", filed.case_id, first, "2026-09-10")
    step("approve_identity", filed.case_id, second, "2026-09-11")
    with pytest.raises(Refused):
        opened("2026-09-12", second)
    with pytest.raises(Refused):
        opened("2026-09-19", first)
    assert opened("2026-09-18", first) == NAME
    with pytest.raises(Refused):
        opened("2026-09-18", first)
    own = reads.access_own(number=filed.number, query_code=filed.query_code)
    told = {entry.type: (entry.organ, entry.actor, dict(entry.notes)) for entry in timeline(own, petitioner=True)}
    assert told["matter.identity_asked"] == ("discipline", "", {"reason": "需要当面核实线索"})
    assert told["matter.identity_opened"] == ("discipline", "", {})
    # the auditor's log must not tell that there is a report
    assert ledger.events("access:discipline") == ()
    assert [event.type for event in ledger.events("sealed-access:discipline")] == ["identity.revealed"]


@pytest.mark.django_db(transaction=True)
def test_the_vault_itself_refuses_without_an_approval(district: District) -> None:
    reader = name_reader(district)
    filed = report(reader)
    identity = Contact.objects.get(case_id=filed.case_id).identity
    by, towards = district.inspector, people.Towards(filed.case_id, ("discipline",))
    with pytest.raises(people.ApprovalMissing):
        people.reveal(identity, purpose="handle", by=by, at=moment("2026-09-10"), towards=towards)
    # and with one it hands out a box, no name
    kept = people.reveal(identity, purpose="handle", by=by, at=moment("2026-09-10"), towards=towards, approval="x")
    assert NAME not in kept.name
    assert kept.phone == ""


@pytest.mark.django_db
def test_database_and_vault_key_together_do_not_tell_who_it_was(district: District) -> None:
    report(name_reader(district))
    row = Identity.objects.get(sealed=True)
    key = vault.unwrap(row.wrapped_key, owner=row.id)
    opened = vault.decrypt(bytes(row.ciphertext), data_key=key, owner=row.id).decode()
    assert NAME not in opened
    assert PHONE not in opened
    assert row.phone_hash is None
    ours: list[Any] = [model for model in apps.get_models() if model.__module__.startswith("huiyin.")]
    assert NAME not in "".join(repr(one) for model in ours for one in model.objects.values_list())


@pytest.mark.django_db
def test_who_is_no_reader_opens_nothing(district: District) -> None:
    reader = name_reader(district)
    filed = report(reader)
    for other in (district.secretary, district.builder, Actor.petitioner(filed.case_id)):
        with pytest.raises((NotFound, Refused)):
            open_identity(case_id=filed.case_id, contact_id=f"{filed.case_id}.1", by=other, at=moment("2026-09-10"))


@pytest.mark.django_db
def test_an_identity_goes_into_the_box_with_a_matter_that_is_sealed_late(district: District) -> None:
    name_reader(district)
    filed = intake.file_petition(
        petition=petition(category=""), office="office", by=Actor.petitioner(), at=moment("2026-09-08")
    )
    assert Identity.objects.get().phone_hash
    acts.take(
        "register",
        case_id=filed.case_id,
        category="accusation",
        topic="",
        area="",
        by=district.dispatcher,
        at=moment("2026-09-09"),
    )
    row = Identity.objects.get()
    assert row.sealed
    assert row.phone_hash is None
    vault_acts.erase(identity_id=row.id, by="staff:1", at=moment("2026-09-10"), reason="requested")


@pytest.mark.django_db
def test_a_named_reporter_is_owed_the_result_and_an_anonymous_one_looks_it_up(district: District) -> None:
    reader = name_reader(district)
    for changes, duty in (({}, "tell_result"), ({"anonymous": True}, "serve")):
        Contact.objects.update(token=None)
        filed = report(reader, **changes)
        case_id = filed.case_id
        acts.take("notify", case_id=case_id, text="已收到", by=reader, at=moment("2026-09-10"))
        acts.take("accept", case_id=case_id, by=reader, at=moment("2026-09-11"))
        given = [deciding.Decision(1, "answered", "查实", "监察法", "已处理")]
        state = acts.take(
            "decide", case_id=case_id, outcome="answered", decisions=given, by=reader, at=moment("2026-09-18")
        )
        # ten days from Friday 18 September end on Monday 28 September
        assert [(one.kind, one.due_date.isoformat()) for one in state.open_duties] == [(duty, "2026-09-28")]
        state = acts.take(
            "serve",
            case_id=case_id,
            method="online" if changes else "post",
            received_on=moment("2026-09-19").date(),
            by=reader,
            at=moment("2026-09-19"),
        )
        assert state.state == "served"
        own = reads.access_own(number=filed.number, query_code=filed.query_code)
        assert own.claims[0].reply == "已处理"
