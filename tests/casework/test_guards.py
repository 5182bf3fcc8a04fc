"""The database itself: rows that change without their event are refused on PostgreSQL
and found on both.
"""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.plugins.district import District, moment, petition
from tests.plugins.tampering import wrong

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.upkeep.verify import run

TAMPERING = (
    ("UPDATE casework_case SET state = 'concluded', final = {true} WHERE id = '{id}'", "column state of the case row"),
    ("UPDATE casework_case SET title = '别的标题' WHERE id = '{id}'", "the title is not the one that was filed"),
    (
        ("UPDATE casework_duty SET due_date = '2030-01-01' WHERE case_id = '{id}' AND status = 'open'"),
        "duty 2.0: the row",
    ),
    ("UPDATE casework_duty SET owner = 'xinan' WHERE case_id = '{id}' AND status = 'open'", "duty 2.0: the row"),
    ("DELETE FROM casework_duty WHERE case_id = '{id}' AND status = 'open'", "duty 2.0: the row says None"),
    ("UPDATE casework_contact SET persons = 7 WHERE case_id = '{id}'", "the contact's row is not what was recorded"),
    (
        "UPDATE casework_contact SET text = '别的话' WHERE case_id = '{id}'",
        "the contact's row is not what was recorded",
    ),
    ("UPDATE casework_claim SET text = '别的请求' WHERE case_id = '{id}'", "the claims are not those that were filed"),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("sql", "message"), TAMPERING)
def test_verify_finds_every_row_changed_behind_the_ledger(district: District, sql: str, message: str) -> None:
    filed = intake.receive(petition=petition(), office="office", by=district.clerk, at=moment("2026-09-08"))
    statement = sql.format(id=filed.case_id, true="true" if connection.vendor == "postgresql" else "1")
    if connection.vendor == "postgresql" and "casework_case" in sql:
        with pytest.raises(DatabaseError, match="only with a new event"), transaction.atomic():
            connection.cursor().execute(statement)
        # Somebody with the keys to the database takes the guard away; verify still
        # finds it, and the missing guard.
        connection.cursor().execute("ALTER TABLE casework_case DISABLE TRIGGER case_follows_ledger")
    connection.cursor().execute(statement)
    told = wrong()
    assert any(message in one for one in told), told
    assert any(filed.case_id in problem.stream for problem in run().problems)
    if connection.vendor == "postgresql" and "casework_case" in sql:
        assert any("trigger" in one for one in told)


def remove(case_id: str) -> None:
    """Take a matter out of the rows, as somebody with the keys to the database would."""
    with connection.cursor() as cursor, transaction.atomic():
        for table in ("claim", "duty", "contact"):
            cursor.execute(
                f"DELETE FROM casework_{table} WHERE case_id = %s",  # noqa: S608
                [case_id],
            )
        cursor.execute("DELETE FROM casework_case WHERE id = %s", [case_id])


@pytest.mark.django_db
def test_a_case_row_cannot_be_deleted_or_is_missed(district: District) -> None:
    filed = intake.file_petition(petition=petition(), office="office", by=Actor.petitioner(), at=moment("2026-09-08"))
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="never deleted"):
            remove(filed.case_id)
    else:
        remove(filed.case_id)
        found = wrong()
        assert found[0] == "the ledger knows this matter, and its row is missing"
        assert [message for message in found[1:] if "no matter names it" not in message] == []


@pytest.mark.django_db
def test_one_stream_can_be_verified_alone(district: District) -> None:
    first = intake.receive(petition=petition(), office="office", by=district.clerk, at=moment("2026-09-08"))
    other = intake.receive(petition=petition(), office="office", by=district.clerk, at=moment("2026-09-08"))
    connection.cursor().execute("DELETE FROM casework_duty WHERE case_id = %s", [other.case_id])
    assert run(stream=f"case:{first.case_id}").problems == ()
    assert len(run(stream=f"case:{other.case_id}").problems) == 2
    acts.take("forward", case_id=first.case_id, to="xinan", by=district.dispatcher, at=moment("2026-09-09"))
    assert run(stream=f"case:{first.case_id}").events == 3
