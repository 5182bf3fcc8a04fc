"""Choosing an organ: those that the competence table names first, each with its reason,
then everybody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.law.rules.pack import Pack
from huiyin.organisations import reads as organs
from huiyin.organisations import translated
from huiyin.organisations.info import CompetentOrgan

Choices = list[tuple[str, str | list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An organ that may be competent, and why; a person decides."""

    code: str
    name: str
    reason: str


def suggestions(
    *,
    pack: Pack,
    category: str,
    topic: str,
    area: str,
    without: str = "",
    barred: Sequence[str] = (),
) -> tuple[Suggestion, ...]:
    """The organs that may be competent, the most particular first; ``without`` is left
    out (one's own), and of the ``barred`` (those that a report is about) every one with
    those under it.

    Where the pack names the kind of organ that is competent for a category (discipline
    organs for a report of wrongdoing), only such are suggested, whatever the topic.
    """
    term = pack.terms["categories"].terms.get(category)
    if term is not None and term.competent:
        offered = _of_kind(term.competent)
    else:
        named = organs.competent(topic, area or None) if topic else []
        offered = [
            Suggestion(
                competent.organ.code,
                competent.organ.name(translated.language()),
                _reason(competent),
            )
            for competent in named
        ]
    left = [suggestion for suggestion in offered if suggestion.code != without]
    return tuple(
        suggestion for suggestion in left if not _under(suggestion.code, barred)
    )


def _of_kind(kind: str) -> list[Suggestion]:
    """Every organ of the kind that alone is competent."""
    return [
        Suggestion(
            organ.code,
            organ.name(translated.language()),
            _("matters of this kind go only there"),
        )
        for organ in organs.tree()
        if organ.kind == kind and organ.active
    ]


def _under(code: str, units: Sequence[str]) -> bool:
    return any(organs.is_under(code, unit) for unit in units)


def _reason(competent: CompetentOrgan) -> str:
    language = translated.language()
    reason = _("competence table: topic %(topic)s") % {
        "topic": competent.topic.name(language)
    }
    if competent.area:
        reason += _(", area %(area)s") % {"area": competent.area.name(language)}
    if not competent.exact:
        reason += _(" (a wider topic)")
    return reason + (
        _(" – %(note)s") % {"note": competent.note} if competent.note else ""
    )


def named(codes: Iterable[str]) -> Choices:
    """The options of a select of a few organs that are known."""
    return [
        ("", _("Choose an organ")),
        *((code, translated.organ_name(code)) for code in codes),
    ]


def choices(suggested: tuple[Suggestion, ...], *, without: str = "") -> Choices:
    """The options of a select: the suggested organs, then all active organs under the
    names of their superiors.
    """
    listed: Choices = [("", _("Choose an organ"))]
    if suggested:
        listed.append(
            (
                _("Suggested"),
                [
                    (suggestion.code, suggestion.name)
                    for suggestion in suggested
                ],
            )
        )
    taken = {suggestion.code for suggestion in suggested}
    for superior, members in _by_superior(without).items():
        rest = [member for member in members if member[0] not in taken]
        if rest:
            listed.append((superior or _("At the top"), rest))
    return listed


def _by_superior(without: str) -> dict[str, list[tuple[str, str]]]:
    """The active organs as options, under the names of the organs above them."""
    language = translated.language()
    known = {organ.code: organ for organ in organs.tree()}
    groups: dict[str, list[tuple[str, str]]] = {}
    for organ in known.values():
        if organ.active and organ.code != without:
            superior = known.get(organ.parent)
            name = superior.name(language) if superior else ""
            groups.setdefault(name, []).append(
                (organ.code, organ.name(language))
            )
    return groups


def everywhere(tongue: str) -> list[tuple[str, str]]:
    """All organs to choose from, those under another one set in."""
    return [
        (
            organ.code,
            f"{'　' * (organ.path.count('/') - 2)}{organ.name(tongue)}",
        )
        for organ in organs.tree()
        if organ.active
    ]
