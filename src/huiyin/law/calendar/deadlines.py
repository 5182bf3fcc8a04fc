"""From a base day and a limit to a due date that can say why it is that date."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from huiyin.law.calendar.workdays import Calendar
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Deadline, RestDay, Text

DAY = timedelta(days=1)
UNITS = ("calendar", "working")
SPANS = (
    "month",
    "year",
)  # what is added to a limit in these is added in calendar days


@lru_cache(maxsize=65536)
def compute(
    calendar: Calendar,
    base_date: date,
    days: int,
    unit: str,
    extension_days: int = 0,
    *,
    stopped_days: int = 0,
) -> Deadline:
    """Count ``days``, ``extension_days`` and ``stopped_days`` from ``base_date``
    (itself not counted), off rest days.

    Args:
        calendar: which days are rest days, and for which years that is officially
            known.
        base_date: the day the limit runs from.
        days: the limit, zero or more: a number of days, months or years.
        unit: "calendar" or "working" (days), "month" or "year". A month ends on the day
            with the same number, or on that month's last day where it has none (Civil
            Code, Art. 202).
        extension_days: added to the limit before rolling: in the same unit, to months
            and years in calendar days.
        stopped_days: how long the clock stood still, added likewise.

    Returns:
        The due date with what led to it: the last day before it rolled off rest days,
        which rest days those are, and whether it is provisional: a calendar that it
        touches is not known yet.

    Raises:
        ValueError: for another unit, or a limit that would end before it began.
    """
    more = extension_days + stopped_days
    if unit not in (*UNITS, *SPANS) or min(days, stopped_days, days + more) < 0:
        msg = (
            f"a limit is zero or more days, months or years, not {days} + "
            f"{extension_days} {unit!r}"
        )
        raise ValueError(msg)
    seen_years: set[int] = set()
    last_day, passed = _reached(calendar, base_date, days, more, unit)
    if unit == "working":
        seen_years.update(range(base_date.year, last_day.year + 1))
    due = last_day
    seen_years.add(due.year)
    while (rest := calendar.rest_day(due)) is not None:
        passed.append(rest)
        due += DAY
        seen_years.add(due.year)
    return Deadline(
        base_date=base_date,
        days=days,
        unit=unit,
        extension_days=extension_days,
        last_day=last_day,
        due_date=due,
        provisional=not all(calendar.published(year) for year in seen_years),
        passed_over=tuple(passed),
        stopped_days=stopped_days,
    )


def _reached(
    calendar: Calendar, base_date: date, days: int, more: int, unit: str
) -> tuple[date, list[RestDay]]:
    """The day that counting leads to, before it rolls, and the rest days that were not counted."""
    if unit == "working":
        return _count_working(calendar, base_date, days + more)
    if unit in SPANS:
        return months_later(
            base_date, days * (12 if unit == "year" else 1)
        ) + timedelta(days=more), []
    return base_date + timedelta(days=days + more), []


def months_later(day: date, months: int) -> date:
    """The day with the same number so many months later; that month's last day where it
    has none.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def between(calendar: Calendar, start: date, end: date, unit: str) -> int:
    """The days from ``start`` (not counted) to ``end``: how long a clock stood still,
    in the days that are added.
    """
    span = max(0, (end - start).days)
    if unit != "working":
        return span
    return sum(
        calendar.is_working(start + timedelta(days=number))
        for number in range(1, span + 1)
    )


def _count_working(
    calendar: Calendar, base_date: date, total: int
) -> tuple[date, list[RestDay]]:
    """The ``total``-th working day after ``base_date``, and the rest days between them."""
    day, left, passed = base_date, total, list[RestDay]()
    while left:
        day += DAY
        rest = calendar.rest_day(day)
        if rest is None:
            left -= 1
        else:
            passed.append(rest)
    return day, passed


@dataclass(frozen=True, slots=True)
class Standstill:
    """A time for which a clock stood still: since when, how many days (None: it still
    does), for what, and why.
    """

    since: date
    days: int | None
    category: Text
    reason: str


