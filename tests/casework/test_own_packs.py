"""Lives of matters under an office's own pack, from a folder outside the program, and
what the ledger says of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.plugins import own_packs
from tests.plugins.district import District
from tests.plugins.elsewhere import COUNCIL, COUNCIL_STAFF, build, complaint, moment

from huiyin.casework import acts
from huiyin.casework.basis import rulebooks
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.worklist import my_duties
from huiyin.casework.matter import reads
from huiyin.casework.upkeep.verify import run
from huiyin.law import packs
from huiyin.ledger import reads as ledger
from huiyin.oversight import annual

pytestmark = pytest.mark.django_db
BEGUN = moment("2026-01-05")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The folder of the office's own packs."""
    made = own_packs.copied(tmp_path / "rules")
    packs.use(made)
    yield made
    packs.use()


@pytest.fixture
def office(db: None, folder: Path, settings: Any) -> District:
    """An office that runs on its own pack alone."""
    settings.HUIYIN_PACK, settings.TIME_ZONE = "eu-reports", "Europe/Brussels"
    rulebooks.take_in(at=BEGUN)
    return build(COUNCIL, COUNCIL_STAFF)


def test_a_report_is_acknowledged_answered_counted_and_verified(office: District) -> None:
    filed = intake.file_petition(
        petition=complaint(category="service"), office="complaints", by=Actor.petitioner(), at=moment("2026-03-02")
    )
    # Seven days from Monday 2 March; three months from the acknowledgement, off the
    # office's own day of rest.
    assert [
        (item.kind, item.due_date)
        for item in my_duties(by=office.handler, filters=Filters(), today=date(2026, 3, 3)).items
    ] == [("acknowledge", date(2026, 3, 9))]
    acts.take(
        "acknowledge", case_id=filed.case_id, category="service", to="waste", by=office.handler, at=moment("2026-03-05")
    )
    view = reads.access_case(by=office.manager, case_id=filed.case_id)
    assert [(duty.kind, duty.owner, duty.due_date) for duty in view.open_duties] == [
        ("answer", "waste", date(2026, 6, 8))
    ]
    decisions = [Decision(1, "done", "Measured.", "", "Watered."), Decision(2, "done", "Seen.", "", "Paid.")]
    acts.take(
        "answer", case_id=filed.case_id, outcome="done", decisions=decisions, by=office.manager, at=moment("2026-06-08")
    )
    report = annual.compose(year=2026, today=date(2026, 12, 31))
    assert [(one.indicator.id, one.part, one.whole) for one in report.indicators] == [
        ("acknowledged_in_time", 1, 1),
        ("answered_in_time", 1, 1),
    ]
    assert ledger.events(f"case:{filed.case_id}")[0].pack == own_packs.KEY
    assert run().problems == ()


def test_the_ledger_names_it_by_its_digest(office: District) -> None:
    (event,) = ledger.events(rulebooks.STREAM)
    assert event.payload == {"key": own_packs.KEY, "digest": packs.digest(packs.load(*own_packs.KEY.split("/")))}
    assert list(rulebooks.wrong()) == []
    assert rulebooks.take_in(at=BEGUN) == ()
    assert len(ledger.events(rulebooks.STREAM)) == 1


def test_rules_that_say_something_else_are_noticed(office: District, folder: Path) -> None:
    own_packs.change(folder, "rules.toml", "days = 7", "days = 9")
    assert [(one.key, one.kind) for one in rulebooks.wrong()] == [(own_packs.KEY, "changed")]
    assert [problem.message for problem in run().problems] == [
        "the rules of eu-reports/2021-12-17 are not those that were taken in"
    ]
    own_packs.change(folder, "rules.toml", "days = 9", "days = 7")
    own_packs.change(folder, "rules.toml", "what was done", "what was done about it")
    with_it = frozenset({own_packs.KEY})
    assert rulebooks.take_in(at=moment("2026-02-02")) == ()
    packs._loaded.cache_clear()
    assert [pack.key for pack in rulebooks.take_in(at=moment("2026-02-02"), changed=with_it)] == [own_packs.KEY]
    first, second = ledger.events(rulebooks.STREAM)
    assert second.payload["instead_of"] == first.payload["digest"]
    assert run().problems == ()


def test_rules_that_are_gone_are_noticed(office: District) -> None:
    packs.use()
    assert [(one.key, one.kind) for one in rulebooks.wrong()] == [(own_packs.KEY, "gone")]


def test_a_pack_that_is_wrong_is_not_taken_in(db: None, folder: Path) -> None:
    own_packs.change(folder, "scenarios/first.toml", "due = 2026-03-09", "due = 2026-03-10")
    with pytest.raises(rulebooks.Refused, match="expected 2026-03-10, the law says 2026-03-09"):
        rulebooks.take_in(at=BEGUN)
    assert ledger.events(rulebooks.STREAM) == ()
