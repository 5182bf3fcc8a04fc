"""Small marks within a line: a badge, a day, what is left until it, the legal ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from huiyin.web.kit import clock, dates


def tag(text: object, state: str = "") -> SafeString:
    """A badge. ``state``: overdue, today, intime, done, or "" for none."""
    mark = dates.MARKS.get(state, "") if state else ""
    return format_html(
        '<span class="hy-tag{}">{}{}</span>',
        f" hy-tag--{state}" if state else "",
        format_html('<span class="hy-mark" aria-hidden="true">{}</span>', mark)
        if mark
        else "",
        text,
    )


def due(
    day: date | datetime | None,
    today: date,
    *,
    done: date | datetime | None = None,
    provisional: bool = False,
    short: bool = False,
) -> SafeString | str:
    """A last day as people say it, and what is left: 10月15日（周四），还有 6 天; a dash
    where there is none.

    ``done`` is the day on which it was discharged; ``provisional`` marks a calendar that
    is not published yet; ``short`` leaves the weekday out and puts what is left first,
    for tables.
    """
    if day is None:
        return "—"
    discharged = dates.local_day(done) if done is not None else None
    shape = Shape(done=discharged, provisional=provisional, short=short)
    return _due(dates.local_day(day), today, shape, get_language() or "")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a last day is shown."""

    done: date | None
    provisional: bool
    short: bool


# Days repeat on a page and from page to page
@lru_cache(maxsize=5_000)
def _due(day: date, today: date, shape: Shape, _language: str) -> SafeString:
    provisional, short = shape.provisional, shape.short
    said = dates.due(day, today, done=shape.done, provisional=provisional)
    words = said.said
    if short:
        words = dates.say_short(said.day, today)
    time = format_html(
        '<time datetime="{}" title="{}" data-full="{}">{}</time>',
        said.day.isoformat(),
        said.exact,
        dates.say_full(said.day),
        words,
    )
    left = format_html(
        '<span class="hy-due__left"><span class="hy-mark" aria-hidden="true">{}</span>{}</span>',
        said.mark,
        said.left,
    )
    both = (
        format_html("{} {}", left, time)
        if short
        else format_html("{}{} {}", time, _comma(), left)
    )
    return format_html(
        '<span class="hy-due hy-due--{}{}">{}</span>',
        said.state,
        " hy-due--provisional" if provisional else "",
        both,
    )


def _comma() -> str:
    return "，" if (get_language() or "").startswith("zh") else ","


def day(
    moment: date | datetime | None, today: date | None = None
) -> SafeString | str:
    """A day with its weekday, the exact one on hover; a dash where there is none.
    ``today``: the clock's, unless said.
    """
    if moment is None:
        return "—"
    shown = dates.local_day(moment)
    return _day(shown, today or clock.today(), get_language() or "")


@lru_cache(maxsize=5_000)
def _day(shown: date, today: date, _language: str) -> SafeString:
    return format_html(
        '<time datetime="{0}" title="{0}" data-full="{1}">{2}</time>',
        shown.isoformat(),
        dates.say_full(shown),
        dates.say_day(shown, today),
    )


def moment(at: datetime | None, today: date | None = None) -> SafeString | str:
    """Day and time of day, the exact instant on hover; a dash where there is none.
    ``today``: the clock's, unless said.
    """
    if at is None:
        return "—"
    said = dates.say_moment(at, today or clock.today())
    full = dates.say_moment(at)
    return format_html(
        '<time datetime="{0}" title="{0}" data-full="{1}">{2}</time>',
        at.isoformat(timespec="seconds"),
        full,
        said,
    )


def ground(*articles: str) -> SafeString:
    """The legal basis, in small print, second to the plain words; nothing without an article."""
    shown = format_html_join(
        " · ", "{}", ((article,) for article in articles if article)
    )
    return (
        format_html('<span class="hy-ground">{}</span>', shown)
        if shown
        else SafeString("")
    )
