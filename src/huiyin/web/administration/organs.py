"""Organs: the tree, a new one, another name. Merging, dividing and abolishing pass
matters on: `huiyin organ`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.organisations import acts, directory, translated
from huiyin.organisations import reads as organs
from huiyin.organisations.info import OrganInfo
from huiyin.organisations.vocabulary import Kind, Level
from huiyin.web.administration.auth import administrator, managed
from huiyin.web.administration.forms import OneOrganForm, OrganForm
from huiyin.web.kit import navigation
from huiyin.web.kit.office_request import OfficeRequest


@dataclass(frozen=True, slots=True)
class Line:
    """One organ of the tree, with how deep it stands."""

    organ: OrganInfo
    name: str
    kind: str
    level: str
    depth: int


@require_safe
@administrator
def page(request: OfficeRequest) -> HttpResponse:
    """The organs that the reader manages, each under its superior."""
    known = organs.organs(managed(request))
    lines = [_line(organ) for organ in known.values()]
    return render(
        request,
        "administration/organs.html",
        {"side": navigation.of(request), "lines": lines},
    )


def _line(organ: OrganInfo) -> Line:
    return Line(
        organ=organ,
        name=organ.name(translated.language()),
        kind=str(Kind(organ.kind).label),
        level=str(Level(organ.level).label),
        depth=min(organ.path.count("/") - 2, 4),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def add(request: OfficeRequest) -> HttpResponse:
    """Enter an organ under one that the reader manages.

    422 for what could not be entered.
    """
    form = OrganForm(request.POST or None, organs=managed(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and form.done(
            lambda: acts.create_organ(
                **form.cleaned_data, by=request.info.actor, at=request.at
            )
        )
    ):
        code = form.cleaned_data["code"]
        messages.success(
            request,
            _("%(name)s is entered. Now appoint its staff.")
            % {"name": translated.organ_name(code)},
        )
        return redirect("administration:organ_one", code=code)
    context = {"side": navigation.of(request), "form": form}
    return render(
        request,
        "administration/organ_new.html",
        context,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def details(request: OfficeRequest, code: str) -> HttpResponse:
    """One organ: who serves there, what it is called, which department directs its work.

    404 for an organ that the reader does not manage, 422 for what could not be changed.
    """
    if code not in managed(request):
        raise Http404
    organ = organs.organ(code)
    form = OneOrganForm(request.POST or None, organ=organ)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.done(lambda: form.enter(by=request.info.actor, at=request.at))
    ):
        messages.success(
            request,
            _(
                "Changed: it counts from now on; what was written keeps the old name."
            ),
        )
        return redirect("administration:organ_one", code=code)
    context = {
        "side": navigation.of(request),
        "form": form,
        "line": _line(organ),
        "above": translated.organ_name(organ.parent) if organ.parent else "",
        "people": directory.listed(
            on=request.today, organs=(code,), organ=code
        ).people,
    }
    return render(
        request,
        "administration/organ_one.html",
        context,
        status=422 if form.errors else 200,
    )