def explain(
    deadline: Deadline, language: str, standstills: Sequence[Standstill] = ()
) -> list[str]:
    """Why this date: plain sentences, in the order in which one counts on one's fingers.

    Args:
        deadline: the deadline to explain.
        language: "zh-hans" or "en".
        standstills: the times for which the clock stood still, where it is known for what.
    """
    sentences = [
        *_counting(deadline),
        *_stillness(deadline, standstills),
        *_month_end(deadline),
    ]
    said = [sentence.in_language(language) for sentence in sentences]
    resting = [
        rest for rest in deadline.passed_over if rest.date < deadline.last_day
    ]
    if resting:
        days = runs(resting, language)
        not_counted = wording.text(
            "not_counted", days=days, number=len(resting)
        )
        said.append(not_counted.in_language(language))
    said += _rolling(deadline, language)
    if deadline.provisional:
        provisional = wording.text("provisional", year=deadline.due_date.year)
        said.append(provisional.in_language(language))
    return said


def _counting(deadline: Deadline) -> Iterator[Text]:
    """From which day, and how many days with how many more."""
    single = "_one" if deadline.unit in SPANS and deadline.days == 1 else ""
    yield wording.text(
        "count" if deadline.days else "same_day",
        base=wording.day(deadline.base_date),
        days=deadline.days,
        unit=wording.text(f"unit_{deadline.unit}{single}"),
    )
    if deadline.extension_days:
        unit = wording.text(f"unit_{_added_in(deadline.unit)}")
        yield wording.text("extended", days=deadline.extension_days, unit=unit)


def _month_end(deadline: Deadline) -> Iterator[Text]:
    """That a month ends earlier, where it has no day with the same number."""
    more = deadline.extension_days or deadline.stopped_days
    other_day = deadline.last_day.day != deadline.base_date.day
    if deadline.unit in SPANS and other_day and not more:
        yield wording.text("short_month", last=wording.day(deadline.last_day))


def _rolling(deadline: Deadline, language: str) -> Iterator[str]:
    """The last day, and how it rolls off days of rest to the day that something is due."""
    last = wording.day(deadline.last_day)
    if deadline.due_date == deadline.last_day:
        yield wording.text("last_day", last=last).in_language(language)
        return
    rolled = [
        rest for rest in deadline.passed_over if rest.date >= deadline.last_day
    ]
    rests = wording.text("last_day_rests", last=last, name=rolled[0].name)
    yield rests.in_language(language)
    if len(rolled) > 1:
        days = runs(rolled, language)
        yield wording.text("rest_run", days=days).in_language(language)
    due = wording.day(deadline.due_date)
    yield wording.text("rolled", due=due).in_language(language)


def _added_in(unit: str) -> str:
    """In what an extension of a limit in a unit is counted."""
    return "calendar" if unit in SPANS else unit


def _stillness(
    deadline: Deadline, standstills: Sequence[Standstill]
) -> Iterator[Text]:
    """How long the clock stood still, as far as it is known for what; and for what it
    stands still.
    """
    unit = wording.text(f"unit_{_added_in(deadline.unit)}")
    explained = sum(standstill.days or 0 for standstill in standstills)
    if deadline.stopped_days > explained:
        days = deadline.stopped_days - explained
        yield wording.text("stood_still", days=days, unit=unit)
    for standstill in standstills:
        key = (
            "stands_still_for" if standstill.days is None else "stood_still_for"
        )
        yield wording.text(
            key,
            days=standstill.days,
            unit=unit,
            since=wording.day(standstill.since),
            category=standstill.category,
            reason=standstill.reason,
        )


def runs(days: list[RestDay], language: str) -> str:
    """Rest days as people say them: days in a row as one span, with the holiday they belong to."""
    separator = wording.text("list_separator").in_language(language)
    spans: list[str] = []
    for _, group in groupby(
        enumerate(days), key=lambda item: item[1].date - item[0] * DAY
    ):
        span = [rest for _, rest in group]
        ordinary = [
            wording.text(key) for key in ("weekday_5", "weekday_6", "day_off")
        ]
        names = list(dict.fromkeys(rest.name for rest in span))
        names = [name for name in names if name not in ordinary] or names
        spans.append(
            wording.text(
                "span" if len(span) > 1 else "one_day",
                first=wording.short_day(span[0].date),
                last=wording.short_day(span[-1].date),
                name=separator.join(
                    name.in_language(language) for name in names
                ),
            ).in_language(language)
        )
    return separator.join(spans)
