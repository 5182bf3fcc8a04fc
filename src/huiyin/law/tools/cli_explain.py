"""``huiyin law explain``: from an article to the rules that rest on it, with its words
where the office has them.
"""

from __future__ import annotations

import json as writer
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from huiyin.law.checks import articles
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import citing, wording
from huiyin.law.tools import statutes
from huiyin.law.tools.asked_place import asked_in
from huiyin.law.tools.console import (
    AsJson,
    Language,
    chosen_language,
    packs_named,
    say,
    show,
    statutes_folder,
)
from huiyin.law.tools.explain import Explanation, rules_on


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", help=say("cli_explain"))(explain_command)


def explain_command(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help=say("cli_article"))
    ],
    pack: Annotated[
        str | None,
        typer.Option("--pack", help=say("cli_pack"), show_default=False),
    ] = None,
    *,
    json: AsJson = False,
    language: Language = None,
) -> None:
    """Say which rules rest on an article; exit code 1 when none does."""
    chosen = packs_named(pack, language, "--pack")
    explanations = rules_on(article, chosen)
    if json:
        rows = [_as_data(explanation, language) for explanation in explanations]
        typer.echo(writer.dumps(rows, ensure_ascii=False, indent=2))
    elif not explanations:
        show(escape(say("cli_no_rule", language, article=article)))
        for pack_asked in chosen:
            show(*_about(pack_asked, article, language))
    else:
        _show(explanations, article, language)
    if not explanations:
        raise typer.Exit(1)


def _show(
    explanations: list[Explanation], article: str, language: str | None
) -> None:
    """Show the rules under their packs, each pack with what the article is about; those
    that rest on more than the part that was asked for by their titles only.
    """
    last, whole = None, False
    for explanation in explanations:
        pack = explanation.pack
        if pack is not last:
            title = pack.title.in_language(chosen_language(language))
            show("", f"[bold]{escape(title)}[/]  {pack.key}")
            show(*_about(pack, article, language))
            last, whole = pack, False
        if explanation.whole and not whole:
            show("  [dim]" + escape(say("cli_on_the_whole", language)) + "[/]")
            whole = True
        lines = _explained(explanation, language)
        show(*(lines[:1] if explanation.whole else lines))


def _about(pack: Pack, article: str, language: str | None) -> Iterator[str]:
    """What the article is about, in our words, why no rule rests on it, and its own
    words where the office has them.
    """
    asked = asked_in(article)
    if asked is None:
        return
    listed, _problems = articles.of(pack)
    own = asked.paragraphs(listed) if articles.kept_by(pack) else ()
    for paragraph in own:
        text = paragraph.text.in_language(chosen_language(language))
        about = say(
            "cli_article_about",
            language,
            article=paragraph.article,
            number=paragraph.number,
            text=text,
        )
        if listed.sections or not isinstance(paragraph.article, int):
            about = (
                f"{listed.said(paragraph.article, paragraph.number)}: {text}"
            )
        yield "  " + escape(about)
        if paragraph.reason:
            said = [
                wording.text(f"reason_{paragraph.reason}"),
                *([paragraph.note] if paragraph.note else []),
            ]
            yield "    " + escape(
                " ".join(
                    text.in_language(chosen_language(language)) for text in said
                )
            )
    part = "".join(f"({part})" for part in asked.cited(listed)[:1])
    cited = f"{asked.article}{part}"
    yield from _words(statutes_folder(), pack.instrument.zh, cited, language)


def _words(
    folder: Path | None, instrument: str, cited: str, language: str | None
) -> Iterator[str]:
    for place, lines in statutes.words(folder, instrument, cited):
        yield (
            "  [dim]"
            + escape(say("cli_words", language, place=place, words=lines[0]))
            + "[/]"
        )
        yield from (f"    [dim]{escape(line)}[/]" for line in lines[1:])


def _words_of_law(explanation: Explanation) -> list[str]:
    """The lines of the statute that a rule rests on, where the office has them."""
    instrument = explanation.instrument.zh
    said: list[str] = []
    for _place, lines in statutes.words(
        statutes_folder(), instrument, explanation.article
    ):
        said += lines
    return said


def _as_data(
    explanation: Explanation, language: str | None
) -> dict[str, object]:
    speak = chosen_language(language)
    limit, note = explanation.limit, explanation.note
    return {
        "pack": explanation.pack.key,
        "rule": explanation.rule,
        "article": explanation.article,
        "whole": explanation.whole,
        "instrument": explanation.instrument.in_language(speak),
        "title": explanation.title.in_language(speak),
        "plain": explanation.plain.in_language(speak),
        "days": limit[0] if limit else None,
        "unit": limit[1] if limit else None,
        "verified": explanation.verified,
        "note": note.in_language(speak) if note else None,
        "words": _words_of_law(explanation),
    }


def _explained(explanation: Explanation, language: str | None) -> list[str]:
    speak = chosen_language(language)
    limit = ""
    if explanation.limit is not None:
        limit = "  " + say(
            "cli_limit",
            language,
            days=explanation.limit[0],
            unit=wording.text(f"unit_{explanation.limit[1]}"),
        )
    cited = (
        explanation.article
        if citing.stands_alone(explanation.article)
        else say("cli_cited", language, article=explanation.article)
    )
    if explanation.pack.cites_several:
        cited = f"{explanation.instrument.in_language(speak)} {cited}"
    title = escape(explanation.title.in_language(speak))
    lines = [f"  [bold]{title}[/]  {explanation.rule}  {cited}{escape(limit)}"]
    lines.append(
        f"    {escape(explanation.plain.in_language(speak).format(organ='…', date='…'))}"
    )
    if explanation.rolls is not None:
        lines.append(
            f"    [yellow]{escape(explanation.rolls.in_language(speak))}[/]"
        )
    if not explanation.verified:
        note = (
            f" {explanation.note.in_language(speak)}"
            if explanation.note
            else ""
        )
        lines.append(
            f"    [yellow]{escape(say('cli_unverified', language))}[/]{escape(note)}"
        )
    return lines
