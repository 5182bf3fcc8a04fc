"""Small declarative conditions over the facts of a matter: read from a pack once, asked
thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from huiyin.law.calendar.deadlines import compute
from huiyin.law.calendar.workdays import Calendar
from huiyin.law.terms import party_slots
from huiyin.law.terms.facts import Facts, Scalar, Value

SCOPES = ("args", "values", "dates", "parties", "duties")
PLAIN = (
    "today",
    "state",
    "actor",
    "organ",
)  # what stands for itself, without a name behind it


@dataclass(frozen=True, slots=True)
class Context:
    """What a condition may look at: the facts, the command's arguments, day, actor and
    organ, the calendar, marks.
    """

    facts: Facts
    args: Mapping[str, Value]
    today: date
    calendar: Calendar
    marks: Mapping[str, Mapping[str, frozenset[str]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    actor: str = ""
    organ: str = ""

    def get(self, scope: str, name: str) -> Value:
        """The value at ``scope.name``; None when nothing is known.

        Of a party that several organs are: all their codes. Of an open duty
        ("duties.handle"): the day it is due.
        """
        # Most ask for one of these two
        if scope == "values":
            return self.facts.values.get(name)
        if scope == "args":
            return self.args.get(name)
        if scope in PLAIN:
            return self._plain(scope)
        if scope == "duties":
            return min(
                (
                    duty.due_date
                    for duty in self.facts.duties
                    if duty.kind == name
                ),
                default=None,
            )
        if scope == "parties" and name not in self.facts.parties:
            return party_slots.members(self.facts.parties, name) or None
        value: Value = getattr(self.facts, scope).get(name)
        return value

    def _plain(self, scope: str) -> Value:
        plain: dict[str, Value] = {
            "state": self.facts.state,
            "today": self.today,
            "actor": self.actor or None,
            "organ": self.organ or None,
        }
        return plain[scope]


Test = Callable[[Context], bool]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: a literal, or a reference written ``$args.to``,
    ``$dates.received``, ``$today``.
    """

    scope: str = ""
    name: str = ""
    literal: Scalar = None

    def read(self, context: Context) -> Value:
        """The value for one command; None when it is not there."""
        return (
            context.get(self.scope, self.name) if self.scope else self.literal
        )

    @property
    def path(self) -> str:
        """The reference as conditions mention it, "args.to"; "" for a literal."""
        return f"{self.scope}.{self.name}" if self.name else self.scope


@dataclass(frozen=True, slots=True)
class Bound:
    """A day that today may not pass, or (``after``) must have passed: a right's last
    day, or so many days from a date.

    ``name`` is "right.ask_review", "dates.forwarded", or "still.rereview" for so many
    days since that clock stands still; ``days`` and ``unit`` count from the date.
    """

    name: str
    after: bool = False
    days: int = 0
    unit: str = "calendar"


# Through what a condition looks at a value, a date or a party: ("values.outcome", "is",
# "partly"). RAW is all of it.
View = tuple[str, str, object]
RAW = "raw"


@dataclass(frozen=True, slots=True)
class Condition:
    """One test with the facts it mentions (``values.category``, ``duty.handle`` ...)
    and the literals it compares with.

    The model check learns from them which facts matter and which values to try;
    ``bounds`` say between which days the test can hold, ``views`` through what it looks
    at values, dates and parties, ``fixes`` which literals values must be and which
    duties open for it to hold.
    """

    test: Test
    mentions: frozenset[str]
    literals: frozenset[tuple[str, Scalar]] = frozenset()
    bounds: frozenset[Bound] = frozenset()
    views: frozenset[View] = frozenset()
    fixes: frozenset[tuple[str, Scalar]] = frozenset()

    def holds(self, context: Context) -> bool:
        """True when the facts meet it."""
        return self.test(context)


def mentioned(conditions: Iterable[Condition]) -> frozenset[str]:
    """Every fact that these conditions ask about ("values.category", "duty.handle")."""
    facts: set[str] = set()
    for condition in conditions:
        facts |= condition.mentions
    return frozenset(facts)


def hold(conditions: tuple[Condition, ...], context: Context) -> bool:
    """True when every condition holds (and for none at all)."""
    # Asked millions of times when a pack is checked; all(...) is twice as slow
    for condition in conditions:  # noqa: SIM110
        if not condition.test(context):
            return False
    return True


def reference(text: str) -> Source | None:
    """Read ``args.to`` or ``today``; None when the text names no place a value can come from."""
    scope, _, name = text.partition(".")
    if text in PLAIN:
        return Source(scope=text)
    return Source(scope=scope, name=name) if scope in SCOPES and name else None


