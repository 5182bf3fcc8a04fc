"""How people type: full-width signs, invisible signs, and the many dashes and spaces of keyboards and documents."""

from __future__ import annotations

import unicodedata

# Joiners belong to the spelling of some scripts; every other invisible sign only hides or turns what stands there.
_JOINERS = "\u200c\u200d"
_MINUS_SIGNS = "\u2212\u30fc"


def visible(text: str) -> str:
    """The text without invisible signs: zero-width spaces, byte order marks, signs that turn the direction."""
    return "".join(sign for sign in text if sign in _JOINERS or unicodedata.category(sign) != "Cf")


def fold(text: str) -> str:
    """The text with one spelling for each sign: no full-width signs (NFKC), one kind of dash, single spaces.

    For what is compared and counted, such as numbers; not for names and stories, which stay as they were written.
    """
    found = []
    for sign in unicodedata.normalize("NFKC", visible(text)):
        dash = unicodedata.category(sign) == "Pd" or sign in _MINUS_SIGNS
        found.append("-" if dash else sign)
    return " ".join("".join(found).split())


_NOTHING = frozenset(
    ("无", "無", "没有", "沒有", "暂无", "未留", "不详", "不知道", "none", "no", "n/a", "na", "nil", "null")
)


def is_nothing(text: str) -> bool:
    """Whether somebody wrote that there is nothing to write: "无", "none", or signs without a letter or digit."""
    plain = fold(text).casefold()
    return plain in _NOTHING or not any(sign.isalnum() for sign in plain)


def tidy(text: str) -> str:
    """A name or an address as it is kept: without invisible signs, with single spaces."""
    return " ".join(visible(text).split())
