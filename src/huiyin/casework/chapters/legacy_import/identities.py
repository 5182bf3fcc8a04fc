"""A number as the identity of a matter: as people see it in the ledger, and refused
where a program has spoilt it.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.cells import label_of
from huiyin.casework.chapters.legacy_import.sheets import Cell, Formatted

EXACT = (
    10**15
)  # a spreadsheet keeps fifteen digits of a number and makes noughts of the others
SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[Ee][+-]\d{1,3}")
TURNED_INTO_DAY = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*",
    re.IGNORECASE,
)
PADDING = re.compile(
    r"_.|\*.|\[\$[^\]]*\]|\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color\d+)\]",
    re.IGNORECASE,
)
PART = re.compile(
    r'"([^"]*)"|\\(.)|([0#?]+)|(General|G/通用格式)|([-() /:+]|[^\x00-\x7f])',
    re.IGNORECASE,
)
PLAIN = re.compile(r"#,##0(?:\.0+)?|0(?:\.0+)?|#(?:\.#+)?")


class Spoilt(ValueError):
    """A number that is not any more what somebody wrote; ``message`` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def identity_of(cell: Cell) -> str:
    """A cell as the number of a matter, in capitals, "" for nothing.

    Raises ``Spoilt`` where a spreadsheet program has made something else of it: a power
    of ten, a day, a number whose last digits are lost.
    """
    if isinstance(cell, (bool, date, time, timedelta)):
        raise Spoilt(
            _(
                "was turned into a day by the spreadsheet: set the column to text "
                "and write the numbers anew"
            )
        )
    if isinstance(cell, (int, float)):
        return _of_number(cell).upper()
    written = label_of(cell).upper()
    if SCIENTIFIC.fullmatch(written):
        raise Spoilt(_lost())
    if TURNED_INTO_DAY.fullmatch(written):
        raise Spoilt(
            _(
                "was turned into a day by the spreadsheet: set the column to text "
                "and write the numbers anew"
            )
        )
    return written


def _of_number(number: float) -> str:
    if abs(number) >= EXACT:
        raise Spoilt(_lost())
    if isinstance(number, Formatted):
        shown = shown_as(number, number.format)
        if shown is not None:
            return shown
    if not float(number).is_integer():
        raise Spoilt(
            _(
                "is a number with a fraction, of which noughts may be lost: set the "
                "column to text, write it anew"
            )
        )
    return str(int(number))


def _lost() -> str:
    return _(
        "is a number whose digits the spreadsheet has not kept: set the column to "
        "text and write the numbers anew"
    )


def shown_as(number: float, format_: str) -> str | None:
    """A whole number as a format of digits and fixed words shows it ("XF2014"0000 makes
    XF20140001 of 1); None for formats of another kind.
    """
    code = PADDING.sub("", format_.split(";", maxsplit=1)[0]).strip()
    if PLAIN.fullmatch(code):
        decimals = len(code.partition(".")[2]) if "0." in code else 0
        return (
            f"{number:.{decimals}f}"
            if decimals and not float(number).is_integer()
            else _whole(number)
        )
    parts = _parts(code)
    if parts is None or not float(number).is_integer() or number < 0:
        return None
    wanted = sum(len(part) for part, is_digits in parts if is_digits)
    least = sum(part.count("0") for part, is_digits in parts if is_digits)
    digits = str(int(number)).rjust(least, "0")
    return _spread(parts, digits, wanted)


def _whole(number: float) -> str | None:
    return str(int(number)) if float(number).is_integer() else None


def _parts(code: str) -> list[tuple[str, bool]] | None:
    """The words and places for digits of a format, in order; None where it holds anything else."""
    parts: list[tuple[str, bool]] = []
    place = 0
    for match in PART.finditer(code):
        if match.start() != place:
            return None
        place = match.end()
        quoted, escaped, digits, general, sign = match.groups()
        if digits or general:
            parts.append((digits or "0", True))
        else:
            parts.append((quoted or escaped or sign or "", False))
    return (
        parts
        if place == len(code) and any(is_digits for _part, is_digits in parts)
        else None
    )


def _spread(parts: list[tuple[str, bool]], digits: str, wanted: int) -> str:
    """Digits put into their places from the right; those that are too many stand in front."""
    more = max(len(digits) - wanted, 0)
    missing = max(wanted - len(digits), 0)
    shown = []
    rest = digits
    first = True
    for part, is_digits in parts:
        if not is_digits:
            shown.append(part)
            continue
        room = len(part) + (more if first else 0)
        skipped = min(missing, len(part))
        missing -= skipped
        taken, rest = rest[: room - skipped], rest[room - skipped :]
        shown.append(taken)
        first = False
    return "".join(shown)
