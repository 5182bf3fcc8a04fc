"""When something came in: the day of receipt and of posting, where they are not the day
on which it is written down.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.law.rules.steps import Step
from huiyin.web.kit import dates, labels

ARRIVED, POSTED, SURE = "arrived_on", "posted_on", "long_ago"
FIELDS = (ARRIVED, POSTED, SURE)
LONG = timedelta(days=30)
"""What came longer ago is asked about: an office may be catching up, or have mistyped the day."""


def asked(step: Step | None, roles: Container[str]) -> tuple[str, ...]:
    """Which of the days somebody in these roles may say in a step."""
    arguments = (
        (step.arg(name) for name in (ARRIVED, POSTED))
        if step is not None
        else ()
    )
    return tuple(
        arg.name for arg in arguments if arg is not None and arg.asked_of(roles)
    )


class ReceiptDays(forms.Form):
    """The part of a form that asks when it came. Left empty, it came today."""

    today: date
    known_since: date | None = None
    """The day on which the matter that it is about was received."""

    def ask_days(
        self,
        step: Step | None,
        *,
        roles: Container[str],
        today: date,
        since: date | None = None,
    ) -> None:
        """Add the questions that the step has; ``since``: what came before that day is
        asked about.
        """
        self.today, self.known_since = today, since
        names = asked(step, roles)
        if step is not None and ARRIVED in names:
            self.fields[ARRIVED] = _arrived(step)
            self.fields[SURE] = forms.BooleanField(
                label=_("The day is right"), required=False
            )
        if POSTED in names:
            self.fields[POSTED] = _day(
                _("Day it was posted"),
                _("For what came by post: as the postmark says."),
            )

    def doubt(self) -> str:
        """Why somebody is asked whether the day is right; "" where nothing is unusual about it."""
        day = getattr(self, "cleaned_data", {}).get(ARRIVED)
        if day is None:
            return ""
        ago = (self.today - day).days
        if self.known_since is not None and day < self.known_since:
            return gettext(
                "That is before the matter itself was received, on %(day)s."
            ) % {"day": dates.say_full(self.known_since)}
        if ago > LONG.days:
            return ngettext(
                "That is %(number)d day ago.",
                "That is %(number)d days ago.",
                ago,
            ) % {"number": ago}
        return ""

    @property
    def asks_whether_right(self) -> bool:
        """Whether the page asks for a tick beside the day."""
        return SURE in self.fields and bool(
            self.doubt() or self.initial.get(SURE)
        )

    def clean(self) -> dict[str, Any]:
        """A day long ago is taken when somebody says that it is right."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if SURE in self.fields and not cleaned.get(SURE) and self.doubt():
            self.add_error(
                SURE,
                gettext(
                    "%(doubt)s If it did come on that day, tick “The day is right”; "
                    "otherwise change the day."
                )
                % {"doubt": self.doubt()},
            )
        return cleaned

    def days(self) -> dict[str, date]:
        """The days that were said, by the names of the step's arguments."""
        given = getattr(self, "cleaned_data", {})
        return {
            name: given[name] for name in (ARRIVED, POSTED) if given.get(name)
        }


def _arrived(step: Step) -> forms.DateField:
    """The question when it came: whether anything counts from that day is said beside it."""
    if any(setting.source.path == f"args.{ARRIVED}" for setting in step.dates):
        return _day(
            _("Day it was received"),
            _(
                "Only where that was not today: the time of the organs runs from this day."
            ),
        )
    arg = step.arg(ARRIVED)
    label = labels.law_title(arg.title) if arg is not None else ""
    return _day(
        label,
        _(
            "Only where that was not today. The day is kept; no time runs from it."
        ),
    )


def _day(label: Any, hint: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
