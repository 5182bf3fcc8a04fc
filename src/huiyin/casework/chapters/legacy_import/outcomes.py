"""What came of a matter of an old ledger: its answer, or how it ended without one; by
the pack's own steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.casework.matter.command import Notes
from huiyin.casework.matter.work import Work
from huiyin.casework.models import Claim, Note

RECEIPT = time(
    12
)  # a ledger with days only: noon, so that no time zone moves the day
LAPSE = time(0, 10)  # what time alone does happens in the night

# How a matter ended that was not decided: the step of the pack, and its argument for
# the ground that the ledger gives.
ENDED_BY: Final[Mapping[str, tuple[str, str]]] = {
    "refused": ("carry_refusal", "ground"),
    "passed_on": ("carry_diversion", "route"),
    "withdrawn": ("carry_withdrawal", ""),
}


def at_noon(day: date) -> datetime:
    """The instant that stands for a day in a ledger without hours."""
    return _at(day, RECEIPT)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(settings.TIME_ZONE))


def check_days(matter: LegacyMatter, *, today: date) -> None:
    """Raise Invalid where a day of the matter lies in the future, or the answer before receipt."""
    if matter.received_on > today:
        raise Invalid("received_on", _("is in the future"))
    if (
        matter.answered_on
        and not matter.received_on <= matter.answered_on <= today
    ):
        raise Invalid(
            "answered_on",
            _("is before receipt on %s, or in the future") % matter.received_on,
        )


def go_on(
    work: Work, matter: LegacyMatter, *, claim: Claim, today: date
) -> list[Note]:
    """Take the steps that follow from what the ledger says came of the matter; nothing
    where it stands open.

    Returns the words to keep beside its events. Raises Refused with the law's grounds,
    Invalid where the law of that day knows no such ending.
    """
    if matter.answered_on is None:
        return []
    if matter.outcome in ENDED_BY:
        return _end(work, matter, at=at_noon(matter.answered_on))
    _answer(work, matter, claim=claim, today=today)
    return []


def _end(work: Work, matter: LegacyMatter, *, at: datetime) -> list[Note]:
    step, argument = ENDED_BY[matter.outcome]
    if step not in work.pack.steps:
        raise Invalid(
            "outcome",
            _("is no ending that the law of %s knows") % matter.received_on,
        )
    args = {argument: matter.ground} if argument and matter.ground else {}
    kept = Notes(work, explanation=matter.reply)
    # The ledger says when it ended, and nothing of the notices that were owed: those
    # are not counted as in time.
    work.take(
        step,
        args,
        by=Actor.old_ledger(matter.handler),
        at=at,
        data=kept.data(),
        unrecorded=True,
    )
    return kept.rows(work.state.case_id, work.state.event_seq)


def _answer(
    work: Work, matter: LegacyMatter, *, claim: Claim, today: date
) -> None:
    if matter.answered_on is None:
        return
    answered = at_noon(matter.answered_on)
    by = Actor.old_ledger(matter.handler)
    reply = work.kept(matter.reply, "decision")
    claim.outcome, claim.reply = matter.outcome, reply
    words = commitments.decision_words(
        claim.outcome, claim.facts, claim.basis, claim.reply
    )
    data = {
        "claims": [
            {
                "position": 1,
                "outcome": claim.outcome,
                "text": commitments.commit(claim.salt, words),
            }
        ]
    }
    args = {
        "outcome": matter.outcome,
        "claims": 1,
        "facts_stated": True,
        "basis_stated": True,
    }
    work.take("decide", args, by=by, at=answered, data=data)
    # The ledger says when the answer was given, and nothing of how it was served: that
    # is not counted as in time.
    served = {"method": "unrecorded", "received_on": matter.answered_on}
    work.take("serve", served, by=by, at=answered, unrecorded=True)
    lapsed = _lapse_day(work)
    if lapsed <= today:
        work.take(
            "lapse",
            {},
            by=Actor.system(),
            at=_at(lapsed, LAPSE),
            unrecorded=True,
        )


def _lapse_day(work: Work) -> date:
    """The day after the last on which a review could be asked for, or after service
    where there is none.
    """
    last = [
        right.due_date
        for right in work.state.rights
        if right.kind == "ask_review" and right.due_date
    ]
    return (last[0] if last else work.state.dates["served"]) + timedelta(days=1)
