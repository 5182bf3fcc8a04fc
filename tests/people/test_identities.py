"""Keeping, opening, correcting and erasing an identity, and the trace that each leaves."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from huiyin.ledger import reads as ledger
from huiyin.ledger.verify import verify_chains
from huiyin.people import acts, key_rotation, reads, vault
from huiyin.people.models import Identity
from huiyin.people.particulars import Particulars, mask

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Member:
    """A member of staff who may open identities in matters of some organs."""

    name: str = "staff:7"
    organ: str = "env"
    entitled: frozenset[str] = frozenset({"env"})

    def may(self, permission: str, organ: str) -> bool:
        return permission == "people.reveal" and organ in self.entitled


OFFICER = Member()
MATTER = reads.Towards("c1", ("xf", "env"))

NAME, PHONE, ADDRESS, EMAIL = ("张三丰", "138 0013 8000", "新安镇幸福路 1 号", "zhang@example.org")


def keep(**change: str) -> str:
    given = {"office": "xf", "name": NAME, "phone": PHONE, "address": ADDRESS, "email": EMAIL, **change}
    return acts.record_identity(**given, at=AT)


def everything_stored() -> str:
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for question in ("SELECT * FROM people_identity", "SELECT * FROM ledger_event"):
            cursor.execute(question)
            rows.extend(cursor.fetchall())
    return " ".join(
        bytes(cell).hex() if isinstance(cell, memoryview | bytes) else str(cell) for row in rows for cell in row
    )


def test_what_is_kept_comes_back_when_opened() -> None:
    opened = reads.reveal(keep(), purpose="contact", by=OFFICER, at=AT, towards=MATTER)
    assert (opened.name, opened.phone, opened.address, opened.email) == (NAME, "13800138000", ADDRESS, EMAIL)


def test_nothing_readable_is_stored_anywhere() -> None:
    identity = keep()
    acts.amend(identity_id=identity, by="staff:7", at=AT, address="别处")
    reads.reveal(identity, purpose="contact", by=OFFICER, at=AT, towards=MATTER)
    reads.lookup_phone(office="xf", phone=PHONE, by="staff:7", organ="xf", at=AT, request_recorded=True)
    stored = everything_stored()
    for text in (NAME, PHONE, "13800138000", ADDRESS, EMAIL, "别处"):
        assert text not in stored
        assert text.encode().hex() not in stored
        assert json.dumps(text)[1:-1] not in stored


def test_keeping_is_one_insert_and_writes_no_event(django_assert_num_queries) -> None:
    with transaction.atomic(), django_assert_num_queries(1):
        keep()
    assert ledger.count() == 0


def test_many_are_kept_in_one_insert_in_their_order(django_assert_num_queries) -> None:
    people = [Particulars(name="甲"), Particulars(name="乙", phone="13800000001")]
    with transaction.atomic(), django_assert_num_queries(1):
        one, two = acts.record_many(office="xf", people=people, at=AT)
    assert reads.reveal(one, purpose="check", by="system", at=AT).name == "甲"
    assert reads.reveal(two, purpose="check", by="system", at=AT).name == "乙"


def test_an_identity_without_anything_is_refused() -> None:
    with pytest.raises(acts.InvalidIdentity, match="anonymous"):
        keep(name=" ", phone="", address="", email="")


def test_each_opening_is_written_down_with_who_and_why() -> None:
    identity = keep()
    reads.reveal(identity, purpose="serve", by=OFFICER, at=AT, towards=MATTER)
    (event,) = ledger.events("access:env")
    assert (event.type, event.actor, event.organ, event.at) == ("identity.revealed", "staff:7", "env", AT)
    assert event.payload == {"identity": identity, "purpose": "serve", "case": "c1"}


def test_the_organ_of_an_opening_is_the_one_named_else_the_office_of_the_register() -> None:
    identity = keep()
    reads.reveal(identity, purpose="own", by="petitioner", at=AT)
    reads.reveal(identity, purpose="letter", by=OFFICER, at=AT, towards=MATTER, organ="xinan")
    assert [event.actor for event in ledger.events("access:xf")] == ["petitioner"]
    assert [event.actor for event in ledger.events("access:xinan")] == ["staff:7"]


@pytest.mark.parametrize(
    ("by", "towards"),
    [
        (OFFICER, None),
        (OFFICER, reads.Towards("c1", ())),
        (OFFICER, reads.Towards("c1", ("xf", "housing"))),
        (Member(organ="env", entitled=frozenset()), MATTER),
        ("staff:7", MATTER),
        ("staff:7", None),
        ("", None),
    ],
)
def test_whoever_may_not_towards_the_matter_opens_nothing_and_leaves_no_line(by: Any, towards: Any) -> None:
    identity = keep()
    with pytest.raises(reads.NotEntitled):
        reads.reveal(identity, purpose="contact", by=by, at=AT, towards=towards)
    assert ledger.count() == 0


@pytest.mark.parametrize("purpose", ["", " ", "curiosity", "张三 asked"])
def test_without_a_known_purpose_nothing_opens(purpose: str) -> None:
    identity = keep()
    with pytest.raises(reads.PurposeMissing):
        reads.reveal(identity, purpose=purpose, by=OFFICER, at=AT, towards=MATTER)
    assert ledger.count() == 0


def test_an_unknown_identity_does_not_open() -> None:
    with pytest.raises(reads.UnknownIdentity):
        reads.reveal("0" * 32, purpose="contact", by=OFFICER, at=AT, towards=MATTER)


def test_opening_inside_a_larger_transaction_is_refused() -> None:
    identity = keep()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        reads.reveal(identity, purpose="contact", by=OFFICER, at=AT, towards=MATTER)


def test_if_the_opening_cannot_be_written_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    identity = keep()

    def broken(**_arguments: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(reads, "append_next", broken)
    with pytest.raises(OSError, match="disk full"):
        reads.reveal(identity, purpose="contact", by=OFFICER, at=AT, towards=MATTER)


def test_a_number_is_found_exactly_in_its_own_office_only() -> None:
    first, second = keep(), keep(name="李四")
    keep(phone="13800138001")
    other_office = keep(office="west")

    def found(phone: str, office: str = "xf") -> list[str]:
        return reads.lookup_phone(office=office, phone=phone, by=OFFICER, organ=office, at=AT, request_recorded=True)

    assert set(found("+86 13800138000")) == {first, second}
    assert found("13800138000", "west") == [other_office]
    assert found("1380013800") == []
    assert found("") == []
    kinds = [(event.type, event.payload) for event in ledger.events("access:xf")]
    assert kinds == [
        ("identity.looked_up", {"office": "xf", "found": 2}),
        ("identity.looked_up", {"office": "xf", "found": 0}),
        ("identity.looked_up", {"office": "xf", "found": 0}),
    ]


def test_without_the_persons_own_recorded_request_no_number_is_looked_up() -> None:
    keep()
    with pytest.raises(reads.LookupRefused):
        reads.lookup_phone(office="xf", phone=PHONE, by=OFFICER, organ="xf", at=AT, request_recorded=False)
    assert ledger.count() == 0


def test_a_correction_says_which_fields_and_never_what() -> None:
    identity = keep()
    acts.amend(identity_id=identity, by="staff:7", at=AT, phone="13900000000", name=f" {NAME} ", organ="env")
    (event,) = ledger.events("access:env")
    assert (event.type, event.payload) == ("identity.amended", {"identity": identity, "fields": ["phone"]})
    opened = reads.reveal(identity, purpose="correct", by=OFFICER, at=AT, towards=MATTER)
    assert (opened.name, opened.phone, opened.address) == (NAME, "13900000000", ADDRESS)
    lookup = {"office": "xf", "by": OFFICER, "organ": "xf", "at": AT, "request_recorded": True}
    assert reads.lookup_phone(phone="13900000000", **lookup) == [identity]
    assert reads.lookup_phone(phone=PHONE, **lookup) == []


def test_a_correction_that_changes_nothing_writes_nothing() -> None:
    acts.amend(identity_id=keep(), by="staff:7", at=AT, name=NAME)
    assert ledger.count() == 0


def test_a_correction_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(acts.InvalidIdentity, match="erase"):
        acts.amend(identity_id=keep(), by="staff:7", at=AT, name="", phone="", address="", email="")


def test_erasing_destroys_the_key_and_history_still_verifies() -> None:
    identity = keep()
    reads.reveal(identity, purpose="contact", by=OFFICER, at=AT, towards=MATTER, organ="xf")
    acts.erase(identity_id=identity, by="staff:1", at=AT, reason="requested")
    row = Identity.objects.get()
    assert (row.wrapped_key, bytes(row.ciphertext), row.phone_hash, row.erased_at) == ("", b"", None, AT)
    assert row.second_phone_hash is None
    with pytest.raises(reads.Erased):
        reads.reveal(identity, purpose="contact", by=OFFICER, at=AT, towards=MATTER)
    assert reads.lookup_phone(office="xf", phone=PHONE, by=OFFICER, organ="xf", at=AT, request_recorded=True) == []
    assert [event.type for event in ledger.events("access:xf")] == [
        "identity.revealed",
        "identity.erased",
        "identity.looked_up",
    ]
    assert list(verify_chains()) == []


def test_erasing_needs_a_known_reason_and_happens_once() -> None:
    identity = keep()
    with pytest.raises(acts.InvalidIdentity, match="unknown reason"):
        acts.erase(identity_id=identity, by="staff:1", at=AT, reason="because 张三 said so")
    acts.erase(identity_id=identity, by="staff:1", at=AT, reason="mistaken")
    for act in (acts.erase, acts.amend):
        more = {"reason": "mistaken"} if act is acts.erase else {"name": "x"}
        with pytest.raises(acts.InvalidIdentity, match="erased"):
            act(identity_id=identity, by="staff:1", at=AT, **more)


def test_master_keys_rotate_without_losing_anybody(settings) -> None:
    old, new = (settings.HUIYIN_VAULT_KEYS[0], "bmJubmJubmJubmJubmJubmJubmJubmJubmJubmJubmI=")
    identities = [keep(name=f"人{number}") for number in range(5)]
    acts.erase(identity_id=identities.pop(), by="staff:1", at=AT, reason="mistaken")
    settings.HUIYIN_VAULT_KEYS = [new, old]
    identities.append(keep(name="新"))
    assert key_rotation.rotate_keys(batch=2) == 4
    assert key_rotation.rotate_keys() == 0
    settings.HUIYIN_VAULT_KEYS = [new]
    names = [reads.reveal(identity, purpose="check", by="system", at=AT).name for identity in identities]
    assert names == ["人0", "人1", "人2", "人3", "新"]


def test_a_draft_is_sealed_for_one_purpose() -> None:
    token = acts.seal("说了什么".encode(), "filing")
    assert acts.open_sealed(token, "filing") == "说了什么".encode()
    with pytest.raises(acts.SealBroken):
        acts.open_sealed(token, "rating")


def test_the_auditor_reads_who_opened_what_newest_first() -> None:
    identity = keep()
    reads.reveal(identity, purpose="serve", by=OFFICER, at=AT, towards=MATTER)
    reads.lookup_phone(office="xf", phone=PHONE, by="staff:8", organ="xf", at=AT, request_recorded=True)
    acts.erase(identity_id=identity, by="staff:1", at=AT, reason="requested", organ="xf")
    lines = reads.openings(["xf", "env"])
    assert [(line.type, line.actor, line.organ, line.purpose, line.hits) for line in lines] == [
        ("identity.erased", "staff:1", "xf", "requested", None),
        ("identity.looked_up", "staff:8", "xf", "", 1),
        ("identity.revealed", "staff:7", "env", "serve", None),
    ]
    assert (lines[2].identity, lines[2].case_id, lines[2].at) == (identity, "c1", AT)
    assert reads.openings(["env"]) == lines[2:]
    assert reads.openings(["xf", "env"], limit=1) == lines[:1]
    assert reads.openings(["xf", "env"], before_id=lines[0].id) == lines[1:]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("张", "张*"),
        ("Alexander", "A**"),
        (" ", ""),
        ("", ""),
    ],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert mask(name) == masked


def test_particulars_do_not_print_themselves() -> None:
    person = Particulars(name=NAME, phone=PHONE)
    assert NAME not in f"{person} {person!r}"
    assert Particulars.unpack(person.pack()) == person


def test_either_of_two_numbers_finds_the_identity_however_it_is_spelt() -> None:
    identity = keep(phone="13800138000、0531-88880000转801")

    def found(phone: str) -> list[str]:
        return reads.lookup_phone(office="xf", phone=phone, by=OFFICER, organ="xf", at=AT, request_recorded=True)

    assert found("１３８ ００１３ ８０００") == [identity]
    assert found("（0531）88880000-801") == [identity]
    assert found("0531-88880000") == [], "another extension is another telephone"
    acts.erase(identity_id=identity, by="staff:7", at=AT, reason="requested")
    assert found("13800138000") == found("0531-88880000-801") == []


def test_a_number_kept_by_an_earlier_release_is_found_by_its_spelling_of_today() -> None:
    identity = keep(phone="0531-88880000")
    earlier = vault.phone_hash("53188880000", office="xf")  # how "+86 531 8888 0000" was kept until now
    Identity.objects.filter(pk=identity).update(phone_hash=earlier)
    found = reads.lookup_phone(office="xf", phone="0531-88880000", by=OFFICER, organ="xf", at=AT, request_recorded=True)
    assert found == [identity]


def test_correcting_one_field_does_not_report_another_that_was_spelt_otherwise() -> None:
    identity = keep()
    row = Identity.objects.get(pk=identity)
    key = vault.unwrap(row.wrapped_key, owner=identity)
    old = Particulars(name=NAME, phone=PHONE, address=ADDRESS)
    Identity.objects.filter(pk=identity).update(ciphertext=vault.encrypt(old.pack(), data_key=key, owner=identity))
    acts.amend(identity_id=identity, by="staff:7", at=AT, address="别处")
    assert ledger.events("access:xf")[-1].payload["fields"] == ["address"]
