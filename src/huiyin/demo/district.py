"""Building the made-up district: organs, areas, topics, competence, staff, by the acts
that build a real one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.sealed import acts as sealed
from huiyin.demo.words import data
from huiyin.organisations import acts, readers, staff_acts
from huiyin.organisations.info import StaffInfo

GOVERNMENT = "tl"
OFFICE = "tl-petitions"
DISCIPLINE = "tl-discipline"
# Known to everybody who reads the manual; the district does not exist
PASSWORD = "Tinglan-2026"  # noqa: S105
BY = "system"


@dataclass(frozen=True, slots=True)
class Town:
    """A street or town: its code (as organ and as area), names, and what lies in it."""

    code: str
    zh: str
    en: str
    communities: tuple[tuple[str, str], ...]
    estates: tuple[str, ...]
    roads: tuple[str, ...]
    rural: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who can sign in: user name, role in both languages, organ."""

    username: str
    role: Mapping[str, str]
    organ: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts for an organ: at the counter, on the matters, as its head."""

    clerk: Actor
    officer: Actor
    head: Actor


@dataclass(frozen=True, slots=True)
class District:
    """The district as the simulation needs it."""

    towns: tuple[Town, ...]
    desks: Mapping[str, Desk]
    names: Mapping[str, str]
    paces: Mapping[str, str]
    competent: Mapping[str, str]

    def organ_for(self, topic: str, town: str) -> str:
        """The organ that is really competent for a topic in a town."""
        organ = self.competent[topic]
        return town if organ == "town" else organ

    @property
    def departments(self) -> tuple[str, ...]:
        """The district's departments, in the order of the file."""
        return tuple(
            row["code"]
            for row in data("district")["organ"]
            if row["kind"] == "department"
        )


def founded() -> datetime:
    """When the district was made up: before everything that happens in it."""
    day: date = data("district")["founded"]
    return datetime.combine(day, time(9), tzinfo=ZoneInfo(settings.TIME_ZONE))


def sign_ins() -> tuple[SignIn, ...]:
    """Those whom a visitor can sign in as."""
    return tuple(
        SignIn(row["username"], row["role"], row["organ"])
        for row in data("district")["staff"]
    )


def build(
    *, rng: Random, progress: Callable[[], None] = lambda: None
) -> District:
    """Make the district; ``progress`` is called after each organ."""
    plan, at = data("district"), founded()
    towns = tuple(_town(row) for row in plan["town"])
    rows = _organs(plan, towns)
    _areas(towns, at)
    for row in rows:
        acts.create_organ(
            code=row["code"],
            name_zh=row["zh"],
            name_en=row["en"],
            level=row["level"],
            kind=row["kind"],
            parent=row["parent"],
            area=row.get("area"),
            by=BY,
            at=at,
        )
        progress()
    competent = _topics(plan, towns, at)
    staffed = [
        row["code"]
        for row in rows
        if row["level"] != "community" and row["code"] != "yt"
    ]
    desks = _staff(plan, staffed, rng=rng, at=at)
    return District(
        towns=towns,
        desks=desks,
        names={row["code"]: row["zh"] for row in rows},
        paces={row["code"]: row.get("pace", "ordinary") for row in rows},
        competent=competent,
    )


def _town(row: Mapping[str, Any]) -> Town:
    communities = tuple(
        (f"{row['code']}-{number}", name)
        for number, name in enumerate(row["communities"], start=1)
    )
    return Town(
        code=row["code"],
        zh=row["zh"],
        en=row["en"],
        communities=communities,
        estates=tuple(row["estates"]),
        roads=tuple(row["roads"]),
        rural=row.get("rural", False),
    )


def _organs(
    plan: Mapping[str, Any], towns: tuple[Town, ...]
) -> list[dict[str, Any]]:
    rows = [
        {"level": "department", "parent": GOVERNMENT, **row}
        for row in plan["organ"]
    ]
    rows[0]["parent"] = None
    for row, town in zip(plan["town"], towns, strict=True):
        own = {
            "code": town.code,
            "zh": town.zh,
            "en": town.en,
            "level": "town",
            "kind": "territorial",
        }
        rows.append(
            {
                **own,
                "parent": GOVERNMENT,
                "area": town.code,
                "pace": row.get("pace", "ordinary"),
            }
        )
        rows += [
            {
                **own,
                "code": code,
                "zh": name,
                "en": "",
                "level": "community",
                "parent": town.code,
                "area": code,
            }
            for code, name in town.communities
        ]
    return rows