def _number(value: Value) -> int | None:
    return (
        value
        if isinstance(value, int) and not isinstance(value, bool)
        else None
    )


def _codes(value: Value) -> tuple[Value, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def as_day(value: Value) -> date | None:
    """The value where it is a day, None for anything else."""
    return value if isinstance(value, date) else None


def compare(source: Source, operator: str, wanted: Scalar) -> Test:
    """A test of one fact against the literal ``wanted``; ``operator`` is "is",
    "is_not", "at_least", "at_most" or "present". What is no number is neither at least
    nor at most another.
    """

    def is_(context: Context) -> bool:
        return source.read(context) == wanted

    def at_least(context: Context) -> bool:
        number, bound = _number(source.read(context)), _number(wanted)
        return number is not None and bound is not None and number >= bound

    def at_most(context: Context) -> bool:
        number, bound = _number(source.read(context)), _number(wanted)
        return number is not None and bound is not None and number <= bound

    def present(context: Context) -> bool:
        return (source.read(context) not in (None, "")) is wanted

    tests: dict[str, Test] = {
        "is": is_,
        "is_not": lambda context: not is_(context),
        "at_least": at_least,
        "at_most": at_most,
        "present": present,
    }
    return tests[operator]


def among(source: Source, wanted: frozenset[Scalar], *, inside: bool) -> Test:
    """A test whether a fact is one of some values; not ``inside``: whether it is none
    of them.
    """

    def test(context: Context) -> bool:
        value = source.read(context)
        return (not isinstance(value, tuple) and value in wanted) is inside

    return test


def relate(source: Source, operator: str, other: Source) -> Test:
    """A test of one fact against another: not_before, not_after, same_as, not_same_as,
    includes, excludes.

    Unknown dates fail; nothing excludes everything.
    """

    def dates(context: Context) -> tuple[date, date] | None:
        left, right = as_day(source.read(context)), as_day(other.read(context))
        return (left, right) if left is not None and right is not None else None

    def not_before(context: Context) -> bool:
        pair = dates(context)
        return pair is not None and pair[0] >= pair[1]

    def not_after(context: Context) -> bool:
        pair = dates(context)
        return pair is not None and pair[0] <= pair[1]

    tests: dict[str, Test] = {
        "not_before": not_before,
        "not_after": not_after,
        "same_as": lambda context: source.read(context) == other.read(context),
        "not_same_as": lambda context: (
            source.read(context) != other.read(context)
        ),
        "includes": lambda context: (
            other.read(context) in _codes(source.read(context))
        ),
        "excludes": lambda context: set(
            _codes(source.read(context))
        ).isdisjoint(_codes(other.read(context))),
    }
    return tests[operator]


def within(source: Source, base: Source, days: int, unit: str) -> Test:
    """A test whether a day lies within so many days of another (the last day rolling
    over rest days).
    """

    def test(context: Context) -> bool:
        day, start = as_day(source.read(context)), as_day(base.read(context))
        if day is None or start is None:
            return False
        return (
            start
            <= day
            <= compute(context.calendar, start, days, unit).due_date
        )

    return test


def days_after(source: Source, base: Source, days: int) -> Test:
    """A test whether a day lies at least so many days after another: notice that must
    be given beforehand.
    """

    def test(context: Context) -> bool:
        day, start = as_day(source.read(context)), as_day(base.read(context))
        return (
            day is not None and start is not None and (day - start).days >= days
        )

    return test


def marked(source: Source, vocabulary: str, mark: str) -> Test:
    """A test whether the term that a fact names carries a mark (an attribute set to true)."""

    def test(context: Context) -> bool:
        return source.read(context) in context.marks.get(vocabulary, {}).get(
            mark, frozenset()
        )

    return test


def not_beyond(source: Source, base: Source, days: int) -> Test:
    """A test whether a day lies no more than so many calendar days after another."""

    def test(context: Context) -> bool:
        day, start = as_day(source.read(context)), as_day(base.read(context))
        return (
            day is not None and start is not None and (day - start).days <= days
        )

    return test


def either(conditions: tuple[Condition, ...]) -> Test:
    """A test that holds when one of the conditions does."""

    def test(context: Context) -> bool:
        # Asked as often as ``hold``, and for the same reason a loop
        for condition in conditions:  # noqa: SIM110
            if condition.test(context):
                return True
        return False

    return test


def every(tests: tuple[Test, ...]) -> Test:
    """A test that holds when all of these do."""

    def test(context: Context) -> bool:
        # Asked as often as ``hold``, and for the same reason a loop
        for part in tests:  # noqa: SIM110
            if not part(context):
                return False
        return True

    return test
