"""A made-up place for another country's law: organs, staff and a few matters, all of it
in one file of data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.matter import reads
from huiyin.casework.matter.contacts import Petition
from huiyin.demo.district import BY, PASSWORD, SignIn
from huiyin.demo.loading import Loaded, Sample, refuse_if_used, remember
from huiyin.demo.words import data
from huiyin.ledger import reads as ledger
from huiyin.organisations import acts as organisations
from huiyin.organisations import staff_acts
from huiyin.organisations.info import StaffInfo
from huiyin.people.particulars import Particulars

HOUR = 11


def plan() -> Mapping[str, Any] | None:
    """The file of the place for the law that is installed; None where the sample
    district is the place.
    """
    name = f"places/{settings.HUIYIN_PACK}"
    return (
        data(name)
        if (files("huiyin.demo") / "data" / f"{name}.toml").is_file()
        else None
    )


def sign_ins(place: Mapping[str, Any]) -> tuple[SignIn, ...]:
    """Those whom a visitor can sign in as."""
    return tuple(
        SignIn(row["username"], row["role"], row["organ"])
        for row in place["staff"]
    )


def load(place: Mapping[str, Any], *, until: datetime) -> Loaded:
    """Build the place and let its matters happen, counted back from ``until`` (aware).

    Refuses (``NotLoaded``) an installation that has matters, or organs of its own.
    """
    for organ in refuse_if_used():
        organisations.close_organ(code=organ.code, by=BY, at=until)
    staff = _build(place)
    filed = [
        (row, _live(row, staff=staff, office=_office(place), until=until))
        for row in place["matter"]
    ]
    views = [
        (
            row,
            filed_matter,
            reads.access_case(by=Actor.system(), case_id=filed_matter.case_id),
        )
        for row, filed_matter in filed
    ]
    samples = tuple(
        Sample(
            filed_matter.number,
            filed_matter.query_code,
            view.title,
            view.state.state,
        )
        for row, filed_matter, view in views
        if row.get("sample")
    )
    remember(samples)
    return Loaded(
        matters=len(views),
        contacts=sum(view.state.contacts for _row, _one, view in views),
        events=ledger.count(),
        states=dict(Counter(view.state.state for _row, _one, view in views)),
        samples=samples,
    )


def _office(place: Mapping[str, Any]) -> str:
    return str(
        next(
            row["code"]
            for row in place["organ"]
            if row["kind"] == "petition_office"
        )
    )


def _build(place: Mapping[str, Any]) -> dict[str, Actor]:
    at = _moment(place["founded"])
    root = place["organ"][0]["code"]
    for row in place["organ"]:
        parent = None if row["code"] == root else root
        organisations.create_organ(
            code=row["code"],
            name_zh=row["zh"],
            name_en=row["en"],
            level=row.get("level", "department"),
            kind=row["kind"],
            parent=parent,
            by=BY,
            at=at,
        )
    for row in place["topic"]:
        organisations.create_topic(
            code=row["code"], name_zh=row["zh"], name_en=row["en"], by=BY, at=at
        )
        organisations.set_competence(
            topic=row["code"], organ=row["organ"], by=BY, at=at
        )
    return {row["username"]: _appoint(row, at) for row in place["staff"]}


def _appoint(row: Mapping[str, Any], at: datetime) -> Actor:
    made = staff_acts.create_staff(
        username=row["username"],
        name=row["name"],
        password=PASSWORD,
        by=BY,
        at=at,
    )
    for post in row["posts"]:
        staff_acts.post_staff(
            staff=made,
            organ=row["organ"],
            post=post,
            from_date=at.date(),
            by=BY,
            at=at,
        )
    return Actor.of_staff(
        StaffInfo(
            made,
            row["username"],
            row["name"],
            row["organ"],
            frozenset(row["posts"]),
        )
    )


def _moment(day: date) -> datetime:
    return datetime.combine(
        day, time(HOUR), tzinfo=ZoneInfo(settings.TIME_ZONE)
    )


def _live(
    row: Mapping[str, Any],
    *,
    staff: Mapping[str, Actor],
    office: str,
    until: datetime,
) -> Filed:
    """One matter from its filing through its steps, each so many days after the one before."""
    at = min(_moment(until.date() - timedelta(days=row["days_ago"])), until)
    anonymous = bool(row.get("anonymous"))
    petition = Petition(
        **{
            name: row[name] for name in ("title", "text", "channel", "category")
        },
        claims=tuple(row.get("claims", ())),
        topic=row.get("topic", ""),
        anonymous=anonymous,
        person=Particulars()
        if anonymous
        else Particulars(name="Ana Moreno", phone="+44 20 7946 0000"),
    )
    filed = intake.file_petition(
        petition=petition, office=office, by=Actor.petitioner(), at=at
    )
    for step in row.get("step", ()):
        at += timedelta(days=step["after"])
        by = (
            staff[step["by"]]
            if "by" in step
            else Actor.petitioner(filed.case_id)
        )
        _take(filed, step, by=by, at=min(at, until))
    return filed


def _take(
    filed: Filed, step: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    args = dict(step.get("with", {}))
    if "answers" not in step:
        acts.take(step["step"], case_id=filed.case_id, **args, by=by, at=at)
        return
    decisions = [
        Decision(position, basis="", **answer)
        for position, answer in enumerate(step["answers"], start=1)
    ]
    acts.take(
        step["step"],
        case_id=filed.case_id,
        outcome=args["outcome"],
        decisions=decisions,
        by=by,
        at=at,
    )
