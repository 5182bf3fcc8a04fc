"""The counter at which a citizen stands: the office behind it, the law in force today,
and what time it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.law.packs import NoPackInForce
from huiyin.law.rules.pack import Pack
from huiyin.organisations import reads as organs
from huiyin.organisations.info import OrganInfo
from huiyin.organisations.reads import UnknownOrgan
from huiyin.web.kit import clock, error_words, file_words
from huiyin.web.kit.fields import first_id

P = ParamSpec("P")
NOBODY = Actor.petitioner()


@dataclass(frozen=True, slots=True)
class Counter:
    """Where and when the citizen stands; ``at`` is read once per request and passed on.

    ``by`` is who stands there: the petitioner or an agent of the matter that is open,
    or somebody who is about to file.
    """

    office: OrganInfo
    pack: Pack
    at: datetime
    today: date
    by: Actor = NOBODY


def here() -> Counter:
    """The counter as it is now. Raises UnknownOrgan without an office and NoPackInForce
    without a law.
    """
    at = clock.now()
    today = law_access.office_day(at)
    return Counter(
        office=organs.default_office(),
        pack=law_access.pack_on(today),
        at=at,
        today=today,
    )


def at_counter(
    view: Callable[Concatenate[HttpRequest, Counter, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give the view its counter; where no office has been set up yet, say so instead of
    breaking.
    """

    @wraps(view)
    def opened(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        try:
            counter = here()
        except (UnknownOrgan, NoPackInForce):
            return render(request, "public/no_office.html", status=503)
        return view(request, counter, *args, **kwargs)

    return opened


def page(
    request: HttpRequest,
    counter: Counter,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Draw a public page; every template finds the ``counter``, the office's name, and
    whether something is wrong.

    What the law refused to somebody who sent a form is answered 409.
    """
    given = context or {}
    if status == 200 and request.method == "POST" and given.get("refusals"):
        status = 409
    forms = [
        form
        for form in (given.get("form"), *given.get("errors_in", ()))
        if form is not None and form.is_bound
    ]
    mistakes = [mistake for form in forms for mistake in _mistakes(form)]
    shared = {
        "counter": counter,
        "office_name": counter.office.name(get_language() or ""),
        "place_name": place_name(counter.office),
        "mistakes": mistakes,
        "upload_limits": file_words.limits(),
        "wrong": bool(mistakes)
        or any(given.get(name) for name in ("problems", "problem", "refusals")),
    }
    return render(request, f"public/{template}", {**shared, **given}, status=status)


def place_name(office: OrganInfo) -> str:
    """The district that the office is of, for whoever does not know whose office this
    is; "" where its name says so.
    """
    tongue = get_language() or ""
    found = organs.area(office.area) if office.area else None
    above = organs.organs([office.parent]).get(office.parent) if office.parent else None
    named = found.name(tongue) if found else above.name(tongue) if above else ""
    return "" if named and named in office.name(tongue) else named


def _mistakes(form: BaseForm) -> Iterator[tuple[str, str]]:
    """Every mistake with the id of its field. Our forms word each so that it stands by
    itself at the head of a page.
    """
    yield from (("", str(error)) for error in form.non_field_errors())
    for bound in form:
        yield from ((first_id(bound), error) for error in error_words.said(bound))
