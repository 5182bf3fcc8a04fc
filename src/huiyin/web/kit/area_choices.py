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
    known = {one.code for one in areas}
    inside: dict[str, list[Named]] = {}
    for one in areas:
        inside.setdefault(one.parent if one.parent in known else "", []).append(
            (one.code, one.name(language))
        )
    found: Choices = []
    for top in inside.get("", ()):
        found.append(top)
        found += [_entry(one, inside) for one in inside.get(top[0], ())]
    return found


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
    found = []
    for code, name in inside.get(area, ()):
        found.append((code, f"{'　' * depth}{name}"))
        if code in inside:
            found += _within(code, inside, depth + 1)
    return found


def flat() -> list[Named]:
    """The same in one list, without groups."""
    found: list[Named] = []
    for value, label in area_choices():
        if isinstance(label, str):
            found.append((value, label))
        else:
            found += label
    return found
