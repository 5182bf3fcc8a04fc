"""The questions about service: how an answer reached the petitioner, and on which day."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.basis import consent
from huiyin.web.kit.labels import term_choices
from huiyin.web.officer.forms.base import LONG, ActForm, hint_choices

NOTICE = ("notice_ground", "notice_reason")


class ServeForm(ActForm):
    """How and when the answer reached the petitioner."""

    method = forms.ChoiceField(
        label=_("How it was served"), widget=forms.RadioSelect
    )
    received_on = forms.DateField(
        label=_("Day on which it was received"),
        help_text=_(
            "From the record of service: the time to ask for a review runs from this "
            "day. For a public notice, the day "
            "of the notice."
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    notice_ground = forms.ChoiceField(
        label=_("For a public notice: why no other way is possible"),
        widget=forms.RadioSelect,
        required=False,
    )
    notice_reason = forms.CharField(
        label=_(
            "For a public notice: what was tried before, and where the notice stands"
        ),
        widget=LONG,
        required=False,
        max_length=20_000,
    )

    execute_by = forms.DateField(
        label=_("What was promised will be carried out by"),
        help_text=_(
            "Where the answer supports a request; the petitioner is told, and it "
            "stays open until it is done."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def prepare(self) -> None:
        """The ways of service of the pack; today unless said otherwise."""
        outcome = str(self.matter.view.state.values.get("outcome") or "")
        terms = self.matter.pack.terms["outcomes"].terms
        if outcome not in terms or not terms[outcome].attributes.get(
            "favourable"
        ):
            del self.fields["execute_by"]
        field = self.fields["method"]
        if isinstance(field, forms.ChoiceField):
            field.choices = term_choices(self.matter.pack, "methods")
            hint_choices(self, "method", self.matter.pack, "methods")
        self._prepare_notice()
        if consent.known(self.matter.pack):
            field.help_text = self._consent()
        self.initial.setdefault("received_on", self.matter.today)

    def _prepare_notice(self) -> None:
        """On which grounds the pack lets an answer be served by public notice; no
        question where it knows none.
        """
        field = self.fields["notice_ground"]
        if "notice_grounds" not in self.matter.pack.terms:
            for name in NOTICE:
                del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = term_choices(self.matter.pack, "notice_grounds")

    def _consent(self) -> str:
        """Whether the petitioner has agreed to service online."""
        if consent.given(self.matter.view.state.values):
            return gettext("The petitioner has agreed to service online.")
        return gettext("The petitioner has not agreed to service online.")


class GivePaperForm(ServeForm):
    """How and when a simplified answer reached on paper whoever had asked for it so:
    not online, even with consent.
    """

    def prepare(self) -> None:
        """The ways that are on paper; what was promised was said with the answer."""
        super().prepare()
        self.fields.pop("execute_by", None)
        field = self.fields["method"]
        online = self.matter.pack.marks["methods"].get(
            "electronic", frozenset()
        )
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (code, title)
                for code, title in term_choices(self.matter.pack, "methods")
                if code not in online
            ]
            field.help_text = ""
