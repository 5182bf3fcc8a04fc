"""A matter that several people bring: who signed, by number, and adding names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.casework import acts
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.matter import participants, reads
from huiyin.casework.matter.participants import Signed
from huiyin.casework.matter.views import CaseView
from huiyin.organisations.translated import law_text
from huiyin.web.kit import dates
from huiyin.web.kit.labels import citation_full
from huiyin.web.public import access
from huiyin.web.public.context import PublicContext, page
from huiyin.web.public.submission import refused
from huiyin.web.sections.signatories import PeopleField, people

ADD = "add_signatories"


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """A signatory in words."""

    title: str
    told: str


@dataclass(frozen=True, slots=True)
class Together:
    """All signatories in words; nobody for a matter of one person."""

    summary: str = ""
    people: tuple[SignatoryLine, ...] = ()


def signed(view: CaseView, today: date) -> Together:
    """Who signed, by number: how many have the answer, and until when each may ask for a review."""
    if not view.state.values.get("together"):
        return Together()
    signatories = participants.of(view)
    standing = [signatory for signatory in signatories if not signatory.left]
    served = [signatory for signatory in standing if signatory.served_date]
    summary = ngettext(
        "%(number)d person signed.", "%(number)d people signed.", len(standing)
    )
    summary %= {"number": len(standing)}
    if served:
        summary += " " + _(
            "%(served)d of %(all)d have received the answer."
        ) % {
            "served": len(served),
            "all": len(standing),
        }
    return Together(
        summary,
        tuple(
            SignatoryLine(_title(signatory), _told(signatory, today))
            for signatory in signatories
        ),
    )


def _title(signatory: Signed) -> str:
    role = (
        _("Representative")
        if signatory.role == participants.REPRESENTATIVE
        else _("Signatory")
    )
    return _("%(role)s no. %(number)d") % {
        "role": role,
        "number": signatory.position,
    }


def _told(signatory: Signed, today: date) -> str:
    if signatory.left:
        return _("has left")
    if signatory.served_date is None:
        return _("agrees to withdraw") if signatory.agreed else ""
    words = {"day": dates.say_day(signatory.served_date, today)}
    if signatory.remedy_until is None:
        return _("received the answer on %(day)s") % words
    words["until"] = dates.say_day(signatory.remedy_until, today)
    if signatory.remedy == "ask_rereview":
        return (
            _(
                "received the answer on %(day)s, and may ask for a re-review until %(until)s"
            )
            % words
        )
    return (
        _(
            "received the answer on %(day)s, and may ask for a review until %(until)s"
        )
        % words
    )


class NamesForm(forms.Form):
    """Who else signs."""

    names = PeopleField(
        label=gettext_lazy("Who else brings this matter?"),
        required=True,
        error_messages={"required": gettext_lazy("Write at least one name")},
    )


LOOK = ("check", "edit")  # buttons that record nothing yet
SHORTEST = 2  # characters that a whole name has at least


def _looked_over(request: HttpRequest, names: str) -> dict[str, Any]:
    """What the page shows before anything is recorded: every person as it was read, or
    the field again.
    """
    if request.POST["do"] == "edit":
        return {}
    given = {
        name: value
        for name, value in request.POST.items()
        if name not in {"csrfmiddlewaretoken", "do"}
    }
    return {
        "people": [
            (person, len(person.name) < SHORTEST) for person in people(names)
        ],
        "given": given,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.own_matter
def add(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Add the names of others who bring this matter; 404 where the law knows no such
    step, 409 where it refuses the names.
    """
    step = view.pack.steps.get(ADD)
    if step is None:
        raise Http404
    form = NamesForm(request.POST or None, label_suffix="")
    context: dict[str, Any] = {
        "form": form,
        "matter": view,
        "title": law_text(step.title),
        "plain": law_text(step.plain),
        "note": law_text(step.note),
        "ground": citation_full(view.pack.instrument, step.article),
    }
    ruling = reads.work_on(view).rule(
        ADD, {"added": 1}, by=public.by, at=public.at
    )
    if ruling.refused:
        context |= {"closed": True, "refusals": refused(ruling.refusals)}
    elif (
        request.method == "POST"
        and form.is_valid()
        and request.POST.get("do") in LOOK
    ):
        context |= _looked_over(request, form.cleaned_data["names"])
    elif request.method == "POST" and form.is_valid():
        try:
            number = _recorded(public, view, form.cleaned_data["names"])
        except Refused as refusal:
            context["refusals"] = refused(refusal.grounds)
        except Invalid as invalid:
            context["problem"] = invalid.message
        else:
            done = ngettext(
                "%(number)d name was recorded.",
                "%(number)d names were recorded.",
                number,
            )
            messages.success(request, done % {"number": number})
            return redirect("public:matter")
    return page(request, public, "follow/names.html", context)


def _recorded(public: PublicContext, view: CaseView, names: str) -> int:
    """Record those who sign too; returns how many they are."""
    persons = people(names)
    adding = acts.command(ADD, view.case_id, {"persons": persons})
    acts.perform(adding, by=public.by, at=public.at)
    return len(persons)
