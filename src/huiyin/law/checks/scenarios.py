"""Scenarios that a lawyer can read and write: given what happened, when this is done,
then the law says that.

Kinds: a step (``when.step``), the counting of a limit (``when.count_from``), which
version governs a matter (``when.received``), an organ that takes another's place
(``when.succeeds``), and a way outside petitioning (``when.claim``). Expectations are
written by hand from the instrument and the calendar; what is not expected is not looked
at.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from huiyin.law import packs
from huiyin.law.calendar.deadlines import SPANS, UNITS, compute
from huiyin.law.checks.expectations import compare, compare_deadline
from huiyin.law.checks.expected_lists import listed
from huiyin.law.checks.happenings import Happening, history, read_happening
from huiyin.law.checks.route_scenarios import run as run_route
from huiyin.law.checks.succession_scenarios import run as run_succession
from huiyin.law.checks.transition_scenarios import compare_transition
from huiyin.law.engine import procedure, transition
from huiyin.law.engine.applying import apply
from huiyin.law.language.reading import (
    EMPTY_TEXT,
    NO_DATE,
    Problem,
    Table,
    unlike,
)
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts, Value
from huiyin.law.terms.ruling import Ruling, Text

# How the scenarios of the pack beneath come out on an overlay: no scenarios
BENEATH = "beneath.toml"
FindPack = Callable[[str], Pack]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario as read: its history (``given``), what is tried (``when``), what is
    expected (``then``).
    """

    file: str
    id: str
    title: Text
    pack: str
    given: tuple[Happening, ...]
    when: Table
    then: Table


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """How a scenario came out: no failures when the law says what was expected;
    ``covers`` are the rules it shows, ``meant`` those that it would show if what it
    expects came out.
    """

    file: str
    id: str
    title: Text
    pack: str
    failures: tuple[str, ...] = ()
    covers: frozenset[str] = field(default_factory=frozenset)
    meant: frozenset[str] = field(default_factory=frozenset)

    @property
    def ok(self) -> bool:
        """True when everything came out as expected."""
        return not self.failures


Run = Callable[[Pack, Scenario], ScenarioResult]


def find_shipped(key: str) -> Pack:
    """The shipped pack called "cn-xinfang/2022-05-01". Raises PackError."""
    name, _, version = key.partition("/")
    return packs.load(name, version)


def run_scenarios(
    folder: Path, *, find: FindPack = find_shipped, run: Run | None = None
) -> list[ScenarioResult]:
    """Run every scenario in the TOML files of a folder (and of folders in it), in
    order.

    Args:
        folder: where the files are; one file is also taken.
        find: how a pack is found by its key; a draft can be put in place of a shipped
            one.
        run: how one is run, where another pack than its own is to answer.

    Returns:
        What became of each; a folder without a file is one that failed.
    """
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.toml"))
    files = [path for path in files if path.name != BENEATH]
    if not files:
        return [
            _broken(
                Problem(
                    str(folder),
                    "(folder)",
                    "there is no scenario file (*.toml) in it",
                )
            )
        ]
    results: list[ScenarioResult] = []
    for path in files:
        results.extend(_run_file(path, find, run or _run))
    return results


def _broken(problem: Problem) -> ScenarioResult:
    return ScenarioResult(
        problem.file, problem.key, EMPTY_TEXT, "", (str(problem),)
    )


def _run_file(path: Path, find: FindPack, run: Run) -> Iterator[ScenarioResult]:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        yield _broken(
            Problem(path.name, "(file)", f"not readable as TOML: {error}")
        )
        return
    problems: list[Problem] = []
    table = Table(
        document, file=path.name, path="", problems=problems, languages=()
    )
    key = table.string("pack")
    try:
        pack = find(key)
    except packs.PackError as error:
        yield _broken(Problem(path.name, "pack", str(error)))
        return
    known: dict[str, Scenario] = {}
    for row in table.tables("scenario"):
        scenario = _read(row, pack, known, shared=key != pack.key)
        known[scenario.id] = scenario
        unread = ScenarioResult(
            path.name, scenario.id, scenario.title, pack.key
        )
        result = unread if problems else run(pack, scenario)
        yield (
            replace(unread, failures=tuple(map(str, problems)))
            if problems
            else result
        )
        problems.clear()
    table.finish()
    if not known:
        table.problem("scenario", "is missing: the file has no scenario")
    for problem in problems:
        yield _broken(problem)


def _read(
    row: Table, pack: Pack, known: Mapping[str, Scenario], *, shared: bool
) -> Scenario:
    """Read one; where versions share it, a step in its history that this one does not
    know is left out.
    """
    after = row.string("after", required=False)
    given: tuple[Happening, ...] = ()
    if after and after not in known:
        row.problem(
            "after", unlike(after, "a scenario further up in this file", known)
        )
    elif after:
        before = known[after]
        given = (*before.given, read_happening(before.when, pack))
    history = [
        read_happening(step, pack) for step in row.tables("given", name="step")
    ]
    given += tuple(
        happening
        for happening in history
        if not shared or happening.command.name in pack.steps
    )
    scenario = Scenario(
        file=row.file,
        id=row.string("id"),
        title=row.text("title"),
        pack=pack.key,
        given=given,
        when=row.table("when"),
        then=row.table("then"),
    )
    if not shared:
        _note_unknown_steps(row, scenario, pack)
    if scenario.id in known:
        row.problem("id", f"{scenario.id!r} is there twice")
    row.raw("note")
    row.finish()
    return scenario


