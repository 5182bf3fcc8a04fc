"""What a step does to time: limits that begin, end, stand still or grow, without the
days on which it was tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Facts
from huiyin.law.terms.ruling import Ruling

Key = tuple[object, ...]
FAR = 1000  # days: an extension that is allowed to be so long has no longest


@dataclass(frozen=True, slots=True)
class StepTransition:
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


def transition_of(
    step: Step, before: Facts, ruling: Ruling, to: Key
) -> StepTransition:
    """What ``ruling`` did to time: the step was taken on the facts ``before`` and led
    to the situation ``to``.
    """
    duties = {duty.id: duty for duty in before.duties}
    ended = (*ruling.discharges, *ruling.cancels)
    copied = {
        setting.name: setting.source.name
        for setting in step.dates
        if setting.source.scope == "dates"
    }
    return StepTransition(
        step=step.id,
        to=to,
        opens=tuple((new.kind, new.base, new.until) for new in ruling.opens),
        rights=tuple((new.kind, new.base) for new in ruling.rights_opened),
        ends=frozenset(duties[name].kind for name in ended),
        closes=frozenset(ruling.rights_closed),
        stops=frozenset(duties[name].kind for name, _since in ruling.stops),
        resumes=frozenset(
            moved.kind for moved in ruling.moves if moved.resumed
        ),
        extends=tuple(_extended(before, ruling)),
        dates=tuple((name, copied.get(name, "")) for name in ruling.dates),
    )


def _extended(before: Facts, ruling: Ruling) -> Iterator[tuple[str, int]]:
    """The kinds of duties that the ruling extends, each with by how many days."""
    extension_days = {duty.id: duty.extension_days for duty in before.duties}
    for moved in ruling.moves:
        more = moved.deadline.extension_days - extension_days[moved.duty_id]
        if more:
            yield moved.kind, more
