"""The model check: what is wrong in some situation that a matter can come to.

Every situation is found by trying (``explorer``); here they are looked at: somebody must
be responsible in each, some way must lead to an end, and every step must be possible.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from huiyin.law.checks import explorer
from huiyin.law.checks.explorer import Exploration, Explorer, explored
from huiyin.law.checks.transitions import Key
from huiyin.law.language.reading import Problem
from huiyin.law.rules import tracks
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Facts


def problems(pack: Pack) -> Iterator[Problem]:
    """What the model check finds: situations nobody is responsible for, dead ends,
    steps that cannot be taken.
    """
    exploration = explored(pack)
    if not exploration.complete:
        yield _too_many(pack.key)
        return
    yield from _unowed(pack, exploration)
    yield from _left_open(pack, exploration)
    yield from _without_end(pack, exploration)
    yield from _never(pack, exploration)
    for name in tracks.names(pack):
        yield from _beside(pack, name, exploration)


def _too_many(where: str) -> Problem:
    reason = f"more than {explorer.MOST} situations: the conditions tell too many facts apart"
    return Problem("model", where, reason)


def _has_ended(pack: Pack, facts: Facts) -> bool:
    return facts.state != FILED and pack.state(facts.state).final


def _unowed(pack: Pack, exploration: Exploration) -> Iterator[Problem]:
    """Situations in which nobody owes anything."""
    for key, facts in exploration.examples.items():
        if facts.state == FILED or _has_ended(pack, facts):
            continue
        owed = any(
            duty.owner and duty.stopped_on is None for duty in facts.duties
        )
        if not owed:
            reason = f"nobody has a duty after: {exploration.path(key)}"
            yield Problem("model", facts.state, reason)


def _left_open(pack: Pack, exploration: Exploration) -> Iterator[Problem]:
    """Matters that have ended while somebody still owes something."""
    for key, facts in exploration.examples.items():
        if _has_ended(pack, facts) and facts.duties:
            kinds = ", ".join(sorted(duty.kind for duty in facts.duties))
            reason = f"{kinds} still open after: {exploration.path(key)}"
            yield Problem("model", facts.state, reason)


def _beside(pack: Pack, track: str, main: Exploration) -> Iterator[Problem]:
    """What is wrong with a track, tried from every situation of the main procedure that
    it can tell apart.
    """
    beside = Explorer(pack, track)
    exploration = beside.explore(main.examples.values())
    if not exploration.complete:
        yield _too_many(track)
        return
    steps = tuple(beside.analysis.steps.values())
    for step in steps:
        if step.id not in exploration.taken:
            yield Problem("model", f"step.{step.id}", "can never be taken")
    for kind in sorted(_never_ended(steps)):
        reason = f"no step of the track {track!r} discharges it"
        yield Problem("model", f"duty.{kind}", reason)
    yield from _ends_with_everything(pack, track)


def _never_ended(steps: tuple[Step, ...]) -> set[str]:
    """The kinds of duties that some of these steps open and none ends."""
    opened: set[str] = set()
    ended: set[str] = set()
    for step in steps:
        opened |= {opening.kind for opening in step.opens}
        ended |= {opening.kind for opening in step.conditional_discharges}
        ended.update(step.discharges, step.cancels)
    return opened - ended


def _ends_with_everything(pack: Pack, track: str) -> Iterator[Problem]:
    """A step that can end the matter must end what stands open beside it too."""
    for step in pack.steps.values():
        ends = any(pack.state(target).final for target in step.targets)
        if ends and not step.ends_all_duties:
            reason = f"can end the matter and leaves duties of {track!r} open"
            yield Problem("model", f"step.{step.id}", reason)


def _without_end(pack: Pack, exploration: Exploration) -> Iterator[Problem]:
    """Situations from which no way leads to an end."""
    ending = _leading_to_an_end(pack, exploration)
    for key, facts in exploration.examples.items():
        if key not in ending:
            reason = f"no way leads to an end after: {exploration.path(key)}"
            yield Problem("model", facts.state or "(start)", reason)


def _never(pack: Pack, exploration: Exploration) -> Iterator[Problem]:
    """Steps that can never be taken, and states that can never be reached."""
    for step in pack.steps.values():
        if not step.track and step.id not in exploration.taken:
            yield Problem("model", f"step.{step.id}", "can never be taken")
    reached = {facts.state for facts in exploration.examples.values()}
    for state in pack.states:
        if state not in reached:
            yield Problem("model", f"state.{state}", "can never be reached")


def _leading_to_an_end(pack: Pack, exploration: Exploration) -> set[Key]:
    """The situations from which some way leads to a final state, those that have ended
    among them.
    """
    predecessors: dict[Key, set[Key]] = {}
    for key, reached in exploration.leads.items():
        for target in reached:
            predecessors.setdefault(target, set()).add(key)
    ending = {
        key
        for key, facts in exploration.examples.items()
        if _has_ended(pack, facts)
    }
    queue = deque(ending)
    while queue:
        for before in predecessors.get(queue.popleft(), ()):
            if before not in ending:
                ending.add(before)
                queue.append(before)
    return ending
