"""Organs that end: merged into another, divided among several, abolished; who goes on
exercising their powers (Art 24).

An end is recorded for a day. From that day on the organ is no longer active; competence
and staff follow or end, and organs under it move. The matters are passed on by
``casework.succession``, which then says so here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.organisations import acts, register
from huiyin.organisations.models import Competence, Organ, Posting
from huiyin.organisations.recording import InvalidRegister
from huiyin.organisations.vocabulary import Ending, Kind, Post

FOLLOWING = frozenset({Post.CLERK, Post.OFFICER})
"""The posts that go along into the organ an organ is merged into; a head, and whoever
reads sealed reports, is named by the new organ.
"""


@transaction.atomic
def end_organ(
    *, code: str, into: Sequence[str], on: date, by: str, at: datetime
) -> None:
    """Record that an organ no longer exists from a day on: merged into one, divided
    among several, or (``into`` empty) abolished, and then the organ above takes its
    place.

    The same a second time changes nothing. Refuses (``InvalidRegister``) an unknown
    organ, one that ended otherwise, a successor that is unknown, the organ itself,
    under it or ending too; a petition office as the successor of another kind of organ,
    another kind as the successor of a discipline organ, and an organ that nobody stands
    above where it is not clear who follows.
    """
    organ = _locked(code)
    names = list(dict.fromkeys(into))
    if organ.ending and (organ.successors, organ.ended_date) == (names, on):
        return
    if organ.ending or not organ.active:
        raise InvalidRegister(
            _("organ %(code)s has ended already, or is about to")
            % {"code": code}
        )
    for name in names:
        _fits(organ, name)
    if len(names) != 1 and organ.parent_id is None:
        raise InvalidRegister(
            _(
                "nobody stands above organ %(code)s: name the one organ that takes its place"
            )
            % {"code": code}
        )
    organ.ending = {0: Ending.ABOLISHED, 1: Ending.MERGED}.get(
        len(names), Ending.DIVIDED
    )
    organ.successors, organ.ended_date = names, on
    organ.save(update_fields=["ending", "successors", "ended_date"])
    _record(
        code,
        f"organ.{organ.ending}",
        {"into": names, "on": on.isoformat()},
        by=by,
        at=at,
    )
    register.changed()


def _fits(organ: Organ, code: str) -> None:
    successor, words = (
        Organ.objects.filter(pk=code).first(),
        {"code": code, "other": organ.code},
    )
    if successor is None or not successor.active or successor.ending:
        raise InvalidRegister(
            _(
                "organ %(code)s is unknown, or no longer exists, or is about to end"
            )
            % {"code": code}
        )
    if successor.path.startswith(organ.path):
        raise InvalidRegister(
            _("organ %(code)s is %(other)s itself or stands under it") % words
        )
    if successor.kind == Kind.PETITION_OFFICE != organ.kind:
        raise InvalidRegister(
            _(
                "organ %(code)s is a petition office: it cannot decide what %(other)s decides"
            )
            % words
        )
    if organ.kind == Kind.DISCIPLINE != successor.kind:
        raise InvalidRegister(
            _(
                "organ %(code)s is no discipline organ and cannot take over reports of wrongdoing"
            )
            % words
        )


@transaction.atomic
def take_effect(*, code: str, today: date, by: str, at: datetime) -> bool:
    """The day has come: the organ is no longer active, competence and staff follow or
    end, organs under it move up.

    Returns whether something was to do: nothing before its day, and nothing a second time.
    """
    organ = _locked(code)
    if not organ.active or organ.ended_date is None or organ.ended_date > today:
        return False
    after = organ.successors[0] if len(organ.successors) == 1 else ""
    _competence(organ, after, by=by, at=at)
    _posts(organ, after, today=today, by=by, at=at)
    _children(organ, after or organ.parent_id or "", by=by, at=at)
    acts.close_organ(code=code, by=by, at=at)
    return True


def say_passed_on(*, code: str, matters: int, by: str, at: datetime) -> None:
    """Record that every matter of an organ that ended has gone over: ``matters`` of
    them, sealed ones not counted. The same a second time changes nothing.
    """
    if Organ.objects.filter(pk=code, passed_on=False).update(passed_on=True):
        _record(code, "organ.passed_on", {"matters": matters}, by=by, at=at)
        register.changed()


def due(today: date) -> list[str]:
    """The organs whose end has come and whose matters are not known to have gone over, by code."""
    rows = Organ.objects.filter(ended_date__lte=today, passed_on=False)
    return list(
        rows.order_by("ended_date", "code").values_list("code", flat=True)
    )


def _competence(organ: Organ, after: str, *, by: str, at: datetime) -> None:
    """Its rows of the competence table go to the one successor; with several, the table
    names them beforehand.
    """
    for row in Competence.objects.filter(organ=organ).order_by("pk"):
        topic, area = row.topic_id, row.area_id
        taken = Competence.objects.filter(
            topic_id=topic, area_id=area, organ_id=after
        ).exists()
        acts.remove_competence(
            topic=topic, area=area, organ=organ.code, by=by, at=at
        )
        if after and not taken:
            acts.set_competence(
                topic=topic, area=area, organ=after, note=row.note, by=by, at=at
            )


def _posts(
    organ: Organ, after: str, *, today: date, by: str, at: datetime
) -> None:
    """Every post in it ends; clerks and officers have the same post in the one
    successor from that day on.
    """
    running = Posting.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=today), organ=organ
    )
    for row in running.order_by("pk"):
        open_ended = row.to_date is None
        payload = {
            "staff": row.staff_id,
            "post": row.post,
            "to_date": today.isoformat(),
        }
        _record(organ.code, "organ.posting_ended", payload, by=by, at=at)
        if row.from_date < today:
            row.to_date = today
            row.save(update_fields=["to_date"])
        else:
            row.delete()  # a posting cannot be empty; the ledger keeps that it was there
        if after and row.post in FOLLOWING and open_ended:
            _follow(row, after, max(today, row.from_date), by=by, at=at)


def _follow(
    row: Posting, after: str, first: date, *, by: str, at: datetime
) -> None:
    known = Posting.objects.filter(
        staff_id=row.staff_id,
        organ_id=after,
        post=row.post,
        to_date__isnull=True,
    )
    if known.exists():
        return
    Posting.objects.create(
        staff_id=row.staff_id, organ_id=after, post=row.post, from_date=first
    )
    payload = {
        "staff": row.staff_id,
        "post": row.post,
        "from_date": first.isoformat(),
        "to_date": None,
    }
    _record(after, "organ.staff_posted", payload, by=by, at=at)


def _children(organ: Organ, above: str, *, by: str, at: datetime) -> None:
    """The organs under it stand under its successor from now on, or under the organ above."""
    new = Organ.objects.filter(pk=above).values_list("path", flat=True).first()
    if new is None:
        return
    for child in Organ.objects.filter(parent=organ).order_by("code"):
        old = child.path
        for below in Organ.objects.filter(path__startswith=old).order_by(
            "path"
        ):
            below.path = f"{new}{child.code}/{below.path.removeprefix(old)}"
            below.parent_id = (
                above if below.code == child.code else below.parent_id
            )
            below.save(update_fields=["path", "parent"])
        _record(
            child.code,
            "organ.moved",
            {"from": organ.code, "to": above},
            by=by,
            at=at,
        )


def _locked(code: str) -> Organ:
    organ = Organ.objects.select_for_update(no_key=True).filter(pk=code).first()
    if organ is None:
        raise InvalidRegister(_("there is no organ %(code)s") % {"code": code})
    return organ


def _record(
    code: str, kind: str, payload: Mapping[str, Any], *, by: str, at: datetime
) -> None:
    append_next(
        stream=f"organ:{code}",
        drafts=[
            EventDraft(type=kind, at=at, actor=by, organ=code, payload=payload)
        ],
    )
