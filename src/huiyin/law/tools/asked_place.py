"""The place of an instrument that somebody asks about, in whatever form they write it:
"34", "31(4)", "§6.2", "Art. 9(1)(f)", "第三十五条第二款第一项".

Rules cite an item of a Chinese article by its number in the article, or a paragraph where
the article has no items; whoever asks may say paragraph and item. The list of articles,
where a pack has one, says which item of which paragraph that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from huiyin.law.checks.articles import Articles, Paragraph
from huiyin.law.terms import citing
from huiyin.law.terms.citing import Place
from huiyin.law.tools import statutes

_SIGNS = r"([零〇一二三四五六七八九十百千0-9]+)"
_SAID = re.compile(
    rf"第{_SIGNS}条(?:第{_SIGNS}款)?(?:第?[（(]?{_SIGNS}[）)]?项)?"
)
_NUMBER = re.compile(r"\d+(\(\w{1,4}\))*")


class Rests(Enum):
    """How a rule rests on a place: on that very place or on what is narrower, on what
    it is a part of, or not at all.
    """

    THERE = "there"
    ON_THE_WHOLE = "whole"
    ELSEWHERE = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A place that is asked about. ``parts`` narrow it as a citation does; ``paragraph``
    and ``item`` (款、项) as a Chinese statute is cited, 0 where they are not said.
    """

    article: int | str
    parts: tuple[str, ...] = ()
    paragraph: int = 0
    item: int = 0

    @property
    def narrow(self) -> bool:
        """Whether it is less than a whole article."""
        return bool(self.parts or self.paragraph or self.item)

    def paragraphs(self, listed: Articles) -> tuple[Paragraph, ...]:
        """The paragraphs of the list that it is, or is in; the whole article's where
        that is asked about, or where nothing tells which.
        """
        every = listed.of(self.article)
        chosen = tuple(filter(self._is_in, every))
        return chosen or every

    def _is_in(self, paragraph: Paragraph) -> bool:
        if self.paragraph:
            return paragraph.number == self.paragraph
        if self.item:
            return self.item in paragraph.items
        number = citing.number(self.parts[0]) if self.parts else None
        return number is not None and (
            number in paragraph.items
            if paragraph.items and len(self.parts) == 1
            else number == paragraph.number
        )

    def cited(self, listed: Articles) -> tuple[str, ...]:
        """What narrows it in the citations of rules; nothing for a paragraph whose items
        the rules cite.
        """
        if self.parts:
            return self.parts
        with_items = [part for part in listed.of(self.article) if part.items]
        if not self.item:
            whole = with_items or not self.paragraph
            return () if whole else (str(self.paragraph),)
        if not self.paragraph:
            return (str(self.item),)
        for part in with_items:
            if part.number == self.paragraph and self.item <= len(part.items):
                return (str(part.items[self.item - 1]),)
        return str(self.paragraph), str(self.item)


def asked_in(said: str) -> Asked | None:
    """The place that somebody asks about; None where no article can be made out."""
    chinese = _SAID.search(said)
    if chinese is not None:
        article, paragraph, item = (
            statutes.number(signs) if signs else 0 for signs in chinese.groups()
        )
        return Asked(article, (), paragraph, item)
    place = next(citing.places(said), None)
    if place is None:
        number = _NUMBER.search(said)
        place = next(citing.places(number.group()), None) if number else None
    return Asked(place.article, place.parts) if place is not None else None


def rests(rule: str, citation: str, asked: Asked, listed: Articles) -> Rests:
    """How the rule with a name and a citation ("22, 31(4)") rests on a place.

    Args:
        rule: its name, as lists of articles give it.
        citation: where it stands.
        asked: the place.
        listed: the articles of its instrument; an empty list where there is none.
    """
    places = [
        place
        for place in citing.places(citation)
        if place.article == asked.article
    ]
    if not places:
        return Rests.ELSEWHERE
    if not asked.narrow or any(_within(places, asked, listed)):
        return Rests.THERE
    cited = asked.cited(listed)
    if all(place.parts != cited[: len(place.parts)] for place in places):
        return Rests.ELSEWHERE
    return _by_the_list(rule, asked, listed)


def _within(
    places: list[Place], asked: Asked, listed: Articles
) -> Iterator[bool]:
    """Whether each place is the one that is asked about, or a part of it."""
    cited = asked.cited(listed)
    for place in places:
        if cited:
            yield place.parts[: len(cited)] == cited
        else:
            yield any(
                place.part in part.items for part in asked.paragraphs(listed)
            )


def _by_the_list(rule: str, asked: Asked, listed: Articles) -> Rests:
    """Of a rule that cites more than the place: whether the list puts it into the very
    paragraph that is asked about, or into another.
    """
    every, chosen = listed.of(asked.article), asked.paragraphs(listed)
    here = len(every) == 1 or any(rule in part.rules for part in chosen)
    if here and _is_paragraph(asked, chosen):
        return Rests.THERE
    if not here and any(rule in part.rules for part in every):
        return Rests.ELSEWHERE
    return Rests.ON_THE_WHOLE


def _is_paragraph(asked: Asked, chosen: tuple[Paragraph, ...]) -> bool:
    """Whether a whole paragraph is asked about, rather than an item of one."""
    if asked.parts:
        return len(asked.parts) == 1 and not any(part.items for part in chosen)
    return not asked.item
