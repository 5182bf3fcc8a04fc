"""What a mechanism measures itself by: shares and counts that a pack declares, of
duties and matters.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.law.language.parsing import Defaults, common
from huiyin.law.language.reading import Table
from huiyin.law.rules.duties import Indicator
from huiyin.law.rules.pack import Pack

KINDS = ("in_time", "rated", "outcomes", "events")


def indicator(table: Table, given: Defaults) -> Indicator:
    """Read one [[indicator]]: exactly one of the kinds, each a list of names."""
    fields = common(table, given, "indicator:")
    there = [kind for kind in KINDS if table.has(kind)]
    if len(there) != 1:
        table.problem(
            "in_time", f"an indicator has exactly one of {', '.join(KINDS)}"
        )
    lists = {kind: table.strings(kind) for kind in KINDS}
    kind = there[0] if there else KINDS[0]
    read = Indicator(
        **fields, kind=kind, of=lists[kind], per=table.strings("per")
    )
    if read.per and kind != "events":
        table.problem("per", "only events are counted per other events")
    if not read.of:
        table.problem(kind, "must name at least one")
    table.finish()
    return read


def misfits(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Names that an indicator uses and nothing declares: the indicator's id, the key,
    the reason.
    """
    events = {step.event for step in pack.steps.values()}
    for measure in pack.indicators.values():
        known = {"in_time": set(pack.duties), "events": events, **_terms(pack)}[
            measure.kind
        ]
        for name in (*measure.of, *measure.per):
            if name not in known:
                yield measure.id, measure.kind, f"{name!r} is not declared"


def _terms(pack: Pack) -> dict[str, set[str]]:
    return {
        kind: set(pack.terms[vocabulary].terms)
        if vocabulary in pack.terms
        else set()
        for kind, vocabulary in (("rated", "ratings"), ("outcomes", "outcomes"))
    }
