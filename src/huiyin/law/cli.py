"""``huiyin law``: check a pack, explain an article, count a limit, draw the procedure.

Also ``python -m huiyin.law``, without the rest of the product.
"""

from __future__ import annotations

import json as writer
import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from huiyin.law import check as checking
from huiyin.law import deadlines, diagram, packs, scenarios, wording, workdays
from huiyin.law.explain import Explanation, rules_on
from huiyin.law.reading import Problem
from huiyin.law.rules import Pack
from huiyin.law.ruling import Deadline

DEFAULT = "cn-xinfang"  # as the product itself, where HUIYIN_PACK is not set
FARTHEST = 3650
YEARS = range(1900, 2200)


def chosen_language(option: str | None = None) -> str:
    """The language to speak: the option, else HUIYIN_LANGUAGE, else the locale of the shell."""
    names = ("HUIYIN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    found = option or next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh-hans" if found.lower().startswith("zh") else "en"


def _say(key: str, language: str | None = None, **fields: object) -> str:
    return wording.text(key, **fields).in_language(chosen_language(language))


app = typer.Typer(help=_say("cli_law"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Language = Annotated[str | None, typer.Option("--language", metavar="zh|en", help=_say("cli_language"))]
AsJson = Annotated[bool, typer.Option("--json", help=_say("cli_json"))]
PackName = Annotated[str | None, typer.Argument(metavar="[PACK]", help=_say("cli_pack"), show_default=False)]


def _refuse(option: str, key: str, language: str | None, **fields: object) -> NoReturn:
    """Stop with exit code 2, naming the option and what to do."""
    _stop(option, _say(key, language, **fields), language)


def _stop(option: str, reason: str, language: str | None) -> NoReturn:
    typer.echo(_say("cli_error", language, option=option, reason=reason), err=True)
    raise typer.Exit(2)


def _print(*lines: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line)


def _found(name: str | None, language: str | None, option: str = "PACK") -> list[Pack]:
    """The packs that a name stands for: all, one, all versions of one, or a folder with a draft."""
    known = packs.available()
    if name is not None and (Path(name) / "pack.toml").is_file():
        return [packs.read_folder(Path(name))]
    pack_id, _, version = (name or "").rstrip("/").partition("/")
    keys = [key for key in known if not pack_id or (key[0] == pack_id and version in ("", key[1]))]
    if not keys:
        _refuse(option, "cli_no_pack", language, name=name, known=", ".join("/".join(key) for key in known))
    return [packs.load(*key) for key in keys]


def _one(name: str | None, language: str | None, option: str = "PACK") -> Pack:
    """The newest of the packs that a name stands for; without a name, of the instrument that is installed."""
    chosen = name or os.environ.get("HUIYIN_PACK") or DEFAULT
    return max(_found(chosen, language, option), key=lambda pack: pack.in_force)


@app.command("check", help=_say("cli_check"))
def check_command(
    pack: PackName = None,
    folder: Annotated[
        Path | None, typer.Option("--scenarios", metavar="DIR", help=_say("cli_scenarios"), show_default=False)
    ] = None,
    *,
    json: AsJson = False,
    language: Language = None,
) -> None:
    """Check packs and scenarios; exit code 1 when something is wrong."""
    if folder is not None and not folder.exists():
        _refuse("--scenarios", "cli_no_folder", language, folder=folder)
    try:
        chosen = _found(pack, language)
    except packs.PackError as error:
        _report([(error.pack, 0, 0, list(error.problems))], json=json, language=language)
        raise typer.Exit(1) from None
    rows = [_checked(one, Path(pack) if pack and Path(pack).is_dir() else None) for one in chosen]
    if folder is not None:
        rows.append(_tried(folder, chosen))
    _report(rows, json=json, language=language)
    if any(problems for *_, problems in rows):
        raise typer.Exit(1)


Row = tuple[str, int, int, list[Problem]]


def _checked(pack: Pack, draft: Path | None) -> Row:
    folder = draft / "scenarios" if draft is not None else None
    results = checking.scenarios_of(pack, folder)
    return pack.key, len(checking.rules(pack)), len(results), checking.check(pack, results)


def _tried(folder: Path, chosen: Iterable[Pack]) -> Row:
    by_key = {pack.key: pack for pack in chosen}
    results = scenarios.run_scenarios(folder, find=lambda key: by_key.get(key) or scenarios.find_shipped(key))
    problems = [Problem(result.file, result.id, failure) for result in results for failure in result.failures]
    return str(folder), 0, len(results), problems


def _report(rows: list[Row], *, json: bool, language: str | None) -> None:
    if json:
        packs_read = [
            {"name": name, "rules": rules, "scenarios": ran, "problems": [str(problem) for problem in problems]}
            for name, rules, ran, problems in rows
        ]
        typer.echo(
            writer.dumps({"ok": not any(row[3] for row in rows), "checked": packs_read}, ensure_ascii=False, indent=2)
        )
        return
    for name, rules, ran, problems in rows:
        key = "cli_wrong" if problems else "cli_right" if rules else "cli_right_folder"
        mark = "[red]✗[/]" if problems else "[green]✓[/]"
        said = _say(key, language, name=name, rules=rules, scenarios=ran, problems=len(problems))
        _print(f"{mark} {escape(said)}", *(f"    {escape(str(problem))}" for problem in problems))


@app.command("explain", help=_say("cli_explain"))
def explain_command(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help=_say("cli_article"))],
    pack: Annotated[str | None, typer.Option("--pack", help=_say("cli_pack"), show_default=False)] = None,
    *,
    json: AsJson = False,
    language: Language = None,
) -> None:
    """Say which rules rest on an article; exit code 1 when none does."""
    found = rules_on(article, _found(pack, language, "--pack"))
    if json:
        typer.echo(writer.dumps([_as_data(one, language) for one in found], ensure_ascii=False, indent=2))
    elif not found:
        _print(escape(_say("cli_no_rule", language, article=article)))
    last = None
    for one in found if not json else ():
        if one.pack is not last:
            _print("", f"[bold]{escape(one.pack.title.in_language(chosen_language(language)))}[/]  {one.pack.key}")
            last = one.pack
        _print(*_explained(one, language))
    if not found:
        raise typer.Exit(1)


def _as_data(one: Explanation, language: str | None) -> dict[str, object]:
    speak = chosen_language(language)
    return {
        "pack": one.pack.key,
        "rule": one.rule,
        "article": one.article,
        "title": one.title.in_language(speak),
        "plain": one.plain.in_language(speak),
        "days": one.limit[0] if one.limit else None,
        "unit": one.limit[1] if one.limit else None,
        "verified": one.verified,
        "note": one.note.in_language(speak) if one.note else None,
    }


def _explained(one: Explanation, language: str | None) -> list[str]:
    speak = chosen_language(language)
    limit = ""
    if one.limit is not None:
        limit = "  " + _say("cli_limit", language, days=one.limit[0], unit=wording.text(f"unit_{one.limit[1]}"))
    cited = _say("cli_cited", language, article=one.article)
    lines = [f"  [bold]{escape(one.title.in_language(speak))}[/]  {one.rule}  {cited}{escape(limit)}"]
    lines.append(f"    {escape(one.plain.in_language(speak).format(organ='…', date='…'))}")
    if not one.verified:
        note = f" {one.note.in_language(speak)}" if one.note else ""
        lines.append(f"    [yellow]{escape(_say('cli_unverified', language))}[/]{escape(note)}")
    return lines


@app.command("due", help=_say("cli_due"))
def due_command(  # noqa: PLR0917 (typer hands options over by name)
    base: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help=_say("cli_from"))] = None,
    days: Annotated[str | None, typer.Option("--days", metavar="N", help=_say("cli_days"))] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="calendar|working", help=_say("cli_unit"))] = "calendar",
    extension: Annotated[str, typer.Option("--extension", metavar="N", help=_say("cli_extension"))] = "0",
    code: Annotated[str | None, typer.Option("--calendar", metavar="CN", help=_say("cli_calendar"))] = None,
    pack: Annotated[str | None, typer.Option("--pack", help=_say("cli_due_pack"))] = None,
    overrides: Annotated[Path | None, typer.Option("--overrides", metavar="DIR", help=_say("cli_overrides"))] = None,
    *,
    json: AsJson = False,
    language: Language = None,
) -> None:
    """Count a limit and say why it ends on that day."""
    start = _day(base, language)
    number, more = _number("--days", days, language), _number("--extension", extension, language)
    if unit not in deadlines.UNITS:
        _refuse("--unit", "cli_bad_unit", language, given=unit)
    calendar = _calendar(code, pack, overrides, language)
    deadline = deadlines.compute(calendar, start, number, unit, more)
    why = deadlines.explain(deadline, chosen_language(language))
    if json:
        typer.echo(writer.dumps(_due(deadline, calendar, why), ensure_ascii=False, indent=2))
        return
    headline = wording.day(deadline.due_date).in_language(chosen_language(language))
    _print(f"[bold]{escape(_say('cli_due_on', language, due=headline))}[/]", *(f"  {escape(line)}" for line in why))


