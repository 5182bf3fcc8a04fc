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
    found = coverage(
        chosen, Path(pack) if pack and Path(pack).is_dir() else None
    )
    speak = chosen_language(language)
    listed = [one for one in found.paragraphs if not gaps or not one.resting]
    if json:
        rows = [_data(found, one, speak) for one in listed]
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
        show(*(_unlisted(found, language) if not found.paragraphs else ()))
        for one in listed:
            show(*_lines(found, one, language))
        show("", *_summary(found, language))
    if any(not one.accounted for one in found.paragraphs):
        raise typer.Exit(1)


def _unlisted(found: Coverage, language: str | None) -> Iterator[str]:
    why = found.articles.unlisted
    yield escape(
        why.in_language(chosen_language(language))
        if why
        else say("cli_no_list", language)
    )
    numbers = dict.fromkeys(f"{one.article}" for one in found.resting)
    if numbers:
        yield escape(
            say("cli_cited_by_rules", language, articles=", ".join(numbers))
        )


def _place(found: Coverage, one: Covered) -> str:
    article, number = one.paragraph.article, one.paragraph.number
    plain = isinstance(article, int) and not found.articles.sections
    return (
        f"{article}({number})"
        if plain
        else found.articles.said(article, number)
    )


def _lines(
    found: Coverage, covered: Covered, language: str | None
) -> Iterator[str]:
    speak = chosen_language(language)
    place = _place(found, covered)
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


def _reason(one: Covered, speak: str) -> str:
    said = wording.text(f"reason_{one.paragraph.reason}").in_language(speak)
    note = one.paragraph.note
    return f"{said} {note.in_language(speak)}" if note else said


def _summary(found: Coverage, language: str | None) -> Iterator[str]:
    total = len(found.paragraphs)
    resting = sum(bool(one.resting) for one in found.paragraphs)
    if total:
        yield escape(say("cli_covered", language, total=total, resting=resting))
    reasons: dict[str, int] = {}
    for one in found.paragraphs:
        if not one.resting:
            reasons[one.paragraph.reason] = (
                reasons.get(one.paragraph.reason, 0) + 1
            )
    for reason, number in reasons.items():
        said = (
            say(f"reason_{reason}", language)
            if reason
            else say("cli_unaccounted", language)
        )
        yield f"  {number}: {escape(said)}"


def _data(found: Coverage, one: Covered, speak: str) -> dict[str, object]:
    return {
        "place": _place(found, one),
        "text": one.paragraph.text.in_language(speak),
        "items": len(one.paragraph.items),
        "rules": [
            {"pack": rest.pack, "rule": rest.rule, "verified": rest.verified}
            for rest in one.resting
        ],
        "reason": one.paragraph.reason,
        "why": _reason(one, speak) if one.paragraph.reason else "",
    }
