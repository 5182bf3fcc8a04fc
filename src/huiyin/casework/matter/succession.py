"""Matters of an organ that no longer exists: each goes over to who takes its place, by
an event, with every date.

Each matter is a transaction of its own, and what is left can be found at any time: cut
off, it goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.effects import Effects
from huiyin.casework.events import SUCCEEDED
from huiyin.casework.matter.rulings import facts_of
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Duty
from huiyin.casework.sealing import envelope, keyring, visibility
from huiyin.law.engine.succession import rule_of, succeed
from huiyin.organisations import ending
from huiyin.organisations import reads as organs
from huiyin.organisations.info import OrganInfo

BATCH = 200
LOOK_AGAIN = timedelta(days=30)
MOST_TO_NAME = 100
Progress = Callable[[int], None]


def run_due(*, at: datetime) -> int:
    """Pass on the matters of every organ whose day has come by the instant ``at``, and
    of those that were cut off; returns how many.

    Organs that ended within the last thirty days are looked at again: what was under
    way in that very moment is found.
    """
    if not keyring.present():
        return (
            0  # this machine could not pass sealed reports on; another one does
        )
    today = law_access.office_day(at)
    recent = {
        organ.code for organ in organs.ended() if _ended_lately(organ, today)
    }
    codes = dict.fromkeys((*ending.due(today), *sorted(recent)))
    return sum(pass_on(code, at=at) for code in codes)


def _ended_lately(organ: OrganInfo, today: date) -> bool:
    if organ.ended_date is None:
        return False
    return today - LOOK_AGAIN <= organ.ended_date <= today


def waiting(code: str) -> int:
    """How many open matters an organ has a part in; sealed ones are not counted."""
    return visibility.told_to_all(_of(code)).count()


def pass_on(
    code: str, *, at: datetime, progress: Progress = lambda _done: None
) -> int:
    """Let an organ's end take effect, and pass every matter on in which it has a part;
    returns how many, sealed ones not counted. Nothing happens before its day.

    Raises Invalid on a machine without the keys for sealed reports: it could not pass those on.
    """
    if not keyring.present():
        raise Invalid(
            "organ",
            _(
                "this machine holds no keys for sealed reports; do this on one that does"
            ),
        )
    by = Actor.system()
    ending.take_effect(
        code=code, today=law_access.office_day(at), by=by.name, at=at
    )
    if organs.organ(code).active:
        return 0
    done, last = 0, ""
    matters = _of(code).order_by("id").values_list("id", "sealed")
    while batch := list(matters.filter(id__gt=last)[:BATCH]):
        for case_id, sealed in batch:
            if take_place(case_id, code, at=at) and not sealed:
                done += 1
            progress(done)
        last, _sealed = batch[-1]
    ending.say_passed_on(code=code, matters=done, by=by.name, at=at)
    return done


def _of(code: str) -> QuerySet[Case]:
    """The matters in which an organ has any part that are open, or closed and owe
    something beside their procedure; and the closed sealed ones: somebody must hold
    their keys.
    """
    owed = Duty.objects.filter(case=OuterRef("pk"), status="open", owner=code)
    named = (
        Q(handler=code) | Q(receiver=code) | Q(offered=code) | Q(Exists(owed))
    )
    for text in {
        f'"{code}"',
        json.dumps(code),
    }:  # how either database writes it
        named |= Q(told__contains=text)
    rows = Case.objects.annotate(told=Cast("parties", TextField())).filter(
        named
    )
    return rows.filter(
        Q(final=False) | Q(Exists(owed)) | Q(sealed=True, handler=code)
    )


@transaction.atomic
def take_place(case_id: str, code: str, *, at: datetime) -> bool:
    """Put who takes the organ's place into one matter, by an event at the instant
    ``at``; returns whether there was anything to do.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    after, clear = _successor(case, code)
    if after is None:
        return False
    work = Work.load(case)
    effects = effects_of(work, code, after, by=Actor.system(), at=at)
    if effects is None:
        return False
    since = _day(organs.organ(code).ended_date)
    values = dict(effects.values)
    if not clear:
        places = list(effects.data["places"])
        values["succession"] = {"of": code, "by": after.code, "places": places}
    data = {**effects.data, "clear": clear, "since": since}
    effects = replace(effects, data=data, values=values)
    work.add(
        SUCCEEDED, effects, grounds=grounds_of(work), by=Actor.system(), at=at
    )
    commit(work)
    return True


