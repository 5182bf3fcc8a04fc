"""``huiyin law``: check a pack, explain an article, count a limit, list other ways,
draw the procedure.

Also ``python -m huiyin.law``, without the rest of the product.
"""

from __future__ import annotations

import json as writer
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from huiyin.law import packs
from huiyin.law.calendar import deadlines, workdays
from huiyin.law.checks import check as checking
from huiyin.law.checks import scenarios
from huiyin.law.checks.staleness import Stale, stale
from huiyin.law.language.reading import Problem
from huiyin.law.packs import heads
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Deadline
from huiyin.law.tools import (
    cli_coverage,
    cli_diagram,
    cli_diff,
    cli_endings,
    cli_explain,
    cli_new,
    cli_paths,
    cli_routes,
)
from huiyin.law.tools.console import (
    AsJson,
    Language,
    PackName,
    chosen_language,
    day_at_the_door,
    installed,
    pack_named,
    packs_named,
    read_day,
    refuse,
    say,
    show,
    stop,
    use_own_packs,
)

FARTHEST = 3650

app = typer.Typer(
    help=say("cli_law"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli_paths.register(app)
cli_endings.register(app)
cli_diff.register(app)
cli_coverage.register(app)
cli_new.register(app)
cli_explain.register(app)


@app.callback()
def _with_own_packs() -> None:
    use_own_packs()


@app.command("check", help=say("cli_check"))
def check_command(
    context: typer.Context,
    pack: PackName = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--scenarios",
            metavar="DIR",
            help=say("cli_scenarios"),
            show_default=False,
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help=say("cli_on")),
    ] = None,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help=say("cli_strict"))
    ] = False,
    json: AsJson = False,
    language: Language = None,
) -> None:
    """Check packs and scenarios; exit code 1 when something is wrong, or with
    ``--strict`` when something is stale.
    """
    if folder is not None and not folder.exists():
        refuse("--scenarios", "cli_no_folder", language, folder=folder)
    day = (
        read_day("--on", on, language)
        if on is not None
        else day_at_the_door(context)
    )
    try:
        chosen = packs_named(pack, language)
    except packs.PackError as error:
        unreadable = Row(error.pack, problems=error.problems)
        _report([unreadable], json=json, language=language)
        raise typer.Exit(1) from None
    rows = [
        _checked(pack_to_check, _draft(pack), day) for pack_to_check in chosen
    ]
    if folder is not None:
        rows.append(_tried(folder, chosen))
    _report(rows, json=json, language=language)
    if any(row.problems or (strict and row.warnings) for row in rows):
        raise typer.Exit(1)


def _draft(pack: str | None) -> Path | None:
    """The folder of a pack that is not shipped, where one is named."""
    return Path(pack) if pack and Path(pack).is_dir() else None


@dataclass(frozen=True, slots=True)
class Row:
    """What was found in one pack, or in one folder of scenarios (which has no rules)."""

    name: str
    rules: int = 0
    scenarios: int = 0
    problems: Sequence[Problem] = ()
    warnings: Sequence[Stale] = ()


def _checked(pack: Pack, draft: Path | None, day: date | None) -> Row:
    folder = draft / "scenarios" if draft is not None else None
    results = checking.scenarios_of(pack, folder)
    warnings = list(stale(pack, day)) if day is not None else []
    return Row(
        pack.key,
        len(checking.rules(pack)),
        len(results),
        checking.check(pack, results, draft),
        warnings,
    )


def _tried(folder: Path, chosen: Iterable[Pack]) -> Row:
    """What was found by running the scenarios of a folder."""
    by_key = {pack.key: pack for pack in chosen}
    results = scenarios.run_scenarios(
        folder, find=lambda key: by_key.get(key) or scenarios.find_shipped(key)
    )
    problems: list[Problem] = []
    for result in results:
        problems += [
            Problem(result.file, result.id, failure)
            for failure in result.failures
        ]
    return Row(str(folder), scenarios=len(results), problems=problems)


def _show_row(row: Row, language: str | None) -> None:
    """Say of one pack or folder what is wrong with it, and what is out of date."""
    right = "cli_right" if row.rules else "cli_right_folder"
    mark = "[red]✗[/]" if row.problems else "[green]✓[/]"
    said = say(
        "cli_wrong" if row.problems else right,
        language,
        name=row.name,
        rules=row.rules,
        scenarios=row.scenarios,
        problems=len(row.problems),
    )
    show(
        f"{mark} {escape(said)}",
        *(f"    {escape(str(problem))}" for problem in row.problems),
    )
    if row.warnings:
        said = say(
            "cli_stale", language, name=row.name, rules=len(row.warnings)
        )
        lines = (
            warning.text.in_language(chosen_language(language))
            for warning in row.warnings
        )
        show(
            f"[yellow]![/] {escape(said)}",
            *(f"    {escape(line)}" for line in lines),
        )


