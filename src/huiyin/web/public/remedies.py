"""Which way is right for me? A guide for anybody, of which nothing is kept, and the
same for one's own matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.casework import acts
from huiyin.casework.basis.errors import Refused
from huiyin.casework.lists import closing_remedies
from huiyin.casework.matter import reads
from huiyin.casework.matter.views import CaseView
from huiyin.law.engine import routes
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.routes import Known
from huiyin.organisations.translated import law_text
from huiyin.web.kit.labels import citation_full
from huiyin.web.public import access
from huiyin.web.public.context import PublicContext, with_public_context
from huiyin.web.public.context import page as render_page
from huiyin.web.public.submission import refused
from huiyin.web.sections import remedies as other_ways
from huiyin.web.sections.remedies import Ways

STATE = "state_circumstances"  # the petitioner's own statement, where the pack lets them make one


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of claim to choose."""

    id: str
    title: str
    plain: str
    ground: str


@dataclass(frozen=True, slots=True)
class Section:
    """What the petitioner's own page shows of other ways; ``may_state`` whether they
    can say more.
    """

    ways: Ways | None
    by_office: bool
    differing: tuple[str, ...]
    may_state: bool
    warning: str = ""


class DaysForm(forms.Form):
    """What the ways for a kind of claim depend on; everything may be left out."""

    def __init__(
        self, *args: Any, pack: Pack, claim: str, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.today = today
        for question in routes.questions(pack, claim):
            said: dict[str, Any] = {
                "label": capfirst(law_text(question.title)),
                "help_text": law_text(question.hint),
                "required": False,
            }
            self.fields[question.id] = (
                forms.DateField(
                    widget=forms.DateInput(attrs={"type": "date"}), **said
                )
                if question.kind == "date"
                else forms.BooleanField(**said)
            )

    def clean(self) -> dict[str, Any]:
        """No day lies ahead."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, date) and value > self.today:
                self.add_error(
                    name,
                    _("“%(day)s” cannot be in the future")
                    % {"day": str(self.fields[name].label or "")},
                )
        return cleaned

    def known(self) -> dict[str, date | bool]:
        """What was answered, by the name of the question."""
        return {
            name: value for name, value in self.cleaned_data.items() if value
        }


def kinds(pack: Pack) -> list[Kind]:
    """The kinds of claims in the pack's order."""
    return [
        Kind(
            term.id,
            capfirst(law_text(term.title)),
            law_text(term.plain),
            citation_full(pack.cited(term), term.article),
        )
        for term in routes.claims(pack).values()
    ]


def section(public: PublicContext, view: CaseView) -> Section | None:
    """Other ways for the petitioner's page; None where the law knows none, or none for
    such a matter.
    """
    if not view.pack.routes:
        return None
    options = reads.options(view=view, by=public.by, at=public.at)
    may_state = any(
        option.step == STATE and option.ruling.allowed for option in options
    )
    known = closing_remedies.sorting(view)
    if not known.claim:
        return (
            Section(None, by_office=False, differing=(), may_state=may_state)
            if may_state
            else None
        )
    ways = closing_remedies.remedies(view, today=public.today)
    shown = other_ways.shown(view.pack, known.claim, ways, today=public.today)
    titles = {
        name: capfirst(law_text(question.title))
        for name, question in view.pack.questions.items()
    }
    soonest = shown.soonest
    return Section(
        ways=shown,
        by_office=known.by_office,
        differing=tuple(
            _("%(what)s: you stated %(own)s, the office noted %(office)s.")
            % {"what": titles[name], "own": own, "office": known.known[name]}
            for name, own in known.differing.items()
        ),
        may_state=may_state,
        warning=other_ways.warning(soonest.soon) if soonest else "",
    )


def _known_claim(pack: Pack, claim: str) -> str:
    if claim not in routes.claims(pack):
        raise Http404
    return claim


@require_safe
@with_public_context
def choose(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """Choose the kind of claim; nothing is kept.

    404 where the law in force knows no other ways.
    """
    if not public.pack.routes:
        raise Http404
    context = {"kinds": kinds(public.pack), "address": "public:ways_for"}
    return render_page(request, public, "ways/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_public_context
def guide(
    request: HttpRequest, public: PublicContext, claim: str
) -> HttpResponse:
    """Ask for the days that matter, and show the ways with their last days; nothing is kept.

    404 for a kind of claim that the law does not know.
    """
    pack = public.pack
    _known_claim(pack, claim)
    form = DaysForm(
        request.POST or None, pack=pack, claim=claim, today=public.today
    )
    known: Known = form.known() if form.is_bound and form.is_valid() else {}
    ways = routes.remedies(pack, claim, known, public.today)
    context = {
        "form": form,
        "claim": other_ways.claim_title(pack, claim),
        "shown": other_ways.shown(pack, claim, ways, today=public.today)
        if not form.errors
        else None,
        "answered": form.is_bound and not form.errors,
        "back": reverse("public:ways"),
    }
    return render_page(request, public, "ways/guide.html", context)


@require_safe
@never_cache
@access.represented
def own_choose(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Choose the kind of claim for one's own matter.

    404 where the law of the matter knows no other ways.
    """
    if STATE not in view.pack.steps:
        raise Http404
    context = {
        "kinds": kinds(view.pack),
        "address": "public:own_ways_for",
        "matter": view,
    }
    return render_page(request, public, "ways/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.represented
def own(
    request: HttpRequest, public: PublicContext, view: CaseView, claim: str
) -> HttpResponse:
    """State the days that matter for one's own matter; it changes nothing else in it.

    404 for a kind of claim that the law of the matter does not know, 409 where it
    refuses what was stated.
    """
    if STATE not in view.pack.steps:
        raise Http404
    _known_claim(view.pack, claim)
    known = closing_remedies.sorting(view).known
    form = DaysForm(
        request.POST or None,
        pack=view.pack,
        claim=claim,
        today=public.today,
        initial=dict(known),
    )
    context: dict[str, Any] = {
        "form": form,
        "matter": view,
        "claim": other_ways.claim_title(view.pack, claim),
        "back": reverse("public:own_ways"),
    }
    if request.method == "POST" and form.is_valid():
        try:
            told = {"claim_kind": claim, **form.known()}
            wanted = acts.command(STATE, view.case_id, told)
            acts.perform(wanted, by=public.by, at=public.at)
        except Refused as no:
            context["refusals"] = refused(no.grounds)
        else:
            messages.success(
                request,
                _("What you stated was kept. Below you see the other ways."),
            )
            return redirect(f"{reverse('public:matter')}#ways")
    return render_page(request, public, "ways/own.html", context)
