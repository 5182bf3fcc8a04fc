"""The rows that tests begin with: copied, they are those that the acts write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.forms.models import model_to_dict
from tests.plugins import district, moulds

from huiyin.casework.upkeep import verify
from huiyin.ledger import reads
from huiyin.organisations import acts, register
from huiyin.organisations.models import Organ, Posting, Staff

EVENTS = 8 + 1 + 2 + 2 + 16 + 26
"""Organs, an area, topics, competences, staff, posts: counted in the lists of the district."""


def rows() -> list[Any]:
    """What the district has written, without what is another one each time."""
    events = [(entry.event.type, entry.event.at, entry.event.organ) for entry in reads.iterate()]
    organs = [model_to_dict(organ) for organ in Organ.objects.order_by("code")]
    staff = Staff.objects.order_by("username").values_list("username", "name", "is_active")
    posts = Posting.objects.order_by("staff__username", "post").values_list("staff__username", "organ", "post")
    return [events, organs, list(staff), list(posts)]


def written_by(make: Callable[[], district.District]) -> tuple[list[Any], list[Any]]:
    """The rows that this writes and the organs of the staff that it returns; nothing stays."""
    with transaction.atomic():
        made = make()
        found = rows()
        transaction.set_rollback(True)
    register.forget()
    return found, [(name, actor.organ) for name, actor in made.actors.items()]


def test_what_is_copied_is_what_the_acts_write(db: None) -> None:
    by_the_acts = written_by(district._perform)
    assert len(by_the_acts[0][0]) == EVENTS
    assert dict(by_the_acts[1])["builder"] == "housing"
    for _turn in range(2):  # the second is a copy in any case
        assert written_by(district.build) == by_the_acts


def test_the_chain_of_a_copy_holds_and_goes_on(db: None) -> None:
    written_by(district.build)
    made = district.build()
    acts.create_topic(code="dust", name_zh="扬尘", name_en="Dust", by="system", at=district.FOUNDED)
    assert made.builder.organ == "housing"
    report = verify.run()
    assert report.events == EVENTS + 1
    assert report.problems == ()


@pytest.mark.sqlite
def test_numbers_go_on_behind_a_copy_however_many_were_given_before(db: None) -> None:
    """A flush keeps the last number, and a gap behind the copy would read as events that are missing."""
    written_by(district.build)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('ledger_event', 500)")
        cursor.execute("UPDATE sqlite_sequence SET seq = 500 WHERE name = 'ledger_event'")
    district.build()
    acts.create_topic(code="dust", name_zh="扬尘", name_en="Dust", by="system", at=district.FOUNDED)
    assert verify.run().problems == ()


def test_beside_what_is_there_already_the_acts_are_performed(db: None) -> None:
    acts.create_organ(code="first", name_zh="先", level="city", kind="government", by="system", at=district.FOUNDED)
    district.build()
    assert reads.count() == EVENTS + 1


def test_other_settings_have_a_mould_of_their_own(db: None, settings: Any) -> None:
    written_by(district.build)
    known = len(moulds._moulds)
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 17
    written_by(district.build)
    written_by(district.build)
    assert len(moulds._moulds) == known + 1


def test_acts_that_change_what_was_there_are_not_kept(db: None) -> None:
    Staff.objects.create_user(username="before", password="x", name="前")
    known = len(moulds._moulds)

    def renamed() -> int:
        return Staff.objects.filter(username="before").update(name="后")

    assert moulds.cast("renamed", renamed) == 1
    assert len(moulds._moulds) == known
    assert not reads.count()
    with pytest.raises(AttributeError):
        _ = district.build().nobody
