"""What the auditor narrows the log of opened identities to: who, from when, until when,
and why. Never whose it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.organisations import staff_reads
from huiyin.people import reads as people
from huiyin.people.vocabulary import Purpose
from huiyin.web.kit import labels


class OpeningsForm(forms.Form):
    """The questions above the log; what is left out narrows nothing."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=_("Until, this day included"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    purpose = forms.ChoiceField(
        label=_("Why"),
        required=False,
        choices=[("", _("all")), *Purpose.choices],
    )

    def offer(self, reach: Sequence[str]) -> None:
        """Everybody who stands in the log."""
        there = people.openers(reach)
        staff = staff_reads.names_of(labels.staff_ids(there))
        named = [(actor, labels.actor_name(actor, staff)) for actor in there]
        field = self.fields["who"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext("all")), *named]

    def clean(self) -> dict[str, object]:
        """The last day cannot lie before the first."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error(
                "until",
                gettext("The last day lies before the first: exchange them"),
            )
        return cleaned

    def asked(self) -> people.Asked:
        """What the log is narrowed to, as far as the answers hold."""
        given = getattr(self, "cleaned_data", {})
        until = given.get("until")
        return people.Asked(
            actor=given.get("who") or "",
            since=_begins(given.get("since")),
            until=_begins(until + timedelta(days=1))
            if until and until < date.max
            else None,
            purpose=given.get("purpose") or "",
        )


def _begins(day: date | None) -> datetime | None:
    """The first instant of a day where the office is."""
    return (
        datetime.combine(day, time.min, timezone.get_default_timezone())
        if day
        else None
    )
