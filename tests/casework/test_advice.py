"""Suggestions of petition offices: a register of its own, a written answer as a duty,
no petition figure touched.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.suggestions import acts as advice
from huiyin.casework.chapters.suggestions import reads
from huiyin.casework.chapters.suggestions.acts import Sent, Suggestion
from huiyin.casework.lists import circumstances, statistics, worklist
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.recounted import Recounted
from huiyin.casework.matter import reads as cases
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.upkeep.verify import run
from huiyin.law import packs
from huiyin.law.rules.pack import Pack
from huiyin.oversight import annual

TODAY = date(2026, 11, 23)


def send(district: District, on: str = "2026-11-23", by: str = "supervisor", **changes: Any) -> Sent:
    """To the environment branch, to improve its work; 30 days from 23 November end on
    Wednesday 23 December 2026.
    """
    given: dict[str, Any] = {
        "kind": "improve_work",
        "to": "environment",
        "title": "告知书应按期送达",
        "text": "今年有多件事项逾期告知，建议建立到期提醒。",
        "refers": "XF2026-000001",
        **changes,
    }
    return advice.send(suggestion=Suggestion(**given), by=district.actors[by], at=moment(on))


def step(sent: Sent, name: str, by: Actor, on: str, **args: Any) -> None:
    """A step by its arguments."""
    acts.take(name, case_id=sent.case_id, **args, by=by, at=moment(on))


def owed(sent: Sent) -> list[tuple[str, str, date]]:
    """What is owed: kind, owner, day."""
    view = cases.access_case(by=Actor.system(), case_id=sent.case_id)
    return [(duty.kind, duty.owner, duty.due_date) for duty in view.open_duties]


def test_the_organ_owes_a_written_answer_and_all_its_officers_see_it(district: District) -> None:
    sent = send(district)
    assert sent.number.startswith("JY2026-")
    assert owed(sent) == [("answer_advice", "environment", date(2026, 12, 23))]
    listed = worklist.my_duties(by=district.green, filters=Filters(), today=TODAY)
    assert [(item.number, item.title) for item in listed.items] == [(sent.number, "告知书应按期送达")]
    view = cases.access_case(by=district.green_head, case_id=sent.case_id)
    assert [dict(entry.notes) for entry in timeline(view)] == [{"text": "今年有多件事项逾期告知，建议建立到期提醒。"}]
    assert run().problems == ()


def test_adopted_carried_out_and_closed(district: District) -> None:
    sent = send(district)
    step(sent, "answer", district.green, "2026-12-07", adoption="adopted", text="采纳。", result_by=date(2027, 1, 29))
    assert owed(sent) == [("report_adoption", "environment", date(2027, 1, 29))]
    step(sent, "report_adoption", district.green, "2027-01-20", text="提醒已上线。")
    step(sent, "close", district.supervisor, "2027-01-22")
    assert owed(sent) == []
    assert run().problems == ()


def test_not_adopted_needs_reasons(district: District) -> None:
    sent = send(district)
    with pytest.raises(Refused):
        step(sent, "answer", district.green, "2026-12-07", adoption="not_adopted", text="不采纳。")
    step(sent, "answer", district.green, "2026-12-07", adoption="not_adopted", text="不采纳。", reason="已有提醒。")
    # 10 working days after Monday 7 December: 8-11, 14-18, 21 December.
    assert owed(sent) == [("close_advice", "office", date(2026, 12, 21))]


def test_late_it_is_reminded_of_and_taken_to_the_superior(district: District) -> None:
    sent = send(district)
    with pytest.raises(Refused):
        step(sent, "remind", district.supervisor, "2026-12-23", text="请反馈")
    step(sent, "remind", district.supervisor, "2026-12-24", text="请反馈")
    step(sent, "report_up", district.supervisor, "2026-12-28", text="仍未反馈")
    assert ("press_for_answer", "district", date(2027, 1, 12)) in owed(sent)
    step(sent, "answer", district.green, "2026-12-30", adoption="adopted", text="采纳。")
    assert [kind for kind, _owner, _day in owed(sent)] == ["report_adoption"]


@pytest.mark.parametrize("who", ["dispatcher", "chief", "green_head", "clerk", "auditor", "governor"])
def test_only_who_supervises_suggests(district: District, who: str) -> None:
    with pytest.raises(Refused):
        send(district, by=who)


def test_policy_goes_to_the_government(district: District) -> None:
    with pytest.raises(Refused) as refused:
        send(district, kind="improve_policy")
    assert [ground.rule for ground in refused.value.grounds] == ["step:file.policy_to_government"]
    assert owed(send(district, kind="improve_policy", to="district"))[0][1] == "district"


def test_others_do_not_find_it(district: District) -> None:
    sent = send(district)
    for by in (district.builder, district.townsman):
        with pytest.raises(NotFound):
            cases.access_case(by=by, case_id=sent.case_id)


@pytest.mark.parametrize("query", ["", "XXXX"])
def test_no_citizen_opens_it(district: District, query: str) -> None:
    sent = send(district)
    with pytest.raises(NotFound):
        cases.access_own(number=sent.number, query_code=query)


def figures(district: District) -> tuple[Any, ...]:
    """Every figure of petitions that anybody is shown."""
    codes = ("office", "environment", "district")
    start, end = date(2026, 1, 1), date(2027, 1, 1)
    return (
        replace(annual.compose(year=2026, today=date(2027, 2, 1)), suggestions=()),
        statistics.years(),
        statistics.open_by_organ(codes=None, today=TODAY),
        statistics.timeliness(start=start, end=end, codes=codes, today=date(2027, 2, 1)),
        [worklist.overdue_under(by=district.supervisor, organs=codes, today=date(2027, 2, 1)).items],
        circumstances.counts(by=district.supervisor, organs=codes, today=date(2027, 2, 1)),
        statistics.results(start=start, end=end, codes=None),
    )


def test_suggestions_change_no_figure_of_petitions(district: District) -> None:
    Life.begin(district).until("accepted")
    before = figures(district)
    sent = send(district)
    send(district, kind="improve_policy", to="district")
    step(sent, "answer", district.green, "2026-12-28", adoption="adopted", text="采纳。")
    assert figures(district) == before


def test_numbers_run_in_a_series_of_their_own(district: District) -> None:
    first = Life.begin(district).filed.number
    send(district)
    second = Life.begin(district).filed.number
    assert int(second[-6:]) - int(first[-6:]) in (1, 2)  # a number may be left out


def test_the_list_and_the_adoption(district: District) -> None:
    sent = [send(district), send(district), send(district, kind="improve_policy", to="district"), send(district)]
    step(sent[0], "answer", district.green, "2026-12-07", adoption="adopted", text="采纳。")
    step(sent[1], "answer", district.green, "2026-12-07", adoption="partly_adopted", text="部分。", reason="人手不足")
    step(sent[3], "recall", district.supervisor, "2026-11-24", reason="重复")
    organs = ("office", "environment", "district")
    page = reads.listed(by=district.supervisor, organs=organs, limit=3)
    assert [item.number for item in page.items] == [one.number for one in reversed(sent[1:])]
    rest = reads.listed(by=district.supervisor, organs=organs, after=page.next, limit=3)
    assert [(item.number, item.duty, item.adoption) for item in rest.items] == [
        (sent[0].number, "report_adoption", "adopted")
    ]
    assert reads.listed(by=district.green_head, organs=organs).items == ()
    found = reads.adoptions(Recounted().filed(2026, register="advice"))
    assert [(one.kind, one.made, one.adopted, one.partly, one.not_adopted, one.unanswered) for one in found] == [
        ("improve_policy", 1, 0, 0, 0, 1),
        ("improve_work", 2, 1, 1, 0, 0),
    ]
    within = reads.adoptions(Recounted(("district",)).filed(2026, register="advice"))
    assert [one.kind for one in within] == ["improve_policy"]
    assert annual.compose(year=2026, today=TODAY).suggestions == tuple(found)


def test_where_the_law_knows_none(district: District, settings: Any) -> None:
    settings.HUIYIN_PACK = "uk-lgsco"
    with pytest.raises(Invalid):
        send(district)


def test_at_is_an_instant_of_the_office(district: District) -> None:
    """A suggestion sent late in the evening, Shanghai time, is of that day."""
    at = datetime.fromisoformat("2026-11-23T15:30:00+00:00")
    given = Suggestion("improve_work", "environment", "题", "文")
    sent = advice.send(suggestion=given, by=district.supervisor, at=at)
    assert sent.state.received_date == date(2026, 11, 23)


def test_a_province_has_its_own_limit_for_the_answer(district: District, settings: Any) -> None:
    settings.HUIYIN_PACK = "cn-shandong"
    sent = send(district)
    view = cases.access_case(by=Actor.system(), case_id=sent.case_id)
    assert view.pack.key == "cn-shandong-advice/2022-05-01"
    assert owed(sent) == [("answer_advice", "environment", date(2026, 12, 23))]
    rule = view.pack.duty("answer_advice")
    assert (view.pack.cited(rule).zh, rule.article) == ("山东省信访条例", "59")
    with pytest.raises(Refused) as refused:
        send(district, answer_by=date(2026, 12, 24))
    assert [ground.rule for ground in refused.value.grounds] == ["step:file.within_thirty_days"]
    send(district, answer_by=date(2026, 12, 23))
    step(sent, "answer", district.green, "2026-12-07", adoption="adopted", text="采纳。")
    assert run().problems == ()


def test_without_rules_of_its_own_a_province_has_those_of_the_nation(
    district: District, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HUIYIN_PACK = "cn-shandong"
    found = packs.in_force

    def none_local(name: str, day: date, **options: Any) -> Pack:
        if name == "cn-shandong-advice":
            raise packs.NoPackInForce(name)
        return found(name, day, **options)

    monkeypatch.setattr(packs, "in_force", none_local)
    sent = send(district)
    assert cases.access_case(by=Actor.system(), case_id=sent.case_id).pack.id == "cn-xinfang-advice"
    assert owed(sent) == [("answer_advice", "environment", date(2026, 12, 23))]
    settings.HUIYIN_PACK = "uk-lgsco"
    with pytest.raises(Invalid):
        send(district)


def test_a_decision_on_claims_is_refused_in_a_register_without_claims(district: District) -> None:
    sent = send(district)
    answers = [Decision(1, "supported", "属实", "《条例》")]
    with pytest.raises(Refused):
        step(sent, "decide", district.green, "2026-12-01", heard="call", outcome="supported", decisions=answers)
    assert [duty[0] for duty in owed(sent)] == ["answer_advice"]
