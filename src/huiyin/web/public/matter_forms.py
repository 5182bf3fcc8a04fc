"""The forms of a matter that stands already: adding to it, withdrawing it, rating it, and
following it by number and query code.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.casework.chapters.intake.contacts import TEXT_LIMIT
from huiyin.law.rules.pack import Pack
from huiyin.web.kit.labels import all_term_choices
from huiyin.web.public.forms import offer_choices


class MaterialForm(forms.Form):
    """Words, files, or both, for a matter that stands already."""

    text = forms.CharField(
        label=_("What do you want to add?"),
        required=False,
        widget=forms.Textarea,
        max_length=TEXT_LIMIT,
        error_messages={
            "max_length": _(
                "What you wrote is too long: it can have up to %(limit_value)d characters"
            )
        },
    )


class ContactForm(forms.Form):
    """A further message about the same matter."""

    text = forms.CharField(
        label=_("What do you want to tell the office?"),
        widget=forms.Textarea,
        max_length=TEXT_LIMIT,
        error_messages={
            "required": _("Write what you want to tell the office"),
            "max_length": _(
                "What you wrote is too long: it can have up to %(limit_value)d characters"
            ),
        },
    )


class WithdrawForm(forms.Form):
    """Why a matter is withdrawn; nobody has to say."""

    reason = forms.CharField(
        label=_("Why do you withdraw it?"),
        required=False,
        widget=forms.Textarea,
        max_length=2000,
        error_messages={
            "max_length": _(
                "What you wrote is too long: it can have up to %(limit_value)d characters"
            )
        },
    )


class RateForm(forms.Form):
    """How satisfied the petitioner is with the handling."""

    rating = forms.ChoiceField(
        label=_("How satisfied are you with how your matter was handled?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how satisfied you are")},
    )
    comment = forms.CharField(
        label=_("Is there anything you want to say about it?"),
        required=False,
        widget=forms.Textarea,
        max_length=2000,
        error_messages={
            "max_length": _(
                "What you wrote is too long: it can have up to %(limit_value)d characters"
            )
        },
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        offer_choices(self, "rating", all_term_choices(pack, "ratings"))


class FollowForm(forms.Form):
    """Number and query code, as they stand on the receipt."""

    number = forms.CharField(
        label=_("Matter number"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
            }
        ),
        error_messages={
            "required": _("Write the matter number"),
            "max_length": _("The matter number is too long"),
        },
    )
    code = forms.CharField(
        label=_("Query code"),
        help_text=_(
            "The letters and digits as they stand on your receipt. Capitals, spaces "
            "and hyphens make no difference."
        ),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
            }
        ),
        error_messages={
            "required": _("Write the query code"),
            "max_length": _("The query code is too long"),
        },
    )
