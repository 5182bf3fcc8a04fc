"""Erasing a name on request, or because the term is over (PIPL 47, 50): asking,
answering, and doing it, which takes two persons.

No step of a procedure: nothing here moves a date or a state. The request and its answer
stand in the matter's history, with places in the matter and codes; the name itself is
in the vault, whose key is destroyed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake.counter import may_correct
from huiyin.casework.chapters.intake.erasing_events import (
    PETITIONER,
    add,
    against,
    asked_of,
    locked,
    names,
    proposed_request,
    refuse_twice,
    refuse_while,
    wait,
    waiting_request,
    why,
)
from huiyin.casework.events import (
    ERASED,
    ERASURE_ASKED,
    ERASURE_DUE,
    ERASURE_PROPOSED,
    ERASURE_REFUSED,
    ERASURE_SENT_BACK,
    ERASURE_TAKEN_BACK,
    CaseState,
)
from huiyin.casework.matter import erasures, keeping
from huiyin.casework.matter.command import Notes
from huiyin.casework.matter.erasures import (
    BELONGS,
    BY_LAW,
    CONTACT,
    PROPOSED,
    Against,
    Request,
)
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, ErasureWaiting, Note
from huiyin.people import acts as people
from huiyin.people import reads as vault
from huiyin.people.vocabulary import Seen


@transaction.atomic
def ask(
    *,
    case_id: str,
    by: Actor,
    at: datetime,
    places: Sequence[str] = (),
    seen: str = "",
) -> CaseState:
    """Record that somebody asks for their own name to be erased (PIPL 47); returns how
    the matter stands then.

    The petitioner asks with number and code, for what is known to be theirs; at the
    counter somebody who may correct particulars records it, says which ``places`` are
    of the person who asks, and on what ground (``seen``, a code of ``Seen``) it is
    known. What stands against it by the state of the matter or by a day is answered at
    once, with the reason. NotFound where the actor may not; Invalid for a sealed
    matter, for a name that is not there, and while a request for it waits or was
    answered today.
    """
    case, earlier = locked(case_id, by)
    if by.kind != PETITIONER:
        _check_counter(case, seen, by)
    work = Work.load(case)
    whose = asked_of(case, earlier, places, by)
    refuse_twice(earlier, whose, work, by=by, at=at)
    today = work.day(at, by=by)
    due, organ = erasures.answer_by(today), case.parties["receiver"]
    said: dict[str, Any] = {
        "places": whose,
        "due": due.isoformat(),
        "organ": organ,
    }
    if seen:
        said["seen"] = seen
    add(work, ERASURE_ASKED, said, by=by, at=at)
    asked = work.state.event_seq
    stands = keeping.against(work.pack, work.state, today) or (
        keeping.named_day(keeping.by_law(earlier, today), whose)
    )
    if stands is not None:
        answer = {"asked": asked, **_reason(stands)}
        add(work, ERASURE_REFUSED, answer, by=Actor.system(), at=at)
        return commit(work)
    return wait(work, organ, today)


def _check_counter(case: Case, seen: str, by: Actor) -> None:
    """Whether the actor may record a request, and says how they know who asks."""
    if not may_correct(by, case.parties):
        raise NotFound("this is not yours to record")
    if seen not in Seen.values or seen == Seen.OWN_MISTAKE:
        raise Invalid("seen", _("say how you know who it is"))


@transaction.atomic
def propose_due(*, case_id: str, by: Actor, at: datetime) -> CaseState:
    """Propose that all names of a matter are erased because the office's term is over;
    nobody has asked (PIPL 47, first paragraph). Those stay that a law has kept until a
    day to come. The first of two persons; returns how the matter stands then.

    NotFound where the actor may not propose. Invalid where something stands against it,
    where no name is left, and while a request waits.
    """
    case, earlier = locked(case_id, by)
    organ = case.parties["receiver"]
    if not erasures.may_propose(by, organ):
        raise NotFound("this is not yours to propose")
    if any(request.waits for request in earlier):
        raise Invalid(
            "asked", _("a request waits in this matter: answer it first")
        )
    work = Work.load(case)
    today = work.day(at, by=by)
    refuse_while(keeping.against(work.pack, work.state, today))
    there, kept = places_of(case_id), keeping.by_law(earlier, today)
    if not there:
        raise Invalid("places", _("there is no such name in this matter"))
    places = due_of(there, kept)
    if not places:
        refuse_while(keeping.named_day(kept, there))
    due = erasures.answer_by(today).isoformat()
    said = {"places": list(places), "due": due, "organ": organ}
    add(work, ERASURE_DUE, said, by=by, at=at)
    return wait(work, organ, today, proposed=True)


@transaction.atomic
def take_back(
    *, case_id: str, asked: int, by: Actor, at: datetime
) -> CaseState:
    """The petitioner takes their request back while it waits. ``asked`` is the number
    of the event by which it was made.

    NotFound for a request of somebody else, and for one that was recorded at the
    counter.
    """
    case, earlier = locked(case_id, by)
    request = waiting_request(earlier, asked)
    if by.kind != PETITIONER or request.recorded_by != by.name:
        raise NotFound("this is not yours to take back")
    return _close(case, request, ERASURE_TAKEN_BACK, {}, by=by, at=at)


@transaction.atomic
def propose(
    *,
    case_id: str,
    asked: int,
    by: Actor,
    at: datetime,
    also: Sequence[str] = (),
) -> CaseState:
    """The first of two persons proposes that what was ``asked`` (the number of that
    event) is done; ``also``: further contacts of the same person.

    NotFound where the actor may not propose. Invalid where it was proposed or answered
    already, where something stands against it now, and for a place that is no contact
    of this matter.
    """
    case, earlier = locked(case_id, by)
    request = waiting_request(earlier, asked)
    if not erasures.may_propose(by, request.organ):
        raise NotFound("this is not yours to propose")
    if request.state == PROPOSED:
        raise Invalid(
            "asked", _("it is proposed already, and waits for a second person")
        )
    work = Work.load(case)
    refuse_while(_against(work, request, by=by, at=at))
    free = names(case, earlier)
    if also and request.mistaken:
        raise Invalid("also", _("a name recorded by mistake is proposed alone"))
    kept = keeping.by_law(earlier, work.day(at, by=by))
    free = due_of(free, kept)
    if not all(place in free and place.startswith(CONTACT) for place in also):
        raise Invalid("also", _("there is no such name in this matter"))
    places = list(dict.fromkeys((*request.places, *also)))
    add(
        work, ERASURE_PROPOSED, {"asked": asked, "places": places}, by=by, at=at
    )
    ErasureWaiting.objects.filter(pk=f"{case_id}.{asked}").update(proposed=True)
    return commit(work)


@transaction.atomic
def send_back(
    *, case_id: str, asked: int, reason: str, by: Actor, at: datetime
) -> CaseState:
    """The second person does not confirm what was ``asked`` (the number of that event),
    and says why among the offices; the request waits for an answer again.
    """
    case, earlier = locked(case_id, by)
    request = proposed_request(earlier, asked, by)
    work = Work.load(case)
    kept = Notes(work, reason=why(reason))
    add(
        work,
        ERASURE_SENT_BACK,
        {"asked": asked, "places": list(request.places)},
        by=by,
        at=at,
        more=kept.data(),
    )
    state = commit(work)
    ErasureWaiting.objects.filter(pk=f"{case_id}.{asked}").update(
        proposed=False
    )
    Note.objects.bulk_create(kept.rows(case_id, state.event_seq))
    return state


@transaction.atomic
def refuse(
    *,
    case_id: str,
    asked: int,
    reason: str,
    by: Actor,
    at: datetime,
    until: date | None = None,
) -> CaseState:
    """Answer what was ``asked`` (the number of that event): the name is not erased
    (PIPL 50). ``reason`` says to the petitioner which law has it kept, ``until`` the
    last day that it names, None where it names none. Returns how the matter stands then.

    Where the matter is open again, or a term runs, that is the reason, and words are
    added to it where there are any. Of a name proposed as recorded by mistake the
    reason is that it belongs here, in words. NotFound where the actor may not answer.
    """
    case, earlier = locked(case_id, by)
    request = waiting_request(earlier, asked)
    if not erasures.may_answer(by, request.organ):
        raise NotFound("this is not yours to answer")
    work = Work.load(case)
    stands = _against(work, request, by=by, at=at)
    words = why(reason) if stands is None or reason.strip() else ""
    if stands is None:
        stands = _kept_by_law(request, until, work.day(at, by=by))
    return _close(
        case,
        request,
        ERASURE_REFUSED,
        _reason(stands),
        by=by,
        at=at,
        reason=words,
    )


@transaction.atomic
def confirm(*, case_id: str, asked: int, by: Actor, at: datetime) -> CaseState:
    """The second person, head of the organ that answers, confirms what was ``asked``
    (the number of that event): the keys of the names are destroyed, for ever.

    Never whoever proposed it or took the request down. Invalid where something stands
    against it now.
    """
    case, earlier = locked(case_id, by)
    request = proposed_request(earlier, asked, by)
    work = Work.load(case)
    refuse_while(_against(work, request, by=by, at=at))
    held, free = erasures.identities(case_id), names(case, earlier)
    for place in request.places:
        if place not in free:
            continue  # another request had it erased
        people.erase(
            identity_id=held[place],
            by=by.name,
            organ=by.organ,
            at=at,
            reason=request.cause,
            case=case_id,
        )
    done: dict[str, Any] = {"places": list(request.places)}
    if request.mistake:
        done["mistake"] = request.mistake
    return _close(case, request, ERASED, done, by=by, at=at)


def _kept_by_law(request: Request, until: date | None, today: date) -> Against:
    """The answer that a law has it kept, or that it was no mistake. Invalid for a last
    day that has passed: by it nothing is kept any more.
    """
    if request.mistaken:
        return Against(BELONGS)
    if until is not None and until < today:
        raise Invalid(
            "until", _("this day has passed: nothing is kept by it any more")
        )
    return Against(BY_LAW, until)


def places_of(case_id: str) -> tuple[str, ...]:
    """The places of a matter whose names are still there, in order; for a page that
    asks whose it is.
    """
    held = erasures.identities(case_id)
    gone = vault.erased(held.values())
    return tuple(
        place for place, identity in held.items() if identity not in gone
    )


def due_of(
    there: Sequence[str], kept: Mapping[str, keeping.Kept]
) -> tuple[str, ...]:
    """Those of the names that are there which go once the term is over: all but those
    that a law has kept until a day that was named.
    """
    return tuple(
        place for place in there if keeping.named_day(kept, [place]) is None
    )


def _against(
    work: Work, request: Request, *, by: Actor, at: datetime
) -> Against | None:
    return against(work.pack, work.state, request, work.day(at, by=by))


def _reason(stands: Against) -> dict[str, str]:
    return {
        "reason": stands.code,
        **({"until": stands.until.isoformat()} if stands.until else {}),
    }


def _close(
    case: Case,
    request: Request,
    kind: str,
    said: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> CaseState:
    """The answer to a request, with words for the petitioner where there are any; it
    waits no longer.
    """
    work = Work.load(case)
    kept = Notes(work, reason=reason)
    add(
        work,
        kind,
        {"asked": request.seq, **said},
        by=by,
        at=at,
        more=kept.data(),
    )
    state = commit(work)
    ErasureWaiting.objects.filter(pk=f"{case.pk}.{request.seq}").delete()
    Note.objects.bulk_create(kept.rows(case.pk, state.event_seq))
    return state
