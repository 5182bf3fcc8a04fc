"""Acting for the petitioner: who does, letting somebody, and ending it. An agent sees
themselves here and may stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.casework import acts
from huiyin.casework.basis.actors import AGENT
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake.agents import Appointed, appoint_agent
from huiyin.casework.matter import agents, reads
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.steps import Step
from huiyin.law.terms.ruling import Ruling
from huiyin.organisations.translated import law_text
from huiyin.web.kit.kept import middleware as kept_words
from huiyin.web.kit.labels import grounds_full
from huiyin.web.public import access, uploads
from huiyin.web.public.context import PublicContext, page
from huiyin.web.public.submission import refused
from huiyin.web.sections import agents as agent_fields
from huiyin.web.sections.agents import AgentForm

APPOINT, END = STEPS = ("appoint_agent", "end_agent")


@dataclass(frozen=True, slots=True)
class AgentLine:
    """An agent in words; ``may_end`` says that the visitor can end the authority."""

    position: int
    title: str
    told: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What the matter's page shows of agents. ``own`` is the visitor's own authority
    where they are an agent; then ``hidden`` are the files that prove authorities.
    """

    people: tuple[AgentLine, ...] = ()
    may_appoint: bool = False
    own: str = ""
    hidden: frozenset[str] = frozenset()

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.people or self.may_appoint)


def section(public: PublicContext, view: CaseView) -> Section:
    """Who acts for the petitioner, by number; to an agent only themselves."""
    if APPOINT not in view.pack.steps:
        return Section()
    acting, own = agents.of(view, public.today), public.by.position
    people = tuple(
        AgentLine(
            agent.position,
            agent_fields.title(view.pack, agent),
            agent_fields.told(view.pack, agent, public.today),
            agent_fields.may_end(agent, public.today),
        )
        for agent in acting
        if not own or agent.position == own
    )
    if own:
        return Section(
            people,
            own=f"{people[0].title} · {people[0].told}",
            hidden=agents.papers(acting),
        )
    return Section(people, may_appoint=_ruled(public, view).allowed)


def _ruled(public: PublicContext, view: CaseView) -> Ruling:
    """Whether an agent can be recorded now, as far as it is not a matter of what is written."""
    rulings = (
        option.ruling
        for option in reads.options(view=view, by=public.by, at=public.at)
        if option.step == APPOINT
    )
    return next(rulings, None) or reads.work_on(view).rule(
        APPOINT, {}, by=public.by, at=public.at
    )


def _head(view: CaseView, step: Step) -> dict[str, Any]:
    return {
        "matter": view,
        "title": law_text(step.title),
        "plain": law_text(step.plain),
        "note": law_text(step.note),
        "ground": grounds_full(view.pack, step.grounds),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.own_matter
def appoint(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Let somebody act: who, what for, until when, and the paper; then their code,
    shown this once.

    404 where the law knows no agents, 409 where it does not let this one be appointed.
    """
    if APPOINT not in view.pack.steps:
        raise Http404
    token = uploads.token_of(request)
    form = _form(request, public, view)
    context: dict[str, Any] = {
        **_head(view, view.pack.steps[APPOINT]),
        "form": form,
        "token": token,
    }
    ruling = _ruled(public, view)
    if ruling.refused:
        context |= {"closed": True, "refusals": refused(ruling.refusals)}
        return page(request, public, "follow/agent.html", context)
    problems: Sequence[str] = ()
    if request.method == "POST":
        problems = uploads.keep(request, token=token, at=public.at)
        do = request.POST.get("do", "")
        if do.startswith("drop-"):
            uploads.drop(token, do[5:])
        if do == "send" and form.is_valid() and not problems:
            done = _appointed(public, view, form, token, context)
            if done is not None:
                return page(
                    request,
                    public,
                    "follow/agent_code.html",
                    _issued_code(view, done),
                )
    sent = request.method == "POST" or kept_words.of(request) is not None
    kept = uploads.kept(token) if sent else ()
    accept = {"accept": uploads.accept_attribute(), "kinds": uploads.accepted()}
    return page(
        request,
        public,
        "follow/agent.html",
        {**context, **accept, "problems": problems, "kept": kept},
    )


def _form(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> AgentForm:
    """The questions; where only a file is taken back, with what was written so far and
    no mistakes yet.
    """
    sent = request.POST if request.POST.get("do") == "send" else None
    form = AgentForm(sent, label_suffix="", initial=request.POST.dict())
    form.offer(view.pack, public.today)
    return form


def _appointed(
    public: PublicContext,
    view: CaseView,
    form: AgentForm,
    token: str,
    context: dict[str, Any],
) -> Appointed | None:
    try:
        return appoint_agent(
            case_id=view.case_id,
            by=public.by,
            at=public.at,
            draft=token,
            **form.appointing(),
        )
    except Refused as no:
        context["refusals"] = refused(no.grounds)
    except Invalid as invalid:
        context["problem"] = _(invalid.message)
    return None


def _issued_code(view: CaseView, done: Appointed) -> dict[str, Any]:
    grouped = "-".join(
        done.code[start : start + 5] for start in range(0, len(done.code), 5)
    )
    return {"matter": view, "number": done.position, "code": grouped}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.represented
def end(
    request: HttpRequest, public: PublicContext, view: CaseView, position: int
) -> HttpResponse:
    """Say what ends, and end it when that is confirmed.

    404 for an agent whom the reader may not end, 409 where the law refuses it.
    """
    people = {agent.position: agent for agent in section(public, view).people}
    if position not in people or not people[position].may_end:
        raise Http404
    own = public.by.kind == AGENT
    context: dict[str, Any] = {
        **_head(view, view.pack.steps[END]),
        "agent": people[position],
        "own": own,
    }
    if request.method == "POST":
        try:
            told = {"agent": position, "own_wish": True}
            ending = acts.command(END, view.case_id, told)
            acts.perform(ending, by=public.by, at=public.at)
        except Refused as no:
            context["refusals"] = refused(no.grounds)
        except Invalid as invalid:
            context["problem"] = _(invalid.message)
        else:
            messages.success(
                request,
                _("The authority of agent no. %(number)d has ended.")
                % {"number": position},
            )
            return redirect("public:follow" if own else "public:matter")
    return page(request, public, "follow/agent_end.html", context)
