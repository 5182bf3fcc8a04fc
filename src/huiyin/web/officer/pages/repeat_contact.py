"""Further contacts: finding the matter that is meant, recording that somebody came
again, and adding material.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from huiyin.casework.basis.actors import Actor, roles
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.chapters.intake import contacts, lookup
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads
from huiyin.casework.matter.views import CaseView
from huiyin.organisations import translated
from huiyin.web.kit import error_words, labels, navigation
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.contact_fields import SoughtTelephoneField
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.officer.forms import uploads
from huiyin.web.officer.forms.contact import AgainForm
from huiyin.web.officer.forms.receipt_days import ARRIVED, ReceiptDays
from huiyin.web.officer.forms.uploads import UploadForm
from huiyin.web.officer.pages import act
from huiyin.web.officer.parts import consequences
from huiyin.web.officer.parts.consequences import Following


class NumberForm(forms.Form):
    """The matter's number, as it stands on the receipt."""

    number = forms.CharField(label=_("Number of the matter"), max_length=60)


class PhoneForm(forms.Form):
    """The person's own number, at their own request."""

    phone = SoughtTelephoneField(
        label=_("Phone number the person gave when filing"), max_length=100
    )
    requested = forms.BooleanField(
        label=_("The person asked me to look their matter up by this number"),
        error_messages={
            "required": _(
                "Look a number up only when the person asks for it, and tick this"
            )
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.fields["phone"].widget.attrs["autocomplete"] = "off"


class MaterialForm(ReceiptDays, UploadForm):
    """What is added to a matter, and on which day it came where that was not today."""

    text = forms.CharField(
        label=_("What is added"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=20_000,
    )

    def __init__(
        self, *args: Any, view: CaseView, by: Actor, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.ask_days(
            view.pack.steps.get("supplement"),
            roles=roles(by, view.state.parties),
            today=today,
        )


@officer
def find(request: OfficeRequest) -> HttpResponse:
    """Find the matter a person means: by its number, or by the phone number they give,
    which is logged.
    """
    require(request, "case.register")
    number, phone = (
        NumberForm(prefix="n", label_suffix=""),
        PhoneForm(prefix="p", label_suffix=""),
    )
    context: dict[str, object] = {
        "may_look_up": request.actor.may("people.lookup", request.actor.organ)
    }
    status = 200
    if request.method == "POST" and "n-number" in request.POST:
        number = NumberForm(request.POST, prefix="n", label_suffix="")
        if response := _to_numbered(request, number):
            return response
        status = 422
    elif request.method == "POST":
        phone = PhoneForm(request.POST, prefix="p", label_suffix="")
        status = 422
        if phone.is_valid():
            context["matters"] = lookup.by_phone(
                office=request.actor.organ,
                phone=phone.cleaned_data["phone"],
                by=request.actor,
                at=request.at,
                request_recorded=True,
            )
            status = 200
    context |= {
        "side": navigation.of(request),
        "number": number,
        "phone": phone,
    }
    return render(request, "officer/again.html", context, status=status)


def _to_numbered(
    request: OfficeRequest, form: NumberForm
) -> HttpResponse | None:
    """Lead to the matter that has the number; None, with the reason in the form, where
    none has.
    """
    if not form.is_valid():
        return None
    try:
        case_id = reads.find_number(
            by=request.actor, number=form.cleaned_data["number"]
        )
    except NotFound:
        form.add_error(
            "number", _("There is no such number in your office's register")
        )
        return None
    return redirect("officer:act", case_id=case_id, step="contact")


@officer
def contact(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Record a further contact on a matter: it counts as a contact and opens no new
    matter. 404 where the rules of the matter know none.
    """
    view = _view(request, case_id, "contact")
    said: Any = {
        "pack": view.pack,
        "by": request.actor,
        "today": request.today,
        "view": view,
    }
    if request.method != "POST":
        return _page(request, view, "contact", AgainForm(**said))
    form = AgainForm(request.POST, request.FILES, **said)

    def record() -> CaseState:
        recorded = contacts.record_contact(
            case_id=case_id,
            contact=form.petition(view.title),
            office=request.actor.organ,
            by=request.actor,
            at=request.at,
            draft=uploads.token(form),
        )
        consequences.tell_asked(request, recorded.asks)
        return recorded.state

    return _sent(request, view, "contact", form, record)


@officer
def supplement(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Add words and files to an open matter; it changes no date. 404 where the rules of
    the matter know no such step.
    """
    view = _view(request, case_id, "supplement")
    said: Any = {"view": view, "by": request.actor, "today": request.today}
    if request.method != "POST":
        return _page(request, view, "supplement", MaterialForm(**said))
    form = MaterialForm(request.POST, request.FILES, **said)

    def add() -> CaseState:
        draft = uploads.token(form)
        has_files = bool(uploads.kept(form))
        return contacts.add_material(
            case_id=case_id,
            text=form.cleaned_data["text"],
            by=request.actor,
            at=request.at,
            draft=draft if has_files else "",
            arrived_on=form.days().get(ARRIVED),
        )

    return _sent(request, view, "supplement", form, add)


def _view(request: OfficeRequest, case_id: str, step: str) -> CaseView:
    view = reads.access_case(by=request.actor, case_id=case_id)
    if step not in view.pack.steps:
        raise Http404
    return view


def _sent(
    request: OfficeRequest,
    view: CaseView,
    step: str,
    form: UploadForm,
    do: Callable[[], CaseState],
) -> HttpResponse:
    form.is_valid()
    uploads.take(form, request)
    if request.POST.get("do", "confirm") != "confirm" or not form.is_valid():
        return _page(request, view, step, form, status=422)
    try:
        state = do()
    except Refused as refused:
        reasons = Following(
            refusals=tuple(labels.refusals_short(refused.grounds))
        )
        return _page(request, view, step, form, shown=reasons, status=409)
    except Invalid as invalid:
        error_words.refuse(form, invalid)
        return _page(request, view, step, form, status=422)
    return act.finished(request, view, step, state)


def _page(
    request: OfficeRequest,
    view: CaseView,
    step: str,
    form: UploadForm,
    *,
    shown: Following | None = None,
    status: int = 200,
) -> HttpResponse:
    if step not in view.pack.steps:
        raise Http404
    option = act.option_of(request, view, step)
    if option is None or option.ruling.refused:
        refusals = (
            option.ruling.refusals
            if option
            else act.standing(request, view, step)
        )
        return act.impossible(request, view, step, refusals)
    context = {
        "side": navigation.of(request),
        "view": view,
        "title": translated.law_text(option.title),
        "plain": translated.law_text(view.pack.step(step).plain),
        "citation": labels.grounds_short(
            view.pack, view.pack.step(step).grounds
        ),
        "form": form,
        "kept": uploads.kept(form),
        "following": shown
        or consequences.of(view, option.ruling, today=request.today),
    }
    return render(request, f"officer/{step}.html", context, status=status)
