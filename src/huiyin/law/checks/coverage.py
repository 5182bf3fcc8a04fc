"""The law covered: every paragraph of an instrument with the rules that rest on it, or
the reason why none does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huiyin.law import packs
from huiyin.law.checks import articles
from huiyin.law.checks.articles import Articles, Paragraph
from huiyin.law.language.reading import Problem
from huiyin.law.rules.every_rule import added, conditions, measured, rules
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import citing
from huiyin.law.terms.ruling import Text


@dataclass(frozen=True, slots=True)
class Resting:
    """One rule that rests on an article, or on one item of it."""

    pack: str
    rule: str
    title: Text
    article: int | str
    part: int | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """One paragraph with what rests on it."""

    paragraph: Paragraph
    resting: tuple[Resting, ...]

    @property
    def accounted(self) -> bool:
        """Whether some rule rests on it, or a reason says why none does."""
        return bool(self.resting) or bool(self.paragraph.reason)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The list of an instrument with what rests on each paragraph, and all rules that cite it."""

    articles: Articles
    paragraphs: tuple[Covered, ...]
    resting: tuple[Resting, ...]


def coverage(pack: Pack, folder: Path | None = None) -> Coverage:
    """The law covered by a pack and by the other packs about the same instrument.

    Args:
        pack: the pack.
        folder: where its files are, for a draft; that of the shipped pack when None.
    """
    listed, _problems = articles.of(pack, folder)
    resting: list[Resting] = []
    for relative in kin(pack):
        resting += _resting(relative)
    by_article: dict[int | str, list[Resting]] = {}
    for rule in resting:
        by_article.setdefault(rule.article, []).append(rule)
    covered = []
    for paragraph in listed.paragraphs:
        single = len(listed.of(paragraph.article)) == 1
        on_article = by_article.get(paragraph.article, [])
        covered.append(
            Covered(paragraph, _on(paragraph, on_article, single=single))
        )
    return Coverage(listed, tuple(covered), tuple(resting))


def kin(pack: Pack) -> list[Pack]:
    """The packs about one instrument: this one first."""
    keys = packs.same_instrument(pack.instrument.zh)
    return [
        pack,
        *(packs.load(*key) for key in keys if "/".join(key) != pack.key),
    ]


def _on(
    paragraph: Paragraph, on_article: list[Resting], *, single: bool
) -> tuple[Resting, ...]:
    """Of the rules that rest on an article, those that rest on this paragraph: by item,
    by name, or as its only one.
    """
    here = []
    for rule in on_article:
        in_items = (
            rule.part in paragraph.items if rule.part is not None else False
        )
        in_number = rule.part == paragraph.number and not paragraph.items
        named = rule.rule in paragraph.rules
        if single or named or in_items or in_number:
            here.append(rule)
    return tuple(here)


def _resting(pack: Pack) -> Iterator[Resting]:
    for name, rule in {**rules(pack), **measured(pack), **added(pack)}.items():
        if pack.own(rule) and "@" not in rule.ground.pack:
            yield from _cited(
                pack, name, rule.title, rule.article, verified=rule.verified
            )
    for name, ground in conditions(pack).items():
        if pack.is_own(ground.pack) and "@" not in ground.pack:
            yield from _cited(
                pack,
                name,
                ground.text,
                ground.article,
                verified=ground.verified,
            )


def _cited(
    pack: Pack, name: str, title: Text, article: str, *, verified: bool
) -> Iterator[Resting]:
    for place in citing.places(article):
        yield Resting(
            pack.key, name, title, place.article, place.part, verified
        )


def problems(pack: Pack, folder: Path | None = None) -> Iterator[Problem]:
    """What is wrong with the list, paragraphs that nothing accounts for, and articles
    that the instrument has not.
    """
    listed, wrong = articles.of(pack, folder)
    yield from wrong
    if not listed.paragraphs:
        return
    report = coverage(pack, folder)
    for place_of_rule in report.resting:
        if place_of_rule.pack == pack.key and not listed.has(
            place_of_rule.article, place_of_rule.part
        ):
            place = listed.said(place_of_rule.article, place_of_rule.part)
            yield Problem(
                pack.key,
                place_of_rule.rule,
                f"rests on {place}, which the instrument does not have",
            )
    if articles.kept_by(pack, folder):
        yield from _unaccounted(pack, report)


def _unaccounted(pack: Pack, report: Coverage) -> Iterator[Problem]:
    names: dict[int | str, set[str]] = {}
    for resting in report.resting:
        names.setdefault(resting.article, set()).add(resting.rule)
    for covered in report.paragraphs:
        place = (
            f"articles.{covered.paragraph.article}({covered.paragraph.number})"
        )
        for name in covered.paragraph.rules:
            if name not in names.get(covered.paragraph.article, set()):
                reason = (
                    f"{name!r} is no rule that rests on "
                    f"{report.articles.said(covered.paragraph.article)}"
                )
                yield Problem(pack.key, place, reason)
        if not covered.accounted:
            yield Problem(
                pack.key,
                place,
                "no rule rests on this paragraph, and no reason says why",
            )
