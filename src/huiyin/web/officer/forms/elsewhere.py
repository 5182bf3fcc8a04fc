"""The forms of what sends a petitioner elsewhere: not accepted here, or led to a
statutory route.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.lists import closing_remedies
from huiyin.organisations import translated
from huiyin.web.kit import labels
from huiyin.web.kit.labels import term_choices
from huiyin.web.officer.forms.base import LONG, ActForm, hint_choices
from huiyin.web.sections import remedies as other_ways


class ElsewhereForm(ActForm):
    """Not here: why, where instead, and until when."""

    competent_organ = forms.CharField(
        label=_("Competent organ"),
        help_text=_(
            "Name it as exactly as you can. Left empty, the organ that the law names is told."
        ),
        required=False,
        max_length=200,
    )
    explanation = forms.CharField(
        label=_("Explanation to the petitioner"), widget=LONG, max_length=20_000
    )
    last_day = forms.DateField(
        label=_("Last day for going there"),
        help_text=_(
            "As far as you know it; the petitioner is told that it is an estimate."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        """Name the organ of the ground where none was named."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        term = self.term()
        if (
            not cleaned.get("competent_organ")
            and term is not None
            and term.competent_text
        ):
            cleaned["competent_organ"] = term.competent_text.zh
        return cleaned


class RefuseForm(ElsewhereForm):
    """On which ground the matter is not accepted."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    earlier_number = forms.CharField(
        label=_("Number of the matter that was re-reviewed or is in progress"),
        help_text=_("Only on the grounds that name an earlier matter."),
        required=False,
        max_length=40,
    )
    facts = forms.ChoiceField(
        label=_("Facts and reasons, compared with that matter"),
        help_text=_(
            "New ones cannot be refused on this ground: handle them as a new matter."
        ),
        required=False,
    )
    superior = forms.BooleanField(
        label=_("An organ below ours is handling that matter now"),
        required=False,
    )
    field_order = (
        "ground",
        "earlier_number",
        "facts",
        "superior",
        "competent_organ",
        "explanation",
        "last_day",
    )
    vocabulary: ClassVar[Mapping[str, str]] = {"ground": "refusals"}

    def prepare(self) -> None:
        """The grounds of the pack."""
        field = self.fields["ground"]
        if isinstance(field, forms.ChoiceField):
            field.choices = term_choices(self.matter.pack, "refusals")
        compared = self.fields["facts"]
        if "sameness" not in self.matter.pack.terms:
            del self.fields["facts"]
        elif isinstance(compared, forms.ChoiceField):
            compared.choices = [
                ("", gettext("Not compared")),
                *term_choices(self.matter.pack, "sameness"),
            ]
        if self.matter.pack.step("refuse").arg("superior") is None:
            del self.fields["superior"]
        hint_choices(self, "ground", self.matter.pack, "refusals")


class DivertForm(ElsewhereForm):
    """Which statutory route is the right one."""

    route = forms.ChoiceField(label=_("Statutory route"))
    own_procedure = forms.BooleanField(
        label=_("Our organ itself decides on that route"),
        help_text=_(
            "Then lead the matter into your own procedure: the petitioner need not apply again."
        ),
        required=False,
    )
    field_order = (
        "route",
        "own_procedure",
        "competent_organ",
        "explanation",
        "last_day",
    )
    vocabulary: ClassVar[Mapping[str, str]] = {"route": "routes"}

    def prepare(self) -> None:
        """The routes of the pack, by the item of the article that provides for them."""
        if self.matter.pack.step("divert").arg("own_procedure") is None:
            del self.fields["own_procedure"]
        groups: dict[str, list[tuple[str, str]]] = {}
        for term in self.matter.pack.terms["routes"].terms.values():
            groups.setdefault(labels.article_short(term.article), []).append(
                (term.id, labels.law_title(term.title))
            )
        field = self.fields["route"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext("Choose a route")), *groups.items()]
        self._suggest()

    def _suggest(self) -> None:
        """The way that follows from the sorting, with its reason; a person decides."""
        suggestion = closing_remedies.suggested(
            self.matter.view, today=self.matter.today
        )
        if suggestion is None:
            return
        claim = other_ways.claim_title(
            self.matter.pack, closing_remedies.sorting(self.matter.view).claim
        )
        self.fields["route"].help_text = gettext(
            "Suggested: %(way)s, because the matter was sorted as: %(claim)s. You decide."
        ) % {"way": translated.law_text(suggestion.route.title), "claim": claim}
        self.initial.setdefault("route", suggestion.route.way)
        if suggestion.last_day is not None:
            self.initial.setdefault("last_day", suggestion.last_day)
            self.fields["last_day"].help_text = gettext(
                "Filled in with the estimate; change it where you know better. The "
                "petitioner is told that it is one."
            )
