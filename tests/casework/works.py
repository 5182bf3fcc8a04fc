"""A piece of work on a petition, in memory, for tests of what steps do to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.plugins.district import moment

from huiyin.casework.basis.actors import Actor
from huiyin.casework.events import CaseState
from huiyin.casework.matter.work import Work
from huiyin.law import packs
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.ruling import Ruling

FILED_AT = moment("2026-09-08")


def petitions() -> Pack:
    """The regulations of 2022."""
    return packs.load("cn-xinfang", "2022-05-01")


def filing(**changes: Any) -> dict[str, Any]:
    """What the law is told of a petition that somebody files online with the district's petition office."""
    return {
        "channel": "online",
        "category": "appeal",
        "anonymous": False,
        "identity_unclear": False,
        "persons": 1,
        "representatives": 0,
        "receiver": "office",
        "receiver_kind": "petition_office",
        **changes,
    }


def begun(*, at: datetime = FILED_AT, **changes: Any) -> Work:
    """A matter just filed, in memory."""
    work = Work(CaseState("c1"), petitions())
    work.take("file", filing(**changes), by=Actor.petitioner(), at=at, number="XF2026-000009")
    return work


def owed(work: Work) -> list[tuple[str, str, date]]:
    """What is owed: kind, owner, day."""
    return [(duty.kind, duty.owner, duty.due_date) for duty in work.state.open_duties]


REGISTERED: dict[str, Any] = {"category": "appeal", "topic": "noise", "area": "xinan"}


def register(work: Work, by: Actor, at: datetime | None = None, **changes: Any) -> Ruling:
    """The office registers it on 9 September."""
    return work.take("register", {**REGISTERED, **changes}, by=by, at=at or moment("2026-09-09"))
