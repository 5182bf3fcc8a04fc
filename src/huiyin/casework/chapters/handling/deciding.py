"""The opinion (信访处理意见): every claim answered by itself, with facts and legal basis;
earlier answers are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework import effects
from huiyin.casework.basis import commitments
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.events import HEARD, CaseState
from huiyin.casework.matter import participants, reads
from huiyin.casework.matter.command import Files, Notes, checked_text, files_data
from huiyin.casework.matter.work import NO_DATA, Work, stream
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Claim, EarlierDecision
from huiyin.casework.sealing import envelope
from huiyin.ledger import reads as ledger
from huiyin.ledger.bulk import insert


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided on one claim: outcome, the facts found, the legal basis, and the
    reply in plain words.
    """

    position: int
    outcome: str
    facts: str
    basis: str
    reply: str = ""


@transaction.atomic
def decide(
    *,
    case_id: str,
    outcome: str,
    decisions: Sequence[Decision],
    by: Actor,
    at: datetime,
    step: str = "decide",
    further: Mapping[str, Any] = NO_DATA,
    files: Files = (),
) -> CaseState:
    """Give the opinion (信访处理意见), claim by claim, each with facts and basis (R22 Art 32).

    ``outcome`` sums it up. Refuses an opinion that leaves a claim out. Discharges the
    duty to handle; the opinion must then be served. ``step`` names another step of the
    pack that answers each claim, ``further`` what else it must be told: what a local
    rule asks besides, or how the petitioner was answered in the simplified procedure.
    ``files`` is what the event keeps of the signed paper.
    """
    work = Work.load(reads.lock_case(by=by, case_id=case_id))
    claims = {claim.position: claim for claim in Claim.objects.filter(case_id=case_id)}
    given = {decision.position: _checked(decision) for decision in decisions}
    _said(work, outcome, *(decision.outcome for decision in given.values()))
    _each_answered(claims, given)
    args = {**_law_args(work, step, outcome, given.values()), **further}
    given = {position: _boxed(decision, work) for position, decision in given.items()}
    kept = Notes(work, **_unheard(args))
    decided = [
        _decision_data(claims[position], given[position]) for position in sorted(given)
    ]
    data = {"claims": decided, **_heard(args), **files_data(files), **kept.data()}
    work.take(step, args, by=by, at=at, data=data)
    insert(kept.rows(case_id, work.state.event_seq))
    state = commit(work)
    _keep_earlier(case_id, claims.values(), before=state.event_seq)
    _write_answers(claims, given)
    return state


def _each_answered(claims: Mapping[int, Claim], given: Mapping[int, Decision]) -> None:
    """Raise Invalid where a claim has no decision, or a decision no claim."""
    unmatched = set(claims) ^ set(given)
    if unmatched:
        positions = ", ".join(map(str, sorted(unmatched)))
        raise Invalid(
            "decisions",
            _("every claim needs exactly one decision; look at claim %s") % positions,
        )


def _law_args(
    work: Work, step: str, outcome: str, decisions: Collection[Decision]
) -> dict[str, Any]:
    """What the law is told of the decisions, as far as the step asks for it."""
    told = {
        "outcome": outcome,
        "claims": len(decisions),
        "facts_stated": all(decision.facts for decision in decisions),
        "basis_stated": all(decision.basis for decision in decisions),
        "to_serve": participants.to_serve(work.start.case_id),
    }
    rule = work.pack.steps.get(step)
    if rule is None:
        return told
    return {name: value for name, value in told.items() if rule.arg(name) is not None}


def _write_answers(claims: Mapping[int, Claim], given: Mapping[int, Decision]) -> None:
    """Put each answer beside its claim, in one statement."""
    for position, decision in given.items():
        claim = claims[position]
        claim.outcome, claim.facts = decision.outcome, decision.facts
        claim.basis, claim.reply = decision.basis, decision.reply
    Claim.objects.bulk_create(
        claims.values(),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["outcome", "facts", "basis", "reply"],
    )


def _heard(args: Mapping[str, Any]) -> dict[str, Any]:
    """How and when the petitioner was heard, for the event's data: a fact of the
    matter, never a figure.
    """
    if not args.get("heard"):
        return {}
    day = args.get("heard_on")
    return {HEARD: {"how": args["heard"], **({"on": day.isoformat()} if day else {})}}


def _unheard(args: Mapping[str, Any]) -> dict[str, str]:
    """Why they could not be heard, to be kept beside the event."""
    why = checked_text("heard_why", str(args.get("heard_why") or ""), required=False)
    return {"heard_why": why} if why else {}


def _keep_earlier(case_id: str, claims: Iterable[Claim], *, before: int) -> None:
    """Put what was decided before beside the claims, for a matter that had to be decided anew."""
    decided = [claim for claim in claims if claim.outcome]
    if not decided:
        return
    earlier = (
        event.seq
        for event in ledger.events(stream(case_id))
        if effects.read(event.payload).answers_claims
    )
    seq = max(seq for seq in earlier if seq < before)
    EarlierDecision.objects.bulk_create(
        EarlierDecision(
            id=f"{case_id}.{seq}.{claim.position}",
            case_id=case_id,
            event_seq=seq,
            position=claim.position,
            outcome=claim.outcome,
            facts=claim.facts,
            basis=claim.basis,
            reply=claim.reply,
        )
        for claim in decided
    )


def _said(work: Work, *outcomes: str) -> None:
    """Raise Invalid for an outcome that only an old ledger has, which does not say what
    was decided.
    """
    if any(work.pack.legacy("outcomes", one) for one in outcomes):
        raise Invalid(
            "outcome",
            _("stands for old ledgers that do not say it: choose what is decided"),
        )


def _checked(decision: Decision) -> Decision:
    return Decision(
        position=decision.position,
        outcome=checked_text("outcome", decision.outcome, required=True, limit=40),
        facts=checked_text("facts", decision.facts, required=False),
        basis=checked_text("basis", decision.basis, required=False),
        reply=checked_text("reply", decision.reply, required=False),
    )


def _boxed(decision: Decision, work: Work) -> Decision:
    """The same with its words as they are written: of a sealed matter in boxes."""
    case_id, public = work.start.case_id, work.sealed_key
    words: dict[str, Any] = {
        name: envelope.kept(getattr(decision, name), public, case_id, "decision")
        for name in envelope.DECISION
    }
    return replace(decision, **words)


def _decision_data(claim: Claim, decision: Decision) -> dict[str, Any]:
    return {
        "position": decision.position,
        "outcome": decision.outcome,
        "text": commitments.commit(
            claim.salt,
            commitments.decision_words(
                decision.outcome, decision.facts, decision.basis, decision.reply
            ),
        ),
    }
