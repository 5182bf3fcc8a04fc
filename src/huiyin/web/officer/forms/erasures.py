"""The forms on erasing a name: taking a request down, proposing, refusing, sending back,
and saying that a name was recorded by mistake.
"""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy

from huiyin.casework.matter.views import CaseView
from huiyin.people.vocabulary import Mistake, Seen
from huiyin.web.sections import erasures as erasure_words


class AskForm(forms.Form):
    """Whose name, and how it is known who asks."""

    places = forms.MultipleChoiceField(
        label=gettext_lazy("Whose name is it? Only of the person who asks"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say whose name it is")},
    )
    seen = forms.ChoiceField(
        label=gettext_lazy("How do you know who asks?"),
        widget=forms.RadioSelect,
        choices=[
            choice for choice in Seen.choices if choice[0] != Seen.OWN_MISTAKE
        ],
        error_messages={"required": gettext_lazy("Say how you know it")},
    )

    def offer(self, view: CaseView, places: Sequence[str]) -> None:
        """Fill in whose names are there."""
        offer(self.fields["places"], view, places)


class ProposeForm(forms.Form):
    """Further contacts of the same person."""

    also = forms.MultipleChoiceField(
        label=gettext_lazy("Made by the same person too"),
        help_text=gettext_lazy(
            "Only what you know to be theirs: open the name to compare where you do not."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class RefuseForm(forms.Form):
    """Why not, for the petitioner to read."""

    reason = forms.CharField(
        label=gettext_lazy("Which law has it kept, by which article"),
        help_text=gettext_lazy(
            "The petitioner reads this. Write no name and no number."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    until = forms.DateField(
        label=gettext_lazy("Last day on which that law has it kept"),
        help_text=gettext_lazy(
            "Leave it empty where the law names no day: the petitioner reads that none is named."
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
        error_messages={
            "invalid": gettext_lazy("Write the day as year, month and day")
        },
    )


class BackForm(forms.Form):
    """Why the second person does not confirm."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is sent back"),
        help_text=gettext_lazy(
            "Stays among the offices. Write no name and no number here."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class MistakeForm(forms.Form):
    """Whose name was recorded by mistake, what mistake it was, and why."""

    whose = forms.MultipleChoiceField(
        label=gettext_lazy("Whose name was recorded by mistake?"),
        help_text=gettext_lazy(
            "Open the name to compare it with the papers where you do not know."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say whose name it is")},
    )
    mistake = forms.ChoiceField(
        label=gettext_lazy("What mistake was it?"),
        widget=forms.RadioSelect,
        choices=Mistake.choices,
        error_messages={
            "required": gettext_lazy("Say what mistake it was"),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("How it is known, and how it came about"),
        help_text=gettext_lazy(
            "Stays among the offices. Write no name and no number here."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say how it is known")},
    )

    def offer(self, view: CaseView, places: Sequence[str]) -> None:
        """Fill in whose names may have been recorded by mistake."""
        offer(self.fields["whose"], view, places)


def offer(field: forms.Field, view: CaseView, places: Sequence[str]) -> None:
    """Let ``places`` of a matter be chosen in a field, by whose names they are."""
    if isinstance(field, forms.MultipleChoiceField):
        field.choices = [
            (place, erasure_words.place(view, place)) for place in places
        ]
