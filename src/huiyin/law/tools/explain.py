"""Which rules rest on an article: the way from the printed law to the place in a pack."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from huiyin.law import packs
from huiyin.law.checks import articles
from huiyin.law.checks.articles import Articles
from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.every_rule import added, measured, rules
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Rule
from huiyin.law.rules.steps import Step
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Ground, Text
from huiyin.law.tools.asked_place import Asked, Rests, asked_in, rests


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rule that rests on the article that was asked for; ``whole`` where it rests on
    more than the part that was asked for.
    """

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
    whole: bool = False


def rules_on(
    article: str, among: Iterable[Pack] | None = None
) -> list[Explanation]:
    """The rules that rest on an article, newest version first; each under the pack that
    it comes from, if asked for.

    Of a part of an article, also those that rest on what it is a part of (``whole``),
    behind the others of their pack.

    Args:
        article: "34", "31(4)", "Art. 9(1)(f)"; "Art 34", "第34条" and "第三十五条第二款"
            are understood.
        among: the packs to look in; all that are shipped when None.
    """
    asked = asked_in(article)
    if asked is None:
        return []
    chosen = _shipped() if among is None else list(among)
    keys = {pack.key for pack in chosen}
    explanations: list[Explanation] = []
    for pack in sorted(chosen, key=lambda pack: pack.in_force, reverse=True):
        resting = list(_in_pack(pack, asked, keys))
        explanations += sorted(resting, key=lambda explained: explained.whole)
    return explanations


def _in_pack(
    pack: Pack, asked: Asked, keys: Container[str]
) -> Iterator[Explanation]:
    listed, _problems = articles.of(pack)
    for explanation, ground in _every(pack):
        if not _here(pack, ground, keys):
            continue
        own = pack.is_own(ground.pack) and "@" not in ground.pack
        how = rests(
            explanation.rule,
            explanation.article,
            asked,
            listed if own else Articles(),
        )
        if how is not Rests.ELSEWHERE:
            yield replace(explanation, whole=how is Rests.ON_THE_WHOLE)


def _every(pack: Pack) -> Iterator[tuple[Explanation, Ground]]:
    """Every rule of a pack, and everything that its steps demand or ask for."""
    every_rule = {**rules(pack), **measured(pack), **added(pack)}
    for name, rule in every_rule.items():
        yield _explained(pack, name, rule), rule.ground
    for step in pack.steps.values():
        for ground in _grounds_of(step):
            yield _refusing(pack, step, ground), ground


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
