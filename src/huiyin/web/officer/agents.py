"""Somebody comes who acts for the petitioner: recording them at the window, and their code, shown this once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from huiyin.casework.cases import agents, reads
from huiyin.casework.cases.errors import Invalid, Refused
from huiyin.casework.cases.reads import CaseView
from huiyin.casework.intake.agents import Appointed, appoint_agent
from huiyin.web import agent_fields, erasure_words
from huiyin.web.officer import acting, following, side, uploads, words
from huiyin.web.officer.agent_forms import AppointForm
from huiyin.web.officer.following import Following
from huiyin.web.officer.gate import officer
from huiyin.web.officer.request import OfficeRequest

STEP = "appoint_agent"
NOBODY_GONE: Mapping[str, date] = {}


@dataclass(frozen=True, slots=True)
class One:
    """An agent in words, and the file that proves the authority."""

    position: int
    title: str
    told: str
    paper: str
    standing: bool
    gone: str


def of(view: CaseView, request: OfficeRequest, gone: Mapping[str, date] = NOBODY_GONE) -> tuple[One, ...]:
    """Who acts for the petitioner in this matter, by number, without a name; ``gone``: whose name was erased."""
    return tuple(
        One(
            one.position,
            agent_fields.title(view.pack, one),
            agent_fields.told(view.pack, one, request.today),
            one.paper,
            one.standing,
            erasure_words.instead(one.identity, gone),
        )
        for one in agents.of(view, request.today)
    )


@officer
def appoint(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Record an agent who has shown their paper; then the slip with their code."""
    view = reads.access_case(by=request.actor, case_id=case_id)
    if STEP not in view.pack.steps:
        raise Http404
    if request.method != "POST":
        return _page(request, view, _form(view, request))
    form = _form(view, request, sent=True)
    form.is_valid()
    uploads.take(form, request)
    if request.POST.get("do", "confirm") != "confirm" or not form.is_valid():
        return _page(request, view, form, status=422)
    try:
        done = appoint_agent(
            case_id=case_id, by=request.actor, at=request.at, draft=uploads.token(form), **form.appointing()
        )
    except Refused as refused:
        reasons = Following(refusals=tuple(words.refusals(refused.grounds)))
        return _page(request, view, form, shown=reasons, status=409)
    except Invalid as invalid:
        form.add_error(invalid.field if invalid.field in form.fields else None, gettext(invalid.message))
        return _page(request, view, form, status=422)
    return _slip(request, view, done)


def _form(view: CaseView, request: OfficeRequest, *, sent: bool = False) -> AppointForm:
    form = AppointForm(request.POST, request.FILES, label_suffix="") if sent else AppointForm(label_suffix="")
    form.offer(view.pack, request.today)
    return form


def _slip(request: OfficeRequest, view: CaseView, done: Appointed) -> HttpResponse:
    context = {
        "side": side.of(request),
        "view": view,
        "number": done.position,
        "code": done.code,
        "office": words.organ(request.actor.organ),
        "agent": next((one for one in of(reads.access_case(by=request.actor, case_id=view.case_id), request)
                       if one.position == done.position), None),
    }  # fmt: skip
    return render(request, "officer/agent_code.html", context)


def _page(
    request: OfficeRequest, view: CaseView, form: AppointForm, *, shown: Following | None = None, status: int = 200
) -> HttpResponse:
    option = acting.option_of(request, view, STEP)
    if option is None or option.ruling.refused:
        refusals = option.ruling.refusals if option else acting.standing(request, view, STEP)
        return acting.impossible(request, view, STEP, refusals)
    step = view.pack.step(STEP)
    context = {
        "side": side.of(request),
        "view": view,
        "title": words.say(option.title),
        "plain": words.say(step.plain),
        "note": words.say(step.note),
        "citation": words.grounds(view.pack, step.grounds),
        "form": form,
        "kept": uploads.kept(form),
        "following": shown or following.of(view, option.ruling, today=request.today),
    }
    return render(request, "officer/agent.html", context, status=status)
