"""Whether what a rule refers to is declared in its pack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from huiyin.law.language.reading import near
from huiyin.law.rules.conditions import Condition, mentioned
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step


def is_base(pack: Pack, name: str) -> bool:
    """Whether a limit can run from it: a date, or the last day of a right ("rights.rate")."""
    scope, _, right = name.partition(".")
    return name in pack.dates or (scope == "rights" and right in pack.rights)


def unknown_facts(
    pack: Pack,
    step: Step | None,
    conditions: Iterable[Condition],
    key: str = "when",
) -> Iterator[tuple[str, str]]:
    """What conditions mention although nothing declares it: ``key`` and the reason."""
    for fact in sorted(mentioned(conditions)):
        if not is_known(pack, step, fact):
            hint = near_fact(pack, step, fact)
            yield (
                key,
                f"a condition mentions {fact!r}, which is not declared{hint}",
            )


def is_known(pack: Pack, step: Step | None, path: str) -> bool:
    """Whether a fact ("args.to", "dates.received") is declared; what has no scope that
    is declared somewhere ("today", "values.sort") always is.
    """
    scope, _, name = path.partition(".")
    names = _names_by_scope(pack, step).get(scope)
    return names is None or name in names


def near_fact(pack: Pack, step: Step | None, path: str) -> str:
    """What to do about a fact that is not declared, to be put behind a message."""
    scope, _, name = path.partition(".")
    return near(name, _names_by_scope(pack, step).get(scope, ()))


def _names_by_scope(
    pack: Pack, step: Step | None
) -> Mapping[str, Collection[str]]:
    """What can stand behind each word before the dot."""
    return {
        "args": {arg.name for arg in step.args} if step else set(),
        "dates": pack.dates,
        "parties": pack.parties,
        "duties": pack.duties,
        "duty": pack.duties,
        "right": pack.rights,
        "terms": pack.terms,
    }
