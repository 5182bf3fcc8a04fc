"""The tables of rules in a file of a pack, before any is read as a rule: which there are,
what they are called, and which of them stand in an article.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LABELS = ("id", "name", "duty", "right", "letter", "party", "to")
CITED = ("step", "duty", "right", "bar", "indicator", "succession")
"""The kinds of rules that stand in an article, beside the terms of vocabularies."""
Document = dict[str, Any]


def is_rows(value: Any) -> bool:
    """Whether these are tables of rules or of their parts: a list of tables, not empty."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, dict) for row in value)
    )


def label_of(row: Document) -> Any:
    """What a part is called: by its own name, or by that of the duty, right or letter
    that it is about.
    """
    return next((row[key] for key in LABELS if key in row), None)


def rules_in(document: Document) -> Iterator[tuple[str, Document]]:
    """The tables of rules in a file, each with its kind."""
    for kind, rows in document.items():
        if is_rows(rows):
            for row in rows:
                yield kind, row


def citable_in(document: Document) -> Iterator[tuple[str, Document]]:
    """Whatever can stand in an article of its own, by the name that ``huiyin law
    explain`` prints.
    """
    for kind, row in rules_in(document):
        name = row.get("id")
        if kind in CITED:
            yield f"{kind}:{name}", row
        for part in (*parts_of(row, "require"), *parts_of(row, "ask")):
            yield f"{kind}:{name}.{part.get('id')}", part
        if kind == "vocabulary":
            for term in parts_of(row, "term"):
                yield f"{name}.{term.get('id')}", term


def must_be_cited(document: Document) -> Iterator[str]:
    """The rules without which the file does not load; a requirement stands where its
    step does, unless it says so.
    """
    for kind, row in rules_in(document):
        if kind in CITED:
            yield f"{kind}:{row.get('id')}"
        if kind == "vocabulary":
            for term in parts_of(row, "term"):
                yield f"{row.get('id')}.{term.get('id')}"


def parts_of(row: Document, key: str) -> list[Document]:
    """The parts of a rule that stand under a key; what is no table is left out."""
    parts = row.get(key)
    return (
        [part for part in parts if isinstance(part, dict)]
        if isinstance(parts, list)
        else []
    )
