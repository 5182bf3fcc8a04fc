"""The course of time in one stream: it never runs backwards, whatever a clock said. Pure.

A clock may be wrong, and two processes never have quite the same. What comes later in a
stream happened no earlier than what stands before it: it takes the later of both
instants. Only what an old ledger records was in the past.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.ledger.event import Event

OLD_LEDGER = "ledger"
"""The actor of what an old ledger records: it is written later than what follows it,
and may lie before.
"""

TOLERANCE = timedelta(minutes=5)
"""By how much two clocks may differ before anything is said of it. Before events took
the later instant, two requests at the same moment could be written in the other order;
that is no fault.
"""

KNOWS_DAYS_ONLY = timedelta(days=1)
"""By how much what an old ledger records may lie after it was written: it knows the
day, and stands at noon.
"""


def not_before(
    at: datetime, head_at: datetime | None, *, actor: str = ""
) -> datetime:
    """The instant of what is done at ``at`` behind an event of ``head_at``: the later of both.

    What an old ledger records (``actor``) keeps its own.
    """
    return at if head_at is None or actor == OLD_LEDGER else max(at, head_at)


@dataclass(slots=True)
class Course:
    """How far time has come in one stream, event by event."""

    latest: datetime | None = None

    def fault(self, event: Event) -> str:
        """What is wrong with the event's instant, which counts from now on: "" for
        nothing, "backwards" where it lies before one that stands before it, "ahead"
        where it lies after it was written.

        An event that took the instant of one before it is as right as that one.
        """
        before, recorded = self.latest, event.actor == OLD_LEDGER
        self.latest = event.at if before is None else max(before, event.at)
        if (
            before is not None
            and not recorded
            and event.at < before - TOLERANCE
        ):
            return "backwards"
        carried = before is not None and event.at <= before
        allowed = KNOWS_DAYS_ONLY if recorded else TOLERANCE
        return (
            "ahead"
            if not carried and event.at > event.recorded_at + allowed
            else ""
        )
