"""Titles cut into signs that can be looked up: two that follow each other, and of Latin
letters and digits three. A pure function of the title.

Whoever looks for words in titles looks for a part of the title, which may begin and end
anywhere. Each two signs of that part stand in the title too: matters that have them all
are the only ones that can be meant, and few others have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import Final

RULES: Final = 1
"""Raised by one whenever a title is cut in another way than before, or is found under
other numbers: all is written anew then.
"""

TAKEN_IN: Final = "all"
OWED: Final = "open"
"""Where a matter is found by its words: among all that an organ took in or handles, and
among those in which it owes something now.
"""

_RUN: Final = re.compile(r"[^\W_]+")
_LATIN: Final = 3
"""Signs of a gram of ASCII alone: there are few different ones."""


def version() -> str:
    """How titles are cut: by which rules, and by whose list of signs."""
    return f"{RULES}-{unicodedata.unidata_version}"


def grams(text: str) -> list[str]:
    """The grams of a text, each once. None for a single sign, for two Latin ones, and
    for signs that are neither letters nor digits.

    Folded at least as far as either database folds when it compares (ASCII alone, or
    each letter to its capital): where a text is part of another one to them, its grams
    are among those of the other one.
    """
    cut: dict[str, None] = {}
    for run in _RUN.findall(text.upper()):
        for place in range(len(run) - 1):
            gram = run[place : place + 2]
            if gram.isascii():
                gram = run[place : place + _LATIN]
                if len(gram) < _LATIN or not gram.isascii():
                    continue
            cut[gram] = None
    return list(cut)


def terms(scope: str, organ: str, cut: Iterable[str]) -> list[int]:
    """The numbers of some grams in the matters of an organ, in their order; each fits 64
    bits, with a sign. Two that are the same by chance do no harm.
    """
    begun = blake2b(f"{scope}\n{organ}\n".encode(), digest_size=8)
    numbers = []
    for gram in cut:
        digest = begun.copy()
        digest.update(gram.encode())
        numbers.append(int.from_bytes(digest.digest(), signed=True))
    return numbers


def of_matter(
    *,
    title: str,
    number: str,
    holders: Collection[str],
    owing: Collection[str],
) -> set[int]:
    """All terms of one matter: of its title for each organ that took it in or handles it
    (``holders``), of title and number for each that owes something in it (``owing``).
    ``title`` is "" for a sealed matter.
    """
    titled, numbered = grams(title), grams(number)
    spelled: set[int] = set()
    for organ in holders:
        spelled.update(terms(TAKEN_IN, organ, titled))
    for organ in owing:
        spelled.update(terms(OWED, organ, [*titled, *numbered]))
    return spelled
