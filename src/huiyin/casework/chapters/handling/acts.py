"""Handling: forward, notify, accept, refuse, divert, extend, decide, serve, conclude.
Each act is one step of the pack.

All take ``case_id``, ``by`` and ``at`` (an aware instant), return the matter's new
state, and raise Refused with the law's grounds, NotFound where the actor may not know
the matter, Invalid for unusable input; then nothing is changed. Acts that owe a letter
take ``files``: what the event keeps of the signed papers (``intake.papers`` hands them
in).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huiyin.casework.basis import active_organs, law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.steps import take_step
from huiyin.casework.events import CaseState
from huiyin.casework.matter import participants, reads, visits
from huiyin.casework.matter.command import Files, perform
from huiyin.casework.matter.fillers import completed, trimmed
from huiyin.casework.matter.work import NO_DATA


def take(
    *,
    case_id: str,
    step: str,
    args: Mapping[str, Any],
    by: Actor,
    at: datetime,
    agent: int = 0,
    files: Files = (),
) -> CaseState:
    """Take any step of the pack by its arguments: what is asked for in ``args`` and nothing more.

    Organs that the pack finds in the tree and the kinds of organs that are named are
    filled in; words are kept as notes beside the event. A pack's new step needs no act
    of its own. ``agent`` is the position of the agent who stood at the window, 0 for
    nobody: their authority must cover the step too, and the event names them.
    """
    case = reads.access_row(by=by, case_id=case_id)
    pack = law_access.pack(case.pack)
    rule = pack.steps.get(step)
    told = trimmed(args)
    notes = {}
    if rule is not None:
        asked = [arg.name for arg in rule.asked if arg.note]
        notes = {name: str(told.get(name) or "") for name in asked}
        on = law_access.local_day(pack, at)
        told = completed(rule, told, parties=case.parties, who=by, on=on)
        if rule.arg(participants.WAITING) is not None:
            told |= participants.waiting_args(case_id)
    return perform(
        case_id=case_id,
        step=step,
        args=told,
        by=by,
        at=at,
        notes=notes,
        agent=agent,
        files=files,
    )


def notify(
    *,
    case_id: str,
    text: str,
    by: Actor,
    at: datetime,
    files: Files = (),
    on_the_spot: bool = False,
) -> CaseState:
    """Tell the petitioner in writing (``text``) that the matter is here and how it will
    be handled (R22 Art 23).

    "Notified" is not yet "accepted": the 60 days do not run. ``on_the_spot``: the
    notice is handed to a visitor there and then; refused where nobody brought the
    matter to this organ today.
    """
    args: dict[str, Any] = {}
    if on_the_spot:
        view = reads.access_case(by=by, case_id=case_id)
        today = law_access.local_day(view.pack, at)
        args = {"on_the_spot": True, "brought_today": visits.brought_today(view, today)}
    return take_step("notify", case_id, by, at, args, files=files, text=text)


def accept(
    *, case_id: str, by: Actor, at: datetime, note: str = "", files: Files = ()
) -> CaseState:
    """Accept the matter (受理), which opens the handling period: 60 days for an appeal
    (R22 Art 34).
    """
    return take_step("accept", case_id, by, at, NO_DATA, files=files, note=note)


def refuse(
    *,
    case_id: str,
    ground: str,
    competent_organ: str,
    explanation: str,
    by: Actor,
    at: datetime,
    last_day: date | None = None,
    earlier_number: str = "",
    facts: str = "",
    files: Files = (),
    superior: bool = False,
) -> CaseState:
    """Do not accept the matter (不予受理), on a ground of the pack, naming the competent
    organ and its remedy.

    ``last_day`` is the last day for that remedy where it is known; ``earlier_number``
    names the matter that was already re-reviewed, where that is the ground, and
    ``facts`` says whether facts and reasons are "same" or "new": new ones cannot be
    refused on it (R22 Art 36). Where it is that the matter is in progress, ``superior``
    says that an organ below handles it (Art 19); of a matter of this register the tree
    says so itself.
    """
    below = active_organs.handled_below(earlier_number.strip(), by.organ)
    args: dict[str, Any] = {
        "ground": ground,
        "earlier_number": earlier_number.strip() or None,
        "competent_organ": competent_organ.strip(),
        "explanation": explanation.strip(),
        "last_day": last_day,
    }
    if facts:
        args["facts"] = facts
    if superior and below is not False:
        args["superior"] = True
    return take_step(
        "refuse",
        case_id,
        by,
        at,
        args,
        files=files,
        explanation=explanation,
        competent_organ=competent_organ,
    )


def divert(
    *,
    case_id: str,
    route: str,
    competent_organ: str,
    explanation: str,
    by: Actor,
    at: datetime,
    last_day: date | None = None,
    files: Files = (),
    own_procedure: bool = False,
) -> CaseState:
    """Lead the matter to the statutory route that the law provides for it (R22 Art 31 (1)-(5)).

    ``route`` is one of the pack's; ``last_day`` the last day for filing there where it
    is known. ``own_procedure`` says that this organ itself decides on that route: then
    it leads the matter in instead (step "lead_in").
    """
    args: dict[str, Any] = {
        "route": route,
        "competent_organ": competent_organ.strip(),
        "explanation": explanation.strip(),
        "last_day": last_day,
    }
    if own_procedure:
        args["own_procedure"] = True
    return take_step(
        "divert",
        case_id,
        by,
        at,
        args,
        files=files,
        explanation=explanation,
        competent_organ=competent_organ,
    )


def extend(
    *,
    case_id: str,
    days: int,
    reason: str,
    by: Actor,
    at: datetime,
    further: Mapping[str, Any] = NO_DATA,
    files: Files = (),
) -> CaseState:
    """Extend the handling period once, by 1-30 calendar days, by the head, with reasons
    told (R22 Art 34).

    ``further`` is what a pack that stands on another asks besides, here and in decide,
    serve and conclude.
    """
    return take_step(
        "extend",
        case_id,
        by,
        at,
        {"days": days, "reason": reason.strip(), **further},
        files=files,
        reason=reason,
    )


def report(*, case_id: str, text: str, by: Actor, at: datetime) -> CaseState:
    """Report the result back to the office that assigned the matter with a date (R22 Art 22)."""
    return take_step("report", case_id, by, at, {"text": text.strip()}, text=text)


def serve(
    *,
    case_id: str,
    method: str,
    received_on: date,
    by: Actor,
    at: datetime,
    execute_by: date | None = None,
    notice: Mapping[str, str] = NO_DATA,
    further: Mapping[str, Any] = NO_DATA,
    files: Files = (),
) -> CaseState:
    """Record that the opinion reached the petitioner (送达), how, and on which day: the
    right to ask for a review runs from receipt (R22 Art 35), after a public notice from
    30 days after it (CPL Art 95). ``received_on`` is then the day of the notice, and
    ``notice`` says on which ground it was given and what was tried before.
    ``execute_by`` is the day by which what was promised will be done (Art 32).
    """
    args = {
        "method": method,
        "received_on": received_on,
        "execute_by": execute_by,
        **notice,
        **further,
    }
    return take_step(
        "serve",
        case_id,
        by,
        at,
        args,
        files=files,
        notice_reason=notice.get("notice_reason", ""),
    )


def give_paper(
    *,
    case_id: str,
    method: str,
    received_on: date,
    by: Actor,
    at: datetime,
    notice: Mapping[str, str] = NO_DATA,
    files: Files = (),
) -> CaseState:
    """Record that the petitioner, who had asked for it, has a simplified answer on
    paper: in person, by post, or by public notice as in ``serve``. The 30 days to ask
    for a review run from here (R22 Art 35).
    """
    args = {"method": method, "received_on": received_on, **notice}
    return take_step(
        "give_paper",
        case_id,
        by,
        at,
        args,
        files=files,
        notice_reason=notice.get("notice_reason", ""),
    )


def conclude(
    *,
    case_id: str,
    reason: str,
    by: Actor,
    at: datetime,
    petitioner_agrees: bool = False,
    further: Mapping[str, Any] = NO_DATA,
) -> CaseState:
    """Close the file (终结): once the time to ask for a review has run out, or earlier if
    the petitioner agrees.
    """
    args = {"reason": reason.strip(), "petitioner_agrees": petitioner_agrees, **further}
    return take_step("conclude", case_id, by, at, args, reason=reason)


def rate(
    *, case_id: str, rating: str, by: Actor, at: datetime, comment: str = ""
) -> CaseState:
    """The petitioner rates the answer, once (R22 Art 21); nobody else can."""
    return take_step("rate", case_id, by, at, {"rating": rating}, comment=comment)


def withdraw(*, case_id: str, by: Actor, at: datetime, reason: str = "") -> CaseState:
    """The petitioner takes the matter back before the answer is served; all its duties
    end, its history stays.

    A joint petition is withdrawn only when every signatory agrees; a report of
    wrongdoing is examined all the same once it is registered (R22 Art 30).
    """
    args = {"reason": reason.strip(), **participants.withdrawal_args(case_id)}
    return take_step("withdraw", case_id, by, at, args, reason=reason)
