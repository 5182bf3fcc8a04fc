"""Fields for telephone numbers and e-mail addresses, the same at every door; ``people``
reads what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from huiyin.people import mail, telephones
from huiyin.people.telephones import NotATelephone

LONGEST = telephones.LONGEST_TEXT


class Asking(forms.Widget):
    """A control whose field may ask about what was typed, once: sent again as it was, it is taken.

    What was asked about travels in a hidden control beside it, so that nothing has to
    be remembered elsewhere.
    """

    asked = ""
    asked_before = ""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> Any:
        """Note what was asked about on the page that was sent."""
        self.asked_before = str(data.get(f"{name}-asked") or "")
        return super().value_from_datadict(data, files, name)

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """The control, and behind it what is asked about now."""
        control = super().render(name, value, attrs, renderer)
        if not self.asked:
            return control
        return control + format_html(
            '<input type="hidden" name="{}-asked" value="{}">', name, self.asked
        )

    def may_ask(self, typed: str) -> bool:
        """Whether this was not asked yet; if so it is asked now."""
        same = " ".join(self.asked_before.split()) == " ".join(typed.split())
        self.asked = "" if same else typed
        return not same


class AskingText(Asking, forms.TextInput):
    """One line that may be asked about."""


class AskingLines(Asking, forms.Textarea):
    """Several lines that may be asked about."""


class TelephoneField(forms.CharField):
    """One or two telephone numbers, in their normal form. Asks once about a mobile
    number without eleven digits.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", AskingText(attrs={"inputmode": "tel"}))
        options.setdefault("error_messages", {}).setdefault(
            "max_length", telephones.TOO_LONG
        )
        super().__init__(**{"max_length": LONGEST, **options})

    def clean(self, value: Any) -> str:
        """The numbers as they are kept, "" for none."""
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            numbers = telephones.read(typed)
        except NotATelephone as problem:
            raise forms.ValidationError(str(problem.message)) from None
        widget = self.widget
        if (
            numbers.doubtful
            and isinstance(widget, Asking)
            and widget.may_ask(typed)
        ):
            raise forms.ValidationError(telephones.NOT_ELEVEN)
        return telephones.confirmed(numbers)


class SoughtTelephoneField(forms.CharField):
    """A number by which somebody asks to be found: as an earlier release may have kept it, too."""

    def clean(self, value: Any) -> str:
        """The number as it was typed, when there is one in it."""
        typed: str = super().clean(value)
        if typed and not telephones.sought(typed):
            raise forms.ValidationError(telephones.NO_NUMBER)
        return typed


class MailField(forms.CharField):
    """An e-mail address, in its normal form."""

    def __init__(self, **options: Any) -> None:
        # type="email" would let the browser refuse addresses and signs that are taken here
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "email"})
        )
        options.setdefault("error_messages", {}).setdefault(
            "max_length", mail.WRONG
        )
        super().__init__(**{"max_length": mail.LONGEST, **options})

    def clean(self, value: Any) -> str:
        """The address as it is kept, "" for none."""
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            return mail.read(typed)
        except mail.NotAnAddress as problem:
            raise forms.ValidationError(str(problem.message)) from None
