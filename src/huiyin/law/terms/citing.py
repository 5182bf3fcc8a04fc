"""How rules cite their instrument: "31", "31(4)", "§6.2", "Art. 9(1)(f)", "Annex II",
several with commas between.

A number that stands alone is an article, as pages then say; whatever has a word or a
"§" before it is cited as it stands. Of both it is read which article is meant and which
part of it, so that lists of articles can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.reading import LARGEST, whole_number

_PARTS = r"(?P<parts>(?:\.\d+|\(\w{1,4}\))*)"
_NUMBER = re.compile(rf"(?P<number>\d+)(?P<letter>[a-z]?){_PARTS}")
_SECTION = re.compile(rf"§ ?(?P<number>\d+)(?P<letter>[a-z]?){_PARTS}")
_WORDS = re.compile(
    r"(?P<words>[^\W\d_]+\.?(?: [^\W\d_]+\.?){0,2}) "
    rf"(?P<number>\d+|[IVXLC]+\b)(?P<letter>[a-z]?){_PARTS}"
)
_ARTICLE = re.compile(r"art(?:\.|icles?|s\.?)?", re.IGNORECASE)
_PART = re.compile(r"\d+")
_EACH = re.compile(r"\w+")
FORM = 'a number, "31(4)", "§6.2", "Art. 9(1)(f)", "Annex II", or several'


@dataclass(frozen=True, slots=True)
class Place:
    """One place of an instrument: an article by its number, or ("Annex II") by its
    name; the part is a paragraph or an item of it, None for the whole.

    ``parts`` are all that narrow it, the widest first: ("1", "f") of "Art. 9(1)(f)".
    """

    said: str
    article: int | str
    part: int | None
    parts: tuple[str, ...] = ()


def fits(article: str) -> bool:
    """Whether a citation has one of the forms that are understood."""
    return bool(article) and all(
        _read(part) is not None for part in article.split(",")
    )


def places(article: str) -> Iterator[Place]:
    """The places that a citation names; what has no form that is understood is left out."""
    for part in article.split(","):
        place = _read(part)
        if place is not None:
            yield place


def number(part: str) -> int | None:
    """The number that a part of a citation begins with ("12" of "12a"); None for none."""
    first = _PART.match(part)
    return whole_number(first.group(), 0, LARGEST) if first else None


def stands_alone(article: str) -> bool:
    """Whether a citation is shown as it stands: it says by itself what it is ("§6.2",
    "Annex II").
    """
    return not article[:1].isdigit()


def _read(part: str) -> Place | None:
    said = part.strip()
    match = (
        _NUMBER.fullmatch(said)
        or _SECTION.fullmatch(said)
        or _WORDS.fullmatch(said)
    )
    if match is None:
        return None
    words = match.groupdict().get("words") or ""
    number, first = (
        match["number"] + match["letter"],
        _PART.search(match["parts"]),
    )
    named = bool(words) and _ARTICLE.fullmatch(words) is None
    counted = None if named else whole_number(number, 0, LARGEST)
    part_of = whole_number(first.group(), 0, LARGEST) if first else None
    return Place(
        said,
        f"{words} {number}".strip() if counted is None else counted,
        part_of,
        tuple(part.lower() for part in _EACH.findall(match["parts"])),
    )
