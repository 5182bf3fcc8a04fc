"""The questions about those who bring a matter together: who signs, who leaves, who
agrees, who has the answer.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.chapters.handling import serving
from huiyin.casework.matter import participants
from huiyin.casework.matter.participants import Signed
from huiyin.web.officer.forms.base import LONG, ActForm
from huiyin.web.officer.forms.service import ServeForm
from huiyin.web.sections.signatories import PeopleField, people


class AddForm(ActForm):
    """Who else signs."""

    names = PeopleField(
        label=_("Who signs"),
        required=True,
        error_messages={"required": _("Write at least one name")},
    )
    representatives = forms.IntegerField(
        label=_("How many of them represent the others"),
        help_text=_(
            "At most five in all; whoever is named beyond that signs like the "
            "others. Write the representatives first."
        ),
        min_value=0,
        max_value=1000,
        initial=0,
        required=False,
    )

    def told(self) -> dict[str, Any]:
        """The persons, and how many of them represent the others."""
        given = super().told()
        return {
            "persons": people(given.get("names") or ""),
            "representatives": given.get("representatives") or 0,
        }


class SignatoryForm(ActForm):
    """An act that concerns one of several signatories."""

    signatory = forms.TypedChoiceField(label=_("Which signatory"), coerce=int)

    def standing(self) -> list[Signed]:
        """Those who can be chosen."""
        return [
            signatory
            for signatory in participants.of(self.matter.view)
            if not signatory.left
        ]

    def prepare(self) -> None:
        """The signatories by number."""
        field = self.fields["signatory"]
        self.others = self.standing()
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", gettext("Choose a number")),
                *(
                    (signatory.position, title(signatory))
                    for signatory in self.others
                ),
            ]


class LeaveForm(SignatoryForm):
    """One of several leaves."""

    own_wish = forms.BooleanField(
        label=_("The person said so themselves, and I know who they are"),
        error_messages={
            "required": _(
                "A signatory leaves by their own wish only: tick this when it is so"
            )
        },
    )
    reason = forms.CharField(
        label=_("What the person said"),
        widget=LONG,
        required=False,
        max_length=20_000,
    )


class AgreeForm(SignatoryForm):
    """One of several agrees to withdraw the matter."""

    own_wish = forms.BooleanField(
        label=_("The person said so themselves, and I know who they are"),
        error_messages={
            "required": _(
                "Nobody agrees for somebody else: tick this when the person said so"
            )
        },
    )


class ServeEachForm(ServeForm):
    """How and when an answer reached those who signed: whoever is ticked, in one way
    and on one day.
    """

    signatory = forms.TypedMultipleChoiceField(
        label=_("Who received it"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = (
        "signatory",
        "method",
        "received_on",
        "notice_ground",
        "notice_reason",
        "execute_by",
    )

    def prepare(self) -> None:
        """Those who have no answer yet, all of them ticked, and the ways of service."""
        super().prepare()
        waiting = [
            signatory
            for signatory in participants.of(self.matter.view)
            if not signatory.left and signatory.served_date is None
        ]
        field = self.fields["signatory"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (signatory.position, title(signatory)) for signatory in waiting
            ]
        self.initial.setdefault(
            "signatory", [signatory.position for signatory in waiting]
        )
        if self.matter.step in serving.ON_APPEAL:
            # By when it is carried out was named with the decision.
            self.fields.pop("execute_by", None)
            self.fields["received_on"].help_text = gettext(
                "From the record of service: what comes next runs from the latest of "
                "these days. For a public notice, "
                "the day of the notice."
            )

    def told(self) -> dict[str, Any]:
        """The numbers of those who were served, and how."""
        given = super().told()
        signatories = given.pop("signatory", None) or ()
        return {
            "signatories": list(signatories) if self.is_bound else (),
            **given,
        }


def title(signatory: Signed) -> str:
    """A signatory by number."""
    role = (
        gettext("representative")
        if signatory.role == participants.REPRESENTATIVE
        else gettext("signatory")
    )
    return gettext("No. %(number)d (%(role)s)") % {
        "number": signatory.position,
        "role": role,
    }
