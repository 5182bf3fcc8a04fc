"""The annual report on matters made up for it: sealed ones, one that moves, a broken
figure, the running year.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.legacy_import.acts import carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.casework.lists.counts import Flow
from huiyin.casework.upkeep import verify
from huiyin.organisations import acts as organisations
from huiyin.organisations import translated
from huiyin.oversight import annual, export, identities, scope, words

TODAY = date(2026, 11, 23)


def accusation(district: District) -> None:
    """A sealed matter, filed in September and forwarded to the discipline organ."""
    intake.file_petition(
        petition=petition(category="accusation"), office="office", by=district.clerk, at=moment("2026-09-08")
    )


def test_sealed_matters_count_in_no_figure(district: District) -> None:
    Life.begin(district).until("forwarded")
    without = annual.compose(year=2026, today=TODAY)
    accusation(district)
    assert annual.compose(year=2026, today=TODAY) == without
    assert [(line.key, line.new) for line in without.by_organ] == [("environment", 1)]
    assert [(line.key, line.new) for line in without.by_topic] == [("noise", 1)]
    assert identities.problems(without) == ()
    for organ in ("office", "discipline", "district"):
        narrowed = annual.compose(year=2026, today=TODAY, scope=scope.of_organ(organ))
        assert narrowed.contacts == narrowed.total.new == (1 if organ == "district" else 0)
        assert narrowed.sealed is None


def test_ten_sealed_matters_are_enough_to_say_how_many(district: District) -> None:
    for _ in range(9):
        accusation(district)
    assert annual.compose(year=2026, today=TODAY).sealed is None
    accusation(district)
    report = annual.compose(year=2026, today=TODAY)
    assert report.sealed == 10
    assert export.as_data(report)["sealed"] == 10
    assert load_workbook(BytesIO(export.workbook(report))).worksheets[0].max_row > 10
    assert report.total.new == 0
    assert annual.compose(year=2026, today=TODAY, scope=scope.of_organ("city")).sealed is None


def test_simplified_matters_are_counted_once(district: District) -> None:
    """Accepted in the simplified way on 16 September and moved to the ordinary
    procedure: still one of 2026.
    """
    life = Life.begin(district).until("forwarded")
    take = partial(acts.take, case_id=life.filed.case_id)
    told = {"ground": "clear", "obstacle": "none"}
    take("accept_simplified", **told, by=district.green, at=moment("2026-09-16"))
    take("to_ordinary", reason="有争议", by=district.green_head, at=moment("2026-09-17"))
    Life.begin(district).until("accepted")
    counted = {
        (year, organ): annual.compose(year=year, today=TODAY, scope=where).simplified
        for year in (2025, 2026)
        for organ, where in (
            ("", scope.WHOLE),
            ("environment", scope.of_organ("environment")),
            ("housing", scope.of_organ("housing")),
        )
    }
    assert {key for key, number in counted.items() if number} == {(2026, ""), (2026, "environment")}
    assert set(counted.values()) == {0, 1}


def test_a_matter_counts_where_it_is_handled_now(district: District) -> None:
    Life.begin(district).until("served")
    report = annual.compose(year=2026, today=TODAY)
    assert [(line.key, line.resolved_of_new) for line in report.by_organ] == [("environment", 1)]
    assert report.balance.ended == report.total.resolved == 1
    assert report.balance.stock_end == 0


def test_the_stock_of_the_running_year_is_aged_to_today(district: District) -> None:
    """Filed on 8 September 2026; on 23 November it is 77 days old on the day after."""
    Life.begin(district)
    report = annual.compose(year=2026, today=TODAY)
    assert report.running
    bands = {(band.from_days, band.to_days): band.matters for band in report.age_of_stock if band.matters}
    assert bands == {(61, 90): 1}
    before = annual.compose(year=2025, today=TODAY)
    assert not before.running
    assert before.balance.stock_end == before.contacts == 0


def test_a_duty_due_today_is_not_yet_late(district: District) -> None:
    """Registration is due on 23 September 2026, fifteen days after receipt on 8 September."""
    Life.begin(district)
    on_the_day = annual.compose(year=2026, today=date(2026, 9, 23))
    assert on_the_day.timeliness == ()
    [line] = annual.compose(year=2026, today=date(2026, 9, 24)).timeliness
    assert (line.kind, line.fell_due, line.open_overdue) == ("register", 1, 1)


def test_figures_that_do_not_fit_are_named(district: District) -> None:
    Life.begin(district)
    report = annual.compose(year=2026, today=TODAY)
    assert identities.problems(report) == ()
    broken = replace(
        report,
        balance=replace(report.balance, stock_end=7),
        by_topic=(),
        contacts=2,
        by_organ=(*report.by_organ, Flow("nowhere", 0, 3, 0, 0, 0, 0, 0, 0, 0, 0)),
    )
    found = {(problem.identity, problem.what): (problem.left, problem.right) for problem in identities.problems(broken)}
    assert found == {
        ("stock_balances", "stock_start + new - ended = stock_end"): (1, 7),
        ("stock_is_counted_alike", "stock_end"): (1, 7),
        ("topics_add_up", "new"): (0, 1),
        ("topics_add_up", "stock_end"): (0, 1),
        ("organs_add_up", "new"): (4, 1),
        ("channels_add_up", "first + repeat = contacts"): (1, 2),
        ("every_matter_has_one_first_contact", "contacts - repeat = new"): (2, 1),
        ("ages_add_up", "sum of age_of_stock = stock_end"): (1, 7),
    }


def test_a_name_that_looks_like_a_formula_stays_a_name_in_the_workbook(district: District) -> None:
    organisations.create_topic(code="odd", name_zh='=HYPERLINK("x")', by="system", at=moment("2026-01-05"))
    acts.take(
        "register",
        case_id=Life.begin(district).filed.case_id,
        category="appeal",
        topic="odd",
        area="xinan",
        by=district.clerk,
        at=moment("2026-09-09"),
    )
    book = load_workbook(BytesIO(export.workbook(annual.compose(year=2026, today=TODAY))))
    cell = book.worksheets[1]["A2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")


def test_scope_follows_post_and_tree(district: District) -> None:
    staff = {name: actor.staff for name, actor in district.actors.items()}
    assert scope.for_staff(staff["mayor"], "report.read") == scope.WHOLE  # type: ignore[arg-type]
    assert scope.for_staff(staff["builder"], "report.read").codes == ("housing",)  # type: ignore[arg-type]
    district_wide = scope.for_staff(staff["supervisor"], "report.read")  # type: ignore[arg-type]
    assert district_wide.organ == "district"
    assert "city" not in (district_wide.codes or ())
    for name, organ in (("clerk", ""), ("builder", "environment"), ("supervisor", "city"), ("mayor", "nowhere")):
        with pytest.raises(scope.NoAccess):
            scope.for_staff(staff[name], "report.read", organ)  # type: ignore[arg-type]


def test_words_follow_the_language(district: District) -> None:
    band = annual.AgeBand(1096, None, 3)
    assert words.age(band) == "3 年以上"
    with translation.override("en"):
        assert words.age(band) == "more than 3 years"
        assert words.age(annual.AgeBand(366, 1095, 0)) == "1 to 3 years"
        assert translated.organ_name("housing") == "Housing and Construction Bureau"
        assert translated.organ_name("gone") == "gone"
        assert words.duty("notify") == "Written notice"
        assert words.channel("pigeon") == "pigeon"
    assert words.percent(1, 3) == "33.3%"
    assert words.percent(0, 0) == "—"


def test_what_was_refused_passed_on_or_taken_back_is_not_resolved(district: District) -> None:
    """One answered, one sent to a court, one taken back, one open: one of four is
    resolved (R22 Art 34, 31, 17).
    """
    Life.begin(district).until("served")
    to_court = Life.begin(district).until("notified")
    acts.take(
        "divert",
        case_id=to_court.filed.case_id,
        route="litigation",
        competent_organ="新安区人民法院",
        explanation="民事损害赔偿争议",
        by=district.green,
        at=moment("2026-09-20"),
    )
    taken_back = Life.begin(district).until("registered")
    acts.take(
        "withdraw",
        case_id=taken_back.filed.case_id,
        reason="",
        by=Actor.petitioner(taken_back.filed.case_id),
        at=moment("2026-09-10"),
    )
    Life.begin(district).until("registered")
    report = annual.compose(year=2026, today=TODAY)
    assert identities.problems(report) == ()
    shown = export.as_data(report)
    counted = ("new", "resolved", "refused", "passed_on", "withdrawn", "unresolved", "unrecorded", "stock_end")
    assert {key: shown[key] for key in counted} == {
        "new": 4,
        "resolved": 1,
        "refused": 0,
        "passed_on": 1,
        "withdrawn": 1,
        "unresolved": 0,
        "unrecorded": 0,
        "stock_end": 1,
    }
    [environment] = [line for line in shown["by_organ"] if line["code"] == "environment"]
    assert (environment["resolved"], environment["passed_on"]) == (1, 1)
    hidden = replace(report, total=replace(report.total, passed_on=0, resolved_of_new=2))
    assert {problem.identity for problem in identities.problems(hidden)} >= {"resolved_adds_up", "endings_add_up"}


def carried(number: str, received: str, answered: str = "", outcome: str = "") -> LegacyMatter:
    """A row of an old ledger: when it came in, when it ended, and what it says came of it."""
    return LegacyMatter(
        number=number,
        received_on=date.fromisoformat(received),
        channel="letter",
        title="路灯不亮",
        text="路灯不亮",
        handler="housing",
        topic="housing",
        answered_on=date.fromisoformat(answered) if answered else None,
        outcome=outcome,
    )


def test_an_ending_that_an_old_ledger_does_not_say_is_taken_for_none_of_the_others(district: District) -> None:
    """Counted by hand for 2014: two in stock at the start (A1, A2), two new (A3, A4);
    A2 and A4 ended and nobody knows how, A3 was answered, A1 is left.
    """
    rows = [
        carried("A1", "2013-03-01"),
        carried("A2", "2013-11-01", "2014-02-03", "unrecorded"),
        carried("A3", "2014-01-15", "2014-03-03", "supported"),
        carried("A4", "2014-04-01", "2014-06-03", "unrecorded"),
    ]
    assert carry_over(matters=rows, office="office", at=moment("2026-11-23")).problems == []
    report = annual.compose(year=2014, today=TODAY)
    assert identities.problems(report) == ()
    counts = {"stock_start": 2, "new": 2, "resolved_of_stock": 0, "resolved_of_new": 1, "stock_end": 1}
    none = {"refused": 0, "passed_on": 0, "withdrawn": 0, "unresolved": 0}
    shown = export.as_data(report)
    for line in (shown, *shown["by_topic"], *shown["by_organ"]):
        assert {key: line[key] for key in annual.COLUMNS} == counts | none | {"unrecorded": 2}
        assert line["resolved"] == 1
    months = {line["number"]: line for line in shown["by_month"]}
    assert [months[n]["answered"] for n in (2, 3, 6)] == [0, 1, 0]
    assert [months[n]["unrecorded"] for n in (2, 3, 6)] == [1, 0, 1]
    assert sum(line["otherwise"] for line in shown["by_month"]) == 0
    by_topic = load_workbook(BytesIO(export.workbook(report)))["按内容分类"]
    head, housing = ([cell.value for cell in row] for row in by_topic.iter_rows(max_row=2))
    assert housing[head.index("未记载结果")] == 2
    assert verify.run().problems == ()


@pytest.mark.parametrize(
    ("year", "cited"),
    [
        (2006, "信访条例第33条"),
        (2021, "信访条例第33条"),
        # the Regulations of 2022 came into force on 1 May 2022 (Art 50); older matters
        # went on under those of 2005
        (2022, "信访工作条例第34条；信访条例第33条"),
        (2023, "信访工作条例第34条"),
        (2026, "信访工作条例第34条"),
    ],
)
def test_a_year_cites_the_law_of_its_time(year: int, cited: str) -> None:
    """Matters were to be dealt with within 60 days under R05 Art 33, and are under R22 Art 34."""
    start, last_day = date(year, 1, 1), min(date(year, 12, 31), TODAY)
    with translation.override("zh-hans"):
        said = words.article("handle", start=start, last_day=last_day)
    assert said.replace("（2022年）", "").replace("（2005年）", "").replace("《", "").replace("》", "") == cited


def test_a_name_with_a_control_character_stops_no_workbook(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    Life.begin(district).until("forwarded")
    # As it is kept today, and as it may have been kept before
    organisations.rename_organ(code="environment", name_zh="环\x02境分局", by="system", at=moment("2026-10-01"))
    assert translated.organ_name("environment") == "环境分局"
    monkeypatch.setattr(translated, "organ_name", lambda _code: "环\x02境\x1b分局")
    report = annual.compose(year=2026, today=TODAY, scope=scope.of_organ("district"))
    book = load_workbook(BytesIO(export.workbook(report)))
    written = {cell for sheet in book for row in sheet.values for cell in row}
    assert "环境分局" in written
