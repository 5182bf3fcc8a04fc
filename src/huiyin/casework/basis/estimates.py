"""What is known of a matter for ways outside petitioning, and the last days that follow
from it: estimates.

What the office found stands in the values ``sorted_…``, what the petitioner stated in
``stated_…``; nothing else of a matter counts here. An event that changes any of them
carries the new last days, so that folding needs no pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huiyin.casework.effects import Estimate
from huiyin.law.engine import routes
from huiyin.law.engine.routes import Remedy
from huiyin.law.rules.pack import Pack

FOUND, STATED = "sorted_", "stated_"
CLAIM = "claim_kind"
ON_ANY_DAY = date.min  # last days do not depend on the day one looks from


@dataclass(frozen=True, slots=True)
class Sorting:
    """The kind of claim and what is known: a day that the office found before the one
    that the petitioner stated.

    A circumstance counts when either of them says so. ``differing`` are the days on
    which the two differ, with the petitioner's.
    """

    claim: str = ""
    known: Mapping[str, date | bool] = field(default_factory=dict)
    by_office: bool = False
    differing: Mapping[str, date | bool] = field(default_factory=dict)


def concerned(values: Mapping[str, Any]) -> bool:
    """Whether any of these values is about ways outside petitioning."""
    return any(name.startswith((FOUND, STATED)) for name in values)


def sorting(pack: Pack, values: Mapping[str, Any]) -> Sorting:
    """The sorting of a matter as its values have it; one without a claim where nobody
    has said which it is.
    """
    stated = _answers(pack, values, STATED)
    decisive = {
        name: answer
        for name, answer in _answers(pack, values, FOUND).items()
        if answer or name not in stated
    }
    known = stated | decisive
    claim = str(values.get(FOUND + CLAIM) or "")
    return Sorting(
        claim=claim or str(values.get(STATED + CLAIM) or ""),
        known=known,
        by_office=bool(claim),
        differing={
            name: answer
            for name, answer in stated.items()
            if answer and known[name] != answer
        },
    )


def _answers(
    pack: Pack, values: Mapping[str, Any], prefix: str
) -> dict[str, date | bool]:
    answers: dict[str, date | bool] = {}
    for question in pack.questions.values():
        value = values.get(prefix + question.id)
        if question.kind == "bool" and value is not None:
            answers[question.id] = bool(value)
        elif value:
            answers[question.id] = (
                value
                if isinstance(value, date)
                else date.fromisoformat(str(value))
            )
    return answers


def last_days(pack: Pack, values: Mapping[str, Any]) -> tuple[Estimate, ...]:
    """For an event: the last day of each way that has one and need not wait for another."""
    known = sorting(pack, values)
    estimates = []
    for remedy in routes.remedies(pack, known.claim, known.known, ON_ANY_DAY):
        if remedy.last_day is None or remedy.first is not None:
            continue
        estimates.append(
            Estimate(remedy.route.id, remedy.last_day, _provisional(remedy))
        )
    return tuple(estimates)


def _provisional(remedy: Remedy) -> bool:
    return remedy.deadline is not None and remedy.deadline.provisional
