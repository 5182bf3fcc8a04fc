"""Suggestions to organs: the list with what is owed on each, and writing a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.casework.basis import law_access, registers
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.suggestions import acts, reads
from huiyin.casework.chapters.suggestions.reads import REGISTER, Item
from huiyin.law.rules.pack import Pack
from huiyin.organisations import permissions, translated
from huiyin.organisations.translated import law_text
from huiyin.web.kit import error_words, navigation, organs_field
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.components import Refusal
from huiyin.web.kit.labels import (
    citation_short,
    duty_title,
    law_title,
    refusals_short,
    term_choices,
    term_title,
)
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.supervisor.overview import PERMISSION


@dataclass(frozen=True, slots=True)
class Line:
    """One suggestion of the list."""

    case_id: str
    number: str
    title: str
    kind: str
    organ: str
    state: str
    adoption: str
    sent_date: date
    duty: str
    due_date: date | None


class SuggestionForm(forms.Form):
    """Which kind, to which organ, what, resting on which matters, answered until when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of suggestion"), widget=forms.RadioSelect
    )
    to = forms.ChoiceField(label=gettext_lazy("Organ to which it is suggested"))
    title = forms.CharField(
        label=gettext_lazy("In one line"), max_length=acts.TITLE_LIMIT
    )
    text = forms.CharField(
        label=gettext_lazy("Facts, what is wrong, what is suggested"),
        help_text=gettext_lazy(
            "To the unit, about what it owes; about no person."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
    )
    refers = forms.CharField(
        label=gettext_lazy("Numbers of the matters it rests on"),
        help_text=gettext_lazy(
            "Separated by spaces. Numbers of sealed reports do not belong here."
        ),
        max_length=200,
        required=False,
    )
    answer_by = forms.DateField(
        label=gettext_lazy("Day by which an answer is due"),
        help_text=gettext_lazy("Without one: 30 days."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )

    def __init__(self, *args: Any, pack: Pack, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        kind: Any = self.fields["kind"]
        kind.choices = term_choices(pack, "categories")
        # Read by the template beside the choices
        kind.hints = {
            term.id: law_text(term.plain)
            for term in pack.terms["categories"].terms.values()
        }
        to: Any = self.fields["to"]
        to.choices = organs_field.choices((), without=own)


def _pack(request: OfficeRequest) -> Pack:
    require(request, PERMISSION)
    pack = registers.pack_on(REGISTER, request.today)
    if pack is None:
        raise Http404
    return pack


@require_safe
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The suggestions of the offices under the reader's supervision, the newest first."""
    pack = _pack(request)
    reach = permissions.reachable(request.info, PERMISSION)
    after = request.GET.get("after", "")
    listed = reads.listed(by=request.actor, organs=reach, after=after)
    address = reverse("supervisor:advice")
    closing = pack.step("close")
    context = {
        "side": navigation.of(request),
        "lines": [_line(item) for item in listed.items],
        "citation": citation_short(pack.cited(closing), closing.article),
        "following": f"{address}?{urlencode({'after': listed.next})}"
        if listed.next
        else "",
        "previous": address if after else "",
    }
    return render(request, "supervisor/advice.html", context)


def _line(item: Item) -> Line:
    pack = law_access.pack(item.pack)
    return Line(
        case_id=item.case_id,
        number=item.number,
        title=item.title,
        kind=term_title(pack, "categories", item.kind),
        organ=translated.organ_name(item.organ),
        state=law_title(pack.state(item.state).title),
        adoption=term_title(pack, "outcomes", item.adoption)
        if item.adoption
        else "",
        sent_date=item.sent_date,
        duty=duty_title(pack, item.duty) if item.duty else "",
        due_date=item.due_date,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer
def write(request: OfficeRequest) -> HttpResponse:
    """Write a suggestion and send it."""
    pack = _pack(request)
    form = SuggestionForm(
        request.POST or None, pack=pack, own=request.actor.organ
    )
    reasons: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        try:
            sent = acts.send(
                suggestion=acts.Suggestion(**form.cleaned_data),
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            reasons = refusals_short(refused.grounds)
        except Invalid as invalid:
            error_words.refuse(form, invalid)
        else:
            messages.success(
                request,
                _("The suggestion %(number)s was sent.")
                % {"number": sent.number},
            )
            return redirect("officer:case", case_id=sent.case_id)
    step = pack.step("file")
    context = {
        "side": navigation.of(request),
        "form": form,
        "reasons": reasons,
        "plain": law_text(step.plain),
        "citation": citation_short(pack.cited(step), step.article),
    }
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "supervisor/advice_new.html", context, status=status)
