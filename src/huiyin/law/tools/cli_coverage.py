"""``huiyin law coverage``: every paragraph of an instrument with the rules that rest on
it, or why none does.
"""

from __future__ import annotations

import json as writer
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from huiyin.law.checks.coverage import Coverage, Covered, coverage
from huiyin.law.terms import wording
from huiyin.law.tools.console import (
    AsJson,
    Language,
    PackName,
    chosen_language,
    pack_named,
    say,
    show,
)

OnlyGaps = Annotated[bool, typer.Option("--gaps", help=say("cli_gaps"))]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("coverage", help=say("cli_coverage"))(coverage_command)


def coverage_command(
    pack: PackName = None,
    *,
    gaps: OnlyGaps = False,
    json: AsJson = False,
    language: Language = None,
) -> None:
    """List an instrument paragraph by paragraph; exit code 1 where one is unaccounted for."""
    chosen = pack_named(pack, language)
    report = coverage(
        chosen, Path(pack) if pack and Path(pack).is_dir() else None
    )
    speak = chosen_language(language)
    listed = [
        covered
        for covered in report.paragraphs
        if not gaps or not covered.resting
    ]
    if json:
        rows = [_data(report, covered, speak) for covered in listed]
        typer.echo(
            writer.dumps(
                {"pack": chosen.key, "paragraphs": rows},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        show(
            f"[bold]{escape(chosen.instrument.in_language(speak))}[/]  {chosen.key}"
        )
        show(*(_unlisted(report, language) if not report.paragraphs else ()))
        for covered in listed:
            show(*_lines(report, covered, language))
        show("", *_summary(report, language))
    if any(not covered.accounted for covered in report.paragraphs):
        raise typer.Exit(1)


def _unlisted(report: Coverage, language: str | None) -> Iterator[str]:
    why = report.articles.unlisted
    yield escape(
        why.in_language(chosen_language(language))
        if why
        else say("cli_no_list", language)
    )
    numbers = dict.fromkeys(f"{resting.article}" for resting in report.resting)
    if numbers:
        yield escape(
            say("cli_cited_by_rules", language, articles=", ".join(numbers))
        )


def _place(report: Coverage, covered: Covered) -> str:
    article, number = covered.paragraph.article, covered.paragraph.number
    plain = isinstance(article, int) and not report.articles.sections
    return (
        f"{article}({number})"
        if plain
        else report.articles.said(article, number)
    )


def _lines(
    report: Coverage, covered: Covered, language: str | None
) -> Iterator[str]:
    speak = chosen_language(language)
    place = _place(report, covered)
    if place[0].isdigit():
        place = say(
            "cli_paragraph",
            language,
            article=covered.paragraph.article,
            number=covered.paragraph.number,
        )
    text = covered.paragraph.text.in_language(speak)
    yield f"{_mark(covered)} [bold]{escape(place)}[/]  {escape(text)}"
    told = _rules_told(covered)
    if told:
        yield f"    {escape(', '.join(told))}"
    if covered.paragraph.reason:
        yield f"    {escape(_reason(covered, speak))}"


def _mark(covered: Covered) -> str:
    """Whether a rule rests on a paragraph, none needs to, or nothing accounts for it."""
    if covered.resting:
        return "[green]✓[/]"
    return "[dim]–[/]" if covered.paragraph.reason else "[red]✗[/]"


def _rules_told(covered: Covered) -> list[str]:
    """The names of the rules that rest on a paragraph; a step says its conditions."""
    names = list(dict.fromkeys(resting.rule for resting in covered.resting))
    whole = {
        name for name in names if not (name.startswith("step:") and "." in name)
    }
    return [
        name
        for name in names
        if name in whole or name.partition(".")[0] not in whole
    ]


def _reason(covered: Covered, speak: str) -> str:
    said = wording.text(f"reason_{covered.paragraph.reason}").in_language(speak)
    note = covered.paragraph.note
    return f"{said} {note.in_language(speak)}" if note else said


def _summary(report: Coverage, language: str | None) -> Iterator[str]:
    total = len(report.paragraphs)
    resting = sum(bool(covered.resting) for covered in report.paragraphs)
    if total:
        yield escape(say("cli_covered", language, total=total, resting=resting))
    reasons: dict[str, int] = {}
    for covered in report.paragraphs:
        if not covered.resting:
            reasons[covered.paragraph.reason] = (
                reasons.get(covered.paragraph.reason, 0) + 1
            )
    for reason, number in reasons.items():
        said = (
            say(f"reason_{reason}", language)
            if reason
            else say("cli_unaccounted", language)
        )
        yield f"  {number}: {escape(said)}"


def _data(report: Coverage, covered: Covered, speak: str) -> dict[str, object]:
    return {
        "place": _place(report, covered),
        "text": covered.paragraph.text.in_language(speak),
        "items": len(covered.paragraph.items),
        "rules": [
            {"pack": rest.pack, "rule": rest.rule, "verified": rest.verified}
            for rest in covered.resting
        ],
        "reason": covered.paragraph.reason,
        "why": _reason(covered, speak) if covered.paragraph.reason else "",
    }
