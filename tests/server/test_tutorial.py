"""The tutorial on writing a pack, followed line by line; then a report under the pack that
came of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.plugins import pages
from tests.plugins.district import District
from tests.plugins.elsewhere import COUNCIL, COUNCIL_STAFF, build, complaint, moment
from tests.plugins.installations import ROOT, installation

from huiyin.casework import acts
from huiyin.casework.basis import rulebooks
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import reads
from huiyin.casework.upkeep.verify import run
from huiyin.law import packs

PAGE = ROOT / "docs" / "tutorial" / "write-a-pack-for-your-mechanism.md"
KEY = "eu-whistleblowing/2021-12-17"


@pytest.mark.django_db(transaction=True)
def test_every_line_of_the_page_holds(tmp_path: Path) -> None:
    """Commands answer as the page says, from an empty folder to an installation that is
    ready.
    """
    folder = tmp_path / "mine"
    folder.mkdir()
    with installation(folder / "data") as made:
        shell = pages.Shell(folder, {**made.environment, "HUIYIN_HTTPS": "0"})
        for step in pages.steps(PAGE):
            if isinstance(step, pages.Writing):
                step.write(folder)
            else:
                assert pages.differs(step.answer, shell.type(step.typed)) == "", step.typed
        assert shell.type("huiyin verify; echo $?").rstrip().endswith("0")


def test_the_page_is_read_whole() -> None:
    steps = list(pages.steps(PAGE))
    assert [sum(isinstance(step, kind) for step in steps) for kind in (pages.Command, pages.Writing)] == [17, 13]


def test_a_page_that_says_something_else_is_noticed() -> None:
    assert pages.differs(("two", pages.LEFT_OUT), "two\nthree\nfour\n") == ""
    assert pages.differs(("two", pages.LEFT_OUT), "two\n") == ""
    assert pages.differs(("two",), "two\nthree\n") != ""
    assert pages.differs(("",), "x\n") != ""


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[Path]:
    """The folder of rules as it is at the end of the page."""
    for step in pages.steps(PAGE):
        if isinstance(step, pages.Writing):
            step.write(tmp_path)
    packs.use(tmp_path / "rules")
    yield tmp_path / "rules"
    packs.use()


@pytest.fixture
def office(db: None, rules: Path, settings: Any) -> District:
    """An office that runs on it."""
    settings.HUIYIN_PACK, settings.TIME_ZONE = "eu-whistleblowing", "Europe/Brussels"
    rulebooks.take_in(at=moment("2026-01-05"))
    return build(COUNCIL, COUNCIL_STAFF)


def owed(case_id: Any) -> list[tuple[str, date, str]]:
    """What is open: the duty, its day, its article."""
    view = reads.access_case(by=Actor.system(), case_id=case_id)
    return [(duty.kind, duty.due_date, duty.article) for duty in view.open_duties]


@pytest.mark.django_db
def test_a_report_under_it_is_due_as_counted_by_hand(office: District) -> None:
    """As the last part of the page says: 9 March and 9 June; acknowledged on the 5th, 5
    June.
    """
    filed = intake.file_petition(
        petition=complaint(category="breach"), office="complaints", by=Actor.petitioner(), at=moment("2026-03-02")
    )
    assert owed(filed.case_id) == [
        ("acknowledge", date(2026, 3, 9), "Art. 9(1)(b)"),
        ("feedback", date(2026, 6, 9), "Art. 9(1)(f)"),
    ]
    acts.take(
        "acknowledge", case_id=filed.case_id, category="breach", to="waste", by=office.handler, at=moment("2026-03-05")
    )
    assert owed(filed.case_id) == [
        ("feedback", date(2026, 6, 5), "Art. 9(1)(f)"),
        ("follow_up", date(2026, 6, 5), "Art. 9(1)(d)"),
    ]
    acts.take(
        "follow_up", case_id=filed.case_id, text="The ledgers were read.", by=office.manager, at=moment("2026-04-01")
    )
    decisions = [Decision(1, "acted_on", "Read.", "", "Paid."), Decision(2, "acted_on", "Seen.", "", "Mended.")]
    acts.take(
        "give_feedback",
        case_id=filed.case_id,
        outcome="acted_on",
        decisions=decisions,
        by=office.manager,
        at=moment("2026-06-05"),
    )
    view = reads.access_case(by=office.manager, case_id=filed.case_id)
    assert (view.state.state, view.open_duties) == ("answered", ())
    assert run().problems == ()
