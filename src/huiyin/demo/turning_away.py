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

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
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
    """Say which route, where, and until when, and return how the matter stands then;
    None where the organ has to pass the matter on or handle it.
    """
    template, by = matter.story.template, world.desk(duty.owner).officer
    days = template.get("limit_days")
    told = {
        "competent_organ": template["organ"],
        "explanation": template["explanation"],
        "last_day": at.date() + timedelta(days=days) if days else None,
    }
    route = _route(matter)
    if route:
        if matter.state.values.get("handler_kind") == "petition_office":
            return None
        return _divert(matter, route, told, by, at)
    ground = template["ground"]
    if not _may_refuse(matter, ground):
        return None
    told |= {
        name: template[name]
        for name in ("earlier_number", "facts")
        if name in template
    }
    if ground == "already_in_progress":
        told |= {
            "earlier_number": _in_progress(world, matter),
            "superior": True,
        }
    return acts.take(
        "refuse", case_id=matter.case_id, ground=ground, by=by, at=at, **told
    )


def _route(matter: Matter) -> str:
    """The route that the matter is led into; "" where it is refused instead.

    Litigation is led away by whoever was sent the matter, and not refused by a petition
    office that nobody visited.
    """
    story, values = matter.story, matter.state.values
    if story.kind == "diverted":
        return str(story.template["route"])
    if story.template["ground"] != "litigation":
        return ""
    office = values.get("handler_kind") == "petition_office"
    unvisited = office and not values.get("visited_office")
    return "litigation" if values.get("bound") or unvisited else ""


def _may_refuse(matter: Matter, ground: str) -> bool:
    """Whether the organ that has it may refuse it on this ground."""
    values = matter.state.values
    office, sent = (
        values.get("handler_kind") == "petition_office",
        bool(values.get("bound")),
    )
    if ground == "not_competent":
        return not sent and not office and matter.state.state != "notified"
    if ground == "already_in_progress":
        return office and not sent
    return True


def _in_progress(world: World, matter: Matter) -> str:
    """The number of an earlier matter of the same topic that is with an organ of the
    district; else any of the year.
    """
    other = [
        other
        for other in world.matters
        if other is not matter
        and other.state.parties.get("handler") == matter.right
    ]
    return (other or [matter])[0].number


def _divert(
    matter: Matter, route: str, told: Mapping[str, Any], by: Actor, at: datetime
) -> CaseState | None:
    if route not in OWN:
        return acts.take(
            "divert", case_id=matter.case_id, route=route, by=by, at=at, **told
        )
    if matter.state.state not in {"notified", "accepted"}:
        return None
    args = {"route": route, "explanation": told["explanation"]}
    return acts.take("lead_in", case_id=matter.case_id, **args, by=by, at=at)


def act_or_answer(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    """The organ decides in its own procedure and tells the petitioner."""
    args: dict[str, Any] = {
        "outcome": "granted",
        "reasons": world.teller.word(
            "reports", organ=world.district.names[duty.owner]
        ),
        "remedies": (
            "不服本决定的，可以自收到之日起六十日内申请行政复议，"
            "或者六个月内提起行政诉讼。"
        ),
        "method": "post",
        "received_on": at.date(),
    }
    by = world.desk(duty.owner).officer
    return acts.take(
        "answer_led_in", case_id=matter.case_id, **args, by=by, at=at
    )
