"""A matter in which agents act: what luck would hardly find, for the walk through every step."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.casework.test_machine import Matters
from tests.plugins.matters import paper

from huiyin.casework.cases import agents
from huiyin.casework.cases.actors import Actor
from huiyin.casework.handling import acts as handling
from huiyin.casework.intake import acts as intake
from huiyin.casework.intake.agents import appoint_agent, end_agent
from huiyin.people.particulars import Particulars


def appointed(case_id: str, at: datetime, by: Actor, *, scope: str, until: date | None) -> Actor:
    """An agent whom somebody records, with a paper."""
    given = appoint_agent(
        case_id=case_id, person=Particulars(name="沈若兰"), kind="lawyer" if until else "guardian", scope=scope,
        since=at.date(), until=until, by=by, at=at, draft=paper(at),
    )  # fmt: skip
    return agents.actor(case_id=case_id, position=given.position, at=at)


def represented(machine: Matters) -> None:
    """One agent adds and stops, another withdraws the matter."""
    at = machine.at
    machine.file("office", category="appeal", anonymous=False)
    case_id = machine.cases[-1]
    petitioner = Actor.petitioner(case_id)
    lawyer = appointed(case_id, at, petitioner, scope="general", until=at.date() + timedelta(days=90))
    intake.add_material(case_id=case_id, text="补充说明", by=lawyer, at=at)
    end_agent(case_id=case_id, agent=1, own_wish=True, by=petitioner, at=at)
    guardian = appointed(case_id, at, machine.district.clerk, scope="special", until=None)
    handling.withdraw(case_id=case_id, by=guardian, at=at)
    machine.every_open_matter_has_a_duty()
