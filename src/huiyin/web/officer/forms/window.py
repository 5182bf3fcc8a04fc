"""The questions of the window: a contact, and what the new matter is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.basis import consent, law_access
from huiyin.casework.chapters.intake.acts import CLAIM_LIMIT, TITLE_LIMIT
from huiyin.casework.matter.command import PLACE_LIMIT
from huiyin.casework.matter.contacts import Petition
from huiyin.organisations import translated
from huiyin.web.kit import organs_field
from huiyin.web.officer.forms.base import (
    earlier_case,
    earlier_field,
    fill_classes,
)
from huiyin.web.officer.forms.contact import SaidForm
from huiyin.web.sections.signatories import PeopleField, people


class WindowForm(SaidForm):
    """One page for the person at the window."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("What it is about, in one line."),
        max_length=TITLE_LIMIT,
    )
    claims = forms.CharField(
        label=_("What is asked for"),
        help_text=_(
            "One request to a line; each gets its own answer. Left empty, the title stands for it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=20_000,
    )
    anonymous = forms.BooleanField(
        label=_("The person wishes to stay anonymous"), required=False
    )
    category = forms.ChoiceField(label=_("Category"), widget=forms.RadioSelect)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    area = forms.ChoiceField(label=_("Area concerned"), required=False)
    place = forms.CharField(
        label=_("Where exactly"),
        help_text=_(
            "In the person's own words: a road and number, a building, a crossing. "
            "Not their own address."
        ),
        required=False,
        max_length=PLACE_LIMIT,
    )
    accused = forms.ChoiceField(
        label=_("For a report of wrongdoing: the organ that it is about"),
        help_text=_(
            "As the person says; nobody need say it. That organ, and those under it, can "
            "then never be handed the report. Where it is this office or one above it, "
            "nothing can be taken down here."
        ),
        required=False,
    )
    follows = earlier_field()
    signatories = PeopleField(label=_("Who else signs"))
    online_service = forms.BooleanField(
        label=_(
            "The person agrees that written answers are served online, on the page of this matter"
        ),
        help_text=_(
            "Ask, and tick it only where they said so: nobody need agree. Time to ask "
            "for a review then runs from the "
            "day it is served there. They can take it back at any time, and ask for paper."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_classes(self, self.pack)
        self._offer_accused()
        if self.pack.step("file").arg("follows") is None:
            del self.fields["follows"]
        if "add_signatories" not in self.pack.steps:
            del self.fields["signatories"]
        if not consent.known(self.pack):
            del self.fields["online_service"]

    def _offer_accused(self) -> None:
        """Every organ to choose from, where the law seals anything."""
        field = self.fields["accused"]
        if not law_access.sealed_kinds(self.pack):
            del self.fields["accused"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", gettext("None of these, or not said")),
                *organs_field.everywhere(translated.language()),
            ]

    def clean_follows(self) -> str:
        """The id of the earlier matter."""
        return earlier_case(self.cleaned_data["follows"], self.by)

    def clean_claims(self) -> tuple[str, ...]:
        """The requests, one to a line."""
        lines = tuple(
            line.strip()
            for line in self.cleaned_data["claims"].splitlines()
            if line.strip()
        )
        if len(lines) > CLAIM_LIMIT:
            raise forms.ValidationError(
                _("At most ten requests can be made in one matter.")
            )
        return lines

    def petition(self) -> Petition:
        """The petition as far as the answers are there."""
        given = self.cleaned_data
        return Petition(
            **self.said(),
            title=given.get("title") or "",
            claims=given.get("claims") or (),
            anonymous=bool(given.get("anonymous")),
            category=given.get("category") or "",
            accused=self._accused(),
            topic=given.get("topic") or "",
            area=given.get("area") or "",
            place=given.get("place") or "",
            follows=given.get("follows") or "",
            signatories=people(given.get("signatories") or ""),
            online_service=bool(given.get("online_service")),
        )

    def _accused(self) -> tuple[str, ...]:
        """The organ that a report is about; of what the law does not seal it is not kept."""
        category = str(self.cleaned_data.get("category") or "")
        accused = str(self.cleaned_data.get("accused") or "")
        kept = accused and law_access.sealed(self.pack, category)
        return (accused,) if kept else ()
