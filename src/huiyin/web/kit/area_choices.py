"""The areas to choose from: the district first, then each street with its communities under it."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from huiyin.organisations import reads as organs

Named = tuple[str, str]
"""The code of an area, and its name in the reader's language."""
Choices = list[tuple[str, str | list[Named]]]


def area_choices() -> Choices:
    """The options of a select: an area with others inside it stands at the head of a group of them.

    Areas at the top (the district) are options of their own; what lies deeper than a
    group is set in.
    """
    areas, language = organs.areas(), get_language() or "en"
    known = {area.code for area in areas}
    inside: dict[str, list[Named]] = {}
    for area in areas:
        inside.setdefault(
            area.parent if area.parent in known else "", []
        ).append((area.code, area.name(language)))
    choices: Choices = []
    for top in inside.get("", ()):
        choices.append(top)
        choices += [_entry(below, inside) for below in inside.get(top[0], ())]
    return choices


def _entry(
    area: Named, inside: dict[str, list[Named]]
) -> tuple[str, str | list[Named]]:
    """One option, or a group where areas lie inside it."""
    code, name = area
    within = _within(code, inside, 0)
    if not within:
        return area
    whole = gettext("%(area)s (the whole of it)") % {"area": name}
    return name, [(code, whole), *within]


def _within(
    area: str, inside: dict[str, list[Named]], depth: int
) -> list[Named]:
    entries = []
    for code, name in inside.get(area, ()):
        entries.append((code, f"{'　' * depth}{name}"))
        if code in inside:
            entries += _within(code, inside, depth + 1)
    return entries


def flat() -> list[Named]:
    """The same in one list, without groups."""
    entries: list[Named] = []
    for value, label in area_choices():
        if isinstance(label, str):
            entries.append((value, label))
        else:
            entries += label
    return entries
