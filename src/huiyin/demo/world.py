"""The simulated year: what is going to happen when, and what is known of each matter."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Refused
from huiyin.casework.events import CaseState, DutyState
from huiyin.casework.matter import reads
from huiyin.demo.district import Desk, District
from huiyin.demo.habits import Habits
from huiyin.demo.stories import Story, Teller

Action = Callable[[datetime], None]


@dataclass(slots=True)
class Matter:
    """A matter as the simulation follows it.

    ``right`` is the organ that should have it in the end; ``diary`` holds the duties
    that somebody has planned a time for; ``tried`` what was tried already to get rid of
    it.
    """

    story: Story
    case_id: str
    number: str
    query_code: str
    right: str
    state: CaseState
    diary: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)

    def open_duty(self, ref: str) -> DutyState | None:
        """A duty by its reference while it stands open; None otherwise."""
        return next(
            (duty for duty in self.state.open_duties if duty.ref == ref), None
        )

    @property
    def waiting(self) -> bool:
        """Whether another organ has to answer first: an objection, an offer, a question
        of competence.
        """
        pending = {
            self.state.values.get("objection"),
            self.state.values.get("competence"),
        }
        return "pending" in pending or bool(self.state.parties.get("offered"))


@dataclass(slots=True)
class World:
    """Everything the actors of the simulation share. Actions run in the order of their
    time until ``until``.

    ``overtaken`` holds why an action that was planned was refused when its time came: a
    petition was taken back while an organ thought about an offer, an organ ended. That
    happens in offices too, and nothing is done then.
    """

    district: District
    habits: Habits
    teller: Teller
    rng: Random
    until: datetime
    matters: list[Matter] = field(default_factory=list)
    after_hours: list[Action] = field(default_factory=list)
    overtaken: list[str] = field(default_factory=list)
    _heap: list[tuple[datetime, int, Action]] = field(default_factory=list)
    _order: count[int] = field(default_factory=count)

    def schedule(self, at: datetime, action: Action) -> None:
        """Let something happen at an instant; what would happen after the end of the
        year never does.
        """
        if at <= self.until:
            heapq.heappush(self._heap, (at, next(self._order), action))

    def run_until(self, end: datetime) -> None:
        """Let everything happen that is planned before ``end``, in order."""
        while self._heap and self._heap[0][0] < end:
            at, _, action = heapq.heappop(self._heap)
            try:
                action(at)
            except Refused as refused:
                self.overtaken.append(str(refused))

    def chance(self, share: float) -> bool:
        """True in ``share`` (0 to 1) of all cases."""
        return self.rng.random() < share

    def desk(self, organ: str) -> Desk:
        """Who acts for an organ."""
        return self.district.desks[organ]

    def pace(self, organ: str) -> str:
        """How an organ keeps its dates."""
        return self.district.paces[organ]

    def refresh(self, matter: Matter) -> CaseState:
        """The matter as it stands in the register now: time may have closed it."""
        matter.state = reads.access_case(
            by=Actor.system(), case_id=matter.case_id
        ).state
        return matter.state