def _report(rows: list[Row], *, json: bool, language: str | None) -> None:
    if json:
        read = [_row_as_data(row, language) for row in rows]
        ok = not any(row.problems for row in rows)
        typer.echo(
            writer.dumps(
                {"ok": ok, "checked": read}, ensure_ascii=False, indent=2
            )
        )
        return
    for row in rows:
        _show_row(row, language)


def _row_as_data(row: Row, language: str | None) -> dict[str, object]:
    return {
        "name": row.name,
        "rules": row.rules,
        "scenarios": row.scenarios,
        "problems": [str(problem) for problem in row.problems],
        "warnings": [
            warning.text.in_language(chosen_language(language))
            for warning in row.warnings
        ],
    }


FromDay = Annotated[
    str | None,
    typer.Option("--from", metavar="YYYY-MM-DD", help=say("cli_from")),
]
Days = Annotated[
    str | None, typer.Option("--days", metavar="N", help=say("cli_days"))
]
Unit = Annotated[
    str,
    typer.Option(
        "--unit", metavar="calendar|working|month|year", help=say("cli_unit")
    ),
]
ExtensionDays = Annotated[
    str, typer.Option("--extension", metavar="N", help=say("cli_extension"))
]
CalendarCode = Annotated[
    str | None,
    typer.Option("--calendar", metavar="CN", help=say("cli_calendar")),
]
OfPack = Annotated[str | None, typer.Option("--pack", help=say("cli_due_pack"))]
Overrides = Annotated[
    Path | None,
    typer.Option("--overrides", metavar="DIR", help=say("cli_overrides")),
]


@app.command("due", help=say("cli_due"))
def due_command(  # noqa: PLR0917 (typer hands options over by name)
    base: FromDay = None,
    days: Days = None,
    unit: Unit = "calendar",
    extension: ExtensionDays = "0",
    code: CalendarCode = None,
    pack: OfPack = None,
    overrides: Overrides = None,
    *,
    json: AsJson = False,
    language: Language = None,
) -> None:
    """Count a limit and say why it ends on that day."""
    if base is None:
        refuse("--from", "cli_no_day", language)
    start = read_day("--from", base, language)
    number = _number("--days", days, language)
    more = _number("--extension", extension, language)
    if unit not in (*deadlines.UNITS, *deadlines.SPANS):
        refuse("--unit", "cli_bad_unit", language, given=unit)
    if more and unit in deadlines.SPANS:
        refuse("--extension", "cli_no_extension", language)
    calendar = _calendar(code, pack, overrides, language)
    deadline = deadlines.compute(calendar, start, number, unit, more)
    why = deadlines.explain(deadline, chosen_language(language))
    if json:
        data = _due(deadline, calendar, why)
        typer.echo(writer.dumps(data, ensure_ascii=False, indent=2))
        return
    headline = wording.day(deadline.due_date).in_language(
        chosen_language(language)
    )
    show(
        f"[bold]{escape(say('cli_due_on', language, due=headline))}[/]",
        *(f"  {escape(line)}" for line in why),
    )


def _due(
    deadline: Deadline, calendar: workdays.Calendar, why: list[str]
) -> dict[str, object]:
    return {
        "due": deadline.due_date.isoformat(),
        "provisional": deadline.provisional,
        "last_day": deadline.last_day.isoformat(),
        "base": deadline.base_date.isoformat(),
        "days": deadline.days,
        "unit": deadline.unit,
        "extension_days": deadline.extension_days,
        "passed_over": [
            {
                "date": rest.date.isoformat(),
                "name": {"zh": rest.name.zh, "en": rest.name.en},
            }
            for rest in deadline.passed_over
        ],
        "calendar": calendar.code,
        "why": why,
    }


def _number(option: str, given: str | None, language: str | None) -> int:
    if given is None:
        refuse(option, "cli_no_number", language)
    if not re.fullmatch(r"[0-9]{1,5}", given) or int(given) > FARTHEST:
        refuse(option, "cli_bad_number", language, given=given, most=FARTHEST)
    return int(given)


def _calendar(
    code: str | None,
    pack: str | None,
    overrides: Path | None,
    language: str | None,
) -> workdays.Calendar:
    """The calendar named, else that of the pack named, else that of the pack installed."""
    option = "--overrides" if overrides is not None else "--calendar"
    if code is not None and code not in workdays.codes():
        refuse(
            "--calendar",
            "cli_no_calendar",
            language,
            given=code,
            known=", ".join(workdays.codes()),
        )
    try:
        known = code or heads.calendar_code(pack or installed())
        return workdays.calendar(
            known or pack_named(pack, language, "--pack").calendar.code,
            overrides,
        )
    except workdays.CalendarError as error:
        stop(option, str(error), language)


# Behind the commands above, where help has always listed them
cli_routes.register(app)
cli_diagram.register(app)
