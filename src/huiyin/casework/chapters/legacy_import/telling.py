"""What the acts answer about a row, in the words of the file."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.entries import Entry, RowProblem
from huiyin.casework.chapters.legacy_import.reading import Reader
from huiyin.casework.chapters.legacy_import.records import Difference, Problem
from huiyin.casework.chapters.legacy_import.showing import shown


def row_problem(reader: Reader, entry: Entry, problem: Problem) -> RowProblem:
    """The problem of a row that ``reader`` read as ``entry``; where the law refused it,
    in the law's words.
    """
    column = value = ""
    if problem.field:
        column = reader.column(problem.field)
        value = shown(problem.field, getattr(entry, problem.field, "") or "")
    language = get_language() or "zh-hans"
    texts: list[str] = []
    for ground in problem.grounds:
        texts += [
            text.in_language(language)
            for text in (ground.text, ground.remedy)
            if text
        ]
    said = " ".join(texts)
    return RowProblem(
        entry.row, column, value, said or problem.message, reader.name
    )


def difference_of(
    reader: Reader, entry: Entry, difference: Difference
) -> Iterator[RowProblem]:
    """Where the file itself says otherwise than the register; nothing where a default of
    its mapping does.
    """
    name = difference.field
    if name == "answered_on" and name not in reader.places:
        name = "reply_days"
    if name not in reader.places:
        return
    message = _("says something else than the register")
    if difference.known:
        message = (
            _("differs from the register, which has %s") % difference.known
        )
    value = shown(name, reader.written(name, getattr(entry, difference.field)))
    yield RowProblem(
        entry.row, reader.column(name), value, message, reader.name
    )
