"""The engine's own sentences, in both languages; they are data, in ``wording.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files

from huiyin.law.terms.ruling import Text


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Text]:
    data = tomllib.loads(
        (files("huiyin.law.terms") / "wording.toml").read_text("utf-8")
    )
    return {
        key: Text(zh=value["zh"], en=value["en"]) for key, value in data.items()
    }


def text(key: str, **fields: object) -> Text:
    """The sentence called ``key``; a field given as a Text appears in the sentence's
    own language.
    """
    pattern = _table()[key]
    if not fields:
        return pattern
    return Text(
        zh=pattern.zh.format_map(_fields(fields, "zh")),
        en=pattern.en.format_map(_fields(fields, "en")),
    )


def _fields(fields: Mapping[str, object], language: str) -> dict[str, object]:
    return {
        key: getattr(value, language) if isinstance(value, Text) else value
        for key, value in fields.items()
    }


def day(value: date) -> Text:
    """A day as people say it, with year and weekday: 2026年10月15日（周四）,
    Thursday 15 October 2026.
    """
    return _dated("day", value)


def short_day(value: date) -> Text:
    """A day without year and weekday: 10月1日, 1 October."""
    return _dated("short_day", value)


def _dated(key: str, value: date) -> Text:
    return text(
        key,
        year=value.year,
        month_number=value.month,
        month=text(f"month_{value.month}"),
        day=value.day,
        weekday=text(f"weekday_{value.weekday()}"),
        weekday_short=text(f"weekday_short_{value.weekday()}"),
    )
