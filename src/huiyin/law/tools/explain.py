"""Which rules rest on an article: the way from the printed law to the place in a pack."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from huiyin.law import packs
from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.every_rule import added, measured, rules
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Rule
from huiyin.law.rules.steps import Step
from huiyin.law.terms import citing, wording
from huiyin.law.terms.ruling import Ground, Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rule that rests on the article that was asked for."""

    pack: Pack
    rule: str
    article: str
    title: Text
    plain: Text
    limit: tuple[int, str] | None
    verified: bool
    note: Text | None
    instrument: Text
    rolls: Text | None = None


def cites(article: str, wanted: str) -> bool:
    """True when a citation ("22, 31(4)") names the wanted article: "31" finds 31(4),
    "31(4)" only itself.
    """
    asked = next(citing.places(wanted), None)
    if asked is None:
        return False
    cited = [
        place
        for place in citing.places(article)
        if place.article == asked.article
    ]
    return any(asked.part in (None, place.part) for place in cited)


def rules_on(
    article: str, among: Iterable[Pack] | None = None
) -> list[Explanation]:
    """The rules that rest on an article, newest version first; each under the pack that
    it comes from, if asked for.

    Args:
        article: "34", "31(4)"; "Art 34" and "第34条" are understood.
        among: the packs to look in; all that are shipped when None.
    """
    wanted = _article_named(article)
    chosen = _shipped() if among is None else list(among)
    keys = {pack.key for pack in chosen}
    explanations: list[Explanation] = []
    for pack in sorted(chosen, key=lambda pack: pack.in_force, reverse=True):
        for name, rule in {
            **rules(pack),
            **measured(pack),
            **added(pack),
        }.items():
            if cites(rule.article, wanted) and _here(pack, rule.ground, keys):
                explanations.append(_explained(pack, name, rule))
        for step in pack.steps.values():
            explanations += [
                _refusing(pack, step, ground)
                for ground in _grounds_of(step)
                if cites(ground.article, wanted) and _here(pack, ground, keys)
            ]
    return explanations


def _article_named(article: str) -> str:
    """The article that is asked for, in the form in which it is cited."""
    number = re.search(r"\d+(\(\d+\))?", article)
    return number.group() if number and not citing.fits(article) else article


def _shipped() -> list[Pack]:
    return [packs.load(name, version) for name, version in packs.available()]


def _grounds_of(step: Step) -> list[Ground]:
    """The grounds on which a step is refused, or asks for something."""
    refusing = [requirement.ground for requirement in step.requirements]
    return [*refusing, *(ask.ground for ask in step.asks)]


def _here(pack: Pack, ground: Ground, keys: Container[str]) -> bool:
    """Whether a rule is told under this pack: its own, or that of one beneath that was
    not asked for.
    """
    return pack.is_own(ground.pack) or ground.pack.partition("@")[0] not in keys


def _refusing(pack: Pack, step: Step, ground: Ground) -> Explanation:
    verified, cited = ground.verified, ground.instrument
    note = None if verified else _default(step)
    return Explanation(
        pack,
        ground.rule,
        ground.article,
        step.title,
        ground.text,
        None,
        verified,
        note,
        cited,
    )


def _default(step: Step) -> Text:
    """What an unverified condition rests on: what is said of its step; else that it is
    this system's own.
    """
    return (
        step.note
        if step.note is not None and not step.verified
        else wording.text("default_of_ours")
    )


def _explained(pack: Pack, name: str, rule: Rule) -> Explanation:
    limit = None
    if isinstance(rule, Duty) and not rule.until:
        limit = (rule.days, rule.unit)
    if isinstance(rule, Right) and rule.days is not None:
        limit = (rule.days, rule.unit)
    cited = rule.ground.instrument
    counted = (
        isinstance(rule, Duty) and limit is not None and rule.unit == "calendar"
    )
    return Explanation(
        pack=pack,
        rule=name,
        article=rule.article,
        title=rule.title,
        plain=rule.plain,
        limit=limit,
        verified=rule.verified,
        note=rule.note,
        instrument=cited,
        rolls=pack.rolling if counted else None,
    )
