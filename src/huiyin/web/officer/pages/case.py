"""The page of one matter: what is owed now, the matter itself, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huiyin.casework.basis import law_access
from huiyin.casework.chapters.handling import naming
from huiyin.casework.chapters.intake import counter
from huiyin.casework.lists import search
from huiyin.casework.matter import erasures, in_charge, reads
from huiyin.casework.matter.timeline import Entry, timeline
from huiyin.casework.matter.views import CaseView
from huiyin.law.terms.ruling import Option
from huiyin.organisations import translated
from huiyin.people import reads as people
from huiyin.people.vocabulary import Purpose
from huiyin.web.kit import labels, navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.case_address import case_address
from huiyin.web.kit.components import Row
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.pages import agents
from huiyin.web.officer.parts import (
    charge,
    cross_area,
    history,
    joint_organs,
    matter,
    open_duties,
    petitioners,
    urgent,
)

# Why staff open an identity here; petitioners open their own elsewhere.
PURPOSES = tuple(
    (code, label) for code, label in Purpose.choices if code != Purpose.OWN
)


@require_safe
@officer
def page(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Everything about a matter, for staff entitled to it."""
    view = reads.access_case(by=request.actor, case_id=case_id)
    show = request.GET.get("show", "")
    if show not in history.SHOWS:
        show = ""
    options = reads.options(view=view, by=request.actor, at=request.at)
    entries = timeline(view)
    context = {
        "side": navigation.of(request),
        "view": view,
        "state": labels.law_title(view.pack.state(view.state.state).title),
        "own": request.actor.organ,
        "owed": open_duties.duties(view),
        "stands_in": translated.organ_name(
            naming.ended_organ(view, request.actor)
        ),
        "buttons": open_duties.buttons(view, options),
        "may_take": in_charge.allowed(request.actor, view.state).take,
        "facts": _facts(request, view, entries),
        "claims": matter.claims(view),
        **_people(request, view, entries),
        "loose_files": matter.loose_files(view, entries),
        "rights": matter.rights(view),
        "panel": matter.ways(view, request.today, may_sort=_may_sort(options)),
        "may_reveal": may_reveal(request, view)
        and not view.state.values.get("sealed"),
        "may_correct": counter.may_correct(request.actor, view.state.parties)
        and not view.state.values.get("sealed"),
        "may_propose_erasing": erasures.may_propose(
            request.actor, view.state.parties["receiver"]
        ),
        "purposes": PURPOSES,
        "joint_organs": joint_organs.of(
            view, entries, own=request.actor.organ, today=request.today
        ),
        "lines": history.lines(view, show=show, entries=entries),
        "shows": history.SHOWS.items(),
        "show": show,
    }
    return render(request, "officer/case.html", context)


def _facts(
    request: OfficeRequest, view: CaseView, entries: Sequence[Entry]
) -> list[Row]:
    """The matter at a glance: what it is, where it lies, and what it belongs to."""
    return [
        *matter.facts(view),
        *charge.rows(view, request.actor),
        *matter.place(view, entries),
        *matter.hearing(view, entries, request.today),
        *urgent.rows(view),
        *cross_area.rows(view),
        *matter.linked_matters(view, request.actor),
    ]


def _people(
    request: OfficeRequest, view: CaseView, entries: Sequence[Entry]
) -> dict[str, Any]:
    """Who brought it, signed it and acts in it, whose name was erased, and who asks for
    that now.
    """
    requests = erasures.requests(entries)
    gone = erasures.gone(view.case_id, requests)
    together, acting = (
        petitioners.together(view, gone),
        agents.of(view, request, gone),
    )
    names = {
        contact.identity
        for contact in view.contacts
        if contact.has_identity and contact.identity not in gone
    }
    beside = [person.gone for person in together.people] + [
        agent.gone for agent in acting
    ]
    return {
        "together": together,
        "agents": acting,
        "contacts": petitioners.contacts(view, gone),
        "erasures": [erasure for erasure in requests if erasure.waits],
        "names_there": bool(names) or not all(beside),
        "may_renew_code": any(
            not contact.repeat and contact.identity in names
            for contact in view.contacts
        ),
    }


def _may_sort(options: tuple[Option, ...]) -> bool:
    """Whether the reader may sort the matter by law now."""
    return any(
        option.step == "sort_by_law" and option.ruling.allowed
        for option in options
    )


def may_reveal(request: OfficeRequest, view: CaseView) -> bool:
    """Whether the actor may open identities in this matter."""
    return people.may_open(request.actor, reads.towards(view))


def _with_states(
    matters: Sequence[search.Titled],
) -> list[tuple[search.Titled, str, str]]:
    """Matters, each with the address of its page and what its state is called."""
    called: dict[tuple[str, str], str] = {}
    rows = []
    for listed in matters:
        state = listed.pack, listed.state
        if state not in called:
            pack = law_access.pack(listed.pack)
            called[state] = labels.law_title(pack.state(listed.state).title)
        rows.append((listed, case_address(listed.case_id), called[state]))
    return rows


@require_safe
@officer
def by_number(request: OfficeRequest) -> HttpResponse:
    """Go to a matter by its number; where none is meant, list those of the actor's
    organ whose title has the words.
    """
    number, after = (
        request.GET.get("number", "").strip()[:100],
        request.GET.get("after", ""),
    )
    fitting = (
        [] if after else reads.find_numbers(by=request.actor, number=number)
    )
    if len(fitting) == 1:
        return redirect("officer:case", case_id=fitting[0][0])
    titled = (
        search.TitledPage()
        if fitting
        else search.by_title(by=request.actor, words=number, after=after)
    )
    context = {
        "side": navigation.of(request),
        "number": number,
        "matters": fitting,
        "titled": _with_states(titled.items),
        "next": f"?{urlencode({'number': number, 'after': titled.next})}"
        if titled.next
        else "",
        "first": f"?{urlencode({'number': number})}" if after else "",
    }
    status = 200 if fitting or titled.items else 404
    return render(
        request, "officer/no_such_number.html", context, status=status
    )
