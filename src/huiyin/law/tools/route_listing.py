"""The ways outside petitioning as a list, for the command line: where they lead, their
figures, and the sources.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape

from huiyin.law.engine.routes import claims
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.routes import Figure, Route
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Ground


def chosen(pack: Pack, claim: str | None) -> list[Route]:
    """The routes of a pack, those for one kind of claim when it is named."""
    return [
        route
        for route in pack.routes.values()
        if claim is None or route.takes(claim)
    ]


def routes_in_words(pack: Pack, claim: str | None, language: str) -> list[str]:
    """The routes for claims of one kind, or all of them, as lines for a terminal, with
    rich's marks.
    """

    def say(key: str, **fields: object) -> str:
        return escape(wording.text(key, **fields).in_language(language))

    routes = chosen(pack, claim)
    if not routes:
        return [say("cli_no_routes")]
    lines: list[str] = []
    for route in routes:
        cited = say("cli_cited", article=route.article)
        lines += [
            "",
            f"[bold]{escape(route.title.in_language(language))}[/]  {route.id}  {cited}",
        ]
        lines.append(f"  {escape(route.plain.in_language(language))}")
        if route.competent_text is not None:
            lines.append("  " + say("cli_goes_to", organ=route.competent_text))
        lines.append(
            "  "
            + say("cli_takes", claims=_listed(pack, route.claims, language))
        )
        if route.after:
            lines.append(
                "  " + say("cli_after", route=pack.routes[route.after].title)
            )
        for first in route.firsts:
            names = _listed(pack, first.claims, language)
            before = pack.routes[first.route].title
            ground = first.ground
            lines.append(
                "  "
                + say(
                    "cli_first",
                    route=before,
                    claims=names,
                    law=ground.instrument,
                    article=ground.article,
                )
            )
        lines += [f"  {line}" for line in _figures(route, language)]
    return lines[1:]


def _listed(pack: Pack, names: frozenset[str], language: str) -> str:
    separator = wording.text("list_separator").in_language(language)
    known = [
        term.title.in_language(language)
        for term in claims(pack).values()
        if term.id in names
    ]
    return separator.join(known) or "*"


def _figures(route: Route, language: str) -> Iterator[str]:
    def say(key: str, **fields: object) -> str:
        return escape(wording.text(key, **fields).in_language(language))

    for key, figures in (
        ("limit", route.limits),
        ("cap", route.caps),
        ("answer", route.answers),
    ):
        for figure in figures:
            text = escape(figure.title.in_language(language))
            yield f"{say(f'cli_figure_{key}')}: {text}  {_source(figure.ground, language)}"
            if figure.runs:
                yield f"  {say(f'runs_{figure.runs}')}"
    for exempt in route.exemptions:
        text = escape(exempt.title.in_language(language))
        yield f"{say('cli_exempt')}: {text}  {_source(exempt.ground, language)}"
    for excuse in route.excuses:
        text = escape(excuse.ground.text.in_language(language))
        yield f"{say('cli_excuse')}: {text}  {_source(excuse.ground, language)}"
    if route.clock is not None:
        text = escape(route.clock.ground.text.in_language(language))
        yield f"{say('cli_clock')}: {text}  {_source(route.clock.ground, language)}"


def _source(ground: Ground, language: str) -> str:
    source = wording.text(
        "cli_source", law=ground.instrument, article=ground.article
    ).in_language(language)
    said = source if ground.article else ""
    mark = (
        ""
        if ground.verified
        else f" [yellow]{wording.text('cli_not_verified').in_language(language)}[/]"
    )
    return f"[dim]{escape(said)}[/]{mark}"


def routes_as_data(
    pack: Pack, claim: str | None, language: str
) -> list[dict[str, object]]:
    """The routes for claims of one kind, or all of them, for programs."""
    return [_route_data(route, language) for route in chosen(pack, claim)]


def _route_data(route: Route, language: str) -> dict[str, object]:
    exempt = [exemption.title for exemption in route.exemptions]
    excuses = [excuse.ground.text for excuse in route.excuses]
    return {
        "route": route.id,
        "title": route.title.in_language(language),
        "claims": sorted(route.claims),
        "after": route.after,
        "first": {first.route: sorted(first.claims) for first in route.firsts},
        "clock": route.clock.effect if route.clock else None,
        "limits": [_data(figure, language) for figure in route.limits],
        "caps": [_data(figure, language) for figure in route.caps],
        "answers": [_data(figure, language) for figure in route.answers],
        "exempt": [title.in_language(language) for title in exempt],
        "excuses": [text.in_language(language) for text in excuses],
    }


def _data(figure: Figure, language: str) -> dict[str, object]:
    return {
        "id": figure.id,
        "text": figure.title.in_language(language),
        "from": figure.base,
        "runs": figure.runs,
        "number": figure.number,
        "unit": figure.unit,
        "law": figure.ground.instrument.in_language(language),
        "article": figure.article,
        "verified": figure.verified,
    }
