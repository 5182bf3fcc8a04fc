"""A matter that has ended, and a name in it that somebody asks to be erased."""

from __future__ import annotations

from typing import Any

from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import erasing
from huiyin.casework.matter import erasures
from huiyin.casework.matter.erasures import Request
from huiyin.ledger import reads as ledger

TERM_YEARS = 3
ENDED = moment("2026-09-10")
# Three years from 10 September 2026 end with 10 September 2029; the next day is the
# first on which a name may go.
LAST_KEPT, AFTER = moment("2029-09-10"), moment("2029-09-11")


def ended(district: District) -> Life:
    """A matter that its petitioner withdrew on 10 September 2026: it is closed and
    nothing is owed.
    """
    found = Life.begin(district).until("registered")
    acts.take("withdraw", case_id=found.filed.case_id, reason="", by=own(found), at=ENDED)
    return found


def own(life: Life) -> Actor:
    """The petitioner of the matter."""
    return Actor.petitioner(life.filed.case_id)


def history(life: Life) -> tuple[Any, ...]:
    """Its events."""
    return tuple(ledger.events(f"case:{life.filed.case_id}"))


def latest(life: Life) -> Request:
    """The last request that a name be erased."""
    return erasures.requests(history(life))[-1]


def ask(life: Life, at: Any = AFTER) -> Request:
    """The petitioner asks."""
    erasing.ask(case_id=life.filed.case_id, by=own(life), at=at)
    return latest(life)


def told(life: Life, **more: Any) -> dict[str, Any]:
    """What the acts on the last request take."""
    return {"case_id": life.filed.case_id, "asked": latest(life).seq, "at": AFTER, **more}


def erase(life: Life) -> Request:
    """Asked for, proposed and confirmed."""
    ask(life)
    erasing.propose(**told(life, by=life.district.clerk))
    erasing.confirm(**told(life, by=life.district.chief))
    return latest(life)


def at_the_counter(life: Life, *places: str, by: Actor | None = None, seen: str = "document") -> Request:
    """Somebody asks at the counter."""
    erasing.ask(case_id=life.filed.case_id, places=places, seen=seen, by=by or life.district.dispatcher, at=AFTER)
    return latest(life)
