"""What a cell means: plain text, names, codes, counts, and when it means nothing at all."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from functools import lru_cache

from huiyin.casework.chapters.legacy_import.numerals import number_of
from huiyin.casework.chapters.legacy_import.sheets import Cell

INVISIBLE = ("Cf", "Cc", "Co", "Cn", "Cs")
VARIATIONS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
BETWEEN_HAN = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")
DASHES = re.compile(r"[‐-―−﹘﹣－⁃]")
DOTS = re.compile(r"[•‧∙・･᛫⋅]")
EDGES = " 。．.,，;；:：、\"'“”‘’*＊※★●◆#"
# Signs that people put into a cell that holds nothing, so that nobody thinks it was forgotten.
NOTHING = re.compile(r"[-/\\.*~_·…—]+")
BRACKETS = re.compile(r"[(\[【〔<《「][^)\]】〕>》」]*[)\]】〕>》」]")
NUMBERED = re.compile(r"^\d{1,2}[.、)]")
COUNT = re.compile(r"共?\s*(\d{1,7})(?:\.0+)?\s*(?:个人|人|名|位)?")
WORDS_COUNT = re.compile(
    r"共?\s*([〇零一二两三四五六七八九十百千]{1,9})\s*(?:个人|人|名|位)"
)
REPRESENTATIVES = re.compile(
    r"\s*\((?:其中)?(?:推选)?代表\s*\S{1,4}\s*(?:人|名)\)$"
)


def text_of(cell: Cell) -> str:
    """A cell as text: trimmed, a whole number without its point, nothing for nothing or
    for what cannot be read.
    """
    if isinstance(cell, str):
        return cell.replace("\x00", "").strip()
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(float(cell))
    if isinstance(cell, (int, date, time, timedelta)):
        return str(cell)
    return ""


def label_of(cell: Cell) -> str:
    """A cell as a name or a code: full-width forms made plain, invisible signs gone,
    inner spaces single, and none between two Chinese signs, where people put them to
    make words equally long.
    """
    return _label(text_of(cell))


@lru_cache(maxsize=4096)
def _label(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = " ".join(unicodedata.normalize("NFKC", text).split())
    seen = "".join(
        sign
        for sign in VARIATIONS.sub("", spaced)
        if unicodedata.category(sign) not in INVISIBLE
    )
    return BETWEEN_HAN.sub("", " ".join(seen.split()))


def key_of(cell: Cell) -> str:
    """What two spellings of the same word have in common: no case, no spaces, one kind
    of dash and of dot, nothing at the edges.
    """
    return _key(label_of(cell))


@lru_cache(maxsize=4096)
def _key(label: str) -> str:
    return (
        DOTS.sub("·", DASHES.sub("-", label.casefold()))
        .replace(" ", "")
        .strip(EDGES)
    )


@lru_cache(maxsize=1024)
def heading_key(heading: str) -> str:
    """What is left of a heading without its decoration: stars, colons, notes in
    brackets, a number in front.
    """
    plain = BRACKETS.sub("", _label(heading)) or _label(heading)
    return NUMBERED.sub("", key_of(plain)) or key_of(plain)


def is_nothing(text: str) -> bool:
    """Whether a cell holds only signs that stand for nothing: a dash, a stroke, dots."""
    return NOTHING.fullmatch(DASHES.sub("-", text)) is not None


def count_of(cell: Cell) -> int | None:
    """A cell as a number of persons, None when it is empty. Raises ``ValueError`` for
    anything else.

    三人 is three, 5（代表2人） five: how many of them spoke for the others is not
    counted once more.
    """
    written = label_of(cell)
    if not written:
        return None
    whole = REPRESENTATIVES.sub("", written)
    if match := COUNT.fullmatch(whole):
        count = int(match[1])
    elif words := WORDS_COUNT.fullmatch(whole):
        count = number_of(words[1])
    else:
        raise ValueError(written)
    if count < 1:
        raise ValueError(written)
    return count
