"""What every public page stands on: the office behind it, the law in force today,
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
class PublicContext:
    """Where and when the citizen stands; ``at`` is read once per request and passed on.

    ``by`` is who stands there: the petitioner or an agent of the matter that is open,
    or somebody who is about to file.
    """

    office: OrganInfo
    pack: Pack
    at: datetime
    today: date
    by: Actor = NOBODY


def public_context() -> PublicContext:
    """The context of a request made now.

    Raises UnknownOrgan without an office and NoPackInForce without a law.
    """
    at = clock.now()
    today = law_access.office_day(at)
    return PublicContext(
        office=organs.default_office(),
        pack=law_access.pack_on(today),
        at=at,
        today=today,
    )


def with_public_context(
    view: Callable[
        Concatenate[HttpRequest, PublicContext, P], HttpResponseBase
    ],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give the view its context; where no office has been set up yet, say so instead of
    breaking.
    """

    @wraps(view)
    def opened(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        try:
            public = public_context()
        except (UnknownOrgan, NoPackInForce):
            return render(request, "public/no_office.html", status=503)
        return view(request, public, *args, **kwargs)

    return opened


def page(
    request: HttpRequest,
    public: PublicContext,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Draw a public page; every template finds the context as ``public``, the office's
    name, and whether something is wrong.

    Args:
        template: its path under ``public/``.
        context: what the page shows; the forms that may hold mistakes are ``form`` and
            those in ``errors_in``.
        status: 409 takes the place of 200 where the law refused (``refusals``) what
            somebody sent.
    """
    given = context or {}
    if status == 200 and request.method == "POST" and given.get("refusals"):
        status = 409
    mistakes: list[tuple[str, str]] = []
    for form in (given.get("form"), *given.get("errors_in", ())):
        if form is not None and form.is_bound:
            mistakes += _mistakes(form)
    shared = {
        "public": public,
        "office_name": public.office.name(get_language() or ""),
        "place_name": place_name(public.office),
        "mistakes": mistakes,
        "upload_limits": file_words.limits(),
        "wrong": bool(mistakes)
        or any(given.get(name) for name in ("problems", "problem", "refusals")),
    }
    return render(
        request, f"public/{template}", {**shared, **given}, status=status
    )


def place_name(office: OrganInfo) -> str:
    """The district that the office is of, for whoever does not know whose office this
    is; "" where its name says so.
    """
    tongue = get_language() or ""
    area = organs.area(office.area) if office.area else None
    above = (
        organs.organs([office.parent]).get(office.parent)
        if office.parent
        else None
    )
    named = area.name(tongue) if area else above.name(tongue) if above else ""
    return "" if named and named in office.name(tongue) else named


def _mistakes(form: BaseForm) -> Iterator[tuple[str, str]]:
    """Every mistake with the id of its field. Our forms word each so that it stands by
    itself at the head of a page.
    """
    yield from (("", str(error)) for error in form.non_field_errors())
    for bound in form:
        yield from (
            (first_id(bound), error) for error in error_words.said(bound)
        )
