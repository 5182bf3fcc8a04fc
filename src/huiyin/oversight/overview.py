"""What a supervisor sees in ten seconds: open duties by organ, how old the stock is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.casework.lists.counts import OpenByOrgan
from huiyin.organisations import reads
from huiyin.oversight.annual import AgeBand, age_bands
from huiyin.oversight.counting import counting
from huiyin.oversight.scope import Scope


@dataclass(frozen=True, slots=True)
class Overview:
    """Open duties of each organ that has any, in the order of the tree, and the stock by age.

    ``lapses``: in how many open matters of an organ another lawful way closes for its
    petitioner within seven days.
    """

    organs: tuple[OpenByOrgan, ...]
    ages: tuple[AgeBand, ...]
    lapses: tuple[tuple[str, int], ...] = ()

    @property
    def overdue(self) -> int:
        """Duties whose last day is past."""
        return sum(line.overdue for line in self.organs)

    @property
    def week(self) -> int:
        """Duties due today or in the six days after."""
        return sum(line.week for line in self.organs)

    @property
    def later(self) -> int:
        """Duties due after that."""
        return sum(line.later for line in self.organs)


def look(*, scope: Scope, today: date) -> Overview:
    """What is open now, of one moment. Sealed matters are in none of it, whoever looks."""
    codes = (
        scope.codes
        if scope.codes is not None
        else tuple(organ.code for organ in reads.tree())
    )
    with counting(codes) as counts:
        open_duties = {
            line.organ: line for line in counts.open_by_organ(today=today)
        }
        closing = counts.lapses(today=today)
        ages = age_bands(counts.ages(today + timedelta(days=1)))
    organs = reads.tree()
    return Overview(
        organs=tuple(
            open_duties[organ.code]
            for organ in organs
            if organ.code in open_duties
        ),
        ages=ages,
        lapses=tuple(
            (organ.code, closing[organ.code])
            for organ in organs
            if organ.code in closing
        ),
    )