def catch_up(case: Case, *, at: datetime) -> None:
    """In a closed matter, put who goes on exercising the powers of an organ that has
    ended in its place: whoever is asked about it now exists. Sealed ones have gone over
    already.
    """
    parties = organs.organs(set(case.parties.values()))
    for code, organ in sorted(parties.items()):
        if organ.ending and not organ.active:
            take_place(case.pk, code, at=at)


def effects_of(
    work: Work,
    old: str,
    new: OrganInfo,
    *,
    by: Actor,
    at: datetime,
    places: Collection[str] | None = None,
) -> Effects | None:
    """What follows when ``new`` takes the place of the organ ``old`` (its code), in all
    parties or in these ``places``; None where that organ has no part in the matter.
    """
    taken = succeed(
        work.pack,
        facts_of(work.state),
        old,
        new.code,
        kind=new.kind,
        places=places,
    )
    if taken is None:
        return None
    return work.unmoved(
        at,
        by=by,
        data={"from": old, "to": new.code, "places": list(taken.places)},
        parties=dict(taken.parties),
        values=dict(taken.values),
        reassigns=tuple(taken.reassigns),
        cancels=tuple(taken.cancels),
    )


def grounds_of(work: Work) -> tuple[str, ...]:
    """The article on which it rests, as events keep grounds; none where the instrument has none."""
    rule = rule_of(work.pack)
    return (
        (f"{rule.ground.pack or work.pack.key}#{rule.article}",) if rule else ()
    )


def _successor(case: Case, code: str) -> tuple[OrganInfo | None, bool]:
    """Who takes the organ's place in this matter, and whether that is clear."""
    after, clear = organs.successor_for(code, case.topic, case.area)
    if fits(case, after, instead_of=code):
        return after, clear
    # A report of wrongdoing never goes to the organ that it is about; the nearest one
    # that may read it takes it.
    for organ in _nearest(code):
        if fits(case, organ, instead_of=code):
            return organ, False
    return None, False


def fits(case: Case, organ: OrganInfo, *, instead_of: str = "") -> bool:
    """Whether an organ may have the matter in another's place: it exists, is not what a
    report is about, and is of the kind that alone is competent, where the organ before
    it was.
    """
    if not organ.active or organ.code == instead_of:
        return False
    if envelope.is_barred(case.pk, organ.code, case.values.get("barred") or ()):
        return False
    if not case.sealed:
        return True
    only = law_access.competent_kind(law_access.pack(case.pack), case.category)
    if not only or organs.organ(instead_of or case.handler).kind != only:
        return True
    return organ.kind == only


def _nearest(code: str) -> Iterator[OrganInfo]:
    """Every organ, those that share most of the way down the tree with ``code`` first."""
    path = organs.organ(code).path.strip("/").split("/")

    def shared(organ: OrganInfo) -> int:
        own = organ.path.strip("/").split("/")
        return sum(
            1 for left, right in zip(path, own, strict=False) if left == right
        )

    yield from sorted(
        organs.tree(),
        key=lambda organ: (-shared(organ), len(organ.path), organ.path),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def to_name(*, by: Actor) -> list[Case]:
    """The matters that came to the actor's organ because it is not clear who takes an
    ended organ's place, at most a hundred, the oldest first: it names one for each.
    """
    if by.staff is None or not by.may("case.handle", by.organ):
        return []
    if not organs.ended():
        return []
    owed = Duty.objects.filter(status="open", owner=by.organ)
    # Of both the open ones alone, each by an index of its own: an organ's matters of all
    # years are many
    handled = Case.objects.filter(handler=by.organ, final=False)
    concerned = Case.objects.filter(
        Q(pk__in=handled.values("pk")) | Q(pk__in=owed.values("case_id")),
        final=False,
    )
    rows = visibility.known(by, concerned).filter(
        values__succession__by=by.organ
    )
    return list(rows.order_by("received_date", "id")[:MOST_TO_NAME])
