"""One organ, many names: what is folded together without doubt, and which names are so
near that somebody must look.

What may be folded is data (``organ_names.toml``): endings that mean the same, and words
in front that only say whose it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from huiyin.casework.chapters.legacy_import.cells import key_of

NAMES = Path(__file__).parent / "organ_names.toml"
NEAR = 0.8
SHORTEST = 5  # of two names of four signs that differ in one, both are usual: 新安镇, 新河镇


@dataclass(frozen=True, slots=True)
class Folding:
    """Which endings mean the same (each to the first of its kind), which words in front
    are passed over by the level of the office's organ, and by which signs two names are
    told apart although all else is alike.
    """

    endings: Mapping[str, str]
    in_front: Mapping[str, tuple[str, ...]]
    telling: frozenset[str]


@cache
def folding() -> Folding:
    """What ``organ_names.toml`` says."""
    data = tomllib.loads(NAMES.read_text("utf-8"))
    endings: dict[str, str] = {}
    for same in data["endings"]:
        endings |= dict.fromkeys(same, same[0])
    longest_first = sorted(endings, key=len, reverse=True)
    return Folding(
        endings={ending: endings[ending] for ending in longest_first},
        in_front={
            level: tuple(words) for level, words in data["in_front"].items()
        },
        telling=frozenset(data["telling_apart"]),
    )


def folded(name: str, *, home: str, level: str) -> str:
    """What all spellings of an organ's name have in common, seen from the organ
    ``home`` of that level.
    """
    plain = key_of(name)
    known = folding()
    for front in (key_of(home), *known.in_front.get(level, ())):
        if front and plain.startswith(front) and len(plain) - len(front) >= 3:
            plain = plain.removeprefix(front)
            break
    for ending, same in known.endings.items():
        if plain.endswith(ending) and len(plain) > len(ending):
            return plain.removesuffix(ending) + same
    return plain


def nearest(name: str, others: Iterable[str]) -> str:
    """Of other names the one that is so near that it may well be the same organ,
    misspelt; "" for none.

    Names that are told apart by a number or a direction (第一小学, 第二小学) are not near.
    """
    if len(name) < SHORTEST:
        return ""
    best, most = "", NEAR
    for other in others:
        if (
            other == name
            or len(other) < SHORTEST
            or abs(len(other) - len(name)) > 2
        ):
            continue
        compared = SequenceMatcher(None, name, other, autojunk=False)
        if (
            compared.real_quick_ratio() < most
            or compared.ratio() < most
            or _told_apart(compared, name, other)
        ):
            continue
        best, most = other, compared.ratio()
    return best


def _told_apart(compared: SequenceMatcher[str], name: str, other: str) -> bool:
    telling = folding().telling
    for kind, start, end, other_start, other_end in compared.get_opcodes():
        if (
            kind != "equal"
            and (set(name[start:end]) | set(other[other_start:other_end]))
            & telling
        ):
            return True
    return False
