"""A few matters that are staged, not drawn, so that every visitor finds them: several who sign, somebody who acts for
the petitioner, several organs, the simplified procedure, organs that end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any
from uuid import uuid4

from huiyin.casework.cases import agents, succession
from huiyin.casework.cases.actors import AGENT, Actor
from huiyin.casework.cases.contacts import Petition
from huiyin.casework.events import CaseState
from huiyin.casework.handling import acts as handling
from huiyin.casework.handling import serving
from huiyin.casework.handling.acts import Decision
from huiyin.casework.intake import acts as intake
from huiyin.casework.intake import files
from huiyin.casework.intake.agents import appoint_agent
from huiyin.demo import local_rules
from huiyin.demo.district import BY, OFFICE
from huiyin.demo.habits import DAY, local
from huiyin.demo.stories import Story
from huiyin.demo.words import data
from huiyin.demo.world import Matter, World
from huiyin.organisations import ending
from huiyin.people.particulars import Particulars

ENOUGH = 10
"""A year with fewer matters has none that is staged."""


def plan(world: World) -> int:
    """Plan the staged matters and the ends of organs, counted back from the end of the year; how many matters."""
    staged = data("scenes")
    for row in staged["scene"]:
        world.schedule(_moment(world, row["days_ago"]), partial(_file, world, row))
    for row in staged["ending"]:
        world.schedule(_moment(world, row["days_ago"], hour=8), partial(_end, row))
    return len(staged["scene"])


def _moment(world: World, days_ago: int, *, hour: int = 9, minutes: int = 0) -> datetime:
    day = world.habits.working_day(world.until.date() - DAY * days_ago)
    return local(day, hour) + timedelta(minutes=minutes)


def _end(row: Mapping[str, Any], at: datetime) -> None:
    ending.end_organ(code=row["code"], into=row["into"], on=at.date(), by=BY, at=at)
    succession.pass_on(row["code"], at=at)


def _file(world: World, row: Mapping[str, Any], at: datetime) -> None:
    first, *others = [
        Particulars(name=name, phone=f"1390000{number:04}", address="听澜区")
        for number, name in enumerate(row["names"])
    ]
    petition = Petition(
        **{name: row[name] for name in ("title", "text", "topic", "area")},
        claims=tuple(row["claims"]),
        category="appeal",
        channel="online",
        persons=len(row["names"]),
        person=first,
        signatories=tuple(others),
    )
    filed = intake.file_petition(petition=petition, office=OFFICE, by=Actor.petitioner(), at=at)
    town = next(
        one for one in world.district.towns if row["area"] in {one.code, *(code for code, _ in one.communities)}
    )
    story = Story("staged", row["topic"], town, petition, {}, {})
    matter = Matter(story, filed.case_id, filed.number, filed.query_code, row["right"], filed.state)
    world.matters.append(matter)
    for number, step in enumerate(row["step"], start=1):
        then = max(_moment(world, row["days_ago"] - step["after"], minutes=7 * number), at + timedelta(minutes=number))
        world.schedule(then, partial(_take, world, matter, step))


def _take(world: World, matter: Matter, step: Mapping[str, Any], at: datetime) -> None:
    """One step: by the officer or head of an organ's desk ("tl-housing.officer"), or by an agent ("agent.1")."""
    organ, _dot, who = step["by"].partition(".")
    by: Actor
    if organ == AGENT:
        by = agents.actor(case_id=matter.case_id, position=int(who), at=at)
    else:
        by = getattr(world.desk(organ), who)
    matter.state = _taken(matter, step, by, at)


def _represented(matter: Matter, args: Mapping[str, Any], by: Actor, at: datetime) -> CaseState:
    """Somebody comes to the window with a paper, and acts for the petitioner from then on."""
    draft = uuid4().hex
    files.keep_upload(draft=draft, name="授权委托书.txt", content=BytesIO(args["paper"].encode()), at=at)
    return appoint_agent(
        case_id=matter.case_id, person=Particulars(name=args["name"]), kind=args["kind"], scope=args["scope"],
        since=at.date(), until=at.date() + DAY * args["lasts"], by=by, at=at, draft=draft,
    ).state  # fmt: skip


def _taken(matter: Matter, step: Mapping[str, Any], by: Actor, at: datetime) -> CaseState:
    name, args = step["step"], dict(step.get("with", {}))
    if "known_days" in step:
        args["known_on"] = at.date() - DAY * step["known_days"]
    if name == "serve_one":
        return serving.serve_one(case_id=matter.case_id, **args, received_on=at.date(), by=by, at=at)
    if name == "appoint_agent":
        return _represented(matter, args, by, at)
    if name == "supplement":
        return intake.add_material(case_id=matter.case_id, text=args["text"], by=by, at=at)
    if name == "notify":
        return handling.notify(case_id=matter.case_id, text=args["text"], by=by, at=at)
    if "answer" not in step:
        return handling.take(case_id=matter.case_id, step=name, args=args, by=by, at=at)
    claims = len(matter.story.petition.claims)
    decisions = [Decision(number, **step["answer"]) for number in range(1, claims + 1)]
    if "method" in args:
        args["received_on"] = at.date()
    return handling.decide(
        case_id=matter.case_id,
        step=name,
        outcome=step["answer"]["outcome"],
        decisions=decisions,
        by=by,
        at=at,
        further={**args, **local_rules.besides(matter.state, name)},
    )
