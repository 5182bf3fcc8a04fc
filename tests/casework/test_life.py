"""A whole life of a matter under the 2022 regulations, from filing to rating and lapse."""

from datetime import date

import pytest
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import reads
from huiyin.casework.upkeep.lapsing import lapse_due
from huiyin.casework.upkeep.verify import run

pytestmark = pytest.mark.django_db
PETITIONER = Actor.petitioner()


def open_duties(case_id: str, by: Actor) -> list[tuple[str, str, date]]:
    view = reads.access_case(by=by, case_id=case_id)
    return [(duty.kind, duty.owner, duty.due_date) for duty in view.open_duties]


def test_a_petition_goes_all_the_way_through(district: District) -> None:
    filed = intake.file_petition(petition=petition(), office="office", by=PETITIONER, at=moment("2026-09-08"))
    case = filed.case_id
    assert filed.number == "XF2026-000001"
    # Article 22: register and pass on within 15 days; 8 September + 15 = 23 September, a Wednesday.
    assert open_duties(case, district.dispatcher) == [("register", "office", date(2026, 9, 23))]

    acts.take(
        "register",
        case_id=case,
        category="appeal",
        topic="noise",
        area="xinan",
        by=district.clerk,
        at=moment("2026-09-09"),
    )
    assert open_duties(case, district.dispatcher) == [("route", "office", date(2026, 9, 23))]

    acts.take("forward", case_id=case, to="environment", by=district.dispatcher, at=moment("2026-09-15"))
    # Article 23: 15 days from receipt, 15 September + 15 = 30 September, a Wednesday.
    assert open_duties(case, district.green) == [("notify", "environment", date(2026, 9, 30))]

    acts.take("notify", case_id=case, text="已收到，由监察科办理。", by=district.green, at=moment("2026-09-18"))
    view = reads.access_case(by=district.green, case_id=case)
    assert view.state.state == "notified"
    assert [duty.kind for duty in view.open_duties] == ["accept"]

    acts.take("accept", case_id=case, by=district.green, at=moment("2026-09-21"))
    # Article 34: 60 days from acceptance, 21 September + 60 = 20 November, a Friday.
    assert open_duties(case, district.green) == [("handle", "environment", date(2026, 11, 20))]

    acts.take("extend", case_id=case, days=30, reason="需要委托检测", by=district.green_head, at=moment("2026-11-16"))
    # 20 November + 30 = 20 December, a Sunday: rolls to Monday.
    assert open_duties(case, district.green) == [("handle", "environment", date(2026, 12, 21))]

    decision = Decision(1, "supported", "经查，夜间施工属实。", "噪声污染防治法第43条", "已责令停止夜间施工。")
    acts.take(
        "decide",
        heard="talk",
        case_id=case,
        outcome="supported",
        decisions=[decision],
        by=district.green,
        at=moment("2026-11-20"),
    )
    assert [kind for kind, _, _ in open_duties(case, district.green)] == ["serve"]

    acts.take(
        "serve", case_id=case, method="post", received_on=date(2026, 11, 21), by=district.green, at=moment("2026-11-21")
    )
    view = reads.access_own(number=filed.number, query_code=filed.query_code)
    assert view.claims[0].outcome == "supported"
    # Article 35: 30 days from receipt, 21 November + 30 = 21 December, a Monday.
    assert {right.kind: right.due_date for right in view.state.rights}["ask_review"] == date(2026, 12, 21)
    assert view.state.resolved_date == date(2026, 11, 21)

    acts.take("rate", case_id=case, rating="satisfied", by=Actor.petitioner(case), at=moment("2026-11-22"))
    assert lapse_due(at=moment("2026-12-21")) == 0
    assert lapse_due(at=moment("2026-12-22")) == 1
    view = reads.access_case(by=district.green, case_id=case)
    # Article 32: what was promised is followed up; 60 days from 21 November is 20
    # January 2027, a Wednesday.
    assert view.state.state == "executing"
    assert open_duties(case, district.green) == [("execute", "environment", date(2027, 1, 20))]
    done = {"what": "已停止夜间施工", "done_on": date(2027, 1, 8)}
    acts.take("execute", case_id=case, **done, by=district.green, at=moment("2027-01-10"))
    view = reads.access_case(by=district.green, case_id=case)
    assert (view.state.state, view.open_duties) == ("concluded", ())
    assert view.state.closed_date == date(2027, 1, 10)

    report = run()
    assert report.problems == ()
    assert report.events > 10


def test_wrong_query_code_and_unknown_number_look_the_same(district: District) -> None:
    filed = intake.file_petition(petition=petition(), office="office", by=PETITIONER, at=moment("2026-09-08"))
    with pytest.raises(NotFound) as wrong_code:
        reads.access_own(number=filed.number, query_code="22222-22222")
    with pytest.raises(NotFound) as wrong_number:
        reads.access_own(number="XF2026-999999", query_code=filed.query_code)
    assert str(wrong_code.value) == str(wrong_number.value)
    spaced = f" {filed.query_code[:5].lower()} {filed.query_code[5:]}"
    assert reads.access_own(number=filed.number.lower(), query_code=spaced).case_id == filed.case_id


def test_an_illegal_step_changes_nothing_and_names_its_article(district: District) -> None:
    filed = intake.file_petition(petition=petition(), office="office", by=PETITIONER, at=moment("2026-09-08"))
    before = reads.access_case(by=district.clerk, case_id=filed.case_id)
    with pytest.raises(Refused) as refused:
        acts.take("accept", case_id=filed.case_id, by=district.dispatcher, at=moment("2026-09-09"))
    assert refused.value.grounds[0].article == "31, 34"
    assert reads.access_case(by=district.clerk, case_id=filed.case_id) == before
