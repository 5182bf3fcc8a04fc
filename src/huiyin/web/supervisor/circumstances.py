"""Matters to look at: circumstances of supervision that the system found, by organ; a
person decides on each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.casework.basis import law_access
from huiyin.casework.lists import circumstances
from huiyin.casework.lists.circumstances import Notable
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.vocabularies import Term
from huiyin.organisations import permissions, translated
from huiyin.organisations import reads as organs
from huiyin.organisations.translated import law_text
from huiyin.oversight import words
from huiyin.oversight.scope import Scope
from huiyin.web.kit import navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.components import Chart, Count, Series, State
from huiyin.web.kit.labels import article_short, citation_short, law_title
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.supervisor import scope as access
from huiyin.web.supervisor.offering import Offer, offers
from huiyin.web.supervisor.overview import PERMISSION

# In the order of the circumstances; the words beside each bar say the same without colour.
Colour = State | Literal["plain", "other", "further"]
COLOURS: tuple[Colour, ...] = (
    "overdue",
    "further",
    "today",
    "intime",
    "done",
    "plain",
    "other",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One matter of the list, and whether it can be supervised."""

    case_id: str
    number: str
    title: str
    organ: str
    duty: str
    done_late: str
    due_date: date
    provisional: bool
    article: str
    offer: Offer


@require_safe
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The matters in one circumstance, and how many there are in each by organ.

    404 where the law in force names no circumstances.
    """
    scope = access.scope_of(request, PERMISSION)
    pack = law_access.pack_on(request.today)
    terms = circumstances.terms(pack)
    if not terms:
        raise Http404
    chosen = request.GET.get("circumstance", "")
    chosen = chosen if chosen in terms else next(iter(terms))
    codes = _organs_looked_at(request, scope)
    counted = circumstances.counts(
        by=request.actor, organs=codes, today=request.today
    )
    after = request.GET.get("after", "")
    listed = circumstances.look(
        by=request.actor,
        organs=codes,
        circumstance=chosen,
        today=request.today,
        after=after,
    )
    offer = offers(request.actor)
    context = {
        "side": navigation.of(request),
        "covers": words.covers(scope),
        "scope": scope,
        "choices": access.choices(request, PERMISSION),
        "chosen": chosen,
        **_in_words(pack, terms[chosen]),
        "counts": _tabs(scope, terms, counted, chosen),
        "drawing": _chart(terms, counted),
        "lines": [_line(matter, offer(matter.duty)) for matter in listed.items],
        "following": _address(scope, chosen, after=listed.next)
        if listed.next
        else "",
        "previous": _address(scope, chosen) if after else "",
    }
    return render(request, "supervisor/looking.html", context)


def _organs_looked_at(request: OfficeRequest, scope: Scope) -> tuple[str, ...]:
    """The organs of a scope; of the whole register, all that the reader supervises."""
    if scope.codes is None:
        return permissions.reachable(request.info, PERMISSION)
    return scope.codes


def _in_words(pack: Pack, term: Term) -> dict[str, str]:
    """A circumstance as the page tells it: name, place in the law, and a note."""
    return {
        "term": law_title(term.title),
        "citation": citation_short(pack.cited(term), term.article),
        "note": law_text(term.note),
    }


def _address(scope: Scope, circumstance: str, *, after: str = "") -> str:
    given = (
        ("circumstance", circumstance),
        ("organ", scope.organ),
        ("after", after),
    )
    query = urlencode({name: value for name, value in given if value})
    return f"{reverse('supervisor:looking')}?{query}"


def _tabs(
    scope: Scope,
    terms: Mapping[str, Term],
    counted: dict[str, dict[str, int]],
    chosen: str,
) -> list[Count]:
    tabs = []
    for name, term in terms.items():
        matters = sum(row[name] for row in counted.values())
        tabs.append(
            Count(
                law_title(term.title),
                matters,
                _address(scope, name),
                current=name == chosen,
            )
        )
    return tabs


def _chart(
    terms: Mapping[str, Term], counted: dict[str, dict[str, int]]
) -> Chart:
    """By organ in the order of the tree, not of the numbers; organs with nothing are left out."""
    shown = [
        organ.code
        for organ in organs.tree()
        if any(counted.get(organ.code, {}).values())
    ]

    def links(name: str) -> tuple[str, ...]:
        address = reverse("supervisor:looking")
        return tuple(
            f"{address}?{urlencode({'circumstance': name, 'organ': code})}"
            for code in shown
        )

    def series(name: str, term: Term, colour: Colour) -> Series:
        numbers = tuple(counted[code][name] for code in shown)
        return Series(law_title(term.title), numbers, colour, links(name))

    return Chart(
        id="matters-by-organ",
        title=_("Matters to look at by organ"),
        note=_(
            "In the order of the organs, not of the numbers. A number is a "
            "question, not a judgement."
        ),
        categories=tuple(translated.organ_name(code) for code in shown),
        series=tuple(
            series(name, term, colour)
            for (name, term), colour in zip(terms.items(), COLOURS, strict=True)
        ),
    )


def _line(matter: Notable, offer: Offer) -> Line:
    item = matter.duty
    return Line(
        case_id=item.case_id,
        number=item.number,
        title=item.title,
        organ=translated.organ_name(item.owner),
        duty=words.duty(item.kind),
        done_late=words.duty(matter.done_late) if matter.done_late else "",
        due_date=item.due_date,
        provisional=item.provisional,
        article=article_short(item.article),
        offer=offer,
    )
