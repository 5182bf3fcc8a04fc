"""The areas to choose from: the district first, then each street with its communities under it."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from huiyin.organisations import reads as organs
from huiyin.organisations.info import AreaInfo

Choices = list[tuple[str, str | list[tuple[str, str]]]]


def area_choices() -> Choices:
    """The options of a select: an area with others inside it stands at the head of a group of them.

    Areas at the top (the district) are options of their own; what lies deeper than a group is set in.
    """
    inside: dict[str, list[AreaInfo]] = {}
    known = {one.code for one in organs.areas()}
    for one in organs.areas():
        inside.setdefault(one.parent if one.parent in known else "", []).append(one)
    found: Choices = []
    for top in inside.get("", ()):
        found.append((top.code, _name(top)))
        found += [_entry(one, inside) for one in inside.get(top.code, ())]
    return found


def _entry(area: AreaInfo, inside: dict[str, list[AreaInfo]]) -> tuple[str, str | list[tuple[str, str]]]:
    """One option, or a group where areas lie inside it."""
    within = _within(area, inside, 0)
    if not within:
        return area.code, _name(area)
    whole = gettext("%(area)s (the whole of it)") % {"area": _name(area)}
    return _name(area), [(area.code, whole), *within]


def _within(area: AreaInfo, inside: dict[str, list[AreaInfo]], depth: int) -> list[tuple[str, str]]:
    found = []
    for one in inside.get(area.code, ()):
        found.append((one.code, f"{'　' * depth}{_name(one)}"))
        found += _within(one, inside, depth + 1)
    return found


def _name(area: AreaInfo) -> str:
    return area.name(get_language() or "en")


def flat() -> list[tuple[str, str]]:
    """The same in one list, without groups."""
    found: list[tuple[str, str]] = []
    for value, label in area_choices():
        if isinstance(label, str):
            found.append((value, label))
        else:
            found += label
    return found
