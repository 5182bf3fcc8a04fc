"""From the names that a row uses to what the register knows."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.entries import Entry
from huiyin.casework.chapters.legacy_import.reading import Reader
from huiyin.casework.chapters.legacy_import.registering import Directory, Named

BETWEEN_NUMBERS = re.compile(r"[、,;/&和及\s]+")


def named_by(entry: Entry, named: Named) -> None:
    """Note the organ, topic and area that a row names. Those of a repeat contact are
    those of its matter.
    """
    if entry.repeat_of:
        return
    for name, names in (
        (entry.handler, named.organs),
        (entry.topic, named.topics),
        (entry.area, named.areas),
    ):
        if name:
            names[name] = None


def resolve(
    reader: Reader, entry: Entry, directory: Directory
) -> dict[str, str]:
    """The codes of the organ, topic and area that a row names, by "handler", "topic"
    and "area"; what the register does not know is "", and a problem.
    """
    known = (
        ("handler", directory.organ),
        ("topic", directory.topic),
        ("area", directory.area),
    )
    codes: dict[str, str] = {}
    for name, find in known:
        written = getattr(entry, name)
        codes[name] = find(written) if written else ""
        if written and not codes[name]:
            like = "" if name == "topic" else directory.near(written)
            reader.note(entry, name, written, _advice(like))
    return codes


def _advice(like: str) -> str:
    if like:
        said = _(
            "is not in the register, but much like %s: say in a mapping file under "
            "[aliases] which organ it is, or "
            "that it is one of its own"
        )
        return said % like
    return _(
        "is not in the register: correct the name, enter it there, or let --create-organs do so"
    )


def several_numbers(written: str) -> list[str]:
    """The numbers of matters that a cell names, where it names more than one."""
    return [part for part in BETWEEN_NUMBERS.split(written) if _has_digit(part)]


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)
