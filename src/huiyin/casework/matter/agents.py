"""Those who act for a petitioner in one matter: by position, never by name; who each of
them is lies in the vault.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments, law_access, numbers
from huiyin.casework.basis.actors import AGENT, Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.matter import reads
from huiyin.casework.matter.views import CaseView
from huiyin.casework.models import Agent
from huiyin.law.rules.registers import PETITION
from huiyin.law.rules.steps import Step
from huiyin.reading import LARGEST, whole_number

SPECIAL = "special"
HELD = "agents"  # the value of a matter that has, or had, any
# In the data of what an office recorded: the agent who stood at the window and asked
# for it
THROUGH = "through_agent"


@dataclass(frozen=True, slots=True)
class Acting:
    """One who acts for the petitioner, as the matter's pages show them.

    ``standing``: the authority holds today; ``ended``: it was revoked or laid down. One
    that is neither has not begun, or its last day has passed.
    """

    position: int
    kind: str
    scope: str
    since_date: date
    until_date: date | None
    paper: str
    identity: str
    ended: bool
    standing: bool


def of(view: CaseView, today: date) -> tuple[Acting, ...]:
    """Those who act or acted for the petitioner, in their order; nobody without a query
    where there never was one.
    """
    if not view.state.values.get(HELD):
        return ()
    return tuple(
        _acting(row, today)
        for row in Agent.objects.filter(case_id=view.case_id).order_by(
            "position"
        )
    )


def _acting(row: Agent, today: date) -> Acting:
    return Acting(
        position=row.position,
        kind=row.kind,
        scope=row.scope,
        since_date=row.since_date,
        until_date=row.until_date,
        paper=row.paper,
        identity=row.identity,
        ended=bool(row.ended_seq),
        standing=_stands(row, today),
    )


def _stands(row: Agent, today: date) -> bool:
    if row.ended_seq or today < row.since_date:
        return False
    return row.until_date is None or today <= row.until_date


def standing(today: date, *, begun: bool = True) -> QuerySet[Agent]:
    """Agents whose authority was not ended and has not run out on ``today``; with those
    to come, unless ``begun``.
    """
    lasting = Agent.objects.filter(
        Q(until_date__isnull=True) | Q(until_date__gte=today), ended_seq=0
    )
    return lasting.filter(since_date__lte=today) if begun else lasting


def appointing_args(case_id: str, today: date) -> dict[str, Any]:
    """What the law is told of those who act already, or will."""
    return {
        "standing": standing(today, begun=False).filter(case_id=case_id).count()
    }


def data_of(row: Agent) -> dict[str, Any]:
    """What the event keeps of an agent: no name, a commitment to the id of the
    identity. The code is told apart.
    """
    return {
        "position": row.position,
        "kind": row.kind,
        "scope": row.scope,
        "since": row.since_date.isoformat(),
        "until": row.until_date.isoformat() if row.until_date else None,
        "paper": row.paper,
        "identity": commitments.commit(row.salt, row.identity),
    }


def code_of(row: Agent) -> str:
    """The commitment to the keyed hash of an agent's own code."""
    return commitments.commit(row.salt, row.code_hash)


def access(
    *, number: str, query_code: str, at: datetime
) -> tuple[Actor, CaseView]:
    """The matter in which a code is that of an agent whose authority stands today, and
    the agent as an actor.

    NotFound otherwise: a code that is wrong, one whose authority was ended or ran out,
    and one of a matter that is sealed are answered alike.
    """
    spellings = (*numbers.spellings(number), *numbers.of_running_digits(number))
    meant = {spelt: reads.query_hash(spelt, query_code) for spelt in spellings}
    current = standing(law_access.office_day(at)).filter(
        case__number__in=meant, case__register=PETITION
    )
    fitting = [
        row
        for row in current.select_related("case")
        if hmac.compare_digest(meant[row.case.number], row.code_hash)
    ]
    if not fitting:
        raise NotFound("number and query code do not fit")
    by = _actor(fitting[0])
    return by, reads.access_case(by=by, case_id=by.own_case)


def actor(*, case_id: str, position: int, at: datetime) -> Actor:
    """The agent at a position, as long as the authority stands; NotFound from then on."""
    row = (
        standing(law_access.office_day(at))
        .filter(case_id=case_id, position=position)
        .first()
    )
    if row is None:
        raise NotFound("there is no such matter")
    return _actor(row)


def _actor(row: Agent) -> Actor:
    return Actor.agent(row.case_id, row.position, special=row.scope == SPECIAL)


def at_window(*, case_id: str, position: int, at: datetime) -> Actor:
    """The agent who stands at the window while an office records what they ask for: the
    law is asked about them too.

    Invalid, on ``agent``, where the authority has ended, ran out or has not begun.
    """
    try:
        return actor(case_id=case_id, position=position, at=at)
    except NotFound:
        raise Invalid(
            "agent", _("this agent's authority does not stand today")
        ) from None


def open_to(step: Step) -> bool:
    """Whether a step can be asked for by an agent, with whatever authority."""
    return any(role.partition(".")[0] == AGENT for role in step.by)


def position_of(actor_name: str) -> int:
    """Which agent acted, from the ledger's name of the actor ("agent:1"); 0 for anybody else."""
    kind, __, number = actor_name.partition(":")
    if kind != AGENT:
        return 0
    return whole_number(number, 0, LARGEST) or 0


def papers(acting: Iterable[Acting]) -> frozenset[str]:
    """The files that prove authorities: they tell who an agent is, and are none of
    another agent's business.
    """
    return frozenset(agent.paper for agent in acting)
