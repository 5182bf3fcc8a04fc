"""Organs that have come to an end: who took their place, and the matters for which
somebody must still be named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.casework.basis import law_access
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.handling import naming
from huiyin.casework.lists.duty_rows import heading
from huiyin.casework.matter import reads, succession
from huiyin.casework.matter.views import CaseView
from huiyin.law.engine.succession import rule_of
from huiyin.organisations import reads as organs
from huiyin.organisations import translated
from huiyin.organisations.info import OrganInfo
from huiyin.organisations.vocabulary import Ending
from huiyin.web.kit import error_words, labels, navigation, organs_field
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.office_request import OfficeRequest


@dataclass(frozen=True, slots=True)
class Ended:
    """An organ that ended, or will: how, since when, and who goes on exercising its powers."""

    name: str
    how: str
    day: date | None
    successors: str
    to_come: bool


@dataclass(frozen=True, slots=True)
class Open:
    """A matter for which nobody has been named yet."""

    case_id: str
    number: str
    title: str
    organ: str


class SuccessorForm(forms.Form):
    """Which organ takes the matter over, and why."""

    to = forms.ChoiceField(
        label=gettext_lazy("Organ that takes the matter over")
    )
    reason = forms.CharField(
        label=gettext_lazy("Reasons"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
    )

    def __init__(
        self, *args: Any, choices: organs_field.Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


@require_safe
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The organs that have ended, the latest first; above them, what waits for the
    reader's organ to name somebody.
    """
    require(request, "case.read")
    rule = rule_of(law_access.pack_on(request.today))
    context = {
        "side": navigation.of(request),
        "ended": [_ended(organ, request.today) for organ in organs.ended()],
        "open": [
            Open(
                row.pk,
                row.number,
                heading(row.title, sealed=row.sealed),
                translated.organ_name(str(row.values["succession"]["of"])),
            )
            for row in succession.to_name(by=request.actor)
        ],
        "plain": translated.law_text(rule.plain) if rule else "",
        "citation": labels.citation_short(rule.ground.instrument, rule.article)
        if rule
        else "",
    }
    return render(request, "officer/ended.html", context)


def _ended(organ: OrganInfo, today: date) -> Ended:
    names = [translated.organ_name(code) for code in organ.successors]
    return Ended(
        name=translated.organ_name(organ.code),
        how=str(Ending(organ.ending).label),
        day=organ.ended_date,
        successors=labels.listed(names)
        if names
        else translated.organ_name(
            organs.heir(organ.parent).code if organ.parent else ""
        ),
        to_come=organ.ended_date is not None and organ.ended_date > today,
    )


def _suggestions(
    view: CaseView, *, without: str
) -> tuple[organs_field.Suggestion, ...]:
    """The organs that may be competent for the matter, without one's own."""
    values = view.state.values
    return organs_field.suggestions(
        pack=view.pack,
        category=str(values.get("category") or ""),
        topic=str(values.get("topic") or ""),
        area=str(values.get("arose_in") or values.get("area") or ""),
        without=without,
    )


@officer
def name(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Name the organ that takes over one matter from an organ that ended.

    404 where nobody has to be named by the reader's organ; 422 for what cannot be.
    """
    view = reads.access_case(by=request.actor, case_id=case_id)
    ended = naming.ended_organ(view, request.actor)
    if not ended:
        raise Http404
    suggested = _suggestions(view, without=request.actor.organ)
    choices = organs_field.choices(suggested, without=request.actor.organ)
    form = SuccessorForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            naming.name_successor(
                case_id=case_id,
                **form.cleaned_data,
                by=request.actor,
                at=request.at,
            )
        except Invalid as invalid:
            error_words.refuse(form, invalid)
        else:
            messages.success(
                request, _("Named. The matter went over with every date.")
            )
            return redirect("officer:ended")
    context = {
        "side": navigation.of(request),
        "view": view,
        "form": form,
        "suggested": suggested,
        "ended": translated.organ_name(ended),
    }
    return render(
        request,
        "officer/successor.html",
        context,
        status=422 if form.errors else 200,
    )
