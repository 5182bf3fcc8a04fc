"""Handing several matters over at once: one reason, one organ, and an answer for each matter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from huiyin.casework import acts
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.organisations import translated
from huiyin.web.kit import labels, navigation, organs_field
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.components import Refusal
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.parts import chosen
from huiyin.web.officer.parts.chosen import Picked, Result


class HandoverForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label=_("Organ it is offered to"))
    reason = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = organs_field.choices((), without=own)


@officer
def page(request: OfficeRequest) -> HttpResponse:
    """Ask for organ and reason, then offer each matter; those that the law refuses are
    told one by one.

    What was ticked stands in the address, so that the page can be loaded again.

    422 for mistakes in the form.
    """
    require(request, "case.handover")
    picked = chosen.picked(request)
    if not picked:
        return redirect("officer:duties")
    if request.method == "POST" and request.POST.get("do") != "confirm":
        return chosen.to_page("officer:handover", picked)
    context: dict[str, object] = {
        "side": navigation.of(request),
        "picked": picked,
    }
    if request.method != "POST":
        form = HandoverForm(own=request.actor.organ)
        return render(
            request, "officer/handover.html", {**context, "form": form}
        )
    form = HandoverForm(request.POST, own=request.actor.organ)
    if not form.is_valid():
        return render(
            request,
            "officer/handover.html",
            {**context, "form": form},
            status=422,
        )
    results = [
        _offer(request, matter, **form.cleaned_data) for matter in picked
    ]
    context |= {
        **chosen.outcome(results),
        "to": translated.organ_name(form.cleaned_data["to"]),
    }
    return render(request, "officer/handover_done.html", context)


def _offer(
    request: OfficeRequest, matter: Picked, *, to: str, reason: str
) -> Result:
    try:
        told = {"to": to, "reason": reason}
        offering = acts.command("offer_handover", matter.case_id, told)
        acts.perform(offering, by=request.actor, at=request.at)
    except Refused as refused:
        return Result(matter, tuple(labels.refusals_short(refused.grounds)))
    except Invalid as invalid:
        return Result(matter, (Refusal(invalid.message),))
    except NotFound:
        return chosen.gone(matter)
    return Result(matter)
