"""Somebody comes who acts for the petitioner: recording them at the window, and their
code, shown this once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render

from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake.agents import Appointed, appoint_agent
from huiyin.casework.matter import agents, reads
from huiyin.casework.matter.views import CaseView
from huiyin.organisations import translated
from huiyin.web.kit import error_words, labels, navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms import uploads
from huiyin.web.officer.forms.agents import AppointForm
from huiyin.web.officer.pages import act
from huiyin.web.officer.parts import consequences
from huiyin.web.officer.parts.consequences import Following
from huiyin.web.sections import agents as agent_fields
from huiyin.web.sections import erasures

STEP = "appoint_agent"
NOBODY_GONE: Mapping[str, date] = {}


@dataclass(frozen=True, slots=True)
class AgentLine:
    """An agent in words, and the file that proves the authority."""

    position: int
    title: str
    told: str
    paper: str
    standing: bool
    gone: str


def of(
    view: CaseView,
    request: OfficeRequest,
    gone: Mapping[str, date] = NOBODY_GONE,
) -> tuple[AgentLine, ...]:
    """Who acts for the petitioner in this matter, by number, without a name; ``gone``:
    whose name was erased.
    """
    return tuple(
        AgentLine(
            agent.position,
            agent_fields.title(view.pack, agent),
            agent_fields.told(view.pack, agent, request.today),
            agent.paper,
            agent.standing,
            erasures.instead(agent.identity, gone),
        )
        for agent in agents.of(view, request.today)
    )


@officer
def appoint(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Record an agent who has shown their paper; then the slip with their code.

    404 where the law knows no agents, 409 where it refuses this one, 422 for mistakes
    in the form.
    """
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
            case_id=case_id,
            by=request.actor,
            at=request.at,
            draft=uploads.token(form),
            **form.appointing(),
        )
    except Refused as refused:
        reasons = Following(
            refusals=tuple(labels.refusals_short(refused.grounds))
        )
        return _page(request, view, form, shown=reasons, status=409)
    except Invalid as invalid:
        error_words.refuse(form, invalid)
        return _page(request, view, form, status=422)
    return _slip(request, view, done)


def _form(
    view: CaseView, request: OfficeRequest, *, sent: bool = False
) -> AppointForm:
    form = (
        AppointForm(request.POST, request.FILES, label_suffix="")
        if sent
        else AppointForm(label_suffix="")
    )
    form.offer(view.pack, request.today)
    return form


def _slip(
    request: OfficeRequest, view: CaseView, done: Appointed
) -> HttpResponse:
    context = {
        "side": navigation.of(request),
        "view": view,
        "number": done.position,
        "code": done.code,
        "office": translated.organ_name(request.actor.organ),
        "agent": next(
            (
                agent
                for agent in of(
                    reads.access_case(by=request.actor, case_id=view.case_id),
                    request,
                )
                if agent.position == done.position
            ),
            None,
        ),
    }
    return render(request, "officer/agent_code.html", context)


def _page(
    request: OfficeRequest,
    view: CaseView,
    form: AppointForm,
    *,
    shown: Following | None = None,
    status: int = 200,
) -> HttpResponse:
    option = act.option_of(request, view, STEP)
    if option is None or option.ruling.refused:
        refusals = (
            option.ruling.refusals
            if option
            else act.standing(request, view, STEP)
        )
        return act.impossible(request, view, STEP, refusals)
    step = view.pack.step(STEP)
    context = {
        "side": navigation.of(request),
        "view": view,
        "title": translated.law_text(option.title),
        "plain": translated.law_text(step.plain),
        "note": translated.law_text(step.note),
        "citation": labels.grounds_short(view.pack, step.grounds),
        "form": form,
        "kept": uploads.kept(form),
        "following": shown
        or consequences.of(view, option.ruling, today=request.today),
    }
    return render(request, "officer/agent.html", context, status=status)
