"""What of the facts still matters: which views of them some step still to come takes
before they are set anew.

A condition sees a fact through a view: whether it is one literal, whether it carries a
mark. Two situations that look the same through every view that is still to come are one
to the model check, whatever else is different about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from huiyin.law.rules.conditions import RAW, Condition, View
from huiyin.law.rules.consequences import Opening, Turn
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Facts, Value

Marks = Mapping[str, Mapping[str, frozenset[str]]]

MOST = 6  # larger numbers are told apart by their views only


def idle(step: Step) -> bool:
    """True for a step that leaves state, duties, rights and facts as they are, so that
    taking it once is enough.
    """
    effects = (
        step.target,
        step.conditional,
        step.discharges,
        step.cancels,
        step.extends,
    )
    return not any((*effects, step.reassigns, step.parties, step.dates, step.values))


def _views(conditions: Iterable[Condition]) -> set[View]:
    return {view for condition in conditions for view in condition.views}


def _of_facts(views: set[View]) -> set[View]:
    """The views of what is known of a matter, without those of what one command tells."""
    return {view for view in views if not view[0].startswith("args.")}


def _before(step: Step) -> set[View]:
    """What a step looks at before anything is set."""
    asked = [
        one
        for requirement in step.requirements
        for one in (*requirement.when, *requirement.that)
    ]
    asked += [
        one
        for setting in (*step.parties, *step.dates, *step.values)
        for one in setting.when
    ]
    asked += [one for closing in step.closes for one in closing.when]
    taken = {arg.matching.path for arg in step.args if arg.matching is not None}
    taken |= {
        source.path
        for one in step.extends
        for source in (one.by, one.until)
        if source is not None
    }
    return _views(asked) | {(path, RAW, None) for path in taken}


def _after(step: Step) -> set[View]:
    """What a step looks at once it has set what it sets."""
    openings = (
        *step.settles,
        *step.drops,
        *step.stops,
        *step.resumes,
        *step.opens,
        *step.rights,
    )
    followed: tuple[Opening | Turn, ...] = (*step.turns, *openings)
    owners = (*step.settles, *step.drops, *step.opens)
    asked = _views(one for item in followed for one in item.when)
    return asked | {
        (item.owner.path, RAW, None) for item in owners if item.owner is not None
    }


def _writes(step: Step) -> Iterator[str]:
    """The facts that a step sets whatever it is told: what they were before does not
    matter any more.
    """
    sure = {
        f"args.{arg.name}"
        for arg in step.args
        if arg.required or arg.default is not None or arg.otherwise
    }
    for scope, settings in (
        ("values", step.values),
        ("dates", step.dates),
        ("parties", step.parties),
    ):
        for setting in settings:
            source = setting.source
            known = (
                not source.scope
                or source.path in sure
                or source.path in {"today", "state"}
            )
            if known and not setting.when and not setting.add and not setting.how:
                yield f"{scope}.{setting.name}"


def _copies(step: Step) -> Iterator[tuple[str, str]]:
    """The facts that a step takes over from others: each with where it comes from."""
    for scope, settings in (
        ("values", step.values),
        ("dates", step.dates),
        ("parties", step.parties),
    ):
        for setting in settings:
            if setting.add:
                yield f"{scope}.{setting.name}", f"{scope}.{setting.name}"
            elif setting.source.scope in ("values", "dates", "parties"):
                yield f"{scope}.{setting.name}", setting.source.path


class Observer:
    """Tells situations apart by what the given steps can still see of them."""

    def __init__(
        self, steps: Iterable[Step], states: Iterable[str], marks: Marks
    ) -> None:
        """Work out for each state which views are still to come."""
        self.steps = tuple(steps)
        self.marks = marks
        self.alive = self._alive(states)
        self.guards = {
            path: guard
            for path in self._paths()
            if (guard := self._guard(path)) is not None
        }
        self.kept = frozenset(view for views in self.alive.values() for view in views)
        self._values = {state: _by_name(views) for state, views in self.alive.items()}
        self._seen: dict[tuple[tuple[View, ...], type, Value], object] = {}

    def _alive(self, states: Iterable[str]) -> dict[str, frozenset[View]]:
        """For each state, the views that some step still to come takes before another
        has set the fact anew.
        """
        alive: dict[str, set[View]] = {state: set() for state in states}
        looks = {step.id: _Look(step) for step in self.steps}
        changed = True
        while changed:
            changed = False
            for step in self.steps:
                for state in step.sources:
                    after = step.targets or {state}
                    later = {view for target in after for view in alive[target]}
                    if step.target is None:
                        later |= alive[state]
                    asked = looks[step.id].back(later)
                    if not asked <= alive[state]:
                        alive[state] |= asked
                        changed = True
        return {state: frozenset(views) for state, views in alive.items()}

    def _paths(self) -> set[str]:
        return {
            path for views in self.alive.values() for path, _operator, _wanted in views
        }

    def _guard(self, path: str) -> tuple[str, Value] | None:
        """A value or open duty without which nobody looks at the fact; whoever sets
        that sets the fact as well.
        """
        asking = [
            step
            for step in self.steps
            if path in {view[0] for view in _before(step) | _after(step)}
        ]
        copied = any(
            source == path for step in self.steps for _target, source in _copies(step)
        )
        if not asking or copied:
            return None
        common = set.intersection(*(_fixed(step) for step in asking))
        for guard, wanted in sorted(common, key=repr):
            if all(
                path in set(_writes(step))
                for step in self.steps
                if _may_set(step, guard, wanted)
            ):
                return guard, wanted
        return None

    def sort(self, step: Step, paths: set[str], term: str) -> tuple[object, ...]:
        """What can ever be seen of a term that a step is told and keeps in these places.

        Whether it is the same as another term is left out of that: ``compared`` says
        whether that is asked.
        """
        return tuple(
            _seen(view, term, self.marks)
            for view in self._of(step, paths)
            if view[1] != RAW
        )

    def compared(self, step: Step, paths: set[str]) -> bool:
        """Whether what a step is told and keeps in these places is compared with
        something else, or must match it.
        """
        return any(view[1] == RAW for view in self._of(step, paths))

    def _of(self, step: Step, paths: set[str]) -> list[View]:
        """The views of these places: what is told is looked at by the step itself only,
        what is kept by all.
        """
        looks = _before(step) | _after(step) | self.kept
        return sorted((view for view in looks if view[0] in paths), key=repr)

    def values(self, facts: Facts) -> tuple[tuple[str, object], ...]:
        """What can still be seen of the values of a matter."""
        seen = []
        for name, views in self._values[facts.state]:
            looks = self._look(views, facts.values.get(name))
            if looks != self._look(views, None) and self._looked_at(
                f"values.{name}", facts
            ):
                seen.append((name, looks))
        return tuple(seen)

    def known(self, scope: str, names: Iterable[str], facts: Facts) -> tuple[str, ...]:
        """Which of the dates or parties named can still be seen: whether they are known
        is all that is told apart.
        """
        alive = self.alive[facts.state]
        return tuple(
            name
            for name in sorted(names)
            if (f"{scope}.{name}", RAW, None) in alive
            and self._looked_at(f"{scope}.{name}", facts)
        )

    def _looked_at(self, path: str, facts: Facts) -> bool:
        guard = self.guards.get(path)
        if guard is None:
            return True
        scope, _, name = guard[0].partition(".")
        if scope == "duty":
            return any(duty.kind == name for duty in facts.duties)
        return facts.values.get(name) == guard[1]

    def _look(self, views: tuple[View, ...], value: Value) -> object:
        key = (views, type(value), value)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = tuple(
                _seen(view, value, self.marks) for view in views
            )
        return found


class _Look:
    """What one step looks at and what it sets, worked out once."""

    def __init__(self, step: Step) -> None:
        # Whether a step that changes nothing may be taken leads nowhere else.
        self.before = set() if idle(step) else _of_facts(_before(step))
        self.after = _of_facts(_after(step))
        self.writes = frozenset(_writes(step))
        self.copies = tuple(_copies(step))

    def back(self, later: set[View]) -> set[View]:
        """What must be known before the step, when ``later`` is looked at after it."""
        looked = self.after | later
        found = self.before | {view for view in looked if view[0] not in self.writes}
        for target, source in self.copies:
            views = {view for view in looked if view[0] == target}
            plain = target == source or not source.startswith("values.")
            found |= {
                (source, RAW, None) if plain else (source, *view[1:]) for view in views
            }
        return found


def _by_name(views: frozenset[View]) -> tuple[tuple[str, tuple[View, ...]], ...]:
    """The views of values by the value's name; the value as it is makes all others needless."""
    found: dict[str, set[View]] = defaultdict(set)
    for view in views:
        if view[0].startswith("values."):
            found[view[0][7:]].add(view)
    whole = {
        name: {view for view in some if view[1] == RAW} or some
        for name, some in found.items()
    }
    return tuple(
        (name, tuple(sorted(some, key=repr))) for name, some in sorted(whole.items())
    )


