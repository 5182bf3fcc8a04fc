"""Registers beside the petitions: the list of an organ's files, and opening one. Their
pages are made from their packs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.casework.basis import law_access, registers
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.lists import files
from huiyin.casework.matter import filing
from huiyin.casework.matter.opening import FILE
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.registers import LISTED_FOR
from huiyin.organisations import translated
from huiyin.web.kit import dates, error_words, labels, navigation
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.components import Refusal
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms.new_file import NewFileForm

PERMISSION = "case.read"


@dataclass(frozen=True, slots=True)
class Line:
    """One file in words."""

    case_id: str
    number: str
    title: str
    state: str
    organ: str
    opened: str
    duty: str
    due_date: date | None


def _pack(request: OfficeRequest, register: str) -> Pack:
    """The rules of a register that officers keep; 404 for every other one."""
    require(request, PERMISSION)
    pack = registers.pack_on(register, request.today)
    if pack is None or pack.register.listed_for != LISTED_FOR[0]:
        raise Http404
    return pack


def _line(line: files.Line) -> Line:
    pack = law_access.pack(line.pack)
    return Line(
        case_id=line.case_id,
        number=line.number,
        title=line.title,
        state=labels.law_title(pack.state(line.state).title),
        organ=translated.organ_name(line.organ) if line.organ else "",
        opened=dates.say_day(line.opened_date) if line.opened_date else "",
        duty=labels.duty_title(pack, line.duty) if line.duty else "",
        due_date=line.due_date,
    )


@require_safe
@officer
def page(request: OfficeRequest, register: str) -> HttpResponse:
    """The files of a register that concern the reader's organ, the newest first.

    404 where there is no such register, or it is not kept by officers.
    """
    pack = _pack(request, register)
    name, after = pack.register.name, request.GET.get("after", "")
    listed = files.listed(by=request.actor, register=name, after=after)
    address = reverse("officer:register", args=[register])
    following = (
        f"{address}?{urlencode({'after': listed.next})}" if listed.next else ""
    )
    step = pack.step(FILE)
    context = {
        "side": navigation.of(request),
        "title": labels.law_title(pack.title),
        "register": register,
        "lines": [_line(line) for line in listed.lines],
        "tally": files.tally(
            by=request.actor, register=name, today=request.today
        ),
        "begins": labels.law_title(step.title),
        "citation": labels.citation_short(pack.cited(step), step.article),
        "following": following,
        "previous": address if after else "",
    }
    return render(request, "officer/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer
def write(request: OfficeRequest, register: str) -> HttpResponse:
    """Open a file in a register.

    404 as for the list; 409 with the law's grounds where it refuses; 422 with what is
    wrong in an answer, and everything that was written.
    """
    pack = _pack(request, register)
    form = NewFileForm(request.POST or None, pack=pack, by=request.actor)
    reasons: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        try:
            opened = filing.open_file(
                key=register,
                title=form.cleaned_data["title"],
                args=form.args(),
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            reasons = labels.refusals_short(refused.grounds)
        except Invalid as invalid:
            error_words.refuse(form, invalid)
        else:
            done = _("Opened under the number %(number)s.") % {
                "number": opened.number
            }
            messages.success(request, done)
            return redirect("officer:case", case_id=opened.case_id)
    step = pack.step(FILE)
    context = {
        "side": navigation.of(request),
        "form": form,
        "reasons": reasons,
        "register": register,
        "name": labels.law_title(pack.title),
        "title": labels.law_title(step.title),
        "plain": translated.law_text(step.plain),
        "citation": labels.citation_short(pack.cited(step), step.article),
    }
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "officer/new_file.html", context, status=status)
