"""The steps of a pack: who may take them, from where, on what conditions, and what follows."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.law.rules.argument import Argument
from huiyin.law.rules.asking import Ask
from huiyin.law.rules.conditions import Condition
from huiyin.law.rules.consequences import (
    Extension,
    Opening,
    Reassignment,
    Resume,
    Setting,
    Stop,
    Turn,
)
from huiyin.law.rules.rule import Rule
from huiyin.law.terms.ruling import Ground, Text

# What is worked out of whom an argument names.
KNOWN_OF = {"organ": ("kind", "barred"), "staff": ("organ", "head", "number")}


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition for a step; when ``when`` holds and ``that`` does not, the step is
    refused on ``ground``.
    """

    id: str
    when: tuple[Condition, ...]
    that: tuple[Condition, ...]
    ground: Ground
    needs_args: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Rule):
    """One step of the procedure: who may take it from which states, on what conditions,
    and all that follows.

    ``auto`` marks a step that time alone takes: the system takes it as soon as it is
    allowed. ``track`` names what runs beside the main procedure: such a step changes no
    state, and nothing outside the track asks about what it sets. ``named`` are the
    sources as the pack writes them ("@open"); ``also`` what packs that stand on this
    one add to it. ``waits_for`` are duties of a track that must be done, or late,
    before the step is taken: time alone ends the wait. ``gives_first`` are duties that
    the step does not end with the matter, however late they are: while one is open, the
    step is refused where it would end the matter. ``needs`` says in plain words what
    must have happened first: whoever looks in another state reads that, not names of
    states. ``concerns`` says which matters the step has to do with at all: to the
    others it is never mentioned. ``letters`` are owed whenever it is taken, ``papers``
    on conditions.
    """

    event: str
    sources: frozenset[str]
    target: str | None
    by: frozenset[str]
    auto: bool = False
    track: str = ""
    named: frozenset[str] = frozenset()
    also: tuple[Rule, ...] = ()
    turns: tuple[Turn, ...] = ()
    args: tuple[Argument, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    asks: tuple[Ask, ...] = ()
    needs: Text | None = None
    concerns: tuple[Condition, ...] = ()
    discharges: tuple[str, ...] = ()
    settles: tuple[Opening, ...] = ()
    cancels: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    gives_first: tuple[str, ...] = ()
    drops: tuple[Opening, ...] = ()
    stops: tuple[Stop, ...] = ()
    resumes: tuple[Resume, ...] = ()
    opens: tuple[Opening, ...] = ()
    rights: tuple[Opening, ...] = ()
    closes: tuple[Opening, ...] = ()
    extends: tuple[Extension, ...] = ()
    reassigns: tuple[Reassignment, ...] = ()
    parties: tuple[Setting, ...] = ()
    dates: tuple[Setting, ...] = ()
    values: tuple[Setting, ...] = ()
    letters: tuple[str, ...] = ()
    papers: tuple[Opening, ...] = ()

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Every citation that it rests on: its own, and those of the packs that add to it."""
        return (self.ground, *(rule.ground for rule in self.also))

    @property
    def targets(self) -> frozenset[str]:
        """Every state that the step can lead to; empty where it changes none."""
        return frozenset(
            name
            for name in (self.target, *(turn.to for turn in self.turns))
            if name is not None
        )

    @property
    def of_an_old_ledger(self) -> bool:
        """Whether it only writes down what an old ledger says was done: nobody takes it
        in a living matter.
        """
        always = [one for one in self.requirements if not one.when]
        return any(
            ("values.legacy", True) in condition.fixes
            for one in always
            for condition in one.that
        )

    def leads(self, source: str) -> frozenset[str]:
        """The states that it can lead to from ``source``; conditions on the state
        itself are looked at.
        """
        turns = [
            turn.to
            for turn in self.turns
            if all(_from(condition, source) for condition in turn.when)
        ]
        return frozenset([*turns, *([] if self.target is None else [self.target])])

    @property
    def conditional(self) -> tuple[Opening | Turn | Setting, ...]:
        """Everything that follows only on conditions."""
        settings = (*self.parties, *self.dates, *self.values)
        openings = (
            *self.settles,
            *self.drops,
            *self.stops,
            *self.resumes,
            *self.opens,
            *self.rights,
            *self.closes,
        )
        return (
            *self.turns,
            *openings,
            *(setting for setting in settings if setting.when),
        )

    @property
    def asked(self) -> tuple[Argument, ...]:
        """The arguments that somebody is asked for: neither found in the tree nor known
        of an organ that is named (its kind, and whether it is barred from the matter)
        or of staff (their organ, and whether they head it).
        """
        known = {
            f"{arg.name}_{what}"
            for arg in self.args
            for what in KNOWN_OF.get(arg.kind, ())
        }
        return tuple(
            arg
            for arg in self.args
            if not arg.find and not arg.known and arg.name not in known
        )

    def arg(self, name: str) -> Argument | None:
        """The argument called ``name``, or None."""
        return next((arg for arg in self.args if arg.name == name), None)


def _from(condition: Condition, source: str) -> bool:
    named = {literal for path, literal in condition.literals if path == "state"}
    return not named or source in named
