"""A few matters that are staged, not drawn, so that every visitor finds them: several
who sign, somebody who acts for the petitioner, several organs, the simplified
procedure, an officer who stands aside, a hearing, retaliation, organs that end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any
from uuid import uuid4

from huiyin.casework import acts
from huiyin.casework.basis.actors import AGENT, Actor
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts, files
from huiyin.casework.chapters.intake.agents import appoint_agent
from huiyin.casework.chapters.intake.retaliation import (
    Retaliation,
    report_retaliation,
)
from huiyin.casework.events import CaseState
from huiyin.casework.matter import agents, succession
from huiyin.casework.matter.contacts import Petition
from huiyin.demo import local_rules
from huiyin.demo.district import BY, DISCIPLINE, OFFICE, Town
from huiyin.demo.habits import DAY, local
from huiyin.demo.stories import Story
from huiyin.demo.words import data
from huiyin.demo.world import Matter, World
from huiyin.organisations import ending
from huiyin.people.particulars import Particulars

REPORT = "report_retaliation"

ENOUGH = 12
"""A year with fewer matters has none that is staged."""


def plan(world: World) -> int:
    """Plan the staged matters and the ends of organs, counted back from the end of the
    year; returns how many matters it will be with the reports that are made of them.
    """
    staged = data("scenes")
    for row in staged["scene"]:
        world.schedule(
            _moment(world, row["days_ago"]), partial(_file, world, row)
        )
    for row in staged["ending"]:
        world.schedule(
            _moment(world, row["days_ago"], hour=8), partial(_end, row)
        )
    planned = len(staged["scene"])
    for row in staged["scene"]:
        planned += sum(step["step"] == REPORT for step in row["step"])
    return planned


def _moment(
    world: World, days_ago: int, *, hour: int = 9, minutes: int = 0
) -> datetime:
    day = world.habits.working_day(world.until.date() - DAY * days_ago)
    return local(day, hour) + timedelta(minutes=minutes)


def _end(row: Mapping[str, Any], at: datetime) -> None:
    ending.end_organ(
        code=row["code"], into=row["into"], on=at.date(), by=BY, at=at
    )
    succession.pass_on(row["code"], at=at)


def _lies_in(area: str, town: Town) -> bool:
    return area == town.code or area in dict(town.communities)


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
    filed = intake.file_petition(
        petition=petition, office=OFFICE, by=Actor.petitioner(), at=at
    )
    town = next(
        town for town in world.district.towns if _lies_in(row["area"], town)
    )
    story = Story("staged", row["topic"], town, petition, {}, {})
    matter = Matter(
        story,
        filed.case_id,
        filed.number,
        filed.query_code,
        row["right"],
        filed.state,
    )
    world.matters.append(matter)
    _plan_steps(world, matter, row["step"], row["days_ago"], at)


def _plan_steps(
    world: World,
    matter: Matter,
    steps: Sequence[Mapping[str, Any]],
    days_ago: int,
    at: datetime,
) -> None:
    """Plan what happens to a matter, each so many days after the filing, which was so
    many days ago.
    """
    for number, step in enumerate(steps, start=1):
        then = max(
            _moment(world, days_ago - step["after"], minutes=7 * number),
            at + timedelta(minutes=number),
        )
        world.schedule(then, partial(_take, world, matter, step, days_ago))


def _take(
    world: World,
    matter: Matter,
    step: Mapping[str, Any],
    days_ago: int,
    at: datetime,
) -> None:
    """One step: by the officer or head of an organ's desk ("tl-housing.officer"), an
    agent ("agent.1"), the petitioner.

    ``staff`` names members of staff in the same way, ``days`` days so long after the filing.
    """
    if step["step"] == REPORT:
        _report(world, matter, step, days_ago, at)
        return
    organ, _dot, who = step["by"].partition(".")
    by: Actor
    if organ == AGENT:
        by = agents.actor(case_id=matter.case_id, position=int(who), at=at)
    elif organ == "petitioner":
        by = Actor.petitioner(matter.case_id)
    else:
        by = _on_desk(world, step["by"])
    named = {
        name: _named(world, reference)
        for name, reference in step.get("staff", {}).items()
    }
    dated = {
        name: _moment(world, days_ago - after).date()
        for name, after in step.get("days", {}).items()
    }
    matter.state = _taken(
        matter,
        {**step, "with": {**step.get("with", {}), **named, **dated}},
        by,
        at,
    )


def _on_desk(world: World, place: str) -> Actor:
    organ, _dot, who = place.partition(".")
    actor: Actor = getattr(world.desk(organ), who)
    return actor


def _named(world: World, places: str | list[str]) -> str | tuple[str, ...]:
    """Members of staff as the ledger names them."""
    if isinstance(places, str):
        return _on_desk(world, places).name
    return tuple(_on_desk(world, place).name for place in places)


def _report(
    world: World,
    matter: Matter,
    step: Mapping[str, Any],
    days_ago: int,
    at: datetime,
) -> None:
    """The petitioner reports retaliation: a sealed matter of its own, with its own steps."""
    told = Retaliation(matter.case_id, **step["with"])
    filed = report_retaliation(
        report=told, by=Actor.petitioner(matter.case_id), at=at
    )
    story = replace(
        matter.story,
        kind=REPORT,
        petition=replace(matter.story.petition, claims=(told.wish,)),
    )
    report = Matter(
        story,
        filed.case_id,
        filed.number,
        filed.query_code,
        DISCIPLINE,
        filed.state,
    )
    world.matters.append(report)
    _plan_steps(world, report, step["then"], days_ago, at)


def _represented(
    matter: Matter, args: Mapping[str, Any], by: Actor, at: datetime
) -> CaseState:
    """Somebody comes to the window with a paper, and acts for the petitioner from then on."""
    draft = uuid4().hex
    files.keep_upload(
        draft=draft,
        name="授权委托书.txt",
        content=BytesIO(args["paper"].encode()),
        at=at,
    )
    return appoint_agent(
        case_id=matter.case_id,
        person=Particulars(name=args["name"]),
        kind=args["kind"],
        scope=args["scope"],
        since=at.date(),
        until=at.date() + DAY * args["lasts"],
        by=by,
        at=at,
        draft=draft,
    ).state


def _taken(
    matter: Matter, step: Mapping[str, Any], by: Actor, at: datetime
) -> CaseState:
    name, args = step["step"], dict(step.get("with", {}))
    if "known_days" in step:
        args["known_on"] = at.date() - DAY * step["known_days"]
    if name == "serve_one":
        return acts.take(
            "serve_one",
            case_id=matter.case_id,
            **args,
            received_on=at.date(),
            by=by,
            at=at,
        )
    if name == "appoint_agent":
        return _represented(matter, args, by, at)
    if name == "supplement":
        return contacts.add_material(
            case_id=matter.case_id, text=args["text"], by=by, at=at
        )
    if name == "notify":
        return acts.take(
            "notify", case_id=matter.case_id, text=args["text"], by=by, at=at
        )
    if "answer" not in step:
        return acts.take(name, case_id=matter.case_id, **args, by=by, at=at)
    claims = len(matter.story.petition.claims)
    decisions = [
        Decision(number, **step["answer"]) for number in range(1, claims + 1)
    ]
    if "method" in args:
        args["received_on"] = at.date()
    return acts.take(
        name,
        case_id=matter.case_id,
        outcome=step["answer"]["outcome"],
        decisions=decisions,
        by=by,
        at=at,
        **args,
        **local_rules.besides(matter.state, name),
    )
