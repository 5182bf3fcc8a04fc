"""Scenarios about ways outside petitioning: a claim and what is known, on a day; which
way is open, and until when.
"""

from __future__ import annotations

from datetime import date

from huiyin.law.checks.expectations import compare_deadline
from huiyin.law.checks.expected_lists import differ
from huiyin.law.engine.routes import STATES, Remedy, remedies
from huiyin.law.language.reading import Table
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.routes import CLAIMS

Outcome = tuple[list[str], set[str]]


def run(pack: Pack, when: Table, then: Table) -> Outcome:
    """Compare the ways for ``when.claim`` on the day ``when.on`` with what is expected.

    With ``when.route`` one way is looked at (``then``: state, limit, runs, cap, exempt,
    first, missing, excuses, last_day, due, base, provisional, waits_until, answers);
    without it the list of ways (``then.routes``). ``runs`` says what happened on the
    day that the limit runs from, ``excuses`` which articles excuse delay.

    Returns:
        The differences, one line each, and the names of the rules that are shown.
    """
    claim, today = when.string("claim"), when.day("on")
    name = when.string("route", required=False)
    known = _known(pack, when)
    when.finish()
    by_route = {
        remedy.route.id: remedy
        for remedy in remedies(pack, claim, known, today)
    }
    covers = {f"{CLAIMS}.{claim}"} if by_route else set()
    if not name:
        expected = list(then.strings("routes", required=True))
        then.finish()
        return differ("routes", expected, list(by_route)), covers
    if name not in by_route:
        known_routes = ", ".join(by_route)
        return [
            f"route: {name} is no way for {claim}; there are {known_routes}"
        ], set()
    return _compare(then, by_route[name]), covers | _covered(then, name)


def _known(pack: Pack, when: Table) -> dict[str, date | bool]:
    """The days and circumstances that a scenario tells, by question."""
    known: dict[str, date | bool] = {}
    for name, question in pack.questions.items():
        if when.has(name):
            day = question.kind == "date"
            known[name] = when.day(name) if day else when.boolean(name)
    return known


def _compare(then: Table, remedy: Remedy) -> list[str]:
    failures = differ("state", then.choice("state", STATES), remedy.state)
    for key, name in _names(remedy).items():
        if then.has(key):
            failures += differ(key, then.string(key, required=False), name)
    if then.has("missing"):
        failures += differ(
            "missing", list(then.strings("missing")), list(remedy.missing)
        )
    if then.has("excuses"):
        cited = [excuse.ground.article for excuse in remedy.route.excuses]
        failures += differ("excuses", list(then.strings("excuses")), cited)
    if then.has("waits_until"):
        failures += differ(
            "waits_until", then.day("waits_until"), remedy.waits_until
        )
    failures += _answers(then, remedy)
    if remedy.deadline is not None:
        failures += compare_deadline(then, remedy.deadline)
    elif then.has("last_day") or then.has("due"):
        failures.append("last_day: the law names no day here")
        then.raw("last_day"), then.raw("due")
    then.finish()
    return failures


def _names(remedy: Remedy) -> dict[str, str]:
    """The rules that led to a remedy, by what they are to it; "" where there is none."""
    return {
        "limit": remedy.limit.id if remedy.limit else "",
        "runs": remedy.limit.runs if remedy.limit else "",
        "cap": remedy.cap.id if remedy.cap else "",
        "exempt": remedy.exempt.id if remedy.exempt else "",
        "first": remedy.first.route if remedy.first else "",
    }


def _answers(then: Table, remedy: Remedy) -> list[str]:
    due = {figure.id: deadline.due_date for figure, deadline in remedy.answers}
    failures: list[str] = []
    for name, day in (then.raw("answers") or {}).items():
        failures += differ(f"answers.{name}", day, due.get(name))
    return failures


def _covered(then: Table, name: str) -> set[str]:
    """The figures whose effect the scenario expects by name."""
    covers = {f"route:{name}"}
    covers |= {
        f"route:{name}.{then.data[key]}"
        for key in ("limit", "cap", "exempt")
        if then.data.get(key)
    }
    covers |= {
        f"route:{name}.{answer}" for answer in then.data.get("answers", ())
    }
    covers |= {f"route:{name}.excuse"} if then.data.get("excuses") else set()
    return covers | (
        {f"route:{name}.first"} if then.data.get("first") else set()
    )
