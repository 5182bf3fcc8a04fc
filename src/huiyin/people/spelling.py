"""How people type: full-width signs, invisible signs, and the many dashes and spaces of
keyboards and documents.
"""

from __future__ import annotations

import unicodedata

from huiyin.reading import tidy, visible

__all__ = ["fold", "is_nothing", "tidy", "visible"]

_MINUS_SIGNS = "\u2212\u30fc"


def fold(text: str) -> str:
    """The text with one spelling for each sign: no full-width signs (NFKC), one kind of
    dash, single spaces.

    For what is compared and counted, such as numbers; not for names and stories, which
    stay as they were written.
    """
    signs = []
    for sign in unicodedata.normalize("NFKC", visible(text)):
        dash = unicodedata.category(sign) == "Pd" or sign in _MINUS_SIGNS
        signs.append("-" if dash else sign)
    return " ".join("".join(signs).split())


_NOTHING = frozenset(
    (
        "无",
        "無",
        "没有",
        "沒有",
        "暂无",
        "未留",
        "不详",
        "不知道",
        "none",
        "no",
        "n/a",
        "na",
        "nil",
        "null",
    )
)


def is_nothing(text: str) -> bool:
    """Whether somebody wrote that there is nothing to write: "无", "none", or signs
    without a letter or digit.
    """
    plain = fold(text).casefold()
    return plain in _NOTHING or not any(sign.isalnum() for sign in plain)
