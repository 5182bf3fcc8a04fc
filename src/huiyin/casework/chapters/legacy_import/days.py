"""A cell as a day: everything that people write and that can mean one day only. What
leaves a doubt is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from huiyin.casework.chapters.legacy_import.cells import DASHES, label_of
from huiyin.casework.chapters.legacy_import.numerals import number_of, year_of
from huiyin.casework.chapters.legacy_import.sheets import EXCEL_EPOCH, Cell
from huiyin.reading import whole_number

EARLIEST = date(
    1950, 1, 1
)  # no office's own ledger goes back further; a mapping may name another day
CLOCK = (
    r"(?:(?:上午|下午|中午|凌晨|早上|晚上|早|晚|am|pm)?"
    r"\s*\d{1,2}(?:[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?|分)?|[时点]整?)"
    r"\s*(?:am|pm|z|\+0?8:?00)?|上午|下午|中午|凌晨|早上|晚上|早|晚|am|pm)"
)
WEEKDAY = r"[(\[]?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])[)\]]?"
LATER = r"[(\[]?(?:周|星期|礼拜)(?P<later>[一二三四五六日天])[)\]]?"
BEHIND = rf"(?:[t\s]*{WEEKDAY})?(?:[t\s]*{CLOCK})?(?:[t\s]*{LATER})?\s*\.?"
DIGITS = (
    r"(\d{4})(?:\s*[-/.,\\年]\s*|\s)"
    r"(\d{1,2})(?:\s*[-/.,\\月]\s*|\s)"
    rf"(\d{{1,2}})\s*[日号]?{BEHIND}"
)
NUMERAL = r"\d一二三四五六七八九十"
CHINESE = (
    r"([\d〇零○◯oO一二三四五六七八九]{4})\s*年\s*"
    rf"([{NUMERAL}]{{1,2}})\s*月\s*([{NUMERAL}]{{1,3}})\s*[日号]?{BEHIND}"
)
WRITTEN = re.compile(DIGITS, re.IGNORECASE)
WRITTEN_OUT = re.compile(CHINESE, re.IGNORECASE)
COMPACT = re.compile(
    r"((?:19|20)\d{2})(\d{2})(\d{2})(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?"
)
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
STOPS = re.compile(r"[。．､、]")
APOSTROPHES = "'’‘`´"
WEEKDAYS = "一二三四五六日"


def day_of(
    cell: Cell, *, epoch: date = EXCEL_EPOCH, formats: Sequence[str] = ()
) -> date | None:
    """A cell as a day, None when it is empty. ``epoch`` is the day from which plain day
    numbers count, ``formats`` are further ways to write a day, as ``strptime`` knows
    them.

    Raises ``ValueError`` for anything that is no day of the calendar, or may be more
    than one (14.3.5, 5/3/2014).
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (bool, time, timedelta)):
        raise ValueError(str(cell))  # noqa: TRY004 - like everything else that is no day
    written = _tidy(label_of(cell))
    if not written:
        return None
    for form in formats:
        if day := _by_format(written, form):
            return day
    return _day(written, epoch)


def _tidy(written: str) -> str:
    """One kind of dash and of stop, no apostrophe in front."""
    plain = (
        DASHES.sub("-", unicodedata.normalize("NFKC", written))
        .strip()
        .lstrip(APOSTROPHES)
        .strip()
    )
    return re.sub(r"-{2,}", "-", STOPS.sub(".", plain)).replace("~", "-")


def _by_format(written: str, form: str) -> date | None:
    try:
        return datetime.strptime(written, form).date()  # noqa: DTZ007 - a ledger knows no time zone
    except ValueError:
        return None


def _day(written: str, epoch: date) -> date:
    if match := WRITTEN.fullmatch(written):
        return _with_weekday(
            date(int(match[1]), int(match[2]), int(match[3])), match
        )
    if match := WRITTEN_OUT.fullmatch(written):
        year = whole_number(match[1], 1, 9999) or year_of(match[1])
        return _with_weekday(
            date(year, _number(match[2]), _number(match[3])), match
        )
    if match := COMPACT.fullmatch(written):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := SERIAL.fullmatch(written):
        return epoch + timedelta(days=int(match[1]))
    raise ValueError(written)


def _number(written: str) -> int:
    number = whole_number(written, 0, 99)
    return number_of(written) if number is None else number


def _with_weekday(day: date, match: re.Match[str]) -> date:
    """The day, unless the weekday that stands beside it says another: then one of the
    two is wrong.
    """
    named = match["weekday"] or match["later"]
    if named and WEEKDAYS.index(named.replace("天", "日")) != day.weekday():
        raise ValueError(match[0])
    return day
