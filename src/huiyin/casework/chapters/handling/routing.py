"""Where a matter goes: forwarded, objected to, returned, handed over, and who is competent."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.basis.found_organs import superior_of
from huiyin.casework.chapters.handling.steps import named_organ, take_step
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads
from huiyin.casework.matter.command import Files
from huiyin.organisations import reads as organs


def forward(
    *,
    case_id: str,
    to: str,
    by: Actor,
    at: datetime,
    report_by: date | None = None,
    told_where: str = "",
    note: str = "",
    files: Files = (),
) -> CaseState:
    """Pass a registered matter to the competent organ (转送), or with a date to report
    back (交办, ``report_by``).

    Discharges the duty to route; the addressee owes written notice within 15 days (R22
    Art 22, 23). What was brought to an organ that is no petition office is passed on
    only with the written notice of where it goes, ``told_where`` (Art 23). A report of
    wrongdoing goes to discipline organs only, never to the unit concerned (Art 22, 30).
    """
    args = {
        **named_organ(to),
        "mode": "assign" if report_by else "forward",
        "report_by": report_by,
    }
    if told_where.strip():
        args["told_where"] = told_where.strip()
        return take_step(
            "forward",
            case_id,
            by,
            at,
            args,
            files=files,
            note=note,
            told_where=told_where,
        )
    return take_step("forward", case_id, by, at, args, files=files, note=note)


def object_to(
    *, case_id: str, reason: str, by: Actor, at: datetime, files: Files = ()
) -> CaseState:
    """Object to being the wrong addressee, with reasons, within 5 working days of
    receipt (R22 Art 23).
    """
    return take_step(
        "object",
        case_id,
        by,
        at,
        {"reason": reason.strip()},
        files=files,
        reason=reason,
    )


def agree_return(*, case_id: str, by: Actor, at: datetime) -> CaseState:
    """The sender agrees to an objection: the matter comes back and must be routed again
    (R22 Art 23).
    """
    return take_step("agree_return", case_id, by, at)


def decline_return(*, case_id: str, reason: str, by: Actor, at: datetime) -> CaseState:
    """The sender does not agree to an objection, with reasons; the addressee stays
    responsible (R22 Art 23).
    """
    return take_step(
        "decline_return", case_id, by, at, {"reason": reason.strip()}, reason=reason
    )


def offer_handover(
    *, case_id: str, to: str, reason: str, by: Actor, at: datetime
) -> CaseState:
    """Offer the matter to another organ, with a reason.

    All duties stay until it accepts (首接首办). Refused after three hand-overs: then the
    common superior must decide who is competent (R22 Art 24).
    """
    args = {**named_organ(to), "reason": reason.strip()}
    return take_step("offer_handover", case_id, by, at, args, reason=reason)


def accept_handover(*, case_id: str, by: Actor, at: datetime) -> CaseState:
    """Take over a matter that was offered, with every open duty at its date: a
    hand-over moves no clock.
    """
    return take_step("accept_handover", case_id, by, at)


def decline_handover(
    *, case_id: str, reason: str, by: Actor, at: datetime
) -> CaseState:
    """Decline a matter that was offered, with a reason; it stays where it is."""
    return take_step(
        "decline_handover", case_id, by, at, {"reason": reason.strip()}, reason=reason
    )


def withdraw_handover(*, case_id: str, by: Actor, at: datetime) -> CaseState:
    """Take back an offer that has not been answered."""
    return take_step("withdraw_handover", case_id, by, at)


def refer_competence(
    *, case_id: str, reason: str, by: Actor, at: datetime
) -> CaseState:
    """Ask the common superior to decide who is competent (R22 Art 24).

    The superior is found in the tree: the lowest organ above all those that had the
    matter. Of a report of wrongdoing it is the discipline organ above (Art 30): nobody
    else is told that there is one.
    """
    case = reads.access_row(by=by, case_id=case_id)
    pack = law_access.pack(case.pack)
    kind = (
        pack.terms["categories"].terms[case.category].competent if case.sealed else ""
    )
    decides = (
        organs.competent_above(case.handler, kind)
        if kind
        else organs.organ(superior_of(case.parties))
    )
    if decides is None:
        raise Invalid(
            "to",
            _(
                "there is no organ above in the tree; ask the petition office where to turn"
            ),
        )
    args = {"to": decides.code, "reason": reason.strip()}
    if "refer_competence" in pack.steps and pack.step("refer_competence").arg(
        "to_kind"
    ):
        args["to_kind"] = decides.kind
    return take_step("refer_competence", case_id, by, at, args, reason=reason)


def decide_competence(
    *, case_id: str, to: str, reason: str, by: Actor, at: datetime
) -> CaseState:
    """The common superior decides which organ is competent (R22 Art 24); every open
    duty goes there at its date.
    """
    args = {**named_organ(to), "reason": reason.strip()}
    return take_step("decide_competence", case_id, by, at, args, reason=reason)
