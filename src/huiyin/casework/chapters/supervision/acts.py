"""Supervision (督办) of organs and what they owe, never of persons (R22 Art 40). Each act
is one step of the pack.

All take ``case_id``, ``by`` and ``at`` (an aware instant), return the matter's new
state, and raise Refused with the law's grounds, NotFound where the actor may not know
the matter, Invalid for unusable input; then nothing is changed. Supervision moves none
of the matter's own dates.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import SUPERVISOR, Actor, roles
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads
from huiyin.casework.matter.command import Files, perform
from huiyin.organisations import reads as organs


def supervise(
    *,
    case_id: str,
    circumstance: str,
    asked: str,
    answer_by: date,
    by: Actor,
    at: datetime,
    whom: str = "handler",
    form: str = "letter",
    conference: str = "",
    files: Files = (),
) -> CaseState:
    """Ask an organ to explain and to put right (督办), by the day ``answer_by``, which
    opens its duty to answer.

    ``circumstance`` and ``form`` are the pack's terms, ``asked`` what was found and
    what is asked; ``whom`` is the party that is supervised: the responsible organ, one
    that reviews, the one that received the matter or sent it on. ``conference`` is the
    decision of the joint conference, to which the forms of Art 39 belong. Only for
    staff who supervise that organ, which is never their own, and not for accusations;
    refused while an earlier notice is not settled (R22 Art 40, 43, 30).
    """
    case = reads.access_row(by=by, case_id=case_id)
    organ = case.parties.get(whom)
    supervises = SUPERVISOR in roles(
        by, case.parties
    )  # where they do not, the law says so
    if supervises and organ and not by.may("case.supervise", organ):
        raise Invalid("whom", _("your office does not supervise that organ"))
    args = {
        "supervisor": by.organ,
        "circumstance": circumstance,
        "whom": whom,
        "form": form,
        "asked": asked.strip(),
        "answer_by": answer_by,
    }
    notes = {"asked": asked}
    if conference.strip():
        args["conference"] = notes["conference"] = conference.strip()
    return perform(
        case_id=case_id,
        step="supervise",
        args=args,
        by=by,
        at=at,
        notes=notes,
        files=files,
    )


def answer(*, case_id: str, text: str, by: Actor, at: datetime) -> CaseState:
    """The organ under supervision says what was wrong and what it has done; the
    petitioner reads it (R22 Art 40).

    Opens the supervising organ's duty to look at the answer.
    """
    args = {"organ": by.organ, "text": text.strip()}
    return perform(
        case_id=case_id,
        step="answer_supervision",
        args=args,
        by=by,
        at=at,
        notes={"text": text},
    )


def accept_answer(
    *, case_id: str, by: Actor, at: datetime, note: str = ""
) -> CaseState:
    """The supervising organ takes the answer as enough: the supervision is settled (R22 Art 40)."""
    args = {"note": note.strip()} if note.strip() else {}
    return perform(
        case_id=case_id,
        step="accept_answer",
        args=args,
        by=by,
        at=at,
        notes={"note": note},
    )


def ask_again(
    *, case_id: str, reason: str, answer_by: date, by: Actor, at: datetime
) -> CaseState:
    """The answer does not settle it: say why, and name a new day for the next one (R22 Art 40)."""
    args = {"reason": reason.strip(), "answer_by": answer_by}
    return perform(
        case_id=case_id,
        step="not_satisfied",
        args=args,
        by=by,
        at=at,
        notes={"reason": reason},
    )


def escalate(
    *, case_id: str, reason: str, answer_by: date, by: Actor, at: datetime
) -> CaseState:
    """Ask the superior of the organ under supervision to have it put right, by a day
    (R22 Art 40, 44, 45).

    Refused while there is still time to answer. The superior is found in the tree.
    """
    case = reads.access_row(by=by, case_id=case_id)
    supervised = case.parties.get("supervised")
    above = organs.superior(supervised) if supervised else None
    if supervised and above is None:
        raise Invalid(
            "to", _("there is no organ above in the tree; ask the joint conference")
        )
    # Without a notice there is nobody above whom to go, and the law refuses whatever
    # organ stands here.
    args = {
        "to": above.code if above else by.organ,
        "reason": reason.strip(),
        "answer_by": answer_by,
    }
    return perform(
        case_id=case_id,
        step="escalate",
        args=args,
        by=by,
        at=at,
        notes={"reason": reason},
    )


def answer_escalation(*, case_id: str, text: str, by: Actor, at: datetime) -> CaseState:
    """The superior says what it ordered and what came of it; the petitioner reads it
    (R22 Art 44, 45).
    """
    args = {"text": text.strip()}
    return perform(
        case_id=case_id,
        step="answer_escalation",
        args=args,
        by=by,
        at=at,
        notes={"text": text},
    )


def withdraw(*, case_id: str, reason: str, by: Actor, at: datetime) -> CaseState:
    """Take a notice of supervision back, with reasons: whoever was asked owes no answer
    any more.
    """
    args = {"reason": reason.strip()}
    return perform(
        case_id=case_id,
        step="withdraw_supervision",
        args=args,
        by=by,
        at=at,
        notes={"reason": reason},
    )
