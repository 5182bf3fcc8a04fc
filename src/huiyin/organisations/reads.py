"""Looking at organs, topics, areas and competence. All comes from memory and
costs a page no query.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from huiyin.organisations import register
from huiyin.organisations.info import (
    AreaInfo,
    CompetentOrgan,
    OrganInfo,
    TopicInfo,
)
from huiyin.organisations.vocabulary import LINES, Kind


class UnknownOrgan(LookupError):
    """No organ has this code."""


def version() -> str:
    """What the register is known by as long as nothing in it changes: what was worked
    out from it holds as long as this is the same.
    """
    return register.current().token


def organ(code: str) -> OrganInfo:
    """One organ by its code. Raises ``UnknownOrgan``."""
    try:
        return register.current().organs[code]
    except KeyError:
        raise UnknownOrgan(code) from None


def organs(codes: Iterable[str]) -> dict[str, OrganInfo]:
    """Organs by code; codes that nobody has are left out."""
    known = register.current().organs
    return {code: known[code] for code in codes if code in known}


def tree(root: str | None = None) -> tuple[OrganInfo, ...]:
    """``root`` and every organ under it, or all organs: a superior before its own,
    siblings by code.
    """
    everyone = register.current().organs.values()
    if root is None:
        return tuple(everyone)
    path = organ(root).path
    return tuple(
        organ_below
        for organ_below in everyone
        if organ_below.path.startswith(path)
    )


def superior(code: str) -> OrganInfo | None:
    """The organ one level above, None at the root. For a department or town this is its
    government.
    """
    parent = organ(code).parent
    return organ(parent) if parent else None


def superior_department(code: str) -> OrganInfo | None:
    """The department one level up that directs an organ's work, who took its place
    where it ended; None if unknown.
    """
    department = organ(code).department_above
    stands_today = heir(department) if department else None
    return (
        stands_today
        if stands_today is not None
        and stands_today.active
        and not is_under(stands_today.code, code)
        else None
    )


def visit_places(code: str) -> frozenset[str]:
    """Where visits about what an organ is competent for go: the organ, its level and
    one level above (R22 Art 20).

    That is the organ itself, its government and that above it with their petition
    offices, and the superior department.
    """
    own, department = organ(code), superior_department(code)
    whole = {Kind.GOVERNMENT, Kind.TERRITORIAL, Kind.PARTY}
    level = own if own.kind in whole else superior(code) or own
    above = superior(level.code)
    governments = {level.code, *([above.code] if above else [])}
    offices = {
        office.code
        for office in tree()
        if office.kind == Kind.PETITION_OFFICE and office.parent in governments
    }
    return frozenset(
        {
            code,
            *governments,
            *offices,
            *([department.code] if department else []),
        }
    )


def ancestors(code: str) -> tuple[OrganInfo, ...]:
    """The organs above ``code``, the nearest first."""
    chain: list[OrganInfo] = []
    above = superior(code)
    while above is not None:
        chain.append(above)
        above = superior(above.code)
    return tuple(chain)


def superior_of_all(codes: Iterable[str]) -> OrganInfo | None:
    """The lowest organ that stands above all of these and is none of them; None when
    the tree has none (Art 24).

    Of one organ, the organ one level above it.
    """
    known = frozenset(codes)
    if not known:
        return None
    lines_above = [ancestors(code) for code in sorted(known)]
    above_all = {superior.code for superior in lines_above[0]} - known
    for line in lines_above[1:]:
        above_all &= {superior.code for superior in line}
    for superior in lines_above[0]:
        if superior.code in above_all:
            return superior
    return None


def competent_above(code: str, kind: str) -> OrganInfo | None:
    """The nearest active organ of a kind that stands above an organ: beside one of its
    superiors, or one of them.

    Never the organ itself nor one under it; None when the tree has none.
    """
    candidates = [
        candidate
        for candidate in tree()
        if candidate.kind == kind
        and candidate.active
        and not is_under(candidate.code, code)
    ]
    for above in ancestors(code):
        for candidate in candidates:
            if above.code in (candidate.code, candidate.parent):
                return candidate
    return None


def line_of(code: str) -> str:
    """The line an organ belongs to (party, court, assembly, else government); "" for a
    petition office.

    Organs of different lines have no common superior in the sense of Art 24. Raises
    ``UnknownOrgan``.
    """
    return LINES.get(Kind(organ(code).kind), "government")


def is_under(code: str, ancestor: str) -> bool:
    """Whether ``code`` is ``ancestor`` or stands anywhere under it; False for unknown codes."""
    known = register.current().organs
    return (
        code in known
        and ancestor in known
        and known[code].path.startswith(known[ancestor].path)
    )


def subtree_codes(code: str) -> tuple[str, ...]:
    """The codes of an organ and of all organs under it."""
    return tuple(below.code for below in tree(code))


def has_readers(code: str) -> bool:
    """Whether an organ has named somebody to read its sealed reports; costs no query."""
    return code in register.current().with_readers


def heir(code: str) -> OrganInfo:
    """The organ that stands today where ``code`` stood: itself while it exists, who
    took over, or the organ above.

    Raises ``UnknownOrgan``.
    """
    standing, seen = organ(code), {code}
    while not standing.active and standing.ending:
        after = (
            standing.successors[0]
            if len(standing.successors) == 1
            else standing.parent
        )
        if not after or after in seen:
            break
        seen.add(after)
        standing = organ(after)
    return standing


def heir_code(code: str) -> str:
    """The same by code, and a code that nobody has for itself."""
    return heir(code).code if code in register.current().organs else code


def taken_over(code: str) -> tuple[str, ...]:
    """The codes of the organs that have ended and in whose place ``code`` stands today;
    without itself.
    """
    return tuple(
        former.code
        for former in tree()
        if former.code != code
        and not former.active
        and heir(former.code).code == code
    )


def successor_for(
    code: str, topic: str = "", area: str = ""
) -> tuple[OrganInfo, bool]:
    """Who goes on exercising an organ's powers in a matter of this topic and area, and
    whether that is clear (Art 24).

    Of several successors, the one that the competence table names; the organ above
    where it names none, or where no successor is known: that is not clear, and it may
    name one. Raises ``UnknownOrgan``.
    """
    after = [heir(successor) for successor in organ(code).successors]
    if len(after) == 1:
        return after[0], True
    named = {heir_found.code for heir_found in after}
    rows = competent(topic, area or None) if topic and named else []
    chosen = next((row.organ for row in rows if row.organ.code in named), None)
    return (
        (chosen, True) if chosen else (heir(organ(code).parent or code), False)
    )


def ended() -> tuple[OrganInfo, ...]:
    """The organs that have come to an end, or of which it is known when they will; the
    latest first.
    """
    gone = [former for former in tree() if former.ended_date is not None]
    return tuple(
        sorted(
            gone,
            key=lambda former: (former.ended_date or date.max, former.code),
            reverse=True,
        )
    )


def default_office() -> OrganInfo:
    """The petition office of this installation: the configured one, else the one nearest the root.

    Raises ``UnknownOrgan`` when the tree has no petition office.
    """
    chosen = str(getattr(settings, "HUIYIN_OFFICE", "") or "")
    if chosen:
        return heir(chosen)
    offices = [
        office
        for office in tree()
        if office.kind == Kind.PETITION_OFFICE and office.active
    ]
    if not offices:
        raise UnknownOrgan("petition_office")
    return min(
        offices, key=lambda office: (office.path.count("/"), office.path)
    )


def topics() -> tuple[TopicInfo, ...]:
    """All topics by code."""
    return tuple(register.current().topics.values())


def topic(code: str) -> TopicInfo | None:
    """One topic, None when unknown."""
    return register.current().topics.get(code)


def areas() -> tuple[AreaInfo, ...]:
    """All areas by code."""
    return tuple(register.current().areas.values())


def area(code: str) -> AreaInfo | None:
    """One area, None when unknown."""
    return register.current().areas.get(code)


def competent(topic: str, area: str | None = None) -> list[CompetentOrgan]:
    """Organs that the competence table names for a topic in an area, the most particular row first.

    The very topic goes before a wider one, the very area before the areas around it, an
    area before "everywhere". Each answer says which row it rests on; a person decides.
    """
    held = register.current()
    wider_areas = [*_upwards(area or "", held.areas), ""]
    answers: list[CompetentOrgan] = []
    seen: set[str] = set()
    for named in _upwards(topic, held.topics):
        rows = [
            row
            for row in held.competence.get(named, ())
            if row.area in wider_areas
        ]
        for row in sorted(rows, key=lambda row: wider_areas.index(row.area)):
            organ_found = held.organs[row.organ]
            if row.organ not in seen and organ_found.active:
                seen.add(row.organ)
                answers.append(
                    CompetentOrgan(
                        organ=organ_found,
                        topic=held.topics[named],
                        area=held.areas.get(row.area),
                        note=row.note,
                        exact=named == topic,
                    )
                )
    return answers


def _upwards(
    code: str, known: dict[str, TopicInfo] | dict[str, AreaInfo]
) -> list[str]:
    chain: list[str] = []
    while code in known and code not in chain:
        chain.append(code)
        code = known[code].parent
    return chain
