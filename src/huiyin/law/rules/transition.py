"""Which law holds for a matter that is under way when a new version comes into force.

Without a rule it finishes under the version it began with. A ``[[transition]]`` of the
new version may say otherwise: for which versions and states, from which day, and which
limits are counted anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.law.rules.conditions import Condition
from huiyin.law.rules.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Rule):
    """A rule by which running matters go over to the version it stands in.

    ``versions`` are those that they come from, ``states`` where they must be, ``day``
    the first on which they go over. ``recompute`` names the duties whose limit is
    counted anew from the day it ran from; all others keep their date.
    """

    versions: frozenset[str]
    states: frozenset[str]
    day: date
    when: tuple[Condition, ...] = ()
    recompute: frozenset[str] = frozenset()
