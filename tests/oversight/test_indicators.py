"""What the pack measures itself by, counted on matters lived through by hand."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook
from tests.plugins.district import District, moment
from tests.plugins.elsewhere import PROJECT, PROJECT_STAFF, build, complaint
from tests.plugins.elsewhere import moment as day
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.oversight import annual, export, scope, words

TODAY = date(2026, 12, 31)


def measured(report: annual.AnnualReport) -> dict[str, tuple[int | None, int | None]]:
    return {one.indicator.id: (one.part, one.whole) for one in report.indicators}


def rated(district: District, rating: str) -> None:
    life = Life.begin(district).until("served")
    by = Actor.petitioner(life.filed.case_id)
    acts.take("rate", case_id=life.filed.case_id, rating=rating, by=by, at=moment("2026-12-20"))


def test_what_the_regulations_are_measured_by(district: District) -> None:
    """Five matters answered in time and rated, one that was never registered further."""
    for rating in ("satisfied", "satisfied", "basically", "not_satisfied"):
        rated(district, rating)
    Life.begin(district)
    few = measured(annual.compose(year=2026, today=TODAY))
    assert few["satisfied"] == (None, None)  # four ratings would say what somebody in particular thought
    rated(district, "satisfied")
    found = measured(annual.compose(year=2026, today=TODAY))
    assert found["told_in_time"] == (5, 5)
    assert found["accepted_in_time"] == (5, 5)
    assert found["satisfied"] == (3, 5)
    assert found["satisfied_or_basically"] == (4, 5)
    assert found["reviews"] == (0, None)
    assert found["carried_out_in_time"] == (0, 0)


def test_a_review_counts_where_the_matter_is_handled(district: District) -> None:
    life = Life.begin(district).until("served")
    by = Actor.petitioner(life.filed.case_id)
    acts.take("ask_review", case_id=life.filed.case_id, reason="没有处罚", by=by, at=moment("2026-12-01"))
    for organ, expected in (("environment", 1), ("housing", 0), ("district", 1)):
        found = measured(annual.compose(year=2026, today=TODAY, scope=scope.of_organ(organ)))
        assert found["reviews"] == (expected, None)


def test_a_year_before_anything_happened_has_nothing_to_say(district: District) -> None:
    Life.begin(district).until("served")
    report = annual.compose(year=2025, today=TODAY)
    assert [words.share(one) for one in report.indicators] == ["—"] * 6 + ["0", "0", "—"]


@pytest.fixture
def project(db: None, settings: Any) -> District:
    """A project with a grievance mechanism."""
    settings.HUIYIN_PACK, settings.TIME_ZONE = "ifc-grm", "UTC"
    return build(PROJECT, PROJECT_STAFF)


def test_what_a_grievance_mechanism_is_measured_by(project: District) -> None:
    """Two grievances: one appealed; one acknowledged late (its seven days end on 9
    March) and a reprisal reported.
    """
    for number, told in enumerate(("2026-03-04", "2026-03-12")):
        filed = intake.receive(
            petition=complaint(channel="in_person", category="environment"),
            office="desk",
            by=project.liaison,
            at=day("2026-03-02"),
        )

        def take(step: str, by: Actor, on: str, case_id: str = filed.case_id, **args: Any) -> None:
            acts.take(step, case_id=case_id, **args, by=by, at=day(on))

        take("acknowledge", project.liaison, told, text="We have it.")
        sorted_ = {"category": "environment", "severity": "moderate", "to": "works"}
        take("sort", project.liaison, "2026-03-13", **sorted_)
        answers = [Decision(n, "remedied" if number else "not_borne_out", "Measured.", "", "Done.") for n in (1, 2)]
        acts.take(
            "propose",
            case_id=filed.case_id,
            outcome=answers[0].outcome,
            decisions=answers,
            by=project.engineer,
            at=day("2026-03-30"),
        )
        own = Actor.petitioner(filed.case_id)
        if number:
            take("report_reprisal", own, "2026-04-01", text="My gate was blocked.")
        else:
            take("appeal", own, "2026-04-02", reason="The measuring point was wrong.")
    found = measured(annual.compose(year=2026, today=date(2026, 4, 20)))
    assert found["acknowledged_in_time"] == (1, 2)
    assert found["proposed_in_time"] == (2, 2)
    assert found["appealed"] == (1, 2)
    assert found["reprisals"] == (1, None)
    assert found["remedied"] == (0, 0)  # neither is closed yet


def test_the_indicators_are_in_the_data_and_in_the_workbook(district: District) -> None:
    Life.begin(district).until("served")
    report = annual.compose(year=2026, today=TODAY)
    with translation.override("en"):
        told = next(one for one in export.as_data(report)["indicators"] if one["id"] == "told_in_time")
        assert (told["name"], told["part"], told["whole"]) == ("Notice in time", 1, 1)
        sheet = load_workbook(BytesIO(export.workbook(report)))["Indicators"]
        rows = {row[0]: row[1:4] for row in sheet.iter_rows(values_only=True)}
    assert rows["Notice in time"] == (1, 1, "100.0%")
    assert rows["Satisfied or basically satisfied"] == (None, None, "—")


def test_supervision_is_reported_and_whether_it_was_answered_in_time(district: District) -> None:
    """Two notices that fell due, one answered by its day; a third is not due yet (Art 41 (2))."""
    for answer_by, answered_on in (("2026-12-04", "2026-12-04"), ("2026-12-04", "2026-12-07"), ("2027-01-15", "")):
        life = Life.begin(district).until("accepted")
        who = {"case_id": life.filed.case_id}
        acts.take(
            "supervise",
            **who,
            circumstance="late",
            asked="请说明",
            answer_by=date.fromisoformat(answer_by),
            by=district.supervisor,
            at=moment("2026-11-23"),
        )
        if answered_on:
            acts.take("answer_supervision", **who, text="已办", by=district.green, at=moment(answered_on))
    found = measured(annual.compose(year=2026, today=TODAY))
    assert found["supervised"] == (3, None)
    assert found["supervision_answered_in_time"] == (1, 2)
