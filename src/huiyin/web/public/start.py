"""The first pages: what this is, what happens and until when, what your rights are,
which other ways there are.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.law.rules.duties import Duty
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Rule
from huiyin.law.rules.vocabularies import Term
from huiyin.law.tools import diagram
from huiyin.organisations.translated import language, law_text
from huiyin.web.kit import office
from huiyin.web.kit.labels import (
    all_term_choices,
    citation_full,
    grounds_full,
    time_limit,
)
from huiyin.web.public.context import PublicContext, page, with_public_context


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that the law provides: its name, in plain words, who owes it, until
    when, and the article.
    """

    title: str
    plain: str
    who: str
    limit: str
    ground: str
    note: str


@dataclass(frozen=True, slots=True)
class Route:
    """Another lawful way: its name, what to do, the time there is for it, and the articles."""

    title: str
    remedy: str
    limit: str
    law: str
    ground: str
    note: str


def _note(rule: Rule) -> str:
    return (
        ""
        if rule.verified
        else law_text(rule.note)
        or _("Not yet checked against the text of the law.")
    )


def _duty(pack: Pack, rule: Duty, plain: str = "") -> Stop:
    party = pack.parties.get(rule.owner)
    return Stop(
        title=law_text(rule.title),
        plain=plain,
        who=law_text(party.title) if party else "",
        limit=time_limit(pack, rule),
        ground=citation_full(pack.cited(rule), rule.article),
        note=_note(rule),
    )


def way(pack: Pack) -> list[Stop]:
    """What happens after filing, with the days of the pack in force."""
    return [
        _duty(pack, pack.duties[stop.duty], law_text(stop.text))
        for stop in pack.way
    ]


def all_duties(pack: Pack) -> list[Stop]:
    """Every duty of the pack, for the page about the procedure."""
    return [_duty(pack, duty) for duty in pack.duties.values()]


def rights(pack: Pack) -> list[Stop]:
    """What the petitioner may do once something was decided, with the days there are for it."""
    return [
        Stop(
            law_text(right.title),
            "",
            "",
            time_limit(pack, right),
            citation_full(pack.cited(right), right.article),
            _note(right),
        )
        for right in pack.rights.values()
    ]


def own_steps(pack: Pack) -> list[Stop]:
    """The steps that the petitioner may take, in the pack's own words."""
    taken = [step for step in pack.steps.values() if "petitioner" in step.by]
    return [
        Stop(
            law_text(step.title),
            law_text(step.plain),
            "",
            _time(pack, step.id),
            grounds_full(pack, step.grounds),
            _note(step),
        )
        for step in taken
    ]


def _time(pack: Pack, step: str) -> str:
    """How long there is for a step, where the pack grants it as a right of the same name."""
    return time_limit(pack, pack.rights[step]) if step in pack.rights else ""


def routes(pack: Pack) -> list[Route]:
    """The other statutory ways that the pack knows."""
    vocabulary = pack.terms.get("routes")
    return (
        [_route(pack, term) for term in vocabulary.terms.values()]
        if vocabulary
        else []
    )


def _route(pack: Pack, term: Term) -> Route:
    return Route(
        title=law_text(term.title),
        remedy=law_text(term.remedy),
        limit=law_text(term.limit.text) if term.limit else "",
        law=law_text(term.limit.law) if term.limit else "",
        ground=citation_full(pack.cited(term), term.article),
        note=_note(term),
    )


def laws(pack: Pack) -> list[str]:
    """Every instrument that the office works by (R22 Art 18): its own first, then those
    in which other ways stand.
    """
    own = [
        law_text(instrument.title) for instrument in pack.instruments.values()
    ]
    others: set[str] = set()
    for route in pack.routes.values():
        others.update(
            law_text(figure.ground.instrument) for figure in route.figures
        )
    return list(
        dict.fromkeys((*(own or [law_text(pack.instrument)]), *sorted(others)))
    )


@require_safe
@with_public_context
def start(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """The start page."""
    context = {
        "way": way(public.pack),
        "rights": rights(public.pack),
        "contact": office.contact(),
        "channels": [
            title for _id, title in all_term_choices(public.pack, "channels")
        ],
        "instrument": law_text(public.pack.title),
    }
    return page(request, public, "start.html", context)


@require_safe
@with_public_context
def your_rights(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """What you may do and ask for, with the articles; and the other lawful ways with
    the time there is for each.
    """
    steps = own_steps(public.pack)
    titles = {step.title for step in steps}
    context = {
        "rights": [
            right for right in rights(public.pack) if right.title not in titles
        ],
        "steps": steps,
        "duties": way(public.pack),
        "routes": routes(public.pack),
        "instrument": law_text(public.pack.title),
        "source": public.pack.source,
        "laws": laws(public.pack),
        "assurances": [
            f"public/assurances/{key}.html"
            for key in (*public.pack.instruments, "none")
        ],
    }
    return page(request, public, "rights.html", context)


@require_safe
@with_public_context
def procedure(request: HttpRequest, public: PublicContext) -> HttpResponse:
    """The whole procedure as a picture, and as a list for those who do not see it."""
    context = {
        "drawing": _drawing(public.pack),
        "duties": all_duties(public.pack),
        "instrument": law_text(public.pack.title),
    }
    return page(request, public, "procedure.html", context)


def _drawing(pack: Pack) -> SafeString:
    # Drawn by our own code from the program's own files
    return mark_safe(diagram.svg(pack, language()))  # noqa: S308
