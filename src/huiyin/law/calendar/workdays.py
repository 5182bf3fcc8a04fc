"""Which days are working days: weekends, public holidays, and the working days that are
made up for them.

A calendar is named by a code (``CN``) and described by ``calendars/<code>.toml``. Names
of holidays and make-up days come from the holidays library, per year and once; dated
files of overrides correct a year or announce one that the library does not have yet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import holidays

from huiyin.law.terms import pack_folders, wording
from huiyin.law.terms.ruling import RestDay, Text

DAY = timedelta(days=1)


class CalendarError(ValueError):
    """A calendar or one of its override files cannot be read; the message names file,
    key and reason.
    """


@dataclass(frozen=True, slots=True)
class Description:
    """What a calendar's own file says: the library's code, its languages, and the years
    officially known.

    Without a ``library`` there are weekends and no holidays. ``names`` are Chinese
    names of holidays by those of the library, where the library has none.
    """

    code: str
    title: Text
    library: str
    subdivision: str
    languages: Text
    names: Mapping[str, str]
    published_from: int
    published_through: int
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class Override:
    """One dated correction: days off, days on, and whether it is the official
    arrangement of the whole year.
    """

    file: str
    calendar: str
    year: int
    published: bool
    off: Mapping[date, Text]
    on: frozenset[date]
    source: str
    checked: date


class Calendar:
    """Working days and rest days under one calendar. Compared by identity; years are
    worked out once and kept.
    """

    def __init__(self, code: str, overrides: Path | None = None) -> None:
        """Read the calendar called ``code``, with the override files of ``overrides``
        on top of those shipped.
        """
        self.description = describe(code)
        self.code = self.description.code
        self.overrides = tuple(_overrides(self.code, overrides))
        self._years: dict[int, Mapping[date, RestDay]] = {}

    def rest_day(self, day: date) -> RestDay | None:
        """The rest day that ``day`` is, with its name; None for a working day."""
        year = self._years.get(day.year)
        if year is None:
            year = self._years[day.year] = self._work_out(day.year)
        return year.get(day)

    def is_working(self, day: date) -> bool:
        """True for a working day, make-up working days on weekends included."""
        return self.rest_day(day) is None

    def published(self, year: int) -> bool:
        """True when the official arrangement of ``year`` is known; False makes dates in
        it estimates.

        It is known neither for years to come nor for those before arrangements were kept.
        """
        if (
            self.description.published_from
            <= year
            <= self.description.published_through
        ):
            return True
        return any(
            override.published and override.year == year
            for override in self.overrides
        )

    def _work_out(self, year: int) -> Mapping[date, RestDay]:
        overrides = [
            override for override in self.overrides if override.year == year
        ]
        complete = any(override.published for override in overrides)
        names, made_up = (
            ({}, frozenset[date]())
            if complete
            else _from_library(self.description, year)
        )
        rest = {
            day: name for day, name in _weekends(year) if day not in made_up
        } | names
        for override in overrides:
            rest |= override.off
            rest = {
                day: name
                for day, name in rest.items()
                if day not in override.on
            }
        return MappingProxyType(
            {day: RestDay(day, rest[day]) for day in sorted(rest)}
        )


def _weekends(year: int) -> Iterator[tuple[date, Text]]:
    names = {5: wording.text("weekday_5"), 6: wording.text("weekday_6")}
    day = date(year, 1, 1)
    while day.year == year:
        if day.weekday() in names:
            yield day, names[day.weekday()]
        day += DAY


def _from_library(
    description: Description, year: int
) -> tuple[dict[date, Text], frozenset[date]]:
    """Names of the year's holidays in both languages, and the weekend days that are worked."""
    if not description.library:
        return {}, frozenset()
    zh, en = (
        holidays.country_holidays(
            description.library,
            subdiv=description.subdivision or None,
            years=year,
            language=language,
        )
        for language in (description.languages.zh, description.languages.en)
    )
    exchanged = (
        _plain(zh.tr(zh.substituted_label))
        if zh.has_substituted_holidays
        else ""
    )
    off = wording.text("day_off")
    known = {day: (_plain(zh[day]), _plain(en[day])) for day in zh}
    names = {
        day: off
        if said == exchanged
        else Text(description.names.get(said, said), english)
        for day, (said, english) in known.items()
    }
    return names, frozenset(zh.weekend_workdays)


def _plain(name: str) -> str:
    """The holiday's name without the library's remark on why this very day is off."""
    parts = (
        part.split("（")[0].split(" (")[0].strip() for part in name.split("; ")
    )
    return " / ".join(dict.fromkeys(parts))


@cache
def calendar(code: str, overrides: Path | None = None) -> Calendar:
    """The calendar called ``code``, read once. Raises CalendarError naming file, key and reason."""
    return Calendar(code, overrides)


def codes() -> tuple[str, ...]:
    """The calendars that there are, shipped or one's own."""
    return tuple(sorted(pack_folders.calendar_files()))


def describe(code: str) -> Description:
    """What the file of one calendar says. Raises CalendarError for an unknown code."""
    path = pack_folders.calendar_files().get(code)
    if path is None:
        msg = f"{code!r}: there is no such calendar; known are {', '.join(codes())}"
        raise CalendarError(msg)
    data = _read(path)
    try:
        return Description(
            code=code,
            title=Text(**data["title"]),
            library=data["library"],
            subdivision=data.get("subdivision", ""),
            languages=Text(
                **(
                    data["languages"]
                    if data["library"]
                    else {"zh": "", "en": ""}
                )
            ),
            names=MappingProxyType(dict(data.get("names", {}))),
            published_from=data["published_from"],
            published_through=data["published_through"],
            source=data["source"],
            checked=data["checked"],
        )
    except (KeyError, TypeError) as error:
        msg = f"{path.name}: {error} is missing or of the wrong kind"
        raise CalendarError(msg) from error


def _overrides(code: str, extra: Path | None) -> Iterator[Override]:
    folders = [
        *pack_folders.overrides(),
        *([extra] if extra is not None else []),
    ]
    for folder in folders:
        if folder is extra and not folder.is_dir():
            msg = f"{folder}: there is no such folder of calendar overrides"
            raise CalendarError(msg)
        for path in sorted(folder.glob("*.toml")):
            override = _override(path)
            if override.calendar == code:
                yield override


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path.name}: not readable as TOML: {error}"
        raise CalendarError(msg) from error


def _override(path: Path) -> Override:
    """Read one override file: calendar, year, published, source, checked, [[off]] spans
    with names, on = [dates].
    """
    data = _read(path)
    off: dict[date, Text] = {}
    try:
        for span in data.get("off", []):
            day, last = span["from"], span.get("to", span["from"])
            while day <= last:
                off[day] = Text(**span["name"])
                day += DAY
        override = Override(
            file=path.name,
            calendar=data["calendar"],
            year=data["year"],
            published=data.get("published", False) in (True, data["year"]),
            off=off,
            on=frozenset(data.get("on", [])),
            source=data["source"],
            checked=data["checked"],
        )
        stray = sorted(
            day
            for day in {*override.off, *override.on}
            if day.year != override.year
        )
    except (KeyError, TypeError, AttributeError) as error:
        msg = f"{path.name}: {error} is missing or of the wrong kind"
        raise CalendarError(msg) from error
    if stray:
        msg = f"{path.name}: {stray[0]} is not in the year {override.year} that the file is for"
        raise CalendarError(msg)
    return override
