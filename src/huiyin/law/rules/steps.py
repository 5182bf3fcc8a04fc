"""The steps of a pack: who may take them, from where, on what conditions, and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huiyin.law.rules.argument import Argument
from huiyin.law.rules.asking import Ask
from huiyin.law.rules.conditions import Condition, mentioned
from huiyin.law.rules.consequences import (
    Branch,
    Extension,
    Opening,
    Reassignment,
    Resume,
    Setting,
    Stop,
)
from huiyin.law.rules.past import Past
from huiyin.law.rules.rule import Rule
from huiyin.law.terms.ruling import Ground, Text

ALL = "*"  # in the place of a kind: every duty that stands open
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

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All that it asks about: when it applies, and what must hold then."""
        return (*self.when, *self.that)

    @property
    def mentions(self) -> frozenset[str]:
        """Every fact that its conditions ask about."""
        return mentioned(self.conditions)


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
    states. ``past`` is what the petitioner reads afterwards; without it, a sentence made
    of the title; ``told`` says that all words which go with the step are written for
    the petitioner. ``answers`` are the events whose words the step is an answer to, so
    that they stand beside its questions. ``concerns`` says which matters the step has
    to do with at all: to the others it is never mentioned. ``letters`` are owed
    whenever it is taken, ``papers`` on conditions.
    """

    event: str
    sources: frozenset[str]
    target: str | None
    by: frozenset[str]
    auto: bool = False
    track: str = ""
    named: frozenset[str] = frozenset()
    also: tuple[Rule, ...] = ()
    branches: tuple[Branch, ...] = ()
    args: tuple[Argument, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    asks: tuple[Ask, ...] = ()
    needs: Text | None = None
    past: Past | None = None
    told: bool = False
    answers: tuple[str, ...] = ()
    concerns: tuple[Condition, ...] = ()
    discharges: tuple[str, ...] = ()
    conditional_discharges: tuple[Opening, ...] = ()
    cancels: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    gives_first: tuple[str, ...] = ()
    conditional_cancels: tuple[Opening, ...] = ()
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
        names = {branch.to for branch in self.branches}
        if self.target is not None:
            names.add(self.target)
        return frozenset(names)

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Everything that it sets: parties, dates and values."""
        return (*self.parties, *self.dates, *self.values)

    @property
    def settings_by_scope(self) -> Mapping[str, tuple[Setting, ...]]:
        """What it sets by the scope in which conditions ask for it ("values")."""
        return {
            "values": self.values,
            "dates": self.dates,
            "parties": self.parties,
        }

    def conditions(self) -> Iterator[Condition]:
        """All conditions that it asks about: of requirements, and of what follows."""
        for requirement in self.requirements:
            yield from requirement.conditions
        for effect in self.conditional:
            yield from effect.when

    def unconditional_requirements(self) -> Iterator[Condition]:
        """The conditions without which it cannot be taken, whatever else is the case."""
        for requirement in self.requirements:
            if not requirement.when:
                yield from requirement.that

    @property
    def mentions(self) -> frozenset[str]:
        """Every fact that its conditions ask about ("values.category")."""
        return mentioned(self.conditions())

    @property
    def matched(self) -> frozenset[str]:
        """The facts whose value must be among what the term told in an argument applies to."""
        return frozenset(arg.matching.path for arg in self.args if arg.matching)

    @property
    def extension_sources(self) -> frozenset[str]:
        """The facts that say by how many days, or to which day, it extends a limit."""
        paths = {extension.by.path for extension in self.extends}
        paths |= {
            extension.until.path
            for extension in self.extends
            if extension.until
        }
        return frozenset(paths)

    @property
    def owner_sources(self) -> frozenset[str]:
        """The facts that say whose duty it opens, discharges or cancels."""
        openings = (
            *self.opens,
            *self.conditional_discharges,
            *self.conditional_cancels,
        )
        return frozenset(
            opening.owner.path for opening in openings if opening.owner
        )

    @property
    def facts_read(self) -> frozenset[str]:
        """Every fact that it depends on: what its conditions mention, what its
        arguments must match, what it reads.
        """
        set_from = frozenset(setting.source.path for setting in self.settings)
        return (
            self.mentions
            | self.matched
            | set_from
            | self.extension_sources
            | self.owner_sources
        )

    @property
    def facts_written(self) -> frozenset[str]:
        """Every fact that it can set: values, dates and parties, the duties and rights
        that it opens.
        """
        facts = {f"duty.{opening.kind}" for opening in self.opens}
        facts |= {f"right.{opening.kind}" for opening in self.rights}
        for scope, settings in self.settings_by_scope.items():
            facts |= {f"{scope}.{setting.name}" for setting in settings}
        return frozenset(facts)

    @property
    def facts_changed(self) -> frozenset[str]:
        """The duties ("duty.handle") and rights whose course it changes or ends."""
        duties = {*self.discharges, *self.cancels}
        duties |= {extension.duty for extension in self.extends}
        for openings in (
            self.conditional_discharges,
            self.conditional_cancels,
            self.stops,
            self.resumes,
        ):
            duties |= {opening.kind for opening in openings}
        facts = {f"duty.{kind}" for kind in duties}
        return frozenset(
            facts | {f"right.{opening.kind}" for opening in self.closes}
        )

    @property
    def ends_all_duties(self) -> bool:
        """Whether it can cancel every duty that stands open, whatever its kind."""
        kinds = {opening.kind for opening in self.conditional_cancels}
        return ALL in self.cancels or ALL in kinds

    @property
    def of_an_old_ledger(self) -> bool:
        """Whether it only writes down what an old ledger says was done: nobody takes it
        in a living matter.
        """
        legacy = ("values.legacy", True)
        return any(
            legacy in condition.fixes
            for condition in self.unconditional_requirements()
        )

    def leads(self, source: str) -> frozenset[str]:
        """The states that it can lead to from ``source``; conditions on the state
        itself are looked at.
        """
        names = {
            branch.to for branch in self.branches if _from(branch.when, source)
        }
        if self.target is not None:
            names.add(self.target)
        return frozenset(names)

    @property
    def conditional(self) -> tuple[Opening | Branch | Setting, ...]:
        """Everything that follows only on conditions."""
        openings = (
            *self.conditional_discharges,
            *self.conditional_cancels,
            *self.stops,
            *self.resumes,
            *self.opens,
            *self.rights,
            *self.closes,
        )
        settings = (setting for setting in self.settings if setting.when)
        return (*self.branches, *openings, *settings)

    @property
    def asked(self) -> tuple[Argument, ...]:
        """The arguments that somebody is asked for: neither found in the tree nor known
        of an organ that is named (its kind, and whether it is barred from the matter)
        or of staff (their organ, and whether they head it).
        """
        worked_out: set[str] = set()
        for arg in self.args:
            worked_out |= {
                f"{arg.name}_{what}" for what in KNOWN_OF.get(arg.kind, ())
            }
        return tuple(
            arg
            for arg in self.args
            if not (arg.find or arg.known or arg.name in worked_out)
        )

    def arg(self, name: str) -> Argument | None:
        """The argument called ``name``, or None."""
        return next((arg for arg in self.args if arg.name == name), None)


def _from(conditions: Iterable[Condition], source: str) -> bool:
    """Whether these conditions can hold of a matter in the state ``source``."""
    for condition in conditions:
        named = {
            literal for path, literal in condition.literals if path == "state"
        }
        if named and source not in named:
            return False
    return True