def _due(deadline: Deadline, calendar: workdays.Calendar, why: list[str]) -> dict[str, object]:
    return {
        "due": deadline.due_date.isoformat(),
        "provisional": deadline.provisional,
        "last_day": deadline.last_day.isoformat(),
        "base": deadline.base_date.isoformat(),
        "days": deadline.days,
        "unit": deadline.unit,
        "extension_days": deadline.extension_days,
        "passed_over": [
            {"date": rest.date.isoformat(), "name": {"zh": rest.name.zh, "en": rest.name.en}}
            for rest in deadline.passed_over
        ],
        "calendar": calendar.code,
        "why": why,
    }


def _day(given: str | None, language: str | None) -> date:
    if given is None:
        _refuse("--from", "cli_no_day", language)
    try:
        found = date.fromisoformat(given) if re.fullmatch(r"\d{4}-\d\d-\d\d", given) else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        _refuse("--from", "cli_bad_day", language, given=given)
    return found


def _number(option: str, given: str | None, language: str | None) -> int:
    if given is None:
        _refuse(option, "cli_no_number", language)
    if not re.fullmatch(r"[0-9]{1,5}", given) or int(given) > FARTHEST:
        _refuse(option, "cli_bad_number", language, given=given, most=FARTHEST)
    return int(given)


def _calendar(code: str | None, pack: str | None, overrides: Path | None, language: str | None) -> workdays.Calendar:
    """The calendar named, else that of the pack named, else that of the pack installed."""
    option = "--overrides" if overrides is not None else "--calendar"
    if code is not None and code not in workdays.codes():
        _refuse("--calendar", "cli_no_calendar", language, given=code, known=", ".join(workdays.codes()))
    try:
        return workdays.calendar(code or _one(pack, language, "--pack").calendar.code, overrides)
    except workdays.CalendarError as error:
        _stop(option, str(error), language)


@app.command("diagram", help=_say("cli_diagram"))
def diagram_command(
    pack: PackName = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=_say("cli_output"))] = None,
    *,
    language: Language = None,
) -> None:
    """Draw the procedure of a pack, the one installed when none is named, as SVG."""
    drawing = diagram.svg(_one(pack, language), chosen_language(language))
    if output is None:
        typer.echo(drawing, nl=False)
        return
    try:
        output.write_text(drawing, "utf-8")
    except OSError as error:
        _refuse("--output", "cli_not_written", language, file=output, reason=error.strerror or error)
    _print(escape(_say("cli_written", language, file=output)))
