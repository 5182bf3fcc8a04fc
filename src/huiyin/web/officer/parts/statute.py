"""The words of the law beside a step, from the office's own folder of statutes; nothing
where it has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from huiyin.law.terms.ruling import Ground
from huiyin.law.tools import statutes
from huiyin.organisations import translated
from huiyin.web.kit import labels


@dataclass(frozen=True, slots=True)
class Place:
    """One cited place of a statute, with its paragraphs and items."""

    title: str
    lines: tuple[str, ...]


def cited(grounds: Iterable[Ground]) -> list[Place]:
    """What each place says on which a step rests, each once, in the order in which they
    are cited.
    """
    folder = settings.HUIYIN_STATUTES_DIR
    places: dict[str, Place] = {}
    for ground in grounds if folder is not None else ():
        for place, lines in statutes.words(
            folder, ground.instrument.zh, ground.article
        ):
            title = f"{translated.law_text(ground.instrument)} {labels.article_short(place)}"
            places.setdefault(title, Place(title, lines))
    return list(places.values())