def _note_unknown_steps(row: Table, scenario: Scenario, pack: Pack) -> None:
    """Note each step that the pack does not have; only a scenario that expects a
    refusal may try one.
    """
    steps = [happening.command.name for happening in scenario.given]
    tried = scenario.when.data.get("step")
    if (
        isinstance(tried, str)
        and scenario.then.data.get("allowed") is not False
    ):
        steps.append(tried)
    for step in steps:
        if step not in pack.steps:
            row.problem("step", unlike(step, "a step of the pack", pack.steps))


def _run(pack: Pack, scenario: Scenario) -> ScenarioResult:
    run = _run_step
    if scenario.when.has("count_from"):
        run = _run_count
    elif scenario.when.has("received"):
        run = _run_version
    elif scenario.when.has("goes_over"):
        run = _run_transition
    elif scenario.when.has("succeeds"):
        run = _run_succession
    elif scenario.when.has("claim"):
        run = _run_route
    failures, covers = run(pack, scenario)
    return ScenarioResult(
        scenario.file,
        scenario.id,
        scenario.title,
        pack.key,
        tuple(failures),
        frozenset(covers) if not failures else frozenset(),
        frozenset(covers | _meant(scenario)) if failures else frozenset(),
    )


def _meant(scenario: Scenario) -> set[str]:
    """The rules that a scenario is about by what it expects, whatever came out."""
    then, step = scenario.then.data, scenario.when.data.get("step")
    named = (
        {str(then["refused_by"])} if "refused_by" in then else {f"step:{step}"}
    )
    for key, name in (("opens", "duty"), ("rights", "right")):
        named |= {
            f"{name}:{row.get(name)}"
            for row in listed(then, key)
            if isinstance(row, dict)
        }
    return named | {f"letters.{letter}" for letter in listed(then, "letters")}


Outcome = tuple[list[str], set[str]]


def _run_step(pack: Pack, scenario: Scenario) -> Outcome:
    facts, refused = history(pack, scenario.given)
    if refused:
        return [refused], set()
    covers: set[str] = set()
    for given in scenario.given:
        covers |= _terms(pack, given.command)
    happening = read_happening(scenario.when, pack)
    ruling = procedure.decide(pack, facts, happening.command, happening.at)
    covers |= _terms(pack, happening.command) | _covered(
        pack, ruling, scenario.then.data
    )
    return compare(scenario.then, ruling, facts, apply(facts, ruling)), covers


def _terms(pack: Pack, command: Command) -> set[str]:
    step = pack.steps.get(command.name)
    names: set[tuple[str, Value]] = {
        (arg.vocabulary, command.args[arg.name])
        for arg in (step.args if step else ())
        if arg.kind == "term" and arg.name in command.args
    }
    return {f"{vocabulary}.{term}" for vocabulary, term in names}


def _covered(pack: Pack, ruling: Ruling, then: Mapping[str, Any]) -> set[str]:
    """The rules whose effect the scenario expects by name."""
    covers = {f"duty:{row.get('duty')}" for row in listed(then, "opens")}
    covers |= {f"right:{row.get('right')}" for row in listed(then, "rights")}
    covers |= {f"letters.{letter}" for letter in listed(then, "letters")}
    if ruling.allowed and listed(then, "stops"):
        covers |= {
            f"stops.{stop.category}" for stop in pack.step(ruling.command).stops
        }
    if ruling.allowed:
        covers.add(f"step:{ruling.command}")
        covers |= {ground.rule for ground in ruling.asks} & set(
            listed(then, "asks")
        )
    elif "refused_by" in then:
        covers |= {ground.rule for ground in ruling.refusals}
    return covers


def _run_count(pack: Pack, scenario: Scenario) -> Outcome:
    when = scenario.when
    base, days, unit = (
        when.day("count_from"),
        when.integer("days"),
        when.choice("unit", (*UNITS, *SPANS)),
    )
    extension = when.integer("extension", required=False)
    when.finish()
    deadline = compute(pack.calendar, base, days, unit, extension)
    failures = compare_deadline(scenario.then, deadline)
    scenario.then.finish()
    return failures, set()


def _run_route(pack: Pack, scenario: Scenario) -> Outcome:
    return run_route(pack, scenario.when, scenario.then)


def _run_succession(pack: Pack, scenario: Scenario) -> Outcome:
    facts, refused = history(pack, scenario.given)
    return (
        ([refused], set())
        if refused
        else run_succession(pack, facts, scenario.when, scenario.then)
    )


def _run_version(pack: Pack, scenario: Scenario) -> Outcome:
    day = scenario.when.day("received")
    scenario.when.finish()
    expected = scenario.then.string("pack")
    predates = scenario.then.boolean("predates")
    scenario.then.finish()
    pack_in_force = packs.in_force(pack.id, day if day != NO_DATE else date.min)
    failures = (
        [f"pack: expected {expected}, the law says {pack_in_force.key}"]
        if pack_in_force.key != expected
        else []
    )
    if pack_in_force.predates(day) != predates:
        failures.append(
            f"predates: expected {predates}, the law says {pack_in_force.predates(day)}"
        )
    return failures, set()


def _run_transition(pack: Pack, scenario: Scenario) -> Outcome:
    """Whether a matter that began under another version goes over on a day, by which
    rule, and what is counted anew.
    """
    day, version = scenario.when.day("goes_over"), scenario.when.string("from")
    scenario.when.finish()
    known = (pack.id, version) in packs.available()
    old = packs.load(pack.id, version) if known else pack
    facts = Facts()
    for happening in scenario.given:
        ruling = procedure.decide(old, facts, happening.command, happening.at)
        if ruling.refused:
            name = happening.command.name
            return [f"given: {name} is refused under {old.key}"], set()
        facts = apply(facts, ruling)
    rule = transition.rule_for(pack, version, facts, day)
    return compare_transition(pack, rule, facts, scenario.then)
