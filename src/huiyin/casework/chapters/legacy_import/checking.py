"""What does not go together within a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.entries import Entry
from huiyin.casework.chapters.legacy_import.mapping import ENDINGS
from huiyin.casework.chapters.legacy_import.sheets import Cell

Finding = tuple[str, Cell, str]
"""A field, the value that is wrong, and what to do."""


def findings(
    entry: Entry, places: Collection[str], given: Collection[str]
) -> Iterator[Finding]:
    """What is missing in a row and what contradicts itself; ``places`` are the fields
    that the file has, ``given`` those that say something in this row. A field that is
    wrong already is not blamed once more.
    """
    yield from _missing(entry, places)
    if entry.repeat_of:
        if entry.repeat_of == entry.number:
            yield (
                "repeat_of",
                entry.repeat_of,
                _("is the row's own number: name the matter instead"),
            )
        return
    if (
        "handler" in places
        and not entry.handler
        and "handler" not in entry.wrong
    ):
        yield "handler", "", _("is empty: name the responsible organ")
    yield from _about_the_answer(entry, given)


def _missing(entry: Entry, places: Collection[str]) -> Iterator[Finding]:
    wrong = entry.wrong
    if not entry.number and "number" not in wrong:
        yield "number", "", _("is empty: give every row a number of its own")
    if entry.received_on is None and "received_on" not in wrong:
        yield (
            "received_on",
            "",
            _("is empty: write the day of receipt like 2014-05-20"),
        )
    if not entry.text and not {"text", "title"} & wrong:
        yield (
            "text" if "text" in places else "title",
            "",
            _("is empty: write what the matter is about"),
        )
    if not entry.channel and "channel" not in wrong:
        yield "channel", "", _("is empty: say how it came in")


def _about_the_answer(
    entry: Entry, given: Collection[str]
) -> Iterator[Finding]:
    if _answered_too_early(entry):
        yield (
            "answered_on",
            entry.answered_on,
            _("lies before receipt on %s: correct one of the two days")
            % entry.received_on,
        )
    if entry.stands_open:
        if entry.answered_on or entry.reply:
            yield (
                "outcome",
                "",
                _(
                    "says that the matter stands open, and there is an answer: "
                    "correct one of the two"
                ),
            )
        return
    if entry.answered_on and not entry.outcome and "outcome" not in entry.wrong:
        yield (
            "outcome",
            "",
            _("is empty although the matter was answered: say what came of it"),
        )
    if not entry.answered_on and _says_answered(entry, given):
        yield "answered_on", "", _no_day(entry)


def _answered_too_early(entry: Entry) -> bool:
    """Whether the answer lies before receipt, and nobody was told of that day yet."""
    if entry.answered_on is None or entry.received_on is None:
        return False
    too_early = entry.answered_on < entry.received_on
    return too_early and "answered_on" not in entry.wrong


def _says_answered(entry: Entry, given: Collection[str]) -> bool:
    """Whether outcome or reply tell of an answer, and nothing is wrong with it already."""
    if {"answered_on", "reply_days", "outcome"} & entry.wrong:
        return False
    return "outcome" in given or "reply" in given


def _no_day(entry: Entry) -> str:
    if entry.outcome in ENDINGS:
        return _(
            "is empty although the matter has ended: give the day on which it did"
        )
    return _("is empty although there is an answer: give the day of the answer")
