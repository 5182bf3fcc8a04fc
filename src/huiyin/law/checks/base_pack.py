"""Running the scenarios of a pack on one that stands on it: what the national law
promises must come out here too.

What is the overlay's own (further duties, rights and letters) is left out of the
comparison. A scenario that comes out otherwise, because a rule was tightened, is named
in ``beneath.toml`` with the reason; one that is named and comes out the same is a
failure too, so that the list stays true.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from huiyin.law.checks.expectations import compare
from huiyin.law.checks.happenings import Happening, history, read_happening
from huiyin.law.checks.scenarios import BENEATH as FILE
from huiyin.law.checks.scenarios import Scenario, ScenarioResult, run_scenarios
from huiyin.law.engine import procedure
from huiyin.law.engine.applying import apply
from huiyin.law.language.reading import EMPTY_TEXT, Problem, Table
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts
from huiyin.law.terms.ruling import Ruling, Text

__all__ = ["FILE", "run"]


@dataclass(frozen=True, slots=True)
class _Told:
    """What ``beneath.toml`` says: what steps are told besides, and which scenarios come
    out otherwise, and why.
    """

    besides: Mapping[str, Mapping[str, Any]]
    differs: Mapping[str, Text]
    problems: tuple[Problem, ...]


def run(
    pack: Pack, base: Pack, told: Path, folder: Path
) -> list[ScenarioResult]:
    """The results of the scenarios in ``folder``, written for ``base``, on ``pack``;
    they cover none of its rules.

    Args:
        pack: the pack that stands on ``base``.
        base: the pack beneath.
        told: the file that says what steps are told besides and what differs.
        folder: where the scenarios of ``base`` are.
    """
    known = _read(told)
    results = run_scenarios(
        folder,
        find=lambda _key: base,
        run=lambda _base, scenario: _run(pack, base, known, scenario),
    )
    ids = {result.id for result in results}
    unknown = [
        Problem(FILE, name, f"{base.key} has no such scenario")
        for name in known.differs
        if name not in ids
    ]
    wrong = [_wrong(pack, problem) for problem in (*known.problems, *unknown)]
    return [
        *wrong,
        *(_on_overlay(pack, base, known, result) for result in results),
    ]


def _on_overlay(
    pack: Pack, base: Pack, told: _Told, result: ScenarioResult
) -> ScenarioResult:
    """The result of a scenario of ``base``, as one of ``pack``."""
    name = f"{base.key}/{result.id}"
    return replace(_inverted(result, told.differs), pack=pack.key, id=name)


def _wrong(pack: Pack, problem: Problem) -> ScenarioResult:
    return ScenarioResult(
        problem.file, problem.key, EMPTY_TEXT, pack.key, (problem.reason,)
    )


def _inverted(
    result: ScenarioResult, differs: Mapping[str, Text]
) -> ScenarioResult:
    """A scenario that is named as coming out otherwise fails where it does not."""
    if result.id not in differs:
        return result
    same = (f"{FILE} says that it comes out otherwise here, and it does not",)
    return replace(result, failures=() if result.failures else same)


def _read(path: Path) -> _Told:
    if not path.is_file():
        return _Told({}, {}, ())
    problems: list[Problem] = []
    table = Table(
        tomllib.loads(path.read_text("utf-8")),
        file=path.name,
        path="",
        problems=problems,
        languages=(),
    )
    besides = table.table("with")
    steps = {name: besides.raw(name) for name in besides.data}
    differs: dict[str, Text] = {}
    for row in table.tables("differs", name="scenario"):
        differs[row.string("scenario")] = row.text("why")
        row.finish()
    table.raw("with")
    table.finish()
    return _Told(steps, differs, tuple(problems))


def _run(
    pack: Pack, base: Pack, told: _Told, scenario: Scenario
) -> ScenarioResult:
    result = ScenarioResult(
        scenario.file, scenario.id, scenario.title, pack.key
    )
    if not scenario.when.has("step"):
        return result  # counting and versions: the same calendar, another pack's own days
    before, refused = history(
        pack, [_completed(given, told) for given in scenario.given]
    )
    if refused:
        return replace(result, failures=(refused,))
    happening = _completed(read_happening(scenario.when, base), told)
    ruling = procedure.decide(pack, before, happening.command, happening.at)
    after = _national_facts(apply(before, ruling), base)
    failures = compare(
        scenario.then,
        _national(ruling, before, base),
        _national_facts(before, base),
        after,
    )
    return replace(result, failures=tuple(failures))


def _completed(happening: Happening, told: _Told) -> Happening:
    """The step with what the overlay asks for besides."""
    command: Command = happening.command
    args = {**told.besides.get(command.name, {}), **command.args}
    return replace(happening, command=replace(command, args=args))


def _national_facts(facts: Facts, base: Pack) -> Facts:
    return replace(
        facts,
        duties=tuple(duty for duty in facts.duties if duty.kind in base.duties),
    )


def _national(ruling: Ruling, before: Facts, base: Pack) -> Ruling:
    """The ruling without what the overlay adds."""
    kept = {duty.id for duty in before.duties if duty.kind in base.duties}

    def national(
        names: Iterable[str], known: Container[str]
    ) -> tuple[str, ...]:
        return tuple(name for name in names if name in known)

    return replace(
        ruling,
        opens=tuple(duty for duty in ruling.opens if duty.kind in base.duties),
        rights_opened=tuple(
            right for right in ruling.rights_opened if right.kind in base.rights
        ),
        rights_closed=national(ruling.rights_closed, base.rights),
        letters=national(ruling.letters, base.letters),
        discharges=national(ruling.discharges, kept),
        cancels=national(ruling.cancels, kept),
        stops=tuple(pair for pair in ruling.stops if pair[0] in kept),
    )
