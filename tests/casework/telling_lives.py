"""Who is told what, at length: urgent matters, visitors, leaders, the public. What luck
would hardly find.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.casework.test_machine import Matters
from tests.plugins.district import petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.upkeep.lapsing import lapse_due

EVENTS = {
    "matter.urgent_marked",
    "matter.urgent_unmarked",
    "matter.urgent_reported",
    "matter.urgent_reported_above",
    "matter.urgent_directed",
    "matter.visit_guided",
    "matter.personnel_informed",
    "matter.leaders_told",
    "matter.result_published",
    "matter.result_withdrawn",
    "matter.hearing_time_over",
}


def urgent(machine: Matters) -> None:
    """Brought in a visit: marked by mistake, marked again and reported; the visitor
    learns where to turn.
    """
    staff, at = machine.district, machine.at
    asked = petition(category="appeal", channel="visit")
    case_id = intake.receive(petition=asked, office="office", by=staff.dispatcher, at=at).case_id
    machine.cases.append(case_id)

    def take(step: str, by: Actor, **args: Any) -> None:
        acts.take(step, case_id=case_id, **args, by=by, at=at)

    take("mark_urgent", staff.dispatcher, ground="other", text="误报")
    take("unmark_urgent", staff.dispatcher, reason="核实后不属实")
    take("mark_urgent", staff.dispatcher, ground="harm", text="墙体开裂")
    take("report_urgent", staff.dispatcher, text="已撤离", informed="区住建局")
    take("report_urgent_above", staff.dispatcher, text="已撤离")
    take("direct_urgent", staff.governor, text="妥善安置")
    take("guide_visit", staff.dispatcher, to="environment", text="请到区生态环境分局接待室")
    machine.every_open_matter_has_a_duty()


def grave_report(machine: Matters) -> None:
    """The personnel department and the leaders learn of a report, never who made it."""
    staff, at = machine.district, machine.at
    asked = petition(category="accusation")
    case_id = intake.receive(petition=asked, office="office", by=staff.dispatcher, at=at).case_id
    machine.cases.append(case_id)
    who: dict[str, Any] = {"case_id": case_id, "by": staff.dispatcher, "at": at}
    told = {"text": "反映某局负责人", "without_reporter": True}
    acts.take("inform_personnel", **who, **told, department="市委组织部")
    acts.take("tell_leaders", **who, **told)
    machine.every_open_matter_has_a_duty()


def published(machine: Matters, case_id: str) -> None:
    """The hearing of a re-review is put off beyond thirty days and held; its result is
    published and taken down.
    """
    mayor = machine.district.mayor

    def take(step: str, **args: Any) -> None:
        acts.take(step, case_id=case_id, **args, by=mayor, at=machine.at)

    take("move_hearing", on=machine.at.date() + timedelta(days=35), reason="鉴定人生病")
    machine.at += timedelta(days=31)
    lapse_due(at=machine.at)
    machine.at += timedelta(days=4)
    take("hold_hearing", record="笔录", conclusion="属实", sat=(mayor.name,))
    take("decide_rereview", outcome="uphold", reasons="事实清楚")
    take("serve_rereview", method="post", received_on=machine.at.date())
    said = {"heading": "复核意见", "text": "维持", "without_persons": True}
    acts.take("publish_result", case_id=case_id, **said, by=mayor, at=machine.at)
    take("withdraw_result", reason="文字有误")
    machine.every_open_matter_has_a_duty()
