"""The parts of a pack: one legal instrument's vocabulary, duties, rights and steps, all frozen.

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
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.asking import Ask
from huiyin.law.rules.capacities import Capacity
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
from huiyin.law.rules.recusal_bars import Bar
from huiyin.law.rules.registers import PETITIONS, Register
from huiyin.law.rules.routes import Advice, Question, Route
from huiyin.law.rules.rule import Instrument, Rule
from huiyin.law.rules.succession import Succession
from huiyin.law.rules.transition import Transition
from huiyin.law.terms.facts import Scalar
from huiyin.law.terms.ruling import Ground, Text

FILED = ""  # the state of a matter before anything was filed
RESOLVED = "resolved"
ENDINGS = (
    RESOLVED,
    "unresolved",
    "refused",
    "passed_on",
    "withdrawn",
)  # how a matter can have ended
# What is worked out of whom an argument names.
KNOWN_OF = {"organ": ("kind", "barred"), "staff": ("organ", "head", "number")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Rule):
    """What an organ owes: ``owner`` is the party that owes it, the limit runs ``days``
    from the date named ``base``.

    ``until`` instead names the date by which it is due, where somebody sets that date
    (a report by a day).
    """

    owner: str
    base: str
    days: int = 0
    unit: str = "calendar"
    until: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long another route stays open, in that route's own law: shown as an estimate,
    never computed into a duty.
    """

    number: int
    unit: str  # "day" | "working_day" | "month" | "year"
    text: Text
    law: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Rule):
    """One word of a vocabulary. ``applies`` restricts it to some ids of the vocabulary
    it depends on (empty: all).

    ``remedy`` says what the petitioner can do instead, ``competent`` which kind of
    organ is competent, ``competent_text`` that organ in words, ``limit`` until when,
    ``attributes`` anything else the pack wants to say.
    """

    applies: frozenset[str] = frozenset()
    remedy: Text | None = None
    competent: str = ""
    competent_text: Text | None = None
    limit: Limit | None = None
    attributes: Mapping[str, Scalar] = field(
        default_factory=lambda: MappingProxyType({})
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of terms; ``refusal`` marks one whose terms turn somebody away, so
    that each must name a remedy.
    """

    id: str
    title: Text
    terms: Mapping[str, Term]
    refusal: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A state a matter can be in: ``final`` ends it, ``resolved`` counts it as dealt
    with in the figures.

    ``ending`` says how whatever is dealt with ended, one of ENDINGS, so that what was
    refused, passed on or taken back is never counted as resolved; "" while it is open.
    ``landmark``: the ways of ending are told apart by it. ``plain`` is said to the
    petitioner while it lasts, ``remedy`` what they can do once a matter has ended so.
    """

    id: str
    title: Text
    final: bool = False
    resolved: bool = False
    landmark: bool = False
    plain: Text | None = None
    ending: str = ""
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way as petitioners see it: awaited in ``states``, ended on the
    first known of ``dates``.

    ``later`` marks one that most matters never come to (a review): it is shown once it
    is awaited, or has ended.
    """

    id: str
    title: Text
    states: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ()
    later: bool = False


@dataclass(frozen=True, slots=True)
class Milestone:
    """A duty that petitioners meet on the way, and what happens there in plain words."""

    duty: str
    text: Text


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
    routes: Mapping[str, Route] = field(default_factory=lambda: MappingProxyType({}))
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
    bars: Mapping[str, Bar] = field(default_factory=lambda: MappingProxyType({}))
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
            key for key in self.instruments if key != self.key and "@" not in key
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
        found = self.instruments.get(key)
        return found.title if found else self.instrument

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
