"""At the counter: correcting what is recorded of somebody, and a new query code for one
that was lost.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake import counter
from huiyin.casework.chapters.intake.counter import Correction
from huiyin.casework.matter import participants, reads
from huiyin.casework.matter.views import CaseView
from huiyin.organisations import translated
from huiyin.people.vocabulary import Seen
from huiyin.web.kit import error_words, navigation, proving
from huiyin.web.kit.auth import officer
from huiyin.web.kit.contact_fields import MailField, TelephoneField
from huiyin.web.kit.office_request import OfficeRequest

WHO = ("name", "phone", "address", "email")


class SeenForm(forms.Form):
    """How it is known who stands there."""

    seen = forms.ChoiceField(
        label=gettext_lazy(
            "How do you know that it is they, and that it is right?"
        ),
        widget=forms.RadioSelect,
        choices=Seen.choices,
        error_messages={"required": gettext_lazy("Say how you know it")},
    )


class CorrectForm(SeenForm):
    """What is right, on what ground, and why it is corrected."""

    name = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=100
    )
    phone = TelephoneField(label=gettext_lazy("Phone"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Address"), required=False, max_length=300
    )
    email = MailField(label=gettext_lazy("Email"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        help_text=gettext_lazy(
            "Stays among the offices. Write no name and no number here."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    field_order = (*WHO, "seen", "reason")

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing is corrected."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in WHO) and not set(WHO) & set(
            self.errors
        ):
            self.add_error(
                "name",
                _(
                    "Write what is right: at least one of name, phone, address and email"
                ),
            )
        return cleaned

    def given(self) -> Correction:
        """What is corrected; what was left empty stays."""
        return Correction(
            **{name: self.cleaned_data[name] or None for name in WHO}
        )


class CodeForm(SeenForm):
    """A new code: how it is known who asks. The token makes the same form give the same code."""

    seen = forms.ChoiceField(
        label=gettext_lazy("How do you know who asks?"),
        widget=forms.RadioSelect,
        choices=[
            choice for choice in Seen.choices if choice[0] != Seen.OWN_MISTAKE
        ],
        error_messages={"required": gettext_lazy("Say how you know it")},
    )
    token = forms.CharField(widget=forms.HiddenInput)


@officer
def correct(
    request: OfficeRequest, case_id: str, contact_id: str
) -> HttpResponse:
    """Correct the particulars of whoever made a contact.

    404 where no name came with the contact, or the reader may not correct it; 422 for
    mistakes in the form.
    """
    view = _view(request, case_id)
    if not any(
        contact.id == contact_id and contact.has_identity
        for contact in view.contacts
    ):
        raise Http404
    return _correct(request, view, contact_id=contact_id)


@officer
def correct_signatory(
    request: OfficeRequest, case_id: str, position: int
) -> HttpResponse:
    """The same for one of several who signed.

    404 for a signatory who is not there or has left; 422 for mistakes in the form.
    """
    view = _view(request, case_id)
    if not any(
        signatory.position == position and not signatory.left
        for signatory in participants.of(view)
    ):
        raise Http404
    return _correct(request, view, signatory=position)


def _view(request: OfficeRequest, case_id: str) -> CaseView:
    view = reads.access_case(by=request.actor, case_id=case_id)
    if view.state.values.get("sealed") or not counter.may_correct(
        request.actor, view.state.parties
    ):
        raise Http404
    proving.require(request)
    return view


def _correct(
    request: OfficeRequest, view: CaseView, **whose: Any
) -> HttpResponse:
    form = CorrectForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        told = {
            "seen": form.cleaned_data["seen"],
            "reason": form.cleaned_data["reason"],
        }
        try:
            counter.correct(
                case_id=view.case_id,
                given=form.given(),
                by=request.actor,
                at=request.at,
                **told,
                **whose,
            )
        except Invalid as invalid:
            error_words.refuse(form, invalid)
        else:
            messages.success(
                request,
                _(
                    "Corrected. It stands in the history of the matter and in the log."
                ),
            )
            return redirect("officer:case", case_id=view.case_id)
    context = {"side": navigation.of(request), "view": view, "form": form}
    return render(
        request,
        "officer/correct.html",
        context,
        status=422 if form.errors else 200,
    )


@officer
def renew_code(request: OfficeRequest, case_id: str) -> HttpResponse:
    """Give out a new query code, once it is known who asks; then the slip with it.

    404 where nobody gave a name by which they could be known; 422 for mistakes in the
    form.
    """
    view = _view(request, case_id)
    if not counter.known_by_name(case_id):
        raise Http404
    form = CodeForm(
        request.POST or None,
        initial={"token": secrets.token_urlsafe(16)},
        label_suffix="",
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = counter.renew_code(
                case_id=case_id,
                by=request.actor,
                at=request.at,
                **form.cleaned_data,
            )
        except Invalid as invalid:
            form.add_error("seen", invalid.message)
        else:
            told = {
                "view": view,
                "code": done.code,
                "office": translated.organ_name(request.actor.organ),
            }
            return render(
                request,
                "officer/new_code.html",
                {"side": navigation.of(request), **told},
            )
    context = {"side": navigation.of(request), "view": view, "form": form}
    return render(
        request,
        "officer/renew_code.html",
        context,
        status=422 if form.errors else 200,
    )
