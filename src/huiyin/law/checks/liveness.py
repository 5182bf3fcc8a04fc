"""Which facts still matter to the model check: backward live-variable analysis, to a fixed point.

A condition sees a fact through a view: whether it is one literal, whether it carries a
mark. A view is live in a state when some step still to come takes it before another
step has set the fact anew. What is live in a state is worked out backwards from the
steps that can be taken in it and from what is live in the states that they lead to,
again and again until nothing is added. Two situations that look the same through every
live view are one to the model check, whatever else is different about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from huiyin.law.checks.views import (
    Marks,
    after_effects,
    before_effects,
    of_facts,
    reads_fact,
    seen_through,
)
from huiyin.law.rules.conditions import RAW, View
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Facts, Value


def changes_nothing(step: Step) -> bool:
    """True for a step that leaves state, duties, rights and facts as they are, so that
    taking it once is enough.
    """
    effects = (
        step.target,
        step.conditional,
        step.discharges,
        step.cancels,
        step.extends,
        step.reassigns,
        step.settings,
    )
    return not any(effects)


def _always_written(step: Step) -> frozenset[str]:
    """The facts that a step sets whatever it is told: what they were before does not
    matter any more.
    """
    known = {
        f"args.{arg.name}"
        for arg in step.args
        if arg.required or arg.default is not None or arg.otherwise
    }
    known |= {"today", "state"}
    facts: set[str] = set()
    for scope, settings in step.settings_by_scope.items():
        for setting in settings:
            surely_read = (
                not setting.source.scope or setting.source.path in known
            )
            if surely_read and not (setting.when or setting.add or setting.how):
                facts.add(f"{scope}.{setting.name}")
    return frozenset(facts)


def _copies(step: Step) -> Iterator[tuple[str, str]]:
    """The facts that a step takes over from others: each with where it comes from."""
    for scope, settings in step.settings_by_scope.items():
        for setting in settings:
            if setting.add:
                yield f"{scope}.{setting.name}", f"{scope}.{setting.name}"
            elif setting.source.scope in ("values", "dates", "parties"):
                yield f"{scope}.{setting.name}", setting.source.path


class Observer:
    """Tells situations apart by the live views: what the given steps can still see of them."""

    def __init__(
        self, steps: Iterable[Step], states: Iterable[str], marks: Marks
    ) -> None:
        """Work out which views are live in each state.

        Args:
            steps: the steps that can still be taken.
            states: every state that a matter can be in.
            marks: by vocabulary and mark, the terms that carry it.
        """
        self.steps = tuple(steps)
        self.marks = marks
        self.live = _live_views(self.steps, states)
        self.live_anywhere = frozenset[View]().union(*self.live.values())
        self.live_facts = frozenset(view[0] for view in self.live_anywhere)
        self.guards: dict[str, tuple[str, Value]] = {}
        for path in self.live_facts:
            guard = self._guard(path)
            if guard is not None:
                self.guards[path] = guard
        self._values = {
            state: _by_name(views) for state, views in self.live.items()
        }
        self._seen: dict[tuple[tuple[View, ...], type, Value], object] = {}

    def _guard(self, path: str) -> tuple[str, Value] | None:
        """A value or open duty without which nobody looks at the fact; whoever sets
        that sets the fact as well.
        """
        readers = [step for step in self.steps if reads_fact(step, path)]
        if not readers or self._is_copied(path):
            return None
        common = set.intersection(*(_fixed(step) for step in readers))
        for guard, wanted in sorted(common, key=repr):
            setters = [
                step for step in self.steps if _may_set(step, guard, wanted)
            ]
            if all(path in _always_written(step) for step in setters):
                return guard, wanted
        return None

    def _is_copied(self, path: str) -> bool:
        """Whether some step takes the fact over into another."""
        sources: set[str] = set()
        for step in self.steps:
            sources |= {source for _target, source in _copies(step)}
        return path in sources

    def sort(
        self, step: Step, paths: set[str], term: str
    ) -> tuple[object, ...]:
        """What can ever be seen of a term that a step is told and keeps in these places.

        Whether it is the same as another term is left out of that: ``compared`` says
        whether that is asked.
        """
        return tuple(
            seen_through(view, term, self.marks)
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
        views = before_effects(step) | after_effects(step) | self.live_anywhere
        return sorted((view for view in views if view[0] in paths), key=repr)

    def values(self, facts: Facts) -> tuple[tuple[str, object], ...]:
        """What can still be seen of the values of a matter."""
        seen = []
        for name, views in self._values[facts.state]:
            shown = self._shown(views, facts.values.get(name))
            if shown != self._shown(views, None) and self._looked_at(
                f"values.{name}", facts
            ):
                seen.append((name, shown))
        return tuple(seen)

    def known(
        self, scope: str, names: Iterable[str], facts: Facts
    ) -> tuple[str, ...]:
        """Which of the dates or parties named can still be seen: whether they are known
        is all that is told apart.
        """
        live = self.live[facts.state]
        return tuple(
            name
            for name in sorted(names)
            if (f"{scope}.{name}", RAW, None) in live
            and self._looked_at(f"{scope}.{name}", facts)
        )

    def _looked_at(self, path: str, facts: Facts) -> bool:
        """Whether anybody can look at the fact as the matter stands: its guard holds."""
        guard = self.guards.get(path)
        if guard is None:
            return True
        scope, _, name = guard[0].partition(".")
        if scope == "duty":
            return any(duty.kind == name for duty in facts.duties)
        return facts.values.get(name) == guard[1]

    def _shown(self, views: tuple[View, ...], value: Value) -> object:
        """What these views show of a value, worked out once for each value."""
        key = (views, type(value), value)
        shown = self._seen.get(key)
        if shown is None:
            shown = self._seen[key] = tuple(
                seen_through(view, value, self.marks) for view in views
            )
        return shown


def _live_views(
    steps: tuple[Step, ...], states: Iterable[str]
) -> dict[str, frozenset[View]]:
    """For each state, the views that some step still to come takes before another has
    set the fact anew: the least fixed point of going backwards over every step.
    """
    live: dict[str, set[View]] = {state: set() for state in states}
    transfers = [(step, _Transfer(step)) for step in steps]
    changed = True
    while changed:
        changed = False
        for step, transfer in transfers:
            for state in step.sources:
                needed = transfer.backward(_live_afterwards(step, state, live))
                if not needed <= live[state]:
                    live[state] |= needed
                    changed = True
    return {state: frozenset(views) for state, views in live.items()}


def _live_afterwards(
    step: Step, state: str, live: Mapping[str, set[View]]
) -> set[View]:
    """What is live in any state that the step can lead to from ``state``."""
    targets = set(step.targets)
    if step.target is None:
        targets.add(state)
    return set[View]().union(*(live[target] for target in targets))


class _Transfer:
    """What one step reads, writes and copies, worked out once: its transfer function."""

    def __init__(self, step: Step) -> None:
        # Whether a step that changes nothing may be taken leads nowhere else.
        self.before = (
            set() if changes_nothing(step) else of_facts(before_effects(step))
        )
        self.after = of_facts(after_effects(step))
        self.written = _always_written(step)
        self.copies = tuple(_copies(step))

    def backward(self, later: set[View]) -> set[View]:
        """What is live before the step, when ``later`` is live after it."""
        looked = self.after | later
        live = {view for view in looked if view[0] not in self.written}
        for target, source in self.copies:
            # Only a value that is copied from another is seen through the same views.
            plain = target == source or not source.startswith("values.")
            for view in looked:
                if view[0] == target:
                    live.add(
                        (source, RAW, None) if plain else (source, *view[1:])
                    )
        return self.before | live


def _by_name(
    views: frozenset[View],
) -> tuple[tuple[str, tuple[View, ...]], ...]:
    """The views of values by the value's name; the value as it is makes all others needless."""
    by_name: dict[str, set[View]] = defaultdict(set)
    for view in views:
        if view[0].startswith("values."):
            by_name[view[0].removeprefix("values.")].add(view)
    listed = []
    for name, of_value in sorted(by_name.items()):
        raw = {view for view in of_value if view[1] == RAW}
        listed.append((name, tuple(sorted(raw or of_value, key=repr))))
    return tuple(listed)


def _fixed(step: Step) -> set[tuple[str, Value]]:
    """The values and open duties that a step cannot be taken without."""
    fixed: set[tuple[str, Value]] = set()
    for condition in step.unconditional_requirements():
        fixed |= {
            (path, wanted)
            for path, wanted in condition.fixes
            if path.startswith(("values.", "duty."))
        }
    return fixed


def _may_set(step: Step, path: str, wanted: Value) -> bool:
    """Whether a step may give a value just this content, or open this duty."""
    if any(f"duty.{opening.kind}" == path for opening in step.opens):
        return True
    settings = (
        setting for setting in step.values if f"values.{setting.name}" == path
    )
    return any(
        setting.source.scope or setting.add or setting.source.literal == wanted
        for setting in settings
    )
