"""Conditions: each operator, on facts that are there and on facts that are not."""

from datetime import date

import pytest

from huiyin.law.calendar.workdays import calendar
from huiyin.law.language import parsing_conditions
from huiyin.law.language.reading import Problem, Table
from huiyin.law.rules.conditions import Context, Source, reference
from huiyin.law.terms.facts import Facts, OpenDuty, OpenRight, Value

TODAY = date(2026, 10, 13)
DUTY = OpenDuty("d1", "handle", "office", date(2026, 9, 1), date(2026, 10, 13), date(2026, 10, 13))
FACTS = Facts(
    state="open",
    values={"category": "appeal", "persons": 6, "urgent": True, "empty": "", "areas": ("a", "b")},
    dates={"received": date(2026, 9, 30), "decided": date(2026, 10, 13)},
    parties={"handler": "office", "joint.1": "police", "joint.2": "", "joint.10": "town"},
    duties=(DUTY,),
    rights=(OpenRight("rate"), OpenRight("review", TODAY, TODAY)),
)


def holds(condition: dict[str, object], *, today: date = TODAY, args: dict[str, Value] | None = None) -> bool:
    problems: list[Problem] = []
    table = Table({"that": [condition]}, file="x.toml", path="", problems=problems)
    (read,) = parsing_conditions.conditions(table, "that")
    assert not problems
    context = Context(FACTS, args or {}, today, calendar("CN"), {"categories": {"sealed": frozenset({"appeal"})}})
    return read.holds(context)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"fact": "values.category", "is": "appeal"}, True),
        ({"fact": "values.category", "is": "praise"}, False),
        ({"fact": "values.category", "is_not": "praise"}, True),
        ({"fact": "values.missing", "is_not": True}, True),
        ({"fact": "values.category", "in": ["appeal", "praise"]}, True),
        ({"fact": "values.category", "not_in": ["appeal"]}, False),
        ({"fact": "values.areas", "in": ["a"]}, False),
        ({"fact": "values.persons", "at_least": 6, "at_most": 6}, True),
        ({"fact": "values.persons", "at_least": 7}, False),
        ({"fact": "values.persons", "at_most": 5}, False),
        ({"fact": "values.missing", "at_least": 0}, False),
        ({"fact": "values.missing", "at_most": 9}, False),
        ({"fact": "values.urgent", "at_least": 1}, False),
        ({"fact": "values.persons", "present": True}, True),
        ({"fact": "values.empty", "present": True}, False),
        ({"fact": "values.missing", "present": False}, True),
        ({"fact": "dates.decided", "not_before": "$dates.received"}, True),
        ({"fact": "dates.received", "not_before": "$dates.decided"}, False),
        ({"fact": "dates.decided", "not_after": "$today"}, True),
        ({"fact": "dates.missing", "not_after": "$today"}, False),
        ({"fact": "dates.missing", "not_before": "$today"}, False),
        ({"fact": "parties.handler", "same_as": "$args.to"}, True),
        ({"fact": "parties.handler", "not_same_as": "$args.to"}, False),
        ({"fact": "today", "within": {"from": "$dates.received", "days": 5, "unit": "working"}}, True),
        ({"fact": "today", "within": {"from": "$dates.received", "days": 4, "unit": "working"}}, False),
        ({"fact": "today", "within": {"from": "$dates.missing", "days": 4, "unit": "working"}}, False),
        ({"fact": "dates.received", "within": {"from": "$today", "days": 4, "unit": "working"}}, False),
        ({"fact": "values.category", "has": {"vocabulary": "categories", "mark": "sealed"}}, True),
        ({"fact": "values.category", "has": {"vocabulary": "categories", "mark": "other"}}, False),
        ({"duty": "handle", "open": True}, True),
        ({"duty": "other", "open": False}, True),
        ({"duty": "handle", "in_time": True}, True),
        ({"duty": "other", "in_time": True}, False),
        ({"duty": "handle", "owner": "$parties.handler", "open": True}, True),
        ({"duty": "handle", "owner": "$args.other", "open": True}, False),
        ({"duty": "handle", "owner": "$args.other", "in_time": True}, False),
        ({"duty": "handle", "due_before": "$today"}, False),
        ({"duty": "handle", "due_before": "$args.later"}, True),
        ({"duty": "handle", "due_before": "$args.missing"}, False),
        ({"fact": "today", "not_after": "$duties.handle"}, True),
        ({"fact": "args.later", "not_after": "$duties.handle"}, False),
        ({"fact": "today", "not_after": "$duties.missing"}, False),
        ({"fact": "parties.joint", "present": True}, True),
        ({"fact": "parties.nobody", "present": True}, False),
        ({"fact": "parties.joint", "includes": "$args.other"}, True),
        ({"fact": "parties.joint", "includes": "$args.to"}, False),
        ({"fact": "parties.handler", "includes": "$args.to"}, True),
        ({"fact": "parties.nobody", "includes": "$args.to"}, False),
        ({"right": "rate", "open": True}, True),
        ({"right": "rate", "passed": True}, False),  # it has no end
        ({"right": "review", "passed": True}, False),  # its last day is today
        ({"right": "never", "passed": True}, True),
        ({"any": [{"fact": "values.category", "is": "praise"}, {"duty": "handle", "open": True}]}, True),
        ({"any": [{"fact": "values.category", "is": "praise"}, {"duty": "handle", "open": False}]}, False),
    ],
)
def test_operators(condition: dict[str, object], expected: bool) -> None:
    assert holds(condition, args={"to": "office", "other": "town", "later": date(2026, 10, 14)}) is expected


def test_a_right_passes_the_day_after_its_last() -> None:
    assert holds({"right": "review", "passed": True}, today=date(2026, 10, 14))


def test_a_duty_is_late_the_day_after_it_was_due() -> None:
    assert not holds({"duty": "handle", "in_time": True}, today=date(2026, 10, 14))


def test_references() -> None:
    assert reference("args.to") == Source("args", "to")
    assert reference("today") == Source("today")
    assert reference("args.") is None
    assert reference("nobody.to") is None
    assert Source("today").path == "today"
    assert Source(literal="x").path == ""
