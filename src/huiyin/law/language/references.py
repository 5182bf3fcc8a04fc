"""Whether what a rule refers to is declared in its pack."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from huiyin.law.rules.conditions import Condition, mentioned
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step


def is_base(pack: Pack, name: str) -> bool:
    """Whether a limit can run from it: a date, or the last day of a right ("rights.rate")."""
    scope, _, right = name.partition(".")
    return name in pack.dates or (scope == "rights" and right in pack.rights)


def unknown_facts(
    pack: Pack, step: Step | None, conditions: Iterable[Condition], key: str = "when"
) -> Iterator[tuple[str, str]]:
    """What conditions mention although nothing declares it: ``key`` and the reason."""
    for fact in sorted(mentioned(conditions)):
        if not is_known(pack, step, fact):
            yield key, f"a condition mentions {fact!r}, which is not declared"


def is_known(pack: Pack, step: Step | None, path: str) -> bool:
    """Whether a fact ("args.to", "dates.received") is declared; what has no scope that
    is declared somewhere ("today", "values.sort") always is.
    """
    scope, _, name = path.partition(".")
    known: Mapping[str, Container[str]] = {
        "args": {arg.name for arg in step.args} if step else set(),
        "dates": pack.dates,
        "parties": pack.parties,
        "duties": pack.duties,
        "duty": pack.duties,
        "right": pack.rights,
        "terms": pack.terms,
    }
    names = known.get(scope)
    return names is None or name in names
