"""The question whether several people bring a matter, and who signs with the one who files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.public.forms import ALONE, ANONYMOUS, TOGETHER, QuestionForm
from huiyin.web.sections.signatories import PeopleField, people


class PeopleForm(QuestionForm):
    """Whether several people bring the matter together."""

    together = forms.ChoiceField(
        label=_("Do you bring this matter alone or together with others?"),
        widget=forms.RadioSelect,
        choices=[(ALONE, _("Alone")), (TOGETHER, _("Together with others"))],
        error_messages={
            "required": _("Choose whether you are alone or several")
        },
    )
    persons = forms.IntegerField(
        label=_("How many people are you, with yourself?"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Write the number of people in digits, such as 12")
        },
    )
    names = PeopleField(
        label=_("The names of the others, if they sign with you")
    )

    def prepare(self) -> None:
        """Ask for names only where the law in force knows signatories."""
        if "add_signatories" not in self.pack.steps:
            del self.fields["names"]

    def clean(self) -> dict[str, Any]:
        """Ask for the number when there are several, and for none otherwise."""
        cleaned = super().clean() or {}
        if cleaned.get("together") != TOGETHER:
            return {**cleaned, "persons": 1, "names": ""}
        persons = cleaned.get("persons")
        if "persons" not in self.errors and (
            persons is None or not 2 <= persons <= 100_000
        ):
            self.add_error(
                "persons", _("Write how many people you are: two or more")
            )
        elif persons is not None and cleaned.get("names"):
            self._compare(persons, len(people(cleaned["names"])) + 1)
        return cleaned

    def _compare(self, persons: int, named: int) -> None:
        """Names need a name of one's own, and no more of them than there are people."""
        if self.answers.get("who") == ANONYMOUS:
            self.add_error(
                "names", _("Whoever signs for others gives their own name too")
            )
        elif named > persons:
            words = {"named": named, "persons": persons}
            self.add_error(
                "names",
                _(
                    "With yourself these are %(named)s names, but only %(persons)s people"
                )
                % words,
            )
