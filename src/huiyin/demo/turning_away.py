"""What an organ does with a matter that belongs elsewhere: it refuses it, names the
route, or begins its own procedure.

Only as the law lets it: a petition office forwards, whoever was sent a matter does not
say that it is not competent, and the organ that itself decides on a route does not send
anybody there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling import acts as handling
from huiyin.casework.events import CaseState, DutyState
from huiyin.demo.world import Matter, World

OWN = (
    "confirmation",
    "licensing",
    "penalty",
)  # routes on which the organ that has such a matter decides itself


def turn_away(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState | None:
    """Say which route, where, and until when; None where the organ has to pass the
    matter on or handle it.
    """
    template, by = matter.story.template, world.desk(duty.owner).officer
    days = template.get("limit_days")
    last_day = at.date() + timedelta(days=days) if days else None
    told = {
        "competent_organ": template["organ"],
        "explanation": template["explanation"],
        "last_day": last_day,
    }
    values = matter.state.values
    office, sent = (
        values.get("handler_kind") == "petition_office",
        bool(values.get("bound")),
    )
    if matter.story.kind == "diverted":
        return None if office else _divert(matter, template["route"], told, by, at)
    ground = template["ground"]
    if ground == "litigation" and (
        sent or (office and not values.get("visited_office"))
    ):
        return None if office else _divert(matter, ground, told, by, at)
    if ground in {"not_competent", "already_in_progress"} and (
        sent or office != (ground == "already_in_progress")
    ):
        return None
    if ground == "not_competent" and matter.state.state == "notified":
        return None
    told |= {
        name: template[name] for name in ("earlier_number", "facts") if name in template
    }
    if ground == "already_in_progress":
        told |= {"earlier_number": _in_progress(world, matter), "superior": True}
    return handling.refuse(case_id=matter.case_id, ground=ground, by=by, at=at, **told)


def _in_progress(world: World, matter: Matter) -> str:
    """The number of an earlier matter of the same topic that is with an organ of the
    district; else any of the year.
    """
    other = [
        one
        for one in world.matters
        if one is not matter and one.state.parties.get("handler") == matter.right
    ]
    return (other or [matter])[0].number


def _divert(
    matter: Matter, route: str, told: Mapping[str, Any], by: Actor, at: datetime
) -> CaseState | None:
    if route not in OWN:
        return handling.divert(
            case_id=matter.case_id, route=route, by=by, at=at, **told
        )
    if matter.state.state not in {"notified", "accepted"}:
        return None
    args = {"route": route, "explanation": told["explanation"]}
    return handling.take(
        case_id=matter.case_id, step="lead_in", args=args, by=by, at=at
    )


def act_or_answer(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    """The organ decides in its own procedure and tells the petitioner."""
    args = {
        "outcome": "granted",
        "reasons": world.teller.word("reports", organ=world.district.names[duty.owner]),
        "remedies": (
            "不服本决定的，可以自收到之日起六十日内申请行政复议，"
            "或者六个月内提起行政诉讼。"
        ),
        "method": "post",
        "received_on": at.date(),
    }
    by = world.desk(duty.owner).officer
    return handling.take(
        case_id=matter.case_id, step="answer_led_in", args=args, by=by, at=at
    )
