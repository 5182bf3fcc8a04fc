"""Who is in charge of a matter, or of several at once: assigned, taken on, given back;
and who helps.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.charge import Charge
from huiyin.casework.matter import in_charge, reads
from huiyin.casework.matter.in_charge import Allowed
from huiyin.casework.matter.views import CaseView
from huiyin.organisations.info import StaffInfo
from huiyin.web.kit import error_words, navigation
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.components import Refusal
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms.charge import ChargeForm, HelperForm
from huiyin.web.officer.parts import charge, chosen
from huiyin.web.officer.parts.chosen import Picked, Result

DONE = {
    "take": gettext_lazy("You are in charge of this matter now."),
    "change": gettext_lazy("Recorded: who is in charge."),
    "add": gettext_lazy("Recorded: who helps."),
    "remove": gettext_lazy("Recorded: who helps."),
}


@officer
def page(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Who is in charge of one matter and who helps, and what the reader may change.

    404 for whoever has no say in it; 422 for what cannot be done.
    """
    view = reads.access_case(by=request.actor, case_id=case_id)
    may = in_charge.allowed(request.actor, view.state)
    if not _concerns(request, view, may):
        raise Http404
    people = in_charge.possible(
        in_charge.organ_of(view.state),
        request.today,
        pack=view.pack,
        state=view.state,
    )
    do, _colon, which = request.POST.get("do", "").partition(":")
    held = _forms(request, view, may, people)
    problem = ""
    if request.method == "POST":
        problem = _done(request, case_id, do, which, held.get(do))
        if not problem and do in DONE:
            messages.success(request, DONE[do])
            return redirect("officer:case", case_id=case_id)
    charged = view.state.charge
    names = charge.names_of(charged)
    context = {
        "side": navigation.of(request),
        "view": view,
        "helpers": _helpers(request, charged, names, may),
        "now": names.get(charged.of, ""),
        "form": held.get("change"),
        "helper_form": held.get("add"),
        "problem": problem if do not in held else "",
        # No word is lost where somebody else was faster, and the form is gone
        "written": "" if do in held else request.POST.get("reason", ""),
    }
    return render(
        request,
        "officer/charge.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _concerns(request: OfficeRequest, view: CaseView, may: Allowed) -> bool:
    """Whether the page is the reader's: they may change something, help, or sent words
    when somebody else was faster.
    """
    helping = request.actor.name in view.state.charge.helpers
    handles = request.actor.may(
        in_charge.HANDLE, in_charge.organ_of(view.state)
    )
    return may.change or helping or (request.method == "POST" and handles)


def _forms(
    request: OfficeRequest,
    view: CaseView,
    may: Allowed,
    people: tuple[StaffInfo, ...],
) -> dict[str, forms.Form]:
    """The forms that the reader may fill in; the one that was sent has what was written
    into it.
    """
    do, held = request.POST.get("do", ""), view.state.charge
    made: dict[str, forms.Form] = {}
    if may.assign or may.take or may.give_back:
        made["change"] = ChargeForm(
            request.POST if do == "change" else None,
            people=_without(_offered(request, people, may), held.of),
            back=may.give_back,
        )
    others = _without(people, *held.people)
    if may.helpers and others:
        made["add"] = HelperForm(
            request.POST if do == "add" else None, people=others
        )
    return made


def _offered(
    request: OfficeRequest, people: tuple[StaffInfo, ...], may: Allowed
) -> tuple[StaffInfo, ...]:
    """Whom the reader can put in charge: anybody, themselves, or nobody."""
    if may.assign:
        return people
    return _themselves(request, people) if may.take else ()


def _themselves(
    request: OfficeRequest, people: tuple[StaffInfo, ...]
) -> tuple[StaffInfo, ...]:
    own = request.actor.name
    return tuple(person for person in people if person.actor == own)


def _without(people: tuple[StaffInfo, ...], *names: str) -> list[StaffInfo]:
    return [person for person in people if person.actor not in names]


def _helpers(
    request: OfficeRequest,
    charged: Charge,
    names: Mapping[str, str],
    may: Allowed,
) -> list[tuple[str, str, bool]]:
    """Who helps: by reference and name, and whether the reader may end it."""
    return [
        (helper, names[helper], may.helpers or helper == request.actor.name)
        for helper in charged.helpers
    ]


def _done(
    request: OfficeRequest,
    case_id: str,
    do: str,
    which: str,
    form: forms.Form | None,
) -> str:
    """Do what was sent; returns why it could not be done, "" where it was."""
    told: dict[str, Any] = {
        "case_id": case_id,
        "by": request.actor,
        "at": request.at,
    }
    if form is not None and not form.is_valid():
        return _("Look at what you chose and wrote")
    given: Mapping[str, Any] = form.cleaned_data if form is not None else {}
    try:
        if do == "take":
            in_charge.change(to=request.actor.name, **told)
        elif do == "change" and form is not None:
            in_charge.change(**given, **told)
        elif do == "add" and form is not None:
            in_charge.add_helper(**given, **told)
        elif do == "remove":
            in_charge.remove_helper(helper=which, **told)
        else:
            return _("This could not be done. Look at the page again.")
    except Invalid as invalid:
        if form is not None:
            error_words.refuse(form, invalid)
        return invalid.message
    return ""


@officer
def many(request: OfficeRequest) -> HttpResponse:
    """Change who is in charge of several matters: one person, one reason, an event and
    an answer for each.

    What was ticked stands in the address, so that the page can be loaded again. 404 for
    whoever handles nothing; 422 for mistakes in the form.
    """
    require(request, in_charge.HANDLE)
    picked = chosen.picked(request)
    if not picked:
        return redirect("officer:duties")
    if request.method == "POST" and request.POST.get("do") != "confirm":
        return chosen.to_page("officer:charge_many", picked)
    people = _of_organ(request)
    form = ChargeForm(request.POST or None, people=people, back=True)
    if request.method != "POST" or not form.is_valid():
        context = {
            "side": navigation.of(request),
            "picked": picked,
            "form": form,
        }
        status = 422 if request.method == "POST" else 200
        return render(
            request, "officer/charge_many.html", context, status=status
        )
    given = form.cleaned_data
    results = [_changed(request, matter, **given) for matter in picked]
    return _told(request, results, to=_called(people, given["to"]))


def _of_organ(request: OfficeRequest) -> tuple[StaffInfo, ...]:
    """Whom the reader can put in charge of several matters of their organ: the head
    anybody, others themselves.
    """
    organ = request.actor.organ
    people = in_charge.possible(organ, request.today)
    heads = request.actor.may(in_charge.HEAD, organ)
    return people if heads else _themselves(request, people)


def _told(
    request: OfficeRequest, results: list[Result], *, to: str
) -> HttpResponse:
    """What became of each matter; ``to`` is a name, "" for back to the organ."""
    context = {
        "side": navigation.of(request),
        **chosen.outcome(results),
        "to": to,
    }
    return render(request, "officer/charge_done.html", context)


def _called(people: tuple[StaffInfo, ...], to: str) -> str:
    names = {person.actor: person.called for person in people}
    return names.get(to, "")


def _changed(
    request: OfficeRequest, matter: Picked, *, to: str, reason: str
) -> Result:
    try:
        in_charge.change(
            case_id=matter.case_id,
            to=to,
            by=request.actor,
            at=request.at,
            reason=reason,
        )
    except Invalid as invalid:
        return Result(matter, (Refusal(invalid.message),))
    except NotFound:
        return chosen.gone(matter)
    return Result(matter)
