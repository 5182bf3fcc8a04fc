"""What the law says where the clock says one instant and the matter's own history a later one.

Which of them is wrong cannot be known: the clock may be behind now, or have run ahead
then. Nobody loses a right by it, and no office is stuck.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from huiyin.casework.basis import law_access
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.ruling import Option, Ruling


def instants(pack: Pack, at: datetime, later: datetime) -> tuple[datetime, ...]:
    """The instants by which the law is asked: the later one, and the clock's own where
    that is another day.
    """
    if at == later:
        return (later,)
    same = law_access.local_day(pack, at) == law_access.local_day(pack, later)
    return (later,) if same else (later, at)


def ruled(
    rule: Callable[[datetime], Ruling],
    when: Sequence[datetime],
    *,
    by_time_alone: bool,
) -> Ruling:
    """The ruling that holds of those by each instant of ``when``: the first that allows
    it, so that limits run from the later day where both do.

    A step that time alone takes (``by_time_alone``), which ends a right, must be
    allowed at each of the instants: of such the first that refuses holds.
    """
    rulings = [rule(instant) for instant in when]
    for ruling in rulings:
        if ruling.allowed is not by_time_alone:
            return ruling
    return rulings[0]


def merged(by_instant: Sequence[Sequence[Option]]) -> tuple[Option, ...]:
    """The steps as they stand by each of the instants, each once: as ``ruled`` has it,
    in the order of the pack.
    """
    first, *others = by_instant
    allowed: dict[str, Option] = {}
    for options in others:
        allowed |= {
            option.step: option for option in options if option.ruling.allowed
        }
    kept = [
        option if option.ruling.allowed else allowed.pop(option.step, option)
        for option in first
    ]
    known = {option.step for option in first}
    added = [option for step, option in allowed.items() if step not in known]
    return (*kept, *added)
