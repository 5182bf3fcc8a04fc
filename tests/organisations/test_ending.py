"""Organs that are merged, divided or abolished: competence, posts and the tree follow;
the past keeps its names.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.organisations.conftest import AT, DAY

from huiyin.ledger import reads as ledger
from huiyin.organisations import acts, ending, permissions, reads, staff_reads
from huiyin.organisations.recording import InvalidRegister

LATER = DAY + timedelta(days=30)


@pytest.fixture
def topics(city: None) -> None:
    """Two topics: the bureau of the eastern district is competent for both, the town
    for noise in one area.
    """
    acts.create_area(code="a1", name_zh="第一片", level="town", by="system", at=AT)
    for code in ("noise", "water"):
        acts.create_topic(code=code, name_zh=code, by="system", at=AT)
        acts.set_competence(topic=code, organ="east-env", by="system", at=AT, note="原有")


def end(code: str, *into: str, on: date = DAY, today: date = DAY) -> bool:
    """Record an end and let it take effect."""
    ending.end_organ(code=code, into=into, on=on, by="system", at=AT)
    return ending.take_effect(code=code, today=today, by="system", at=AT)


def test_competence_follows_into_the_one_successor(topics: None) -> None:
    acts.set_competence(topic="noise", organ="west-env", by="system", at=AT)
    assert end("east-env", "west-env")
    assert [one.organ.code for one in reads.competent("water")] == ["west-env"]
    assert [one.organ.code for one in reads.competent("noise")] == ["west-env"]
    assert reads.competent("water")[0].note == "原有"
    assert not reads.organ("east-env").active
    assert reads.organ("east-env").name("zh") == "东区生态环境分局"


def test_clerks_and_officers_follow_heads_and_readers_do_not(appoint, city: None) -> None:
    officer = appoint("officer", "east-env", "clerk", "officer", "head")
    assert end("east-env", "west-env", on=DAY + timedelta(days=1), today=DAY + timedelta(days=1))
    found = staff_reads.staff_info(officer.id, DAY + timedelta(days=1))
    assert found is not None
    assert (found.organ, found.posts) == ("west-env", frozenset({"clerk", "officer"}))
    before = staff_reads.staff_info(officer.id, DAY)
    assert before is not None
    assert before.organ == "east-env", "who served where on a day that has gone by stays"


def test_all_posts_end_where_an_organ_is_abolished(appoint, city: None) -> None:
    officer = appoint("officer", "east-env", "officer")
    end("east-env", today=DAY + timedelta(days=3))
    found = staff_reads.staff_info(officer.id, DAY + timedelta(days=3))
    assert found is not None
    assert (found.organ, found.posts) == ("", frozenset())


def test_nothing_happens_before_the_day(topics: None) -> None:
    assert not end("east-env", "west-env", on=LATER)
    assert reads.organ("east-env").active
    assert [one.organ.code for one in reads.competent("water")] == ["east-env"]
    assert ending.due(LATER - timedelta(days=1)) == []
    assert ending.due(LATER) == ["east-env"]
    assert ending.take_effect(code="east-env", today=LATER, by="system", at=AT)
    assert not ending.take_effect(code="east-env", today=LATER, by="system", at=AT)


def test_the_same_end_twice_changes_nothing_another_is_refused(city: None) -> None:
    end("east-env", "west-env")
    before = ledger.count()
    assert not end("east-env", "west-env")
    assert ledger.count() == before
    with pytest.raises(InvalidRegister):
        end("east-env", "city")


@pytest.mark.parametrize(
    ("code", "into"),
    [
        ("east-env", ["nowhere"]),
        ("nowhere", ["east-env"]),
        ("east", ["east-env"]),  # stands under it
        ("east-env", ["east-env"]),
        ("east-env", ["east-xf"]),  # a petition office decides nothing
        ("east-jw", ["east-env"]),  # reports of wrongdoing go to discipline organs
        ("city", []),  # nobody stands above
    ],
)
def test_what_would_leave_matters_without_a_lawful_organ_is_refused(city: None, code: str, into: list[str]) -> None:
    with pytest.raises(InvalidRegister):
        ending.end_organ(code=code, into=into, on=DAY, by="system", at=AT)


def test_a_successor_that_ends_itself_is_refused(city: None) -> None:
    end("west-env", on=LATER)
    with pytest.raises(InvalidRegister):
        ending.end_organ(code="east-env", into=["west-env"], on=DAY, by="system", at=AT)


def test_organs_under_it_move_with_their_own(city: None) -> None:
    end("east", "west")
    assert reads.organ("xinan").parent == "west"
    assert reads.organ("xinan-1").path == "/city/west/xinan/xinan-1/"
    assert reads.is_under("xinan-1", "west")
    assert [one.code for one in reads.ancestors("xinan-1")] == ["xinan", "west", "city"]


def test_who_follows_is_found_through_several_ends(city: None) -> None:
    end("east-env", "west-env")
    end("west-env", "west")
    assert reads.heir("east-env").code == "west"
    assert reads.heir("city").code == "city"
    assert reads.heir_code("nowhere") == "nowhere"


def test_of_several_successors_the_competence_table_names_one(topics: None) -> None:
    acts.create_organ(
        code="noise-bureau", name_zh="噪声局", level="department", kind="department", parent="east", by="system", at=AT
    )
    acts.set_competence(topic="noise", organ="noise-bureau", by="system", at=AT)
    end("east-env", "noise-bureau", "xinan")
    after, clear = reads.successor_for("east-env", "noise", "")
    assert (after.code, clear) == ("noise-bureau", True)
    after, clear = reads.successor_for("east-env", "water", "")
    assert (after.code, clear) == ("east", False)
    assert reads.competent("water") == [], "the rows of an organ that was divided end"


def test_the_successor_reaches_what_belonged_to_the_organ(appoint, city: None) -> None:
    there = appoint("there", "west-env", "officer")
    beside = appoint("beside", "xinan", "officer")
    assert not permissions.may(there, "case.read", "east-env")
    end("east-env", "west-env")
    assert permissions.may(there, "case.read", "east-env")
    assert not permissions.may(beside, "case.read", "east-env")


def test_the_office_of_the_installation_is_who_took_its_place(city: None, settings) -> None:
    acts.create_organ(
        code="new-xf", name_zh="新信访局", level="department", kind="petition_office", parent="city", by="system", at=AT
    )
    settings.HUIYIN_OFFICE = "city-xf"
    end("city-xf", "new-xf")
    assert reads.default_office().code == "new-xf"


def test_the_ledger_tells_of_it(city: None) -> None:
    end("east-env", "west-env")
    ending.say_passed_on(code="east-env", matters=3, by="system", at=AT)
    ending.say_passed_on(code="east-env", matters=0, by="system", at=AT)
    told = [event.type for event in ledger.events("organ:east-env")]
    assert told == ["organ.created", "organ.merged", "organ.closed", "organ.passed_on"]
    assert [one.code for one in reads.ended()] == ["east-env"]
