"""What a step does to time: limits that begin, end, stand still or grow, without the
days on which it was tried.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Facts
from huiyin.law.terms.ruling import Ruling

Key = tuple[object, ...]
FAR = 1000  # days: an extension that is allowed to be so long has no longest


@dataclass(frozen=True, slots=True)
class Move:
    """One step from a situation to the situation ``to``.

    ``opens`` are duties with the date that they run from and the day that was named
    instead of a limit; ``rights`` those opened, with their date; ``ends`` and
    ``closes`` the duties and rights that fall away; ``extends`` duties and by how many
    days; ``dates`` the dates set, each with the date that it was copied from ("" for
    the day itself).
    """

    step: str
    to: Key
    opens: tuple[tuple[str, str, str], ...] = ()
    rights: tuple[tuple[str, str], ...] = ()
    ends: frozenset[str] = frozenset()
    closes: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    resumes: frozenset[str] = frozenset()
    extends: tuple[tuple[str, int], ...] = ()
    dates: tuple[tuple[str, str], ...] = ()


def move(step: Step, before: Facts, ruling: Ruling, to: Key) -> Move:
    """What ``ruling`` did to time: the step was taken on the facts ``before`` and led
    to the situation ``to``.
    """
    duties = {duty.id: duty for duty in before.duties}
    copied = {
        item.name: item.source.name
        for item in step.dates
        if item.source.scope == "dates"
    }
    grown = (
        (move.kind, move.deadline.extension_days - duties[move.duty_id].extension_days)
        for move in ruling.moves
    )
    return Move(
        step=step.id,
        to=to,
        opens=tuple((new.kind, new.base, new.until) for new in ruling.opens),
        rights=tuple((new.kind, new.base) for new in ruling.rights_opened),
        ends=frozenset(
            duties[name].kind for name in (*ruling.discharges, *ruling.cancels)
        ),
        closes=frozenset(ruling.rights_closed),
        stops=frozenset(duties[name].kind for name, _since in ruling.stops),
        resumes=frozenset(move.kind for move in ruling.moves if move.resumed),
        extends=tuple((kind, days) for kind, days in grown if days),
        dates=tuple((name, copied.get(name, "")) for name in ruling.dates),
    )
