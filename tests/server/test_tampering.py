"""What somebody with the keys to the database can do, one thing at a time: found by
`huiyin verify`, or said not to be.

Each is done by hand, with SQL, and with the guards of the database taken away and put
back. The untouched office is clean, so that what is found was put there.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation
from tests.plugins import tamperings as do
from tests.plugins.district import District, district, moment, petition
from tests.plugins.matters import Life
from tests.plugins.readers import name_reader
from tests.plugins.tampering import guards_aside, rebuild, sql, tamper
from tests.plugins.tamperings import AT, Office, Tampering

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import agents, contacts, files
from huiyin.casework.upkeep import verify
from huiyin.ledger import heads
from huiyin.ledger.heads import Head
from huiyin.people import acts as people
from huiyin.people import reads as vault
from huiyin.people.particulars import Particulars

__all__ = ["district"]

pytestmark = pytest.mark.django_db
DRAFT = "d" * 32


@pytest.fixture
def office(district: District, settings: Any, tmp_path: Path) -> Office:
    backend = "django.core.files.storage.FileSystemStorage"
    store = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path / "attachments")}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    name_reader(district)
    at = moment("2026-09-08")
    files.keep_upload(draft=DRAFT, name="合同.txt", content=io.BytesIO("租期三年".encode()), at=at)
    first = Life.begin(district)
    contacts.add_material(
        case_id=first.filed.case_id, text="", by=Actor.petitioner(first.filed.case_id), at=at, draft=DRAFT
    )
    first.until("served")
    second = Life.begin(district, person=Particulars(name="周又安", phone="13900000000", address="大渡镇"))
    case_id = second.filed.case_id
    others = [Particulars(name="吴一"), Particulars(name="郑二")]
    acts.take("add_signatories", case_id=case_id, persons=others, representatives=0, by=district.clerk, at=at)
    files.keep_upload(draft="p" * 32, name="委托书.txt", content=io.BytesIO("委托".encode()), at=at)
    agents.appoint_agent(
        case_id=case_id,
        person=Particulars(name="冯三"),
        kind="lawyer",
        scope="general",
        since=at.date(),
        until=AT.date(),
        by=Actor.petitioner(case_id),
        at=moment("2026-09-09"),
        draft="p" * 32,
    )
    report = intake.file_petition(
        petition=petition(category="accusation"), office="discipline", by=Actor.petitioner(), at=at
    )
    opened = sql("SELECT identity FROM casework_contact WHERE case_id = %s", first.filed.case_id)[0][0]
    opener = district.clerk
    matter = vault.Towards(first.filed.case_id, ("office",))
    for hour in (10, 11):
        vault.reveal(opened, purpose="contact", by=opener, at=moment("2026-10-05", hour), towards=matter)
    made = Office(district, first.filed.case_id, case_id, report.case_id, tmp_path / "attachments")
    assert verify.run(files=True).problems == ()
    return made


def found(*, files: bool = False, against: tuple[Head, ...] = ()) -> list[str]:
    with translation.override("en"):
        return [one.message for one in verify.run(files=files, against=against).problems]


def head() -> Head:
    taken = heads.take(at=AT)
    assert taken is not None
    return taken


# 1 to 12, 16 to 20: found without anything kept elsewhere.

FOUND: list[tuple[Tampering, str]] = [
    (do.payload, "event 2 is not what was written"),
    (do.event_deleted, "event 3 is missing"),
    (do.events_reordered, "event 2"),
    (do.access_tail_cut, "ended at event 2 and ends at event 1"),
    (do.access_stream_gone, "ended at event 2 and ends at event 0"),
    (do.case_tail_cut, "column event_seq"),
    (do.events_swapped_between_cases, "event 2 does not follow"),
    (do.title, "the title is not the one"),
    (do.due_date, "duty 1.0: the row says"),
    (do.file_overwritten, "is not what was handed in"),
    (do.file_and_row_deleted, "the row of file"),
    (do.file_deleted, "is not in the store"),
    (do.file_added, "which no row knows"),
    (do.file_renamed, "is not what was recorded"),
    (do.identities_exchanged, "whose identity, register or number"),
    (do.vault_rows_exchanged, "does not open"),
    (do.identity_deleted, "the vault does not hold it"),
    (do.identity_erased_by_hand, "was erased is not what its event says"),
    (do.telephone_of_another, "telephone number that is not its own"),
    (do.guards_gone, "ledger_event_no_delete"),
    (do.clerk_becomes_head, "and no event entered it"),
    (do.posting_added, "and no event entered it"),
    (do.organ_moved, "place of organ xinan"),
    (do.competence_given, "who is competent for topic noise"),
    (do.staff_let_in_again, "can sign in is not what the events say"),
    (do.superuser, "rights that this program gives nobody"),
    (do.decision_reworded, "the decision on claim 1"),
    (do.query_code_exchanged, "the query code is not the one"),
    (do.agents_code, "agent 1 is not who was recorded"),
    (do.sealed_key_given_away, "was not written by this program"),
]


@pytest.mark.parametrize(("tampering", "said"), FOUND, ids=[one.__name__ for one, _said in FOUND])
def test_it_is_found(office: Office, tampering: Tampering, said: str) -> None:
    tampering(office)
    told = found(files=True)
    assert [message for message in told if said in message], told


# 13, 14, 15, 21: whoever can write everything leaves a ledger that holds. What was kept
# elsewhere tells.


def actor_rewritten(office: Office) -> None:
    rebuild(f"case:{office.first}", actor="staff:1")


def matter_gone(office: Office) -> None:
    """Every row that names the matter, its people and its stream; the others' numbers
    are left as they were.
    """
    with guards_aside():
        sql(
            ("DELETE FROM people_identity WHERE id IN (SELECT identity FROM casework_contact WHERE case_id = %s)"),
            office.first,
        )
        for table in ("claim", "duty", "contact", "note", "remedy", "attachment", "earlierdecision"):
            # Named above
            sql(f"DELETE FROM casework_{table} WHERE case_id = %s", office.first)  # noqa: S608
        sql("DELETE FROM casework_case WHERE id = %s", office.first)
        sql("DELETE FROM ledger_event WHERE stream = %s", f"case:{office.first}")
        sql("DELETE FROM ledger_event WHERE stream = 'access:office'")
        sql("DELETE FROM ledger_stream_head WHERE stream = 'access:office'")


def numbers_closed() -> None:
    """On SQLite, where a gap in the numbers would tell, number the events anew."""
    if connection.vendor == "sqlite":
        with guards_aside():
            for place, (number,) in enumerate(sql("SELECT id FROM ledger_event ORDER BY id"), start=1):
                sql("UPDATE ledger_event SET id = %s WHERE id = %s", place, number)
            sql("UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM ledger_event) WHERE name = 'ledger_event'")


@pytest.mark.parametrize(("tampering", "said"), [(actor_rewritten, "does not begin with"), (matter_gone, "the head")])
def test_a_head_that_was_kept_elsewhere_tells(office: Office, tampering: Tampering, said: str) -> None:
    kept = head()
    tampering(office)
    numbers_closed()
    sql("DELETE FROM ledger_tree_head")
    assert found() == []  # said so in docs/reference/proof.md: from inside, this cannot be seen
    assert [message for message in found(against=(kept,)) if said in message]


@pytest.mark.parametrize("tampering", [actor_rewritten, matter_gone])
def test_a_head_in_the_database_tells_as_long_as_it_is_left_there(office: Office, tampering: Tampering) -> None:
    head()
    tampering(office)
    numbers_closed()
    assert len(found()) == 1


def test_an_older_copy_put_back_is_told_by_a_head(office: Office) -> None:
    with transaction.atomic():
        Life.begin(office.district)
        kept = head()
        assert found(against=(kept,)) == []
        transaction.set_rollback(True)
    assert found() == []
    assert "an older copy was put in its place" in found(against=(kept,))[0]


def test_the_last_act_taken_back_with_its_rows_is_told_by_a_head(office: Office) -> None:
    with transaction.atomic():
        Life.begin(office.district).until("forwarded")
        kept = head()
        transaction.set_rollback(True)
    assert "was taken out" in found(against=(kept,))[0]


@pytest.mark.sqlite
def test_on_sqlite_a_number_that_is_missing_tells(office: Office) -> None:
    matter_gone(office)
    # from which number they were given depends on what other tests wrote before
    assert [message for message in found() if re.search(r"\d+ events are missing: numbers \d+ to", message)]


# What cannot be seen, and is said to be so in docs/reference/proof.md.

UNSEEN = [
    ("UPDATE organisations_staff SET name = '别人' WHERE username = 'clerk'", "staff's names are not in events"),
    ("UPDATE casework_attachment SET uploaded_at = '2020-01-01 00:00:00+00:00'", "the event has its own time"),
    (
        (
            "UPDATE casework_contact SET token = 'x' WHERE event_seq = 1 AND case_id = "
            "(SELECT min(id) FROM casework_case)"
        ),
        "opens nothing",
    ),
    ("UPDATE people_identity SET created_at = '2020-01-01 00:00:00+00:00'", "the event has its own time"),
    ("UPDATE casework_series SET last = last + 5", "may run ahead"),
]


@pytest.mark.parametrize(("statement", "_reason"), UNSEEN)
def test_what_is_said_to_be_unseen_is_unseen(office: Office, statement: str, _reason: str) -> None:
    tamper(statement)
    assert found(files=True) == []


def test_an_identity_that_was_erased_by_an_act_is_no_problem(office: Office) -> None:
    one = sql("SELECT identity FROM casework_contact WHERE case_id = %s", office.first)[0][0]
    people.erase(identity_id=one, by="staff:1", at=AT, reason="requested")
    assert found(files=True) == []
