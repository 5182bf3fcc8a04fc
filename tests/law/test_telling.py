"""Of commands that differ only in what nobody reads one is tried, and nothing that can
happen is missed by that.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from huiyin.law import packs
from huiyin.law.checks.explorer import Exploration, Explorer
from huiyin.law.checks.relevant_arguments import RelevantArguments
from huiyin.law.rules.conditions import Context
from huiyin.law.terms.facts import Facts, Value


def everything(
    relevant: RelevantArguments, args: Mapping[str, Value], context: Context
) -> tuple[tuple[str, Value], ...]:
    """All that is told, whether or not it is read."""
    del context
    return tuple((name, args.get(name)) for name in relevant.names)


def explored(name: str, version: str) -> Exploration:
    return Explorer(packs.load(name, version)).explore()


@pytest.mark.parametrize(
    ("name", "version"), [("ifc-grm", "2018-10-01"), ("uk-lgsco", "2024-04-01"), ("cn-xinfang-advice", "2022-05-01")]
)
def test_the_same_situations_are_found_where_all_that_is_told_counts(
    name: str, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = explored(name, version)
    monkeypatch.setattr(RelevantArguments, "told_apart", everything)
    longer = explored(name, version)
    assert set(found.examples) == set(longer.examples)
    assert found.leads == longer.leads
    assert found.taken == longer.taken


def test_what_only_quashing_asks_for_is_not_tried_where_an_answer_is_upheld() -> None:
    """SD 45: a ground and a day are for quashing and changing only."""
    pack = packs.load("cn-shandong", "2022-05-01")
    explorer = Explorer(pack)
    relevant = explorer.analysis.relevant["decide_review"]
    facts = Facts(state="review_requested")
    context = Context(facts, {"outcome": "uphold", "ground": "facts"}, pack.in_force, pack.calendar, pack.marks)
    told = dict(relevant.told_apart({"outcome": "uphold", "ground": "facts"}, context))
    assert "ground" not in told
    quashed = Context(facts, {"outcome": "redo", "ground": "facts"}, pack.in_force, pack.calendar, pack.marks)
    assert dict(relevant.told_apart({"outcome": "redo", "ground": "facts"}, quashed))["ground"] == "facts"
