"""Which rules rest on an article: the way from the printed law to the place in a pack."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.law import packs
from huiyin.law.check import rules
from huiyin.law.rule import Rule
from huiyin.law.rules import Duty, Pack, Right
from huiyin.law.ruling import Text


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


def cites(article: str, wanted: str) -> bool:
    """True when a citation ("22, 31(4)") names the wanted article: "31" finds 31(4), "31(4)" only itself."""
    cited = [part.strip() for part in article.split(",")]
    if "(" in wanted:
        return wanted in cited
    return wanted in [re.sub(r"\(.*", "", part) for part in cited]


def rules_on(article: str, among: Iterable[Pack] | None = None) -> list[Explanation]:
    """The rules that rest on an article, newest version first.

    Args:
        article: "34", "31(4)"; "Art 34" and "第34条" are understood.
        among: the packs to look in; all that are shipped when None.
    """
    found = re.search(r"\d+(\(\d+\))?", article)
    wanted = found.group() if found else article
    chosen = [packs.load(name, version) for name, version in packs.available()] if among is None else list(among)
    explanations: list[Explanation] = []
    for pack in sorted(chosen, key=lambda one: one.in_force, reverse=True):
        for name, rule in rules(pack).items():
            if cites(rule.article, wanted):
                explanations.append(_explained(pack, name, rule))
        for step in pack.steps.values():
            for requirement in step.requirements:
                ground = requirement.ground
                if cites(ground.article, wanted):
                    explanations.append(
                        Explanation(
                            pack, ground.rule, ground.article, step.title, ground.text, None, ground.verified, None
                        )
                    )
    return explanations


def _explained(pack: Pack, name: str, rule: Rule) -> Explanation:
    limit = None
    if isinstance(rule, Duty) and not rule.until:
        limit = (rule.days, rule.unit)
    if isinstance(rule, Right) and rule.days is not None:
        limit = (rule.days, rule.unit)
    return Explanation(pack, name, rule.article, rule.title, rule.plain, limit, rule.verified, rule.note)
