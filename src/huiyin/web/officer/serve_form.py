"""The questions about service: how an answer reached the petitioner, and on which day."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.officer.forms import ActForm, terms_of


class ServeForm(ActForm):
    """How and when the answer reached the petitioner."""

    method = forms.ChoiceField(label=_("How it was served"), widget=forms.RadioSelect)
    received_on = forms.DateField(
        label=_("Day on which it was received"),
        help_text=_("From the record of service: the time to ask for a review runs from this day."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    execute_by = forms.DateField(
        label=_("What was promised will be carried out by"),
        help_text=_("Where the answer supports a request; the petitioner is told, and it stays open until it is done."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def prepare(self) -> None:
        """The ways of service of the pack; today unless said otherwise."""
        outcome = str(self.matter.view.state.values.get("outcome") or "")
        terms = self.matter.pack.terms["outcomes"].terms
        if outcome not in terms or not terms[outcome].attributes.get("favourable"):
            del self.fields["execute_by"]
        field = self.fields["method"]
        if isinstance(field, forms.ChoiceField):
            field.choices = terms_of(self.matter.pack, "methods")
        self.initial.setdefault("received_on", self.matter.today)
