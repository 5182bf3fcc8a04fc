"""Report retaliation from the page of one's own matter: straight above the unit,
sealed, a matter of its own.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake import retaliation
from huiyin.casework.chapters.intake.contacts import TEXT_LIMIT
from huiyin.casework.matter.views import CaseView
from huiyin.organisations.translated import language
from huiyin.web.kit import errors, limits, organs_field
from huiyin.web.kit.labels import grounds_full, time_limit
from huiyin.web.public import access, receipts, uploads
from huiyin.web.public.context import PublicContext, page
from huiyin.web.public.forms import CLAIM_CHARACTERS
from huiyin.web.public.submission import refused

TOO_LONG = _(
    "What you wrote is too long: it can have up to %(limit_value)d characters"
)


class RetaliationForm(forms.Form):
    """By whom, what happened, and what would help."""

    unit = forms.ChoiceField(
        label=_("Which organ is it about?"),
        help_text=_(
            "If it is not listed, choose the one that it belongs to. It can never "
            "be handed your report."
        ),
        error_messages={"required": _("Choose the organ that it is about")},
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_(
            "When, by whom, and why you think that it is because of your matter. Say "
            "how you can be reached, "
            "if you wish: only the named readers of the organ above can open what you write."
        ),
        widget=forms.Textarea,
        max_length=TEXT_LIMIT,
        error_messages={
            "required": _("Write what happened"),
            "max_length": TOO_LONG,
        },
    )
    wish = forms.CharField(
        label=_("What would protect you?"),
        required=False,
        widget=forms.Textarea,
        max_length=CLAIM_CHARACTERS,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(
        self, *args: Any, public: PublicContext, **kwargs: Any
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.public = public
        unit = self.fields["unit"]
        if isinstance(unit, forms.ChoiceField):
            unit.choices = [
                ("", gettext("Choose an organ")),
                *organs_field.everywhere(language()),
            ]

    def clean_unit(self) -> str:
        """There must be an organ above it that can look into it."""
        unit = str(self.cleaned_data["unit"])
        if retaliation.competent(unit, self.public.today) is None:
            said = _(
                "There is no competent organ above this one here: turn to the one "
                "of the next higher level yourself"
            )
            raise forms.ValidationError(said)
        return unit


def possible(public: PublicContext) -> bool:
    """Whether the law in force knows such reports."""
    return retaliation.rules(public.today) is not None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.own_matter
def report(
    request: HttpRequest, public: PublicContext, view: CaseView
) -> HttpResponse:
    """Say what will follow, ask what happened, and hand it in; then its own receipt.

    404 where the law in force knows no such reports, 409 where it refuses this one, 429
    where too much was handed in from one address.
    """
    pack = retaliation.rules(public.today)
    if pack is None:
        raise Http404
    token, do = uploads.token_of(request), request.POST.get("do", "")
    form = RetaliationForm(request.POST or None, public=public)
    context: dict[str, Any] = {}
    if request.method == "POST":
        if do == "send" and limits.exceeded(request, "file"):
            return errors.too_many(request)
        problems = uploads.keep(request, token=token, at=public.at)
        if do.startswith("drop-"):
            uploads.drop(token, do[5:])
        kept = uploads.kept_before(request, token)
        if do != "send":
            form = RetaliationForm(initial=request.POST.dict(), public=public)
        elif form.is_valid() and not problems:
            try:
                return _submitted(
                    request, public, view, form, token=token, files=bool(kept)
                )
            except (Refused, Invalid) as error:
                context |= _why_not(error)
        context |= {"problems": problems, "kept": kept}
    context.setdefault("kept", uploads.kept_before(request, token))
    step, owed = pack.step("file"), retaliation.limit_of(pack)
    context |= {
        "form": form,
        "matter": view,
        "token": token,
        "accept": uploads.accept_attribute(),
        "kinds": uploads.accepted(),
        "text_limit": TEXT_LIMIT,
        "limit": time_limit(pack, owed) if owed else "",
        "ground": grounds_full(pack, step.grounds),
    }
    return page(request, public, "follow/retaliation.html", context)


def _why_not(error: Refused | Invalid) -> dict[str, Any]:
    if isinstance(error, Refused):
        return {"refusals": refused(error.grounds)}
    return {
        "problem": gettext(
            "Something you wrote could not be taken. Look at it once more."
        )
    }


def _submitted(
    request: HttpRequest,
    public: PublicContext,
    view: CaseView,
    form: RetaliationForm,
    *,
    token: str,
    files: bool,
) -> HttpResponse:
    given = form.cleaned_data
    filed = retaliation.report_retaliation(
        report=retaliation.Retaliation(
            view.case_id, given["unit"], given["text"], given["wish"]
        ),
        by=Actor.petitioner(view.case_id),
        at=public.at,
        token=token,
        draft=token if files else "",
    )
    return receipts.issue_receipt(request, filed)
