"""From pack.toml to what a pack says of itself: its name, since when it governs, its
calendar, the register of its files.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from huiyin.law.calendar import workdays
from huiyin.law.language import (
    parsing,
    parsing_register,
)
from huiyin.law.language.reading import LANGUAGES, NO_DATE, Problem, Table
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Instrument


def languages_of(
    head: Mapping[str, Any], problems: list[Problem]
) -> tuple[str, ...]:
    """The languages that the texts of a pack are in: both, unless its head says one."""
    given = head.get("languages", list(LANGUAGES))
    known = (
        isinstance(given, list) and bool(given) and set(given) <= set(LANGUAGES)
    )
    if not known:
        problems.append(
            Problem(
                "pack.toml",
                "languages",
                f"must be a list of {' or '.join(LANGUAGES)}, or both",
            )
        )
    return (
        tuple(language for language in LANGUAGES if language in given)
        if known
        else LANGUAGES
    )


def head_over(head: Table, beneath: Pack) -> dict[str, Any]:
    """The same for a pack that stands on another: it governs once both are in force,
    and as long as both are.
    """
    began, until = head.day("in_force"), head.day("until", required=False)
    governs = max(began, beneath.in_force)
    identifier, version = head.string("id"), head.string("version")
    if version and version != governs.isoformat():
        head.problem(
            "version",
            f"must be the day from which it and {beneath.key} are both in force, {governs}",
        )
    ends = [
        day
        for day in (None if until == NO_DATE else until, beneath.until)
        if day is not None
    ]
    instrument = head.text("instrument")
    own = Instrument(f"{identifier}/{version}", instrument, began)
    return {
        "id": identifier,
        "version": version,
        "title": head.text("title"),
        "instrument": instrument,
        "instruments": MappingProxyType({own.pack: own, **beneath.instruments}),
        "in_force": governs,
        "until": min(ends, default=None),
        "governs_earlier": False,
        "source": head.string("source"),
        "number_prefix": head.string(
            "number_prefix", required=False, default=beneath.number_prefix
        ),
        "answered": beneath.answered,
        "register": parsing_register.register_over(head, beneath.register),
        "rolling": beneath.rolling,
        "stages": beneath.stages,
        "way": beneath.way,
        "calendar": beneath.calendar,
        "timezone": beneath.timezone,
    }


def head_of(head: Table, overrides: Path | None) -> dict[str, Any]:
    """What pack.toml says about the pack itself, by the fields of ``Pack``;
    ``overrides`` is a folder of calendar overrides.
    """
    instrument = head.text("instrument")
    began = head.day("in_force")
    until = head.day("until", required=False)
    version = head.string("version")
    if version and began != NO_DATE and version != began.isoformat():
        head.problem(
            "version",
            f"must be the day it came into force, {began.isoformat()}",
        )
    identifier = head.string("id")
    key = f"{identifier}/{version}"
    return {
        "id": identifier,
        "version": version,
        "title": head.text("title"),
        "instrument": instrument,
        "instruments": MappingProxyType(
            {key: Instrument(key, instrument, began)}
        ),
        "stages": tuple(parsing.stage(row) for row in head.tables("stage")),
        "way": tuple(parsing.milestone(row) for row in head.tables("way")),
        "calendar": _calendar(head, overrides),
        "timezone": _timezone(head),
        "in_force": began,
        "until": None if until == NO_DATE else until,
        "governs_earlier": head.boolean("governs_earlier"),
        "source": head.string("source"),
        "number_prefix": head.string("number_prefix"),
        "answered": head.string("answered", required=False),
        "register": parsing_register.register(head),
        "rolling": head.optional_text("rolling"),
    }


def _calendar(head: Table, overrides: Path | None) -> workdays.Calendar | None:
    code = head.string("calendar")
    try:
        return workdays.calendar(code, overrides)
    except workdays.CalendarError as error:
        head.problem("calendar", str(error))
        return None


def _timezone(head: Table) -> ZoneInfo | None:
    name = head.string("timezone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        head.problem(
            "timezone", f"{name!r} is not a time zone like Asia/Shanghai"
        )
        return None
