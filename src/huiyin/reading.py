"""Reading what came from outside: whole numbers, and text that every database can hold.
Known to every room.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

LARGEST: Final = 2**63 - 1
"""The largest number that a column of an id holds."""

_DIGITS = re.compile(r"[0-9]{1,18}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def whole_number(text: object, least: int, most: int) -> int | None:
    """The whole number that ``text`` writes in plain digits (0–9, no sign, at most 18
    of them); None for anything else.

    ``least`` and ``most`` belong to it. ``str.isdigit`` is not asked: it holds of ² and
    ①, which ``int`` refuses, and ``int`` takes ٣, underscores and spaces, and refuses
    more than 4,300 digits with an error.
    """
    written = str(text)
    if not _DIGITS.fullmatch(written):
        return None
    number = int(written)
    return number if least <= number <= most else None


# Joiners belong to the spelling of some scripts; every other invisible sign only hides
# or turns what stands there.
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    """The text without invisible signs: zero-width spaces, byte order marks, signs that
    turn the direction, and control characters, which no workbook takes; breaks and tabs
    stay.
    """
    # Neither those of format (Cf) nor of control (Cc) are printable: the usual text is
    # looked at in one step
    if text.isprintable():
        return text
    return "".join(filter(_is_shown, text))


def for_workbook(value: Any) -> Any:
    """A value as a workbook takes it: of a text, however it was kept, the control
    characters are left out.
    """
    return _CONTROL.sub("", value) if isinstance(value, str) else value


def _is_shown(sign: str) -> bool:
    kept = sign in _JOINERS or sign.isspace()
    return kept or unicodedata.category(sign) not in {"Cf", "Cc"}


def tidy(text: str) -> str:
    """A name or an address as it is kept: without invisible signs, with single spaces."""
    return " ".join(visible(text).split())


def keepable(text: str) -> bool:
    """Whether a text can be stored and shown: PostgreSQL holds no NUL, and half a
    surrogate is no sign at all.
    """
    return _UNKEEPABLE.search(text) is None
