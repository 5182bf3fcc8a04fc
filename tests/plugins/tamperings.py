"""The tamperings, one thing at a time, as somebody with the keys to the database would do them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.db import connection
from tests.plugins.district import District, moment
from tests.plugins.tampering import guards_aside, sql, tamper

from huiyin.organisations import staff_acts

AT = moment("2026-11-02")


@dataclass
class Office:
    """A small office: a matter that was answered, one of several people with an agent,
    a report, a log of openings.
    """

    district: District
    first: str
    second: str
    report: str
    folder: Path

    @property
    def stored(self) -> Path:
        """The file of the first matter as it lies in the store."""
        return next(path for path in sorted(self.folder.rglob("*")) if path.is_file())


def staff(district: District) -> Any:
    return district.actors["clerk"].staff


Tampering = Callable[[Office], None]


def payload(office: Office) -> None:
    set_day = {
        "postgresql": ("UPDATE ledger_event SET payload = jsonb_set(payload, '{day}', '\"2020-01-01\"')"),
        "sqlite": "UPDATE ledger_event SET payload = json_set(payload, '$.day', '2020-01-01')",
    }
    tamper(set_day[connection.vendor] + " WHERE stream = %s AND seq = 2", f"case:{office.first}")


def event_deleted(office: Office) -> None:
    tamper("DELETE FROM ledger_event WHERE stream = %s AND seq = 3", f"case:{office.first}")


def events_reordered(office: Office) -> None:
    stream = f"case:{office.first}"
    with guards_aside():
        for old, new in ((2, 90), (3, 2), (90, 3)):
            sql("UPDATE ledger_event SET seq = %s WHERE stream = %s AND seq = %s", new, stream, old)


def access_tail_cut(office: Office) -> None:
    tamper("DELETE FROM ledger_event WHERE stream = 'access:office' AND seq = 2")


def access_stream_gone(office: Office) -> None:
    tamper("DELETE FROM ledger_event WHERE stream = 'access:office'")


def case_tail_cut(office: Office) -> None:
    last = sql("SELECT max(seq) FROM ledger_event WHERE stream = %s", f"case:{office.first}")[0][0]
    tamper("DELETE FROM ledger_event WHERE stream = %s AND seq = %s", f"case:{office.first}", last)


def events_swapped_between_cases(office: Office) -> None:
    one, other = f"case:{office.first}", f"case:{office.second}"
    with guards_aside():
        for old, new in ((one, "x"), (other, one), ("x", other)):
            sql("UPDATE ledger_event SET stream = %s WHERE stream = %s AND seq = 2", new, old)


def title(office: Office) -> None:
    tamper("UPDATE casework_case SET title = '别的' WHERE id = %s", office.first)


def due_date(office: Office) -> None:
    tamper("UPDATE casework_duty SET due_date = '2030-01-01' WHERE case_id = %s", office.first)


def file_overwritten(office: Office) -> None:
    office.stored.chmod(0o600)
    office.stored.write_bytes(office.stored.read_bytes()[:-1] + b"x")


def file_and_row_deleted(office: Office) -> None:
    row = sql("SELECT path FROM casework_attachment WHERE case_id = %s", office.first)[0]
    storages["default"].delete(row[0])
    tamper("DELETE FROM casework_attachment WHERE case_id = %s", office.first)


def file_deleted(office: Office) -> None:
    office.stored.unlink()


def file_added(office: Office) -> None:
    (office.folder / "2026" / "unknown").write_bytes(b"x")


def file_renamed(office: Office) -> None:
    tamper("UPDATE casework_attachment SET name = '遗嘱.txt' WHERE case_id = %s", office.first)


def identities_exchanged(office: Office) -> None:
    ids = {
        case: sql("SELECT identity FROM casework_contact WHERE case_id = %s", case)[0][0]
        for case in (office.first, office.second)
    }
    tamper("UPDATE casework_contact SET identity = %s WHERE case_id = %s", ids[office.second], office.first)
    tamper("UPDATE casework_contact SET identity = %s WHERE case_id = %s", ids[office.first], office.second)


def vault_rows_exchanged(office: Office) -> None:
    (one, key, box), (other, key2, box2) = sql("SELECT id, wrapped_key, ciphertext FROM people_identity ORDER BY id")[
        :2
    ]
    tamper("UPDATE people_identity SET wrapped_key = %s, ciphertext = %s WHERE id = %s", key2, box2, one)
    tamper("UPDATE people_identity SET wrapped_key = %s, ciphertext = %s WHERE id = %s", key, box, other)


def identity_deleted(office: Office) -> None:
    one = sql("SELECT identity FROM casework_contact WHERE case_id = %s", office.first)[0][0]
    tamper("DELETE FROM people_identity WHERE id = %s", one)


def identity_erased_by_hand(office: Office) -> None:
    one = sql("SELECT identity FROM casework_contact WHERE case_id = %s", office.first)[0][0]
    tamper(
        "UPDATE people_identity SET wrapped_key = '', phone_hash = NULL, erased_at = "
        "'2026-10-01 00:00:00+00:00'"
        " WHERE id = %s",
        one,
    )


def telephone_of_another(office: Office) -> None:
    phone = sql("SELECT phone_hash FROM people_identity WHERE phone_hash IS NOT NULL ORDER BY id")
    assert len(phone) >= 2
    tamper("UPDATE people_identity SET phone_hash = %s WHERE phone_hash = %s", phone[0][0], phone[1][0])


def guards_gone(office: Office) -> None:
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("ALTER TABLE ledger_event DISABLE TRIGGER ledger_event_no_delete")
    else:
        sql("DROP TRIGGER ledger_event_no_delete")


def clerk_becomes_head(office: Office) -> None:
    tamper("UPDATE organisations_posting SET post = 'head' WHERE staff_id = %s", staff(office.district).id)


def posting_added(office: Office) -> None:
    tamper(
        "INSERT INTO organisations_posting (staff_id, organ_id, post, from_date)"
        " VALUES (%s, 'office', 'head', '2020-01-01')",
        staff(office.district).id,
    )


def organ_moved(office: Office) -> None:
    tamper("UPDATE organisations_organ SET path = '/city/xinan/' WHERE code = 'xinan'")


def competence_given(office: Office) -> None:
    tamper("UPDATE organisations_competence SET organ_id = 'dadu' WHERE topic_id = 'noise'")


def staff_let_in_again(office: Office) -> None:
    staff_acts.close_staff(staff=staff(office.district).id, by="system", at=AT)
    tamper("UPDATE organisations_staff SET is_active = %s WHERE id = %s", True, staff(office.district).id)


def superuser(office: Office) -> None:
    tamper("UPDATE organisations_staff SET is_superuser = %s WHERE id = %s", True, staff(office.district).id)


def decision_reworded(office: Office) -> None:
    tamper("UPDATE casework_claim SET facts = '查无此事' WHERE case_id = %s", office.first)


def query_code_exchanged(office: Office) -> None:
    tamper(
        ("UPDATE casework_case SET query_hash = (SELECT query_hash FROM casework_case WHERE id = %s) WHERE id = %s"),
        office.second,
        office.first,
    )


def agents_code(office: Office) -> None:
    tamper("UPDATE casework_agent SET code_hash = %s WHERE case_id = %s", "0" * 64, office.second)


def sealed_key_given_away(office: Office) -> None:
    tamper("UPDATE casework_sealedholder SET staff = 1 WHERE staff > 0")
