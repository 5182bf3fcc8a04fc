"""Who is competent for what: the table that suggestions of organs rest on."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.organisations import acts, directory, translated
from huiyin.organisations import reads as organs
from huiyin.organisations.info import CompetentOrgan
from huiyin.organisations.recording import InvalidRegister
from huiyin.web.administration.auth import administrator, managed
from huiyin.web.administration.forms import CompetenceForm
from huiyin.web.kit import navigation
from huiyin.web.kit.office_request import OfficeRequest


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; ``key`` names it for the button that takes it out, "" where
    the reader may not.
    """

    organ: str
    area: str
    note: str
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """A topic with the rows of the table that name it."""

    topic: str
    rows: tuple[Row, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def page(request: OfficeRequest) -> HttpResponse:
    """Show the table by topic; enter a row, take one out.

    422 for what could not be entered or taken out.
    """
    codes = managed(request)
    entering = request.POST.get("do") == "set"
    form = CompetenceForm(request.POST if entering else None, codes=codes)
    problem = ""
    if request.method == "POST":
        if (
            entering
            and form.is_valid()
            and form.done(lambda: _set(request, form))
        ):
            messages.success(
                request,
                _("Entered. Suggestions of organs follow it from now on."),
            )
            return redirect("administration:competence")
        if not entering and _removed(request, codes):
            messages.success(
                request, _("Taken out. The ledger keeps that it was there.")
            )
            return redirect("administration:competence")
        problem = (
            ""
            if entering
            else _("This row is not there any more. Look at the table.")
        )
    context = {
        "side": navigation.of(request),
        "form": form,
        "lines": _lines(codes),
        "problem": problem,
    }
    return render(
        request,
        "administration/competence.html",
        context,
        status=422 if form.errors or problem else 200,
    )


def _lines(codes: tuple[str, ...]) -> list[Line]:
    lines = []
    for topic in organs.topics():
        rows = tuple(_row(row, codes) for row in directory.rows_of(topic.code))
        lines.append(Line(topic.name(translated.language()), rows))
    return lines


def _row(row: CompetentOrgan, codes: tuple[str, ...]) -> Row:
    language = translated.language()
    area = row.area.code if row.area else ""
    return Row(
        organ=row.organ.name(language),
        area=row.area.name(language) if row.area else _("Everywhere"),
        note=row.note,
        key=f"{row.topic.code}|{area}|{row.organ.code}"
        if row.organ.code in codes
        else "",
    )


def _set(request: OfficeRequest, form: CompetenceForm) -> None:
    given = form.cleaned_data | {"area": form.cleaned_data["area"] or None}
    acts.set_competence(**given, by=request.info.actor, at=request.at)


def _removed(request: OfficeRequest, codes: tuple[str, ...]) -> bool:
    topic, _bar, rest = (
        request.POST.get("do", "").removeprefix("remove:").partition("|")
    )
    area, _bar, organ = rest.partition("|")
    if organ not in codes:
        return False
    try:
        acts.remove_competence(
            topic=topic,
            area=area or None,
            organ=organ,
            by=request.info.actor,
            at=request.at,
        )
    except InvalidRegister:
        return False
    return True
