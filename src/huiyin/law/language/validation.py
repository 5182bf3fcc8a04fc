"""Whether the parts of a pack fit together: every name that a rule uses must be
declared somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from huiyin.law.language import indicators, parsing_routes
from huiyin.law.language.reading import Problem, unlike
from huiyin.law.language.references import is_base, unknown_facts
from huiyin.law.language.step_validation import step_problems
from huiyin.law.rules import recusal_bars, tracks
from huiyin.law.rules.pack import Pack

PACK_FILE = "pack.toml"
Misfits = Iterator[tuple[str, str, str]]
"""The rule ("duty:register"), the key in it, and the reason."""


def problems(pack: Pack, files: Mapping[str, str]) -> Iterator[Problem]:
    """Everything that does not fit.

    Args:
        pack: the pack as it was read.
        files: in which file a rule ("step:file", "duty:register") stands; of what is
            not in it, pack.toml.
    """
    yield from _way(pack)
    yield from _transitions(pack)
    yield from _successions(pack)
    for rule, key, reason in _of_rules(pack):
        where = f"{rule.replace(':', '.')}.{key}"
        yield Problem(files.get(rule, PACK_FILE), where, reason)


def _of_rules(pack: Pack) -> Misfits:
    """What does not fit in rules that may stand in any file."""
    yield from _duties(pack)
    yield from _never_set(pack)
    yield from _rights(pack)
    yield from _letters(pack)
    yield from parsing_routes.problems(pack)
    for name, key, reason in indicators.misfits(pack):
        yield f"indicator:{name}", key, reason
    for name, key, reason in tracks.problems(pack):
        yield f"step:{name}", key, reason
    for bar in pack.bars.values():
        for key, reason in recusal_bars.misfits(bar):
            yield f"bar:{bar.id}", key, reason
        for key, reason in unknown_facts(pack, None, bar.when):
            yield f"bar:{bar.id}", key, reason
    for step in pack.steps.values():
        for key, reason in step_problems(pack, step):
            yield f"step:{step.id}", key, reason


def _way(pack: Pack) -> Iterator[Problem]:
    """What petitioners are shown of the way names states, dates and duties that are there."""
    for stage in pack.stages:
        for key, names, known in (
            ("states", stage.states, pack.states),
            ("dates", stage.dates, pack.dates),
        ):
            for name in sorted(set(names) - set(known)):
                where = f"stage.{stage.id}.{key}"
                yield Problem(PACK_FILE, where, unlike(name, "declared", known))
    for milestone in pack.way:
        if milestone.duty not in pack.duties:
            reason = unlike(
                milestone.duty, "declared as a [[duty]]", pack.duties
            )
            yield Problem(PACK_FILE, "way.duty", reason)
    if pack.answered and pack.answered not in pack.dates:
        reason = unlike(pack.answered, "a date that is declared", pack.dates)
        yield Problem(PACK_FILE, "answered", reason)


def _transitions(pack: Pack) -> Iterator[Problem]:
    """What a transitional rule names is there, in the version that takes over."""
    for rule in pack.transitions.values():
        where = f"transition.{rule.id}"
        for key, names, known in (
            ("states", rule.states, pack.states),
            ("recompute", rule.recompute, pack.duties),
        ):
            for name in sorted(names - set(known)):
                yield Problem(
                    PACK_FILE, f"{where}.{key}", f"{name!r} is not declared"
                )
        if pack.version in rule.versions:
            yield Problem(PACK_FILE, f"{where}.from", "is the version itself")


def _successions(pack: Pack) -> Iterator[Problem]:
    """A pack has one rule on organs that no longer exist, and it names its own parties
    and duties.
    """
    for rule in list(pack.successions.values())[1:]:
        reason = "there is one already; a pack has one"
        yield Problem(PACK_FILE, f"succession.{rule.id}", reason)
    for rule in pack.successions.values():
        parties = set(rule.kinds.values())
        duties: set[str] = set()
        for apart in rule.apart:
            parties |= {apart.party, apart.beside}
            duties |= apart.cancels
        undeclared = sorted(parties - set(pack.parties))
        for name in (*undeclared, *sorted(duties - set(pack.duties))):
            where = f"succession.{rule.id}"
            yield Problem(PACK_FILE, where, f"{name!r} is not declared")


def _duties(pack: Pack) -> Misfits:
    for duty in pack.duties.values():
        rule = f"duty:{duty.id}"
        if duty.owner not in pack.parties:
            reason = unlike(
                duty.owner, "a party that is declared", pack.parties
            )
            yield rule, "owner", reason
        for key, name in (("from", duty.base), ("until", duty.until)):
            if name and not is_base(pack, name):
                yield (
                    rule,
                    key,
                    unlike(name, "a date that is declared", pack.dates),
                )


def _never_set(pack: Pack) -> Misfits:
    """A duty that is opened runs from a day that some step sets."""
    set_dates: set[str] = set()
    opened: set[str] = set()
    for step in pack.steps.values():
        set_dates.update(setting.name for setting in step.dates)
        for opening in step.opens:
            if not (opening.base or opening.until):
                opened.add(opening.kind)
    for duty in pack.duties.values():
        counted = (
            duty.id in opened and duty.base in pack.dates and not duty.until
        )
        if counted and duty.base not in set_dates:
            yield (
                f"duty:{duty.id}",
                "from",
                f"no step sets the date {duty.base!r}: write set.dates in the step that does",
            )


def _rights(pack: Pack) -> Misfits:
    for right in pack.rights.values():
        if right.base and not is_base(pack, right.base):
            reason = unlike(right.base, "a date that is declared", pack.dates)
            yield f"right:{right.id}", "from", reason


def _letters(pack: Pack) -> Misfits:
    for step in pack.steps.values():
        for letter in (*step.letters, *(paper.kind for paper in step.papers)):
            if letter not in pack.letters:
                reason = unlike(
                    letter, "a term of the vocabulary letters", pack.letters
                )
                yield f"step:{step.id}", "letters", reason
