"""From the files of a pack to its parts, by the name of the pack's field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from huiyin.law.language import (
    overlays,
    parsing,
    parsing_routes,
)
from huiyin.law.language.indicators import indicator
from huiyin.law.language.parsing import Defaults
from huiyin.law.language.parsing_capacities import capacity
from huiyin.law.language.parsing_steps import bar as read_bar
from huiyin.law.language.parsing_steps import step as read_step
from huiyin.law.language.parsing_succession import succession
from huiyin.law.language.reading import Table
from huiyin.law.rules.pack import Party
from huiyin.law.terms.ruling import Text


def parts_of(rows: overlays.Rows) -> dict[str, Any]:
    """What the files declare, by the name of the pack's field.

    ``rows`` gives the tables of a key in all files, each with what holds in its file.
    """
    laws = dict(parsing_routes.law(row) for row, _given in rows("law"))

    def plain(key: str, read: Callable[[Table], Any]) -> Mapping[str, Any]:
        return parsing.index((row, read(row)) for row, _given in rows(key))

    def rules(
        key: str, read: Callable[[Table, Defaults], Any]
    ) -> Mapping[str, Any]:
        return parsing.index(
            (row, read(row, given)) for row, given in rows(key)
        )

    return {
        "states": plain("state", parsing.state),
        "parties": plain("party", parsing.party),
        "roles": plain("role", parsing.party),
        "dates": _titles(plain("date", parsing.party)),
        "terms": rules("vocabulary", parsing.vocabulary),
        "duties": rules("duty", parsing.duty),
        "indicators": rules("indicator", indicator),
        "rights": rules("right", parsing.right),
        "successions": rules("succession", succession),
        "questions": plain("question", parsing_routes.question),
        "routes": rules(
            "route", lambda row, given: parsing_routes.route(row, given, laws)
        ),
        "advice": tuple(
            parsing_routes.advice(row) for row, _given in rows("advice")
        ),
        "steps": rules("step", read_step),
        "capacities": plain("capacity", capacity),
        "bars": rules("bar", read_bar),
    }


def _titles(named: Mapping[str, Party]) -> Mapping[str, Text]:
    return MappingProxyType({row.id: row.title for row in named.values()})
