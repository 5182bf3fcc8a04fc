"""Running matters that go over to a new version of the law, where that version says so:
each by an event.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.effects import Effects
from huiyin.casework.events import WENT_OVER
from huiyin.casework.limits import Opened
from huiyin.casework.matter.rulings import facts_of, limit_of, source_of
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case
from huiyin.law.engine import transition
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.transition import Transition

BATCH = 200


def go_over(*, at: datetime) -> int:
    """Take every running matter over to the version now in force whose
    ``[[transition]]`` names it; returns how many.

    Without such a rule a matter finishes under the version it began with. The event
    ``matter.went_over`` holds both versions and the rule; a duty whose limit is counted
    anew is cancelled in it and opened again from the same day. ``at`` is the instant of
    these events, and its day decides which version is in force.
    """
    taken = 0
    in_use = (
        Case.objects.order_by("pack").values_list("pack", flat=True).distinct()
    )
    for key in list(in_use):
        old = law_access.pack(key)
        new = law_access.version_on(old.id, law_access.local_day(old, at))
        states = _states_taken_over(old, new)
        if new is not old and states:
            taken += _take_all(old, new, states, at)
    return taken


def _states_taken_over(old: Pack, new: Pack) -> list[str]:
    """The states in which matters go over from one version to another."""
    states: set[str] = set()
    for rule in new.transitions.values():
        if old.version in rule.versions:
            states.update(rule.states)
    return sorted(states)


def _take_all(old: Pack, new: Pack, states: list[str], at: datetime) -> int:
    taken, last = 0, ""
    running = Case.objects.filter(pack=old.key, state__in=states, final=False)
    case_ids = running.order_by("id").values_list("id", flat=True)
    while batch := list(case_ids.filter(id__gt=last)[:BATCH]):
        taken += sum(_take_over(case_id, old, new, at) for case_id in batch)
        last = batch[-1]
    return taken


@transaction.atomic
def _take_over(case_id: str, old: Pack, new: Pack, at: datetime) -> bool:
    """Whether the matter went over; not one that did, or ended, before it was locked."""
    work = Work.load(
        Case.objects.select_for_update(no_key=True).get(pk=case_id)
    )
    if work.pack is not old or work.state.final:
        return False
    day = law_access.local_day(new, at)
    rule = transition.rule_for(new, old.version, facts_of(work.state), day)
    if rule is None:
        return False
    cancels, opens = _recounted(work, new, rule)
    effects = Effects(
        day=day,
        state=work.state.state,
        final=False,
        pack=new.key,
        data={"from": old.key, "rule": rule.id},
        cancels=cancels,
        opens=opens,
    )
    work.pack = new
    work.add(
        WENT_OVER,
        effects,
        grounds=(f"{rule.ground.pack or new.key}#{rule.article}",),
        by=Actor.system(),
        at=at,
    )
    commit(work)
    return True


def _recounted(
    work: Work, new: Pack, rule: Transition
) -> tuple[tuple[str, ...], tuple[Opened, ...]]:
    """The duties that the rule has counted anew: those that fall away, by reference,
    and those that take their place.
    """
    cancels, opens = [], []
    for duty, deadline in transition.recounted(new, rule, facts_of(work.state)):
        counted = new.duty(duty.kind)
        cancels.append(duty.id)
        opens.append(
            Opened(
                kind=duty.kind,
                owner=duty.owner,
                article=counted.article,
                verified=counted.verified,
                limit=limit_of(deadline),
                source=source_of(counted.ground, new.key),
            )
        )
    return tuple(cancels), tuple(opens)
