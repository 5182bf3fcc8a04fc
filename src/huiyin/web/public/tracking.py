"""Follow a matter: number and code in, everything the law lets its petitioner know out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from huiyin.casework.basis.errors import NotFound
from huiyin.casework.chapters.intake.files import open_file
from huiyin.casework.matter import links
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.matter.views import CaseView
from huiyin.organisations.translated import law_text, organ_name
from huiyin.web.kit import cookies, errors, limits, sending
from huiyin.web.public import (
    access,
    erasing,
    hearing,
    outcome,
    presenter,
    recusal,
    remedies,
    renewing,
    retaliation,
    signatories,
    supervision,
)
from huiyin.web.public import agents as represented
from huiyin.web.public.answers import summary_of
from huiyin.web.public.context import PublicContext, page, with_public_context
from huiyin.web.public.erasing import Section
from huiyin.web.public.history import happenings, own_files
from huiyin.web.public.matter_forms import FollowForm
from huiyin.web.public.progress import progress
from huiyin.web.sections import receipt_days

# Acts that have a page here, in the order in which people look for them.
PAGES = ("rate", "supplement", "contact", "add_signatories", "withdraw")
# Acts that have their place in a section of the matter's page.
IN_SECTIONS = (remedies.STATE, *represented.STEPS)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_public_context
def follow(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """Ask for number and query code; a wrong one and an unknown one look the same. 429
    after too many wrong ones.
    """
    form = FollowForm(request.POST or None, label_suffix="")
    form.fields["number"].help_text = _(
        "It is on your receipt, for example %(number)s."
    ) % {"number": f"{public.pack.number_prefix}{public.today.year}-000001"}
    if request.method == "POST" and form.is_valid():
        if not limits.may_try_code(request):
            return errors.too_many(request)
        try:
            number, code = (
                form.cleaned_data["number"],
                form.cleaned_data["code"],
            )
            view, agent = access.enter(number=number, code=code, at=public.at)
        except NotFound:
            limits.code_was_wrong(request)
            form.add_error(
                "number",
                _(
                    "We find no matter with this number and query code. Check both; "
                    "they stand on your receipt."
                ),
            )
        else:
            limits.code_was_right(request)
            return access.open_matter(
                request, view, code, public.at, agent=agent
            )
    return page(request, public, "follow/follow.html", {"form": form})


def _acts(public: PublicContext, view: CaseView) -> list[presenter.Act]:
    """What may be done here: first what has no page of its own."""
    possible = {
        act.step: act
        for act in presenter.acts(view, public)
        if act.step not in IN_SECTIONS
    }
    first = [act for step, act in possible.items() if step not in PAGES]
    return [*first, *(possible[step] for step in PAGES if step in possible)]


def _may(acts: Sequence[presenter.Act], step: str) -> bool:
    return any(act.step == step and act.allowed for act in acts)


def _answer(view: CaseView, today: date) -> dict[str, Any]:
    """The answer, where there is one, and from which day it counts as received."""
    return {
        "answered": presenter.answered(view),
        "received": receipt_days.of_matter(view.pack, view.state, today),
        "decisions": outcome.decisions(view),
        "overall": outcome.overall(view),
    }


def _state(view: CaseView, today: date) -> dict[str, Any]:
    """Where the matter stands: its state, whose turn it is, how far it has come."""
    owed = presenter.duties(view, today)
    waiting = presenter.waiting(view)
    return {
        "state": presenter.state_title(view),
        "state_plain": presenter.state_plain(view),
        "state_remedy": presenter.state_remedy(view),
        "turn": owed[0] if owed and not waiting else None,
        "owed": owed if waiting else owed[1:],
        "steps": progress(view, today),
    }


def _context(public: PublicContext, view: CaseView) -> dict[str, Any]:
    entries = timeline(view, petitioner=True)
    agents = represented.section(public, view)
    files = own_files(view, entries, hidden=agents.hidden)
    shown = _acts(public, view)
    follows, followers = links.followed(view=view)
    own_name = Section() if agents.own else erasing.section(view, entries)
    return {
        "matter": view,
        **_state(view, public.today),
        "acts": [act for act in shown if act.allowed],
        "closed_acts": [act for act in shown if not act.allowed],
        "rights": presenter.rights(view, public.today),
        "other_ways": remedies.section(public, view),
        **_answer(view, public.today),
        "supervision": supervision.section(view, public.today),
        "aside": recusal.section(view, public.today),
        "hearing": hearing.section(
            view, entries, public.today, may_object=_may(shown, "ask_recusal")
        ),
        "joint_organs": outcome.joint_organs(view),
        "turned_away": outcome.turned_away(view, entries),
        "happenings": happenings(view, entries),
        "rows": summary_of(view, files, gone=own_name.gone),
        "own_name": own_name,
        "files": files,
        "may_report_retaliation": retaliation.possible(public)
        and not agents.own,
        "may_renew": renewing.possible(view, public.pack) and not agents.own,
        "follows": follows,
        "agents": agents,
        "signed": signatories.signed(view, public.today),
        "followers": followers,
        "handler": organ_name(view.state.parties.get("handler", "")),
        "law": law_text(view.pack.title),
        "predates": bool(
            view.state.received_date
            and view.pack.predates(view.state.received_date)
        ),
    }


@require_safe
@never_cache
@access.represented
def matter(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """The matter: whose turn it is, until when and why, what you may do, what was
    decided, what happened.
    """
    return page(request, public, "follow/matter.html", _context(public, view))


@require_safe
@never_cache
@access.represented
def attachment(
    _request: HttpRequest,
    public: PublicContext,
    view: CaseView,
    attachment_id: str,
) -> HttpResponseBase:
    """A file that was handed in, back to who handed it in; 404 where it does not open,
    or is not in the store.
    """
    hidden = represented.section(public, view).hidden
    if attachment_id not in {
        attachment_shown.id
        for attachment_shown in own_files(
            view, timeline(view, petitioner=True), hidden=hidden
        )
    }:
        raise Http404
    try:
        opened, content = open_file(
            case_id=view.case_id, attachment_id=attachment_id, pair=view.pair
        )
    except (
        NotFound,
        FileNotFoundError,
    ) as missing:  # sealed, and the browser has lost its key; or the file is gone
        raise Http404 from missing
    return sending.attachment(opened, content)


@require_POST
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Close the matter in this browser."""
    access.close_matter(request)
    response = redirect("public:start")
    response.delete_cookie(cookies.name(access.COOKIE), samesite="Lax")
    return response
