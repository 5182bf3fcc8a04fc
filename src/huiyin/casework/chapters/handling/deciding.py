"""The opinion (信访处理意见): every claim answered by itself, with facts and legal basis;
earlier answers are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework import effects
from huiyin.casework.basis import commitments
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.events import HEARD, CaseState
from huiyin.casework.matter.command import Act, checked_text
from huiyin.casework.matter.views import claims_of
from huiyin.casework.matter.work import Work, stream
from huiyin.casework.models import Claim, EarlierDecision
from huiyin.ledger import reads as ledger

WORDS = ("facts", "basis", "reply")
"""The words of an answer, which are sealed with the matter."""


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


class Answering(Act):
    """Give the opinion (信访处理意见), claim by claim, each with facts and basis (R22 Art 32).

    What was said of each claim are the ``decisions``; ``outcome`` sums them up. An
    opinion that leaves a claim out is refused. What was decided before stays beside the
    new answers, where a matter had to be decided anew.
    """

    OWN = frozenset({"decisions"})

    def __init__(
        self, work: Work, told: Mapping[str, Any], *, by: Actor, at: datetime
    ) -> None:
        super().__init__(work, told, by=by, at=at)
        claims = claims_of(work.start.case_id, work.rows)
        self.claims = {claim.position: claim for claim in claims}
        checked = map(_checked, told["decisions"])
        self.given = {decision.position: decision for decision in checked}

    def args(self) -> Mapping[str, Any]:
        """How many claims are answered, and whether facts and basis are stated. Raises
        Invalid where one has no answer, or an answer that nobody can give.
        """
        given = self.given.values()
        outcome = str(self.told.get("outcome") or "")
        _said(self.work, outcome, *(decision.outcome for decision in given))
        _each_answered(self.claims, self.given)
        return {
            "claims": len(given),
            "facts_stated": all(decision.facts for decision in given),
            "basis_stated": all(decision.basis for decision in given),
        }

    def data(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """A commitment to each answer, and how the petitioner was heard."""
        self.given = {
            position: _boxed(decision, self.work)
            for position, decision in self.given.items()
        }
        decided = [
            _decision_data(self.claims[position], self.given[position])
            for position in sorted(self.given)
        ]
        return {"claims": decided, **_heard(args)}

    def write(self, state: CaseState) -> None:
        """The answers beside their claims, earlier ones beside them."""
        _keep_earlier(
            state.case_id, self.claims.values(), before=state.event_seq
        )
        _write_answers(self.claims, self.given)


def _each_answered(
    claims: Mapping[int, Claim], given: Mapping[int, Decision]
) -> None:
    """Raise Invalid where a claim has no decision, or a decision no claim."""
    unmatched = set(claims) ^ set(given)
    if unmatched:
        positions = ", ".join(map(str, sorted(unmatched)))
        raise Invalid(
            "decisions",
            _("every claim needs exactly one decision; look at claim %s")
            % positions,
        )


def _write_answers(
    claims: Mapping[int, Claim], given: Mapping[int, Decision]
) -> None:
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
    return {
        HEARD: {
            "how": args["heard"],
            **({"on": day.isoformat()} if day else {}),
        }
    }


def _keep_earlier(
    case_id: str, claims: Iterable[Claim], *, before: int
) -> None:
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
    if any(work.pack.legacy("outcomes", outcome) for outcome in outcomes):
        raise Invalid(
            "outcome",
            _(
                "stands for old ledgers that do not say it: choose what is decided"
            ),
        )


def _checked(decision: Decision) -> Decision:
    return Decision(
        position=decision.position,
        outcome=checked_text(
            "outcome", decision.outcome, required=True, limit=40
        ),
        facts=checked_text("facts", decision.facts, required=False),
        basis=checked_text("basis", decision.basis, required=False),
        reply=checked_text("reply", decision.reply, required=False),
    )


def _boxed(decision: Decision, work: Work) -> Decision:
    """The same with its words as they are written: of a sealed matter in boxes."""
    words: dict[str, Any] = {
        name: work.kept(getattr(decision, name), "decision") for name in WORDS
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