def _areas(towns: tuple[Town, ...], at: datetime) -> None:
    acts.create_area(
        code=GOVERNMENT,
        name_zh="听澜区",
        name_en="Tinglan District",
        level="district",
        by=BY,
        at=at,
    )
    for town in towns:
        acts.create_area(
            code=town.code,
            name_zh=town.zh,
            name_en=town.en,
            level="town",
            parent=GOVERNMENT,
            by=BY,
            at=at,
        )
        for code, name in town.communities:
            acts.create_area(
                code=code,
                name_zh=name,
                level="community",
                parent=town.code,
                by=BY,
                at=at,
            )


def _topics(
    plan: Mapping[str, Any], towns: tuple[Town, ...], at: datetime
) -> dict[str, str]:
    competent: dict[str, str] = {}
    for topic in plan["topic"]:
        acts.create_topic(
            code=topic["code"],
            name_zh=topic["zh"],
            name_en=topic["en"],
            by=BY,
            at=at,
        )
        for leaf in topic["leaves"]:
            code = competent[leaf["code"]] = leaf["organ"]
            acts.create_topic(
                code=leaf["code"],
                name_zh=leaf["zh"],
                name_en=leaf["en"],
                parent=topic["code"],
                by=BY,
                at=at,
            )
            for area in (
                [town.code for town in towns] if code == "town" else [None]
            ):
                acts.set_competence(
                    topic=leaf["code"],
                    organ=area or code,
                    area=area,
                    by=BY,
                    at=at,
                )
    return competent


def _staff(
    plan: Mapping[str, Any], organs: list[str], *, rng: Random, at: datetime
) -> dict[str, Desk]:
    words = data("stories_special")["words"]
    people: dict[str, list[StaffInfo]] = {code: [] for code in organs}
    for row in plan["staff"]:
        people[row["organ"]].append(
            _appoint(
                **{
                    key: row[key]
                    for key in ("username", "name", "organ", "posts")
                },
                at=at,
            )
        )
    for organ, there in people.items():
        for suffix, posts in (
            ("officer", ["clerk", "officer"]),
            ("head", ["officer", "head"]),
        ):
            if not any(
                set(posts) <= info.posts or suffix in info.posts
                for info in there
            ):
                name = rng.choice(words["family"]) + rng.choice(words["given"])
                there.append(
                    _appoint(
                        username=f"{organ}-{suffix}",
                        name=name,
                        organ=organ,
                        posts=posts,
                        at=at,
                        signs_in=False,
                    )
                )
    _name_reader(people[DISCIPLINE], at=at)
    return {organ: _desk(there) for organ, there in people.items()}


def _name_reader(there: list[StaffInfo], *, at: datetime) -> None:
    """The head of the discipline organ names its first officer to read sealed reports;
    the second one approves.
    """
    first, head, second = there[:3]
    proposal = readers.propose(staff=first.id, by=head, at=at)
    sealed.answer_proposal(proposal=proposal, approve=True, by=second, at=at)
    there[0] = replace(first, posts=first.posts | {"sealed_reader"})


def _appoint(
    *,
    username: str,
    name: str,
    organ: str,
    posts: list[str],
    at: datetime,
    signs_in: bool = True,
) -> StaffInfo:
    """Enter somebody with their posts. Those whom no visitor needs have no password and
    cannot sign in.
    """
    staff = staff_acts.create_staff(
        username=username,
        name=name,
        password=PASSWORD if signs_in else None,
        by=BY,
        at=at,
    )
    for post in posts:
        staff_acts.post_staff(
            staff=staff,
            organ=organ,
            post=post,
            from_date=at.date(),
            by=BY,
            at=at,
        )
    return StaffInfo(
        id=staff,
        username=username,
        name=name,
        organ=organ,
        posts=frozenset(posts),
    )


def _desk(there: list[StaffInfo]) -> Desk:
    def first(*posts: str) -> Actor:
        for post in posts:
            for info in there:
                if post in info.posts:
                    return Actor.of_staff(info)
        raise LookupError(f"nobody here holds any of {posts}")

    handlers = [
        info
        for info in there
        if "officer" in info.posts and "head" not in info.posts
    ]
    officer = Actor.of_staff(handlers[0]) if handlers else first("officer")
    return Desk(
        clerk=first("clerk", "officer"), officer=officer, head=first("head")
    )
