"""Acting for a petitioner (代理): who is recorded, on what paper, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments, law_access
from huiyin.casework.basis.actors import AGENT, Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake import files
from huiyin.casework.events import CaseState
from huiyin.casework.matter import agents, reads, views
from huiyin.casework.matter.command import EMPTY_ANSWERS, Act
from huiyin.casework.matter.work import NO_DATA, Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Agent, Case
from huiyin.people import acts as people
from huiyin.people.particulars import Particulars

TOKEN_LENGTH = 22  # 128 bits in the URL-safe alphabet


@dataclass(frozen=True, slots=True)
class Appointed:
    """An agent who was recorded: which one, and the code that is theirs, shown this
    once and kept only as a hash.
    """

    position: int
    code: str
    state: CaseState


def _code(token: str) -> str:
    """The agent's code: the same again for the same form; for a token that could be
    guessed a fresh one.
    """
    if len(token) < TOKEN_LENGTH:
        return commitments.new_query_code()
    return commitments.derived_query_code(
        f"agent\n{token}", settings.HUIYIN_LOOKUP_KEY
    )


@transaction.atomic
def appoint_agent(
    *,
    case_id: str,
    person: Particulars,
    kind: str,
    scope: str,
    since: date,
    until: date | None,
    by: Actor,
    at: datetime,
    draft: str = "",
) -> Appointed:
    """Record who acts for the petitioner, and return them with a code of their own
    (Shandong Art 28; unverified for the nation).

    ``kind`` and ``scope`` are terms of the pack, ``since`` and ``until`` the first and
    the last day of the authority (no last one for a guardian). ``draft`` names the
    uploads of which the first proves the authority; the same draft again gives the same
    agent and code. Who it is goes into the vault, where no phone number finds it.
    Refuses a third agent, one without paper or last day, and any in a report of
    wrongdoing; Invalid without a name.
    """
    case = reads.lock_case(by=by, case_id=case_id)
    if (before := _appointed_before(case, draft)) is not None:
        return before
    if not person.name.strip():
        raise Invalid("name", _("an agent needs a name"))
    work = Work.load(case)
    attached = files.claim_drafts(
        draft=draft, case_id=case_id, sealed_key=work.sealed_key
    )
    code = _code(draft)
    row = _agent(
        case, seq=work.state.event_seq + 1, code=code, token=_token(draft)
    )
    row.kind, row.scope = kind, scope
    row.since_date, row.until_date = since, until
    row.paper = attached[0].id if attached else ""
    args = _args(row, law_access.office_day(at))
    row.identity = _recorded(case, person, at=at)
    data = {
        "agent": agents.data_of(row),
        "agent_code": agents.code_of(row),
        "files": files.digests(attached),
    }
    work.take(
        "appoint_agent",
        args,
        by=by,
        at=at,
        data=data,
        values={agents.HELD: True},
    )
    state = commit(work)
    row.save(force_insert=True)
    files.bind(attached, seq=state.event_seq)
    return Appointed(row.position, code, state)


def _token(draft: str) -> str | None:
    """What is kept of a form's token, so that the form is known again; None for one
    that could be guessed.
    """
    return commitments.token_key(draft) if len(draft) >= TOKEN_LENGTH else None


def _appointed_before(case: Case, draft: str) -> Appointed | None:
    """The agent whom the same form appointed already."""
    token = _token(draft)
    if not token:
        return None
    row = Agent.objects.filter(case_id=case.pk, token=token).first()
    if row is None:
        return None
    return Appointed(row.position, _code(draft), views.view_of(case).state)


def _args(row: Agent, today: date) -> dict[str, Any]:
    """What the law is told of whoever is to act for the petitioner."""
    return {
        "kind": row.kind,
        "scope": row.scope,
        "since": row.since_date,
        "until": row.until_date,
        "paper": bool(row.paper),
        **agents.appointing_args(row.case_id, today),
    }


def _agent(case: Case, *, seq: int, code: str, token: str | None) -> Agent:
    """An unsaved row for the next agent of a matter, without what was said of them."""
    position = Agent.objects.filter(case_id=case.pk).count() + 1
    return Agent(
        id=f"{case.pk}.{position}",
        case_id=case.pk,
        event_seq=seq,
        position=position,
        salt=commitments.new_salt(),
        code_hash=reads.query_hash(case.number, code),
        token=token,
    )


def _recorded(case: Case, person: Particulars, *, at: datetime) -> str:
    """Put an agent into the vault of the office that took the matter in."""
    office = str(case.parties.get("receiver") or case.handler)
    identities = people.record_many(
        office=office, people=[person], at=at, findable=False
    )
    return identities[0]


class EndingAgent(Act):
    """End an authority: the petitioner revokes it, or the agent lays it down; from now
    on the code opens nothing.

    ``own_wish`` says that it is the petitioner's or the agent's own word. An agent can
    end only their own.
    """

    def args(self) -> Mapping[str, Any]:
        """Raises Invalid for a number that nobody has, or one that has ended."""
        agent = self.told.get("agent")
        if agent in EMPTY_ANSWERS:
            return NO_DATA
        if not self._standing().exists():
            raise Invalid(
                "agent",
                _(
                    "there is no agent with this number, or the authority has ended"
                ),
            )
        if self.by.kind == AGENT and self.by.position != agent:
            raise Invalid(
                "agent", _("an agent can lay down only their own authority")
            )
        return {"agent": agent}

    def data(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Which of them."""
        return {"agent_ended": args["agent"]}

    def write(self, state: CaseState) -> None:
        """From this event on the code opens nothing."""
        self._standing().update(ended_seq=state.event_seq)

    def _standing(self) -> QuerySet[Agent]:
        return Agent.objects.filter(
            case_id=self.work.start.case_id,
            position=self.told["agent"],
            ended_seq=0,
        )
