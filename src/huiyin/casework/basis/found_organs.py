"""Finding organs in the tree: one level above, the common superior, the petition office
of the joint conference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.basis.errors import Invalid
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms import party_slots
from huiyin.organisations import reads as organs
from huiyin.organisations.info import OrganInfo
from huiyin.organisations.vocabulary import Kind


def found_organ(find: str, parties: Mapping[str, str], *, own: str = "") -> str:
    """The organ that a pack looks for in the tree: "above:handler" is one level above
    that party (R22 Art 35, 36).

    "above:handler,joint" is the organ above all of them; above the first, where nothing
    stands above them together. "own" is the organ of whoever acts ("above:own" the one
    above it), "conference" the petition office that acts for the joint conference (Art
    24), "office:handler" the petition office one level above (Art 25).

    Raises Invalid where the tree has no such organ.
    """
    if find == "own":
        return own
    if find == "conference":
        return _conference_of(parties)
    if find == "common":
        return superior_of(parties)
    codes = _below(find, parties, own)
    above = None
    if find.startswith("office:"):
        if codes:
            above = organs.competent_above(codes[0], Kind.PETITION_OFFICE)
    else:
        above = organs.superior_of_all(codes)
        if above is None and codes:
            above = organs.superior(codes[0])
    if above is None:
        said = _(
            "there is no organ above in the tree; ask the petition office where to turn"
        )
        raise Invalid("to", said)
    return above.code


def organs_above(
    arg: Argument, parties: Mapping[str, str], *, own: str = ""
) -> tuple[str, ...]:
    """The organs among which whoever takes the step chooses, the one in the tree first;
    one, where there is no choice.

    The second is the department that directs all of the organs concerned, where the
    register knows it and the pack leaves a choice. Raises Invalid where neither is
    known.
    """
    directing = (
        _departments(_below(arg.find, parties, own))
        if arg.choice is not None
        else ()
    )
    try:
        above = found_organ(arg.find, parties, own=own)
    except Invalid:
        if not directing:
            raise
        return directing
    return tuple(dict.fromkeys((above, *directing)))


def chosen_organ(
    arg: Argument, told: object, parties: Mapping[str, str], *, own: str = ""
) -> str:
    """The organ that was chosen, or the only one there is. Raises Invalid for one that
    stands to no choice.

    Where nothing was chosen, it is the one in the tree: a request made without a choice
    goes somewhere competent.
    """
    if arg.choice is None:
        return found_organ(arg.find, parties, own=own)
    offered = organs_above(arg, parties, own=own)
    if told in (None, ""):
        return offered[0]
    if told not in offered:
        raise Invalid(
            arg.name,
            _("this organ is not one level above; choose one of those offered"),
        )
    return str(told)


def meant(step: Step, arg: Argument, told: Mapping[str, object]) -> Argument:
    """The argument with the party above which its organ is looked for, where another
    argument names that party.
    """
    names = step.arg(arg.named_by) if arg.named_by else None
    if names is None:
        return arg
    return replace(
        arg, find=f"above:{told.get(names.name) or names.default or ''}"
    )


def superior_of(parties: Mapping[str, str]) -> str:
    """The common superior of the organs that hold or were offered a matter; their own
    superior if they are one. Invalid, on ``to``, where the tree has none.
    """
    codes = {
        parties[role]
        for role in ("receiver", "handler", "sender", "offered")
        if parties.get(role)
    }
    above = organs.superior_of_all(codes)
    if above is None:
        raise Invalid(
            "to",
            _(
                "these organs have no common superior in the tree; ask the joint conference"
            ),
        )
    return above.code


def _below(find: str, parties: Mapping[str, str], own: str) -> list[str]:
    """The organs of the parties above which an organ is looked for."""
    _how, _colon, roles = find.partition(":")
    codes: list[str] = []
    for role in roles.split(","):
        codes.extend(
            (own,) if role == "own" else party_slots.members(parties, role)
        )
    return [code for code in codes if code]


def _departments(codes: list[str]) -> tuple[str, ...]:
    """The one department that directs every one of these organs; none where they have
    not the same.
    """
    departments: set[str] = set()
    for code in codes:
        above = organs.superior_department(code)
        if above is None:
            return ()
        departments.add(above.code)
    return tuple(departments) if len(departments) == 1 else ()


def _conference_of(parties: Mapping[str, str]) -> str:
    """The petition office that acts for the joint conference, where the organs have no
    common superior of their own.

    Organs of different lines (party, courts, government ...) have none, whatever the
    tree hangs them under.
    """
    concerned = {
        parties[role]
        for role in ("handler", "sender", "offered")
        if parties.get(role)
    }
    lines = {organs.line_of(code) for code in concerned} - {""}
    try:
        above = superior_of(parties) if len(lines) < 2 else ""
    except Invalid:
        above = ""
    if above:
        raise Invalid(
            "to",
            _(
                "these organs have a common superior in the tree: ask that organ to decide"
            ),
        )
    return organs.default_office().code


def sealed_receivers(pack: Pack, category: str = "") -> tuple[OrganInfo, ...]:
    """The organs that take a sealed kind of matter straight in: those of the kind that
    the law names (R22 Art 22, 30), the nearest to this installation's office first.

    For a kind that is not sealed, or "" while nobody has chosen, those of all sealed
    kinds.
    """
    kinds = law_access.sealed_kinds(pack)
    if law_access.sealed(pack, category):
        kinds = frozenset({law_access.competent_kind(pack, category)})
    receivers = [
        organ
        for organ in organs.tree()
        if organ.active and organ.kind in kinds - {""}
    ]
    home = organs.default_office().parent if receivers else ""
    return tuple(sorted(receivers, key=lambda organ: organ.parent != home))


def receiver_of(
    pack: Pack, category: str, *, office: str, accused: Sequence[str]
) -> str:
    """Where something that somebody hands in themselves is filed: at ``office``; a
    sealed kind with the competent organ, whatever door it comes by.

    ``office`` stands where it is competent itself: whoever reports may have chosen it.
    Never one of the ``accused`` or one under them (R22 Art 46 (5)). Where the tree has
    no other, the report is taken in where it was brought, and turns nobody away.
    """
    if not law_access.sealed(pack, category):
        return office
    competent = [
        organ.code
        for organ in sealed_receivers(pack, category)
        if not _reported(organ.code, accused)
    ]
    if office in competent or not competent:
        return office
    return competent[0]


def _reported(code: str, accused: Sequence[str]) -> bool:
    return any(organs.is_under(code, unit) for unit in accused)
