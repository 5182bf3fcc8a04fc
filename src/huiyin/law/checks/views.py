"""Through which views the conditions of a step look at facts, before and after it sets
anything, and what a view shows of a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from huiyin.law.rules.conditions import RAW, Condition, View
from huiyin.law.rules.consequences import Branch, Opening
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Value

Marks = Mapping[str, Mapping[str, frozenset[str]]]

LARGEST_TOLD_APART = 6  # larger numbers are told apart by their views only


def _of_conditions(conditions: Iterable[Condition]) -> set[View]:
    views: set[View] = set()
    for condition in conditions:
        views |= condition.views
    return views


def whole(paths: Iterable[str]) -> set[View]:
    """The views that show these facts as they are."""
    return {(path, RAW, None) for path in paths}


def of_facts(views: Iterable[View]) -> set[View]:
    """The views of what is known of a matter, without those of what one command tells."""
    return {view for view in views if not view[0].startswith("args.")}


def before_effects(step: Step) -> set[View]:
    """What a step looks at before anything is set: what it requires, on which
    conditions it sets something, and what it reads.
    """
    asked: list[Condition] = []
    for requirement in step.requirements:
        asked += requirement.conditions
    for setting in step.settings:
        asked += setting.when
    for closing in step.closes:
        asked += closing.when
    return _of_conditions(asked) | whole(step.matched | step.extension_sources)


def after_effects(step: Step) -> set[View]:
    """What a step looks at once it has set what it sets: where it leads, what it ends
    and opens, and for whom.
    """
    followed: tuple[Opening | Branch, ...] = (
        *step.branches,
        *step.conditional_discharges,
        *step.conditional_cancels,
        *step.stops,
        *step.resumes,
        *step.opens,
        *step.rights,
    )
    asked: list[Condition] = []
    for effect in followed:
        asked += effect.when
    return _of_conditions(asked) | whole(step.owner_sources)


def reads_fact(step: Step, path: str) -> bool:
    """Whether some view of the step is of this fact ("values.category")."""
    return any(
        view[0] == path for view in before_effects(step) | after_effects(step)
    )


def _as_it_is(value: Value, _wanted: object) -> Value:
    """A value as it is; nothing is as good as an empty word, and beyond a few, numbers
    are alike.
    """
    if type(value) is int:
        return min(value, LARGEST_TOLD_APART)
    return None if value == "" else value


def _at_least(value: Value, bound: object) -> bool:
    return type(value) is int and type(bound) is int and value >= bound


def _at_most(value: Value, bound: object) -> bool:
    return type(value) is int and type(bound) is int and value <= bound


def _in(value: Value, words: object) -> bool:
    return (
        isinstance(words, frozenset)
        and not isinstance(value, tuple)
        and value in words
    )


_TESTS: dict[str, Callable[[Value, object], object]] = {
    RAW: _as_it_is,
    "is": lambda value, wanted: value == wanted,
    "at_least": _at_least,
    "at_most": _at_most,
    "present": lambda value, _: value not in (None, ""),
    "in": _in,
}


def seen_through(view: View, value: Value, marks: Marks) -> object:
    """What one view shows of a value.

    Args:
        view: the fact, the operator of the condition, and what it compares with.
        value: the value of the fact; None where it is not known.
        marks: by vocabulary and mark, the terms that carry it.
    """
    _path, operator, wanted = view
    if operator == "has" and isinstance(wanted, tuple):
        vocabulary, mark = wanted
        return value in marks.get(vocabulary, {}).get(mark, frozenset())
    return _TESTS[operator](value, wanted)
