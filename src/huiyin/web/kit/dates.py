"""Dates as people say them: 10月15日（周四），还有 6 天.

A relative word never stands without its date.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy

_WEEKDAYS: Final = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
_MONTHS: Final = (
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sep"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
)

MARKS: Final = {
    "overdue": "!",
    "today": "◔",
    "intime": "○",
    "done": "✓",
    "": "·",
}
"""The mark of each state, beside its words; colour comes third."""


@dataclass(frozen=True)
class Due:
    """A due date ready to be shown: state (overdue, today, intime, done), the words,
    the mark, and the exact day.
    """

    state: str
    day: date
    said: str
    left: str
    mark: str
    exact: str
    provisional: bool = False


def local_day(moment: date | datetime) -> date:
    """Return the day of `moment` in the office's time zone; a date is returned as it is."""
    if isinstance(moment, datetime):
        return moment.astimezone(timezone.get_default_timezone()).date()
    return moment


def say_day(moment: date | datetime, today: date | None = None) -> str:
    """Return the day with its weekday, and the year unless it is this one: 10月15日（周四）."""
    day = local_day(moment)
    words = {
        "weekday": str(_WEEKDAYS[day.weekday()]),
        "day": day.day,
        "month": str(_MONTHS[day.month - 1]),
        "year": day.year,
    }
    if today is not None and day.year == today.year:
        return pgettext("date", "%(weekday)s %(day)d %(month)s") % words
    return pgettext("date", "%(weekday)s %(day)d %(month)s %(year)d") % words


def say_full(moment: date | datetime) -> str:
    """Return the day with its weekday and its year, as on paper: 2026年10月15日（周四）."""
    return say_day(moment)


def say_short(moment: date | datetime, today: date | None = None) -> str:
    """Return the day without its weekday, for tables: 10月15日."""
    day = local_day(moment)
    words = {
        "day": day.day,
        "month": str(_MONTHS[day.month - 1]),
        "year": day.year,
    }
    if today is not None and day.year == today.year:
        return pgettext("date", "%(day)d %(month)s") % words
    return pgettext("date", "%(day)d %(month)s %(year)d") % words


def say_moment(moment: datetime, today: date | None = None) -> str:
    """Return day and time of day in the office's time zone: 10月9日 14:05."""
    local = moment.astimezone(timezone.get_default_timezone())
    return f"{say_short(local, today)} {local:%H:%M}"


def say_left(day: date, today: date) -> str:
    """Return how many days are left, or by how many it is overdue: 还有 6 天."""
    days = (day - today).days
    if days == 0:
        return gettext("due today")
    if days > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {
            "days": days
        }
    return ngettext(
        "overdue by %(days)d day", "overdue by %(days)d days", -days
    ) % {"days": -days}


def _say_done(day: date, done: date, today: date) -> str:
    said = gettext("done on %(date)s") % {"date": say_short(done, today)}
    late = (done - day).days
    if late <= 0:
        return said
    return (
        said
        + gettext(", ")
        + ngettext("%(days)d day late", "%(days)d days late", late)
        % {"days": late}
    )


def due(
    day: date,
    today: date,
    *,
    done: date | datetime | None = None,
    provisional: bool = False,
    extra: str = "",
) -> Due:
    """Return how a due day is shown on `today`.

    `done` is the day it was discharged; `provisional` marks a day in a year whose
    official calendar is not published yet; `extra` is added to the exact wording.
    """
    if done is not None:
        state, left = "done", _say_done(day, local_day(done), today)
    else:
        state = (
            "overdue" if day < today else "today" if day == today else "intime"
        )
        left = say_left(day, today)
    exact = day.isoformat() + (f" {extra}" if extra else "")
    if provisional:
        exact += " " + gettext(
            "(provisional: the official days off of that year are not known)"
        )
    return Due(
        state=state,
        day=day,
        said=say_day(day, today),
        left=left,
        mark=MARKS[state],
        exact=exact,
        provisional=provisional,
    )
