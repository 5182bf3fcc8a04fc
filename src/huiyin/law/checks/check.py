"""Checking a pack: citations, coverage by scenarios, and the model check. Problems are
data, with their source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from huiyin.law import packs
from huiyin.law.checks import base_pack, coverage, endings, model_check
from huiyin.law.checks.scenarios import ScenarioResult, find_shipped, run_scenarios
from huiyin.law.language import parsing_routes
from huiyin.law.language.reading import Problem
from huiyin.law.rules.every_rule import added, figures, measured, rules
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import citing

FEW = 2  # rules with the same mistake; of more it is said once

__all__ = ["Problem", "check", "rules", "scenario_folder", "scenarios_of"]


def scenario_folder(pack: Pack) -> Path:
    """Where the scenarios of a pack are that is shipped, or in a folder of one's own."""
    return packs.folder_of(pack.id, pack.version) / "scenarios"


def scenarios_of(pack: Pack, folder: Path | None = None) -> list[ScenarioResult]:
    """Run the scenarios in ``folder`` (those shipped with the pack when None) against
    this very pack.

    So are those that it shares with its other versions, and those of the packs that it stands on.
    """
    where = scenario_folder(pack) if folder is None else folder
    folders = [
        where,
        *([where.parent.parent / pack.shares / "scenarios"] if pack.shares else []),
    ]
    results = [
        result
        for one in folders
        for result in run_scenarios(
            one,
            find=lambda key: pack if key in {pack.key, pack.id} else find_shipped(key),
        )
    ]
    for key in pack.stands_on[:1]:
        base = find_shipped(key)
        results += base_pack.run(
            pack, base, where / base_pack.FILE, scenario_folder(base)
        )
    return results


def check(
    pack: Pack,
    results: Iterable[ScenarioResult] | None = None,
    folder: Path | None = None,
) -> list[Problem]:
    """Everything that is wrong with a pack that loads.

    Args:
        pack: the pack.
        results: its scenarios' results; run now when None.
        folder: where its files are, for a draft that is not shipped.
    """
    ran = scenarios_of(pack) if results is None else list(results)
    found = [*_citations(pack), *_failures(ran), *_uncovered(pack, ran)]
    found += [*parsing_routes.inconsistent(pack), *coverage.problems(pack, folder)]
    return [*found, *model_check.problems(pack), *endings.problems(pack)]


def _citations(pack: Pack) -> Iterator[Problem]:
    """Each rule is checked against the instrument that it comes from."""
    early: dict[tuple[date, date], list[str]] = {}
    for name, rule in {
        **rules(pack),
        **figures(pack),
        **measured(pack),
        **added(pack),
    }.items():
        if not citing.fits(rule.article):
            yield Problem(
                pack.key, name, f"article {rule.article!r} must be {citing.FORM}"
            )
        began = pack.instruments[rule.ground.pack].in_force
        if rule.in_force < began:
            early.setdefault((rule.in_force, began), []).append(name)
        if rule.checked < rule.in_force:
            yield Problem(
                pack.key, name, f"checked {rule.checked}, before it came into force"
            )
    for (day, began), names in early.items():
        told = f"in force {day} before the instrument, {began}"
        if (
            len(names) > FEW
        ):  # then it is rather the day of the instrument, or of a whole file, that is wrong
            yield Problem(
                pack.key,
                "in_force",
                f"{len(names)} rules ({names[0]}, {names[1]} …) are {told}",
            )
        else:
            yield from (Problem(pack.key, name, told) for name in names)


def _failures(results: list[ScenarioResult]) -> Iterator[Problem]:
    for result in results:
        for failure in result.failures:
            yield Problem(result.file, result.id, failure)


def _uncovered(pack: Pack, results: list[ScenarioResult]) -> Iterator[Problem]:
    shown = [result for result in results if result.pack == pack.key]
    # What a scenario that fails was to show is told once, as its failure.
    covered = {rule for result in shown for rule in (*result.covers, *result.meant)}
    names = [
        name
        for name, rule in {**rules(pack), **figures(pack)}.items()
        if pack.own(rule)
    ]
    names += [
        f"step:{step.id}"
        for step in pack.steps.values()
        if any(map(pack.own, step.also))
    ]
    requirements = [
        requirement for step in pack.steps.values() for requirement in step.requirements
    ]
    names += [
        requirement.ground.rule for requirement in requirements if pack.own(requirement)
    ]
    names += [
        ask.ground.rule
        for step in pack.steps.values()
        for ask in step.asks
        if pack.own(ask)
    ]
    own_routes = [route for route in pack.routes.values() if pack.own(route)]
    names += [f"route:{route.id}.first" for route in own_routes if route.firsts]
    names += [f"route:{route.id}.excuse" for route in own_routes if route.excuses]
    for name in names:
        if name not in covered:
            yield Problem(pack.key, name, "no scenario shows this rule")