def _fixed(step: Step) -> set[tuple[str, Value]]:
    """The values and open duties that a step cannot be taken without."""
    always = (
        one
        for requirement in step.requirements
        if not requirement.when
        for one in requirement.that
    )
    return {
        fixed
        for condition in always
        for fixed in condition.fixes
        if fixed[0].startswith(("values.", "duty."))
    }


def _may_set(step: Step, path: str, wanted: Value) -> bool:
    """Whether a step may give a value just this content, or open this duty."""
    if any(f"duty.{opening.kind}" == path for opening in step.opens):
        return True
    settings = (setting for setting in step.values if f"values.{setting.name}" == path)
    return any(
        setting.source.scope or setting.add or setting.source.literal == wanted
        for setting in settings
    )


def _whole(value: Value) -> Value:
    """A value as it is; nothing is as good as an empty word, and beyond a few, numbers
    are alike.
    """
    if type(value) is int:
        return min(value, MOST)
    return None if value == "" else value


def _at_least(value: Value, bound: object) -> bool:
    return type(value) is int and type(bound) is int and value >= bound


def _at_most(value: Value, bound: object) -> bool:
    return type(value) is int and type(bound) is int and value <= bound


def _one_of(value: Value, words: object) -> bool:
    return (
        isinstance(words, frozenset) and not isinstance(value, tuple) and value in words
    )


_TESTS: dict[str, Callable[[Value, object], object]] = {
    RAW: lambda value, _: _whole(value),
    "is": lambda value, wanted: value == wanted,
    "at_least": _at_least,
    "at_most": _at_most,
    "present": lambda value, _: value not in (None, ""),
    "in": _one_of,
}


def _seen(view: View, value: Value, marks: Marks) -> object:
    """What one view shows of a value."""
    _path, operator, wanted = view
    if operator == "has" and isinstance(wanted, tuple):
        vocabulary, mark = wanted
        return value in marks.get(vocabulary, {}).get(mark, frozenset())
    return _TESTS[operator](value, wanted)
