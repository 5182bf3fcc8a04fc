"""A report of retaliation goes above the unit, sealed from the first second, and is
owed an answer in fifteen days.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.casework.test_sealed_words import everything_kept
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life
from tests.plugins.readers import name_reader

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts, receipts, retaliation
from huiyin.casework.chapters.intake.retaliation import Retaliation
from huiyin.casework.lists import statistics
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Case
from huiyin.casework.upkeep.verify import run
from huiyin.organisations import acts as organisations
from huiyin.organisations import reads as organs

pytestmark = pytest.mark.django_db
TEXT, WISH = "投诉后第三天被单位停职，科长当面说是因为信访。", "恢复工作"


def city_discipline() -> None:
    """The discipline organ of the city, above everything in the district."""
    organisations.create_organ(
        code="city-discipline",
        name_zh="市纪委监委",
        level="department",
        kind="discipline",
        parent="city",
        by="system",
        at=moment("2026-01-05"),
    )


def report(about: str, unit: str = "housing", **changes: Any) -> receipts.Filed:
    """Whoever brought the matter reports retaliation by the housing bureau; 15 days
    from 10 September 2026.
    """
    given = {"about": about, "unit": unit, "text": TEXT, "wish": WISH, **changes}
    return retaliation.report_retaliation(
        report=Retaliation(**given), by=Actor.petitioner(about), at=moment("2026-09-10"), token="r" * 32
    )


@pytest.fixture
def life(district: District) -> Life:
    """A petition that the housing bureau has accepted."""
    return Life.begin(district).until("accepted")


@pytest.mark.parametrize(
    ("unit", "above"),
    [
        ("housing", "discipline"),
        ("office", "discipline"),
        ("xinan", "discipline"),
        ("discipline", "city-discipline"),
        ("district", "city-discipline"),
        ("city-discipline", None),
        ("city", None),
        ("nowhere", None),
    ],
)
def test_the_organ_above_the_unit_is_found_in_the_tree(district: District, unit: str, above: str | None) -> None:
    city_discipline()
    found = retaliation.competent(unit, date(2026, 9, 10))
    assert (found.code if found else None) == above


def test_of_a_unit_within_a_discipline_organ_that_organ_is_above(district: District) -> None:
    organisations.create_organ(
        code="group",
        name_zh="派驻纪检组",
        level="department",
        kind="discipline",
        parent="discipline",
        by="system",
        at=moment("2026-01-05"),
    )
    found = organs.competent_above("group", "discipline")
    assert found is not None
    assert found.code == "discipline"


def test_it_is_a_matter_of_its_own_sealed_and_owed_an_answer(life: Life, district: District) -> None:
    reader = name_reader(district)
    filed = report(life.filed.case_id)
    view = reads.access_case(by=reader, case_id=filed.case_id)
    assert view.state.values["sealed"] is True
    assert (view.state.state, view.state.parties["handler"]) == ("checking", "discipline")
    assert (view.contacts[0].text, view.claims[0].text) == (TEXT, WISH)
    assert life.view.number in view.title
    [duty] = view.open_duties
    # The fifteenth day is Friday 25 September, in the Mid-Autumn holiday; Monday the
    # 28th is worked.
    assert (duty.kind, duty.owner, duty.due_date) == ("check_retaliation", "discipline", date(2026, 9, 28))
    assert not duty.verified
    assert run().problems == ()


def test_nothing_of_it_stands_in_clear_nor_beside_the_matter(life: Life, district: District) -> None:
    before = everything_kept()
    filed = report(life.filed.case_id)
    kept = everything_kept()
    for words in (TEXT, WISH, "打击报复", "受到打击报复"):
        assert words not in kept
    # What is kept of the matter is as it was, and names nothing of the report.
    rows = [line for line in before.splitlines() if life.filed.case_id in line]
    assert rows == [line for line in kept.splitlines() if life.filed.case_id in line]
    assert filed.number not in "\n".join(rows)
    assert life.filed.case_id not in str(Case.objects.filter(pk=filed.case_id).values())
    assert "housing" not in str(Case.objects.filter(pk=filed.case_id).values())


@pytest.mark.parametrize(
    "who",
    [
        "builder",
        "builder_head",
        "clerk",
        "chief",
        "supervisor",
        "governor",
        "mayor",
        "colleague",
        "secretary",
        "green",
        "auditor",
    ],
)
def test_nobody_else_learns_of_it(life: Life, district: District, who: str) -> None:
    name_reader(district)
    filed = report(life.filed.case_id)
    by = district.actors[who]
    with pytest.raises(NotFound):
        reads.access_case(by=by, case_id=filed.case_id)
    with pytest.raises(NotFound):
        reads.find_number(by=by, number=filed.number)
    with pytest.raises(NotFound):
        acts.take("hand_on", case_id=filed.case_id, to="housing", reason="x", by=by, at=moment("2026-09-11"))


def test_only_whoever_brought_the_matter_reports_it(life: Life, district: District) -> None:
    told = Retaliation(about=life.filed.case_id, unit="housing", text=TEXT)
    for by in (Actor.petitioner(), Actor.petitioner("another"), Actor.agent(life.filed.case_id, 1), district.builder):
        with pytest.raises(NotFound):
            retaliation.report_retaliation(report=told, by=by, at=moment("2026-09-10"))


def test_the_same_form_twice_is_one_report(life: Life, district: District) -> None:
    first, second = report(life.filed.case_id), report(life.filed.case_id)
    assert (second.case_id, second.query_code, second.repeated) == (first.case_id, first.query_code, True)


def test_it_can_be_reported_of_a_sealed_report_against_the_discipline_organ_itself(district: District) -> None:
    city_discipline()
    own = intake.file_petition(
        petition=petition(category="accusation"), office="discipline", by=Actor.petitioner(), at=moment("2026-09-08")
    )
    filed = report(own.case_id, unit="discipline")
    state = Case.objects.get(pk=filed.case_id)
    assert state.handler == "city-discipline"
    with pytest.raises(NotFound):
        reads.access_case(by=name_reader(district), case_id=filed.case_id)


def test_where_nothing_is_above_it_is_said(life: Life, district: District) -> None:
    with pytest.raises(Invalid) as invalid:
        report(life.filed.case_id, unit="district")
    assert invalid.value.field == "unit"
    with pytest.raises(Invalid):
        report(life.filed.case_id, text=" ")


def test_an_installation_without_such_rules_takes_none(life: Life, settings: Any) -> None:
    settings.HUIYIN_PACK = "ifc-grm"
    assert retaliation.competent("housing", date(2026, 9, 10)) is None
    with pytest.raises(Invalid):
        report(life.filed.case_id)


def test_a_province_has_those_of_the_regulations(district: District, settings: Any) -> None:
    settings.HUIYIN_PACK = "cn-shandong"
    found = retaliation.competent("housing", date(2026, 9, 10))
    assert found is not None
    assert found.code == "discipline"


def test_protective_steps_and_the_answer_reach_the_reporter(life: Life, district: District) -> None:
    reader = name_reader(district)
    filed = report(life.filed.case_id)
    acts.take("protect", case_id=filed.case_id, text="已要求单位撤回停职决定", by=reader, at=moment("2026-09-11"))
    contacts.add_material(
        case_id=filed.case_id, text="又被扣发工资", by=Actor.petitioner(filed.case_id), at=moment("2026-09-12")
    )
    with pytest.raises(Refused):
        acts.take(
            "answer_retaliation",
            case_id=filed.case_id,
            outcome="confirmed",
            decisions=[Decision(1, "confirmed", "", "")],
            by=reader,
            at=moment("2026-09-20"),
        )
    acts.take(
        "answer_retaliation",
        case_id=filed.case_id,
        outcome="confirmed",
        decisions=[Decision(1, "confirmed", "停职无据", "", "已恢复工作")],
        by=reader,
        at=moment("2026-09-20"),
    )
    own = reads.access_own(number=filed.number, query_code=filed.query_code)
    assert own.state.final
    assert own.claims[0].reply == "已恢复工作"
    words = [text for entry in timeline(own, petitioner=True) for text in entry.notes.values()]
    assert "已要求单位撤回停职决定" in words
    assert "已恢复工作" not in everything_kept()
    assert run().problems == ()


def test_passed_on_it_takes_its_key_and_its_date_along(life: Life, district: District) -> None:
    city_discipline()
    reader = name_reader(district)
    filed = report(life.filed.case_id)
    with pytest.raises(Refused) as refused:
        acts.take("hand_on", case_id=filed.case_id, to="housing", reason="x", by=reader, at=moment("2026-09-11"))
    assert "step:hand_on.never_to_the_accused" in {ground.rule for ground in refused.value.grounds}
    acts.take("hand_on", case_id=filed.case_id, to="city-discipline", reason="市管", by=reader, at=moment("2026-09-11"))
    with pytest.raises(NotFound):
        reads.access_case(by=reader, case_id=filed.case_id)
    [duty] = reads.access_own(number=filed.number, query_code=filed.query_code).open_duties
    assert (duty.owner, duty.due_date) == ("city-discipline", date(2026, 9, 28))
    assert run().problems == ()


def test_it_is_in_no_figure(life: Life, district: District) -> None:
    def figures() -> list[Any]:
        year = {"start": date(2026, 1, 1), "end": date(2026, 12, 31), "codes": None}
        return [
            statistics.flow(**year),
            statistics.contacts(**year),
            statistics.balance(**year),
            statistics.timeliness(**year, today=date(2026, 12, 31)),
            statistics.open_by_organ(codes=None, today=date(2026, 12, 31)),
        ]

    before = figures()
    report(life.filed.case_id)
    assert figures() == before
