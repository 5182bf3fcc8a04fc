"""Checking a pack: citations, coverage by scenarios, and the model check. Problems are
data, with their source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from huiyin.law import packs
from huiyin.law.checks import (
    base_pack,
    coverage,
    endings,
    model_check,
    rule_lines,
)
from huiyin.law.checks.scenarios import (
    ScenarioResult,
    find_shipped,
    run_scenarios,
)
from huiyin.law.language import parsing_routes
from huiyin.law.language.reading import Problem
from huiyin.law.rules.asking import Ask
from huiyin.law.rules.every_rule import added, figures, measured, rules
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Requirement
from huiyin.law.terms import citing

FEW = 2  # rules with the same mistake; of more it is said once
SHOWN_BY = {
    "duty": 'expects opens = [{{ duty = "{}", … }}]',
    "right": 'expects rights = [{{ right = "{}", … }}]',
    "route": "asks when = {{ claim, route, on }}",
    "succession": "asks when = {{ succeeds, by }}",
    "transition": "asks when = {{ goes_over, from }}",
    "bar": "expects its ground in refused_by",
}
"""What a scenario does that shows a rule of a sort; {} stands for the rule's id."""

__all__ = ["Problem", "check", "rules", "scenario_folder", "scenarios_of"]


def scenario_folder(pack: Pack) -> Path:
    """Where the scenarios of a pack are that is shipped, or in a folder of one's own."""
    return packs.folder_of(pack.id, pack.version) / "scenarios"


def scenarios_of(
    pack: Pack, folder: Path | None = None
) -> list[ScenarioResult]:
    """Run the scenarios in ``folder`` (those shipped with the pack when None) against
    this very pack, and return what became of each.

    So are those that it shares with its other versions, and those of the packs that it
    stands on.
    """
    where = scenario_folder(pack) if folder is None else folder
    folders = [where]
    shared = where.parent.parent / pack.shares / "scenarios"
    if pack.shares and shared.is_dir():
        folders.append(shared)

    def this_pack(key: str) -> Pack:
        return pack if key in {pack.key, pack.id} else find_shipped(key)

    results: list[ScenarioResult] = []
    for scenarios in folders:
        results += run_scenarios(scenarios, find=this_pack)
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
    return [
        *_citations(pack),
        *_failures(ran),
        *_uncovered(pack, ran, folder),
        *parsing_routes.inconsistent(pack),
        *coverage.problems(pack, folder),
        *model_check.problems(pack),
        *endings.problems(pack),
    ]


def _citations(pack: Pack) -> Iterator[Problem]:
    """Each rule is checked against the instrument that it comes from."""
    early: dict[tuple[date, date], list[str]] = {}
    every_rule = {
        **rules(pack),
        **figures(pack),
        **measured(pack),
        **added(pack),
    }
    for name, rule in every_rule.items():
        if not citing.fits(rule.article):
            reason = f"article {rule.article!r} must be {citing.FORM}"
            yield Problem(pack.key, name, reason)
        began = pack.instruments[rule.ground.pack].in_force
        if rule.in_force < began:
            early.setdefault((rule.in_force, began), []).append(name)
        if rule.checked < rule.in_force:
            reason = f"checked {rule.checked}, before it came into force"
            yield Problem(pack.key, name, reason)
    for (day, began), names in early.items():
        yield from _too_early(pack, day, began, names)


def _too_early(
    pack: Pack, day: date, began: date, names: list[str]
) -> Iterator[Problem]:
    """The rules that are in force before their instrument: each by itself while they
    are few; else it is rather the day of the instrument, or of a whole file, that is wrong.
    """
    told = f"in force {day} before the instrument, {began}"
    if len(names) > FEW:
        reason = f"{len(names)} rules ({names[0]}, {names[1]} …) are {told}"
        yield Problem(pack.key, "in_force", reason)
    else:
        yield from (Problem(pack.key, name, told) for name in names)


def _failures(results: list[ScenarioResult]) -> Iterator[Problem]:
    for result in results:
        for failure in result.failures:
            yield Problem(result.file, result.id, failure)


def _uncovered(
    pack: Pack, results: list[ScenarioResult], folder: Path | None
) -> Iterator[Problem]:
    """The pack's own rules that no scenario shows, each where it is written."""
    covered: set[str] = set()
    for result in results:
        if result.pack == pack.key:
            # What a scenario that fails was to show is told once, as its failure.
            covered.update(result.covers, result.meant)
    missing = [name for name in _to_be_shown(pack) if name not in covered]
    folders = rule_lines.folders_of(pack, folder) if missing else ()
    lines = rule_lines.lines_of(folders)
    where = f", in {folders[0].name}/scenarios" if folders else ""
    for name in missing:
        reason = (
            f"no scenario shows this rule: write one that {_shows(name)}{where}"
        )
        place = rule_lines.line_of(name, lines) or pack.key
        yield Problem(place, name, reason)


def _shows(name: str) -> str:
    """What a scenario does that shows the rule, step, requirement or term with a name."""
    sort, _, rule = name.partition(":")
    if sort == "step":
        step, _, requirement = rule.partition(".")
        if requirement:
            return f'expects refused_by = "{name}", or asks'
        return f'takes it: step = "{step}"'
    if sort in SHOWN_BY:
        return SHOWN_BY[sort].format(rule)
    vocabulary, _, term = name.partition(".")
    if vocabulary == "letters":
        return f'expects letters = ["{term}"]'
    if vocabulary == "stops":
        return "expects stops"
    return f'says it: with = {{ … = "{term}" }}'


def _to_be_shown(pack: Pack) -> Iterator[str]:
    """The names of the rules that scenarios must show: the pack's own rules, steps that
    it adds to, requirements, what is asked for, and what routes stand behind.
    """
    for name, rule in {**rules(pack), **figures(pack)}.items():
        if pack.own(rule):
            yield name
    steps = pack.steps.values()
    for step in steps:
        if any(map(pack.own, step.also)):
            yield f"step:{step.id}"
    for step in steps:
        yield from _own_grounds(pack, step.requirements)
    for step in steps:
        yield from _own_grounds(pack, step.asks)
    yield from _shown_of_routes(pack)


def _shown_of_routes(pack: Pack) -> Iterator[str]:
    """What must be shown of the pack's own routes beside their figures."""
    own_routes = [route for route in pack.routes.values() if pack.own(route)]
    yield from (
        f"route:{route.id}.first" for route in own_routes if route.firsts
    )
    yield from (
        f"route:{route.id}.excuse" for route in own_routes if route.excuses
    )


def _own_grounds(
    pack: Pack, parts: Iterable[Requirement | Ask]
) -> Iterator[str]:
    """The names of those requirements, or things asked for, that are the pack's own."""
    return (part.ground.rule for part in parts if pack.own(part))
