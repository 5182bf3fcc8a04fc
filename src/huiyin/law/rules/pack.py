"""A pack: one legal instrument in one version, all that the engine and the pages read, frozen.

Nothing here knows a statute: names of states, parties, duties and steps are whatever
the pack's files say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from huiyin.law.calendar.workdays import Calendar
from huiyin.law.rules.asking import Ask
from huiyin.law.rules.capacities import Capacity
from huiyin.law.rules.duties import Duty, Indicator, Right
from huiyin.law.rules.recusal_bars import Bar
from huiyin.law.rules.registers import PETITIONS, Register
from huiyin.law.rules.routes import Advice, Question, Route
from huiyin.law.rules.rule import Instrument, Rule
from huiyin.law.rules.states import Milestone, Stage, State
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.rules.succession import Succession
from huiyin.law.rules.transition import Transition
from huiyin.law.rules.vocabularies import Term, Vocabulary
from huiyin.law.terms.ruling import Text


@dataclass(frozen=True, slots=True)
class Party:
    """A role an organ or a person can have towards a matter; ``several``: how many
    organs can have it at once.

    ``refuse`` and ``remedy`` of a role "agent.special": what is said to a mere "agent"
    who wants to take a step of it.
    """

    id: str
    title: Text
    several: int = 0
    refuse: Text | None = None
    remedy: Text | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """One instrument in one version: everything the engine and the pages need to know about it."""

    id: str
    version: str
    title: Text
    instrument: Text
    timezone: ZoneInfo
    calendar: Calendar
    in_force: date
    until: date | None
    governs_earlier: bool
    source: str
    number_prefix: str
    parties: Mapping[str, Party]
    roles: Mapping[str, Party]
    dates: Mapping[str, Text]
    states: Mapping[str, State]
    terms: Mapping[str, Vocabulary]
    duties: Mapping[str, Duty]
    rights: Mapping[str, Right]
    steps: Mapping[str, Step]
    reach: Mapping[str, frozenset[str]]
    marks: Mapping[str, Mapping[str, frozenset[str]]]
    stages: tuple[Stage, ...] = ()
    way: tuple[Milestone, ...] = ()
    indicators: Mapping[str, Indicator] = field(
        default_factory=lambda: MappingProxyType({})
    )
    routes: Mapping[str, Route] = field(
        default_factory=lambda: MappingProxyType({})
    )
    transitions: Mapping[str, Transition] = field(
        default_factory=lambda: MappingProxyType({})
    )
    successions: Mapping[str, Succession] = field(
        default_factory=lambda: MappingProxyType({})
    )
    questions: Mapping[str, Question] = field(
        default_factory=lambda: MappingProxyType({})
    )
    advice: tuple[Advice, ...] = ()
    bars: Mapping[str, Bar] = field(
        default_factory=lambda: MappingProxyType({})
    )
    capacities: Mapping[str, Capacity] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """In which capacities organs act; only for saying who may end a matter."""
    answered: str = ""
    """The date on which the petitioner has the answer in hand; before it what was
    decided is not shown.
    """
    instruments: Mapping[str, Instrument] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Where its rules come from, by key: itself, what it cites besides ("pack@id"),
    those that it stands on.
    """
    rolling: Text | None = None
    """What to know of organs' days that move off a day of rest, where the instrument
    does not say that they do.
    """
    register: Register = PETITIONS
    """The register that its files stand in."""
    languages: tuple[str, ...] = ("zh", "en")
    """In which its texts are written; the other stands for one that is missing."""
    shares: str = ""
    """The folder beside its own whose files it shares with other versions."""

    @property
    def key(self) -> str:
        """Identifier and version as written on cases and events, "cn-xinfang/2022-05-01"."""
        return f"{self.id}/{self.version}"

    @property
    def stands_on(self) -> tuple[str, ...]:
        """Keys of the packs that it stands on, the nearest first; none where it stands
        by itself.
        """
        return tuple(
            key
            for key in self.instruments
            if key != self.key and "@" not in key
        )

    @property
    def cites_several(self) -> bool:
        """Whether its rules stand in more than one instrument, so that each citation
        names its own.
        """
        return len(self.instruments) > 1

    def instrument_of(self, key: str) -> Text:
        """The instrument of a pack that rules of this one come from; its own where the
        key is another.
        """
        instrument = self.instruments.get(key)
        return instrument.title if instrument else self.instrument

    def own(self, rule: Rule | Requirement | Ask) -> bool:
        """Whether a rule comes from this pack and not from one that it stands on."""
        return self.is_own(rule.ground.pack)

    def is_own(self, source: str) -> bool:
        """Whether what a ground names as its source is this pack, or an instrument that
        it cites besides.
        """
        return source in {"", self.key} or source.startswith(f"{self.key}@")

    def cited(self, rule: Rule | None) -> Text:
        """The instrument that a rule comes from; the pack's own for none."""
        return rule.ground.instrument if rule is not None else self.instrument

    @property
    def letters(self) -> Mapping[str, Term]:
        """The letters and notices that steps owe, by id."""
        return self.terms["letters"].terms if "letters" in self.terms else {}

    def duty(self, kind: str) -> Duty:
        """The duty called ``kind``; KeyError when the pack has none."""
        return self.duties[kind]

    def right(self, kind: str) -> Right:
        """The right called ``kind``; KeyError when the pack has none."""
        return self.rights[kind]

    def step(self, name: str) -> Step:
        """The step called ``name``; KeyError when the pack has none."""
        return self.steps[name]

    def state(self, name: str) -> State:
        """The state called ``name``; KeyError when the pack has none."""
        return self.states[name]

    def term(self, vocabulary: str, term: str) -> Term:
        """The term of a vocabulary; KeyError when either is unknown."""
        return self.terms[vocabulary].terms[term]

    def legacy(self, vocabulary: str, term: str) -> bool:
        """Whether only an old ledger says this of a matter: no step at an office can
        choose it. False where unknown.
        """
        known = self.terms[vocabulary].terms if vocabulary in self.terms else {}
        return term in known and bool(known[term].attributes.get("legacy"))

    def predates(self, day: date) -> bool:
        """True when ``day`` lies before this version came into force, so that it
        governs only by analogy.
        """
        return day < self.in_force
