"""Who is to be in charge of matters, and who is to help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.info import StaffInfo

ORGAN = "organ"
"""The choice of nobody: back to the organ."""


class ChargeForm(forms.Form):
    """Who, and why."""

    to = forms.ChoiceField(label=_("Who is in charge"))
    reason = forms.CharField(
        label=_("Reasons"),
        help_text=_(
            "Needed where a matter is taken from somebody or given back. Only officers read it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        people: Iterable[StaffInfo],
        back: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        _offer(self.fields["to"], people, back=back)

    def clean_to(self) -> str:
        """As the act takes it: "" for nobody."""
        to: str = self.cleaned_data["to"]
        return "" if to == ORGAN else to


class HelperForm(forms.Form):
    """Who helps."""

    helper = forms.ChoiceField(label=_("Who helps"))

    def __init__(
        self, *args: Any, people: Iterable[StaffInfo], **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        _offer(self.fields["helper"], people, back=False)


def _offer(
    field: forms.Field, people: Iterable[StaffInfo], *, back: bool
) -> None:
    choices = [(person.actor, person.called) for person in people]
    if back:
        choices.append((ORGAN, gettext("Nobody: back to the organ")))
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
