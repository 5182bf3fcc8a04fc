"""Over which organs somebody may see figures."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.organisations import permissions, reads
from huiyin.organisations.info import StaffInfo


class NoAccess(Exception):
    """The figures asked for are not for this reader."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The organs a report covers. ``codes`` None means the whole register, with
    ``organ`` "" then.
    """

    organ: str = ""
    codes: tuple[str, ...] | None = None


WHOLE = Scope()


def of_organ(organ: str) -> Scope:
    """An organ and those under it. Raises ``UnknownOrgan``."""
    return Scope(organ=organ, codes=reads.subtree_codes(organ))


def for_staff(staff: StaffInfo, permission: str, organ: str = "") -> Scope:
    """What somebody may see: all that they reach, or, of that, an organ with those under it.

    Raises ``NoAccess`` when the permission is not theirs or the organ is beyond their reach.
    """
    reach = permissions.reachable(staff, permission)
    if not reach or (organ and organ not in reach):
        raise NoAccess
    if organ:
        within = set(reach)
        return Scope(
            organ=organ,
            codes=tuple(
                code for code in reads.subtree_codes(organ) if code in within
            ),
        )
    if len(reach) == len(reads.tree()):
        return WHOLE
    return Scope(organ=reach[0], codes=reach)
