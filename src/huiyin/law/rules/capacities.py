"""In which capacity an organ acts in a matter: as a petition office, as one that was
sent it, as one that took it over.

A capacity is no condition of a step: it only says in words in which of them the step
could be taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.law.rules.conditions import Condition, mentioned
from huiyin.law.terms.ruling import Text


@dataclass(frozen=True, slots=True)
class Capacity:
    """One capacity: an organ acts in it where ``when`` holds of the facts."""

    id: str
    title: Text
    when: tuple[Condition, ...]

    @property
    def mentions(self) -> frozenset[str]:
        """The facts that tell it from others."""
        return mentioned(self.when)
