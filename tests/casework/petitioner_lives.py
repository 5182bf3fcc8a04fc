"""Those who petition, at length: agents who act, answers served on each. What luck
would hardly find, for the walk.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.casework.test_machine import Matters
from tests.plugins.district import petition
from tests.plugins.matters import paper

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling import deciding
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.chapters.intake.agents import appoint_agent
from huiyin.casework.matter import agents
from huiyin.people.particulars import Particulars


def appointed(case_id: str, at: datetime, by: Actor, *, scope: str, until: date | None) -> Actor:
    """An agent whom somebody records, with a paper."""
    given = appoint_agent(
        case_id=case_id,
        person=Particulars(name="沈若兰"),
        kind="lawyer" if until else "guardian",
        scope=scope,
        since=at.date(),
        until=until,
        by=by,
        at=at,
        draft=paper(at),
    )
    return agents.actor(case_id=case_id, position=given.position, at=at)


def represented(machine: Matters) -> None:
    """One agent adds and stops, another withdraws the matter."""
    at = machine.at
    machine.file("office", category="appeal", anonymous=False)
    case_id = machine.cases[-1]
    petitioner = Actor.petitioner(case_id)
    lawyer = appointed(case_id, at, petitioner, scope="general", until=at.date() + timedelta(days=90))
    contacts.add_material(case_id=case_id, text="补充说明", by=lawyer, at=at)
    acts.take("end_agent", case_id=case_id, agent=1, own_wish=True, by=petitioner, at=at)
    guardian = appointed(case_id, at, machine.district.clerk, scope="special", until=None)
    acts.take("withdraw", case_id=case_id, by=guardian, at=at)
    machine.every_open_matter_has_a_duty()


def served_on_each(machine: Matters) -> None:
    """Two bring a matter; the answers to the review and the re-review reach each of them."""
    staff, at = machine.district, machine.at
    signed = (Particulars(name="周文海"),)
    asked = petition(category="appeal", persons=2, signatories=signed)
    case_id = intake.file_petition(petition=asked, office="office", by=Actor.petitioner(), at=at).case_id
    machine.cases.append(case_id)
    who, own = {"case_id": case_id, "at": at}, Actor.petitioner(case_id)
    received = {"method": "post", "received_on": at.date()}
    acts.take("register", **who, category="appeal", topic="noise", area="xinan", by=staff.dispatcher)
    acts.take("forward", **who, to="environment", by=staff.dispatcher)
    acts.take("notify", **who, text="已收到", by=staff.green)
    acts.take("accept", **who, by=staff.green)
    given = [deciding.Decision(1, "not_supported", "未超标", "噪声污染防治法第43条")]
    acts.take("decide", heard="talk", **who, outcome="not_supported", decisions=given, by=staff.green)
    for position in (1, 2):
        acts.take("serve_one", **who, signatory=position, by=staff.green, **received)
    for step, by in (("review", staff.governor), ("rereview", staff.mayor)):
        acts.take(f"ask_{step}", **who, reason="未实测", signatory=1, by=own)
        acts.take(f"decide_{step}", **who, outcome="uphold", reasons="已实测", by=by)
        for position in (1, 2):
            acts.take(f"serve_{step}_one", **who, signatory=position, by=by, **received)
    machine.every_open_matter_has_a_duty()
