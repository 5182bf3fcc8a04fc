"""What a verification finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int], None]
"""Is told what is being looked at ("events", "matters", "people", "files", "heads"),
and how many of them so far.
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong: in which stream, at which event (0: the rows), and what."""

    stream: str
    seq: int
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a verification: how many events were read, and everything that is wrong."""

    events: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems
