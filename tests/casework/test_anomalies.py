"""A server killed at any moment: whatever write fails, nothing is half-written, and
what was acknowledged is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.numbers import WAITS_FOR_NOBODY
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake.files import keep_upload
from huiyin.casework.matter import reads
from huiyin.casework.upkeep.verify import run

WRITES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE", "COMMIT")


class Killed(Exception):
    """The process is gone."""


@contextmanager
def killed_at(nth: int) -> Iterator[list[int]]:
    """Fail the nth write to the database and every statement after it, as a killed process does."""
    count = [0]

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if count[0] >= nth or sql.lstrip().upper().startswith(WRITES):
            count[0] += 1
        if count[0] >= nth and not sql.upper().startswith("ROLLBACK"):
            raise Killed(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield count


def everything() -> dict[str, int]:
    """How many rows every table holds; but for the series of numbers: where several write at a time a number is taken
    before its filing, and one that then fails leaves it out.
    """
    models = [model for model in apps.get_models() if model._meta.label != "casework.Series"]
    return {model._meta.label: model._base_manager.count() for model in models}


def numbers() -> list[str]:
    """The numbers of all matters."""
    return list(apps.get_model("casework", "Case")._base_manager.order_by("pk").values_list("number", flat=True))


@pytest.mark.django_db(transaction=True)
def test_filing_killed_at_any_write_leaves_nothing_behind(district: District) -> None:
    draft = "draft-1"
    upload = BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    keep_upload(draft=draft, name="证据.pdf", content=upload, at=moment("2026-09-08"))
    before, nth = everything(), 0
    while True:
        nth += 1
        token = f"form-{nth}"
        try:
            with killed_at(nth):
                filed = intake.file_petition(
                    petition=petition(),
                    office="office",
                    by=Actor.petitioner(),
                    at=moment("2026-09-08"),
                    token=token,
                    draft=draft,
                )
        except Killed:
            assert everything() == before, f"write {nth} failed and left something"
            assert nth < 40
            continue
        break
    # At least number, identity, event, case, contact, claim, duty and attachment were
    # each failed once.
    assert nth > 8
    assert numbers() == [filed.number]
    if not WAITS_FOR_NOBODY[connection.vendor]:
        assert filed.number == "XF2026-000001"  # what failed took no number
    assert run().problems == ()


@pytest.mark.django_db(transaction=True)
def test_deciding_killed_at_any_write_leaves_the_matter_as_it_was(district: District) -> None:
    filed = intake.receive(petition=petition(), office="xinan", by=district.townsman, at=moment("2026-09-08"))
    case = filed.case_id
    acts.take("notify", case_id=case, text="已收到", by=district.townsman, at=moment("2026-09-09"))
    acts.take("accept", case_id=case, by=district.townsman, at=moment("2026-09-10"))
    before, nth = everything(), 0
    decision = Decision(1, "supported", "事实", "依据", "答复")
    while True:
        nth += 1
        try:
            with killed_at(nth):
                acts.take(
                    "decide",
                    heard="talk",
                    case_id=case,
                    outcome="supported",
                    decisions=[decision],
                    by=district.townsman,
                    at=moment("2026-09-20"),
                )
        except Killed:
            assert everything() == before
            assert run().problems == ()
            assert nth < 40
            continue
        break
    assert nth > 4
    assert run().problems == ()


@pytest.mark.django_db(transaction=True)
def test_a_form_handed_in_twice_is_one_matter(district: District) -> None:
    token = "kf3jT0wq9mZr5xYb7cVn2dLs"
    filing = {"petition": petition(), "office": "office", "by": Actor.petitioner(), "at": moment("2026-09-08")}
    first = intake.file_petition(**filing, token=token)
    again = intake.file_petition(**filing, token=token)
    assert (again.case_id, again.repeated) == (first.case_id, True)
    # Whoever lost the first answer on the way still gets the code.
    assert again.query_code == first.query_code
    assert reads.access_own(number=again.number, query_code=again.query_code).case_id == first.case_id
    assert numbers() == [first.number]
    # Nobody who reads the tables can derive the code: neither it nor the token is kept.
    kept = apps.get_model("casework", "Contact")._base_manager.get()
    assert token not in {str(value) for value in vars(kept).values()}


@pytest.mark.django_db(transaction=True)
def test_a_token_that_could_be_guessed_gives_no_code_away(district: District) -> None:
    filing = {"petition": petition(), "office": "office", "by": Actor.petitioner(), "at": moment("2026-09-08")}
    first = intake.file_petition(**filing, token="form-1")
    assert len(first.query_code) == 10
    assert intake.file_petition(**filing, token="form-1").query_code == ""
