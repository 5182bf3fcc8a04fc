"""What is owed and what may be done under a pack, each with its limit; and the figures of both."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.law.rules.rule import Rule

TAKING_UP, HANDLING, REPORTING, EXECUTING = STAGES = (
    "taking_up",
    "handling",
    "reporting",
    "executing",
)
"""What a matter waits for while a duty is open: that somebody takes it up; that it is
decided; that the result is reported to whoever assigned it; that what was promised is
carried out.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Rule):
    """What an organ owes: ``owner`` is the party that owes it, the limit runs ``days``
    from the date named ``base``.

    ``until`` instead names the date by which it is due, where somebody sets that date
    (a report by a day). ``outlives``: it stays when a step takes everything along
    ("*"), because it is owed beside the matter and not in it; a step may name it.
    ``inward``: it is owed among organs or to the file, and none of the petitioner's
    business: nothing that they wait for. ``stage`` is one of ``STAGES``, for whoever
    looks at a register from above: "" where it belongs to none of them.
    """

    owner: str
    base: str
    days: int = 0
    unit: str = "calendar"
    until: str = ""
    outlives: bool = False
    inward: bool = False
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right(Rule):
    """What the petitioner may do; ``days`` is None where the instrument sets no limit.

    ``against``: whether it is a remedy against what was decided; a rating is none.
    """

    base: str = ""
    days: int | None = None
    unit: str = "calendar"
    against: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Rule):
    """One figure of a pack; ``plain`` says exactly what is counted.

    ``kind`` and ``of``: "in_time": the share of these duties, of those that fell due,
    done by their day; "rated": the share of these ratings in all ratings (of the
    matters resolved); "outcomes": the share of these outcomes in all; "events": how
    many of these events happened, as a share of the events in ``per`` where there are
    any.
    """

    kind: str
    of: tuple[str, ...]
    per: tuple[str, ...] = ()
