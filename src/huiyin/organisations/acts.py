"""Changing the register of organs, topics, areas, competence and staff: one act, one
event, one transaction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.organisations import register
from huiyin.organisations.info import StaffInfo
from huiyin.organisations.models import (
    CODE_LENGTH,
    PATH_LENGTH,
    Area,
    Competence,
    Organ,
    Posting,
    Staff,
    Topic,
)
from huiyin.organisations.vocabulary import Kind, Level, Post
from huiyin.reading import tidy

CODE = re.compile(rf"^[\w.-]{{1,{CODE_LENGTH}}}$")


class InvalidRegister(ValueError):
    """The register would not make sense after this act; the message says why."""


def _code(code: str) -> str:
    if not CODE.match(code):
        raise InvalidRegister(
            f"{code!r} is no code: letters, digits, '.', '_', '-', at most {CODE_LENGTH}"
        )
    return code


def _record(
    stream: str,
    kind: str,
    payload: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    organ: str = "",
) -> None:
    append_next(
        stream=stream,
        drafts=[EventDraft(type=kind, at=at, actor=by, organ=organ, payload=payload)],
    )


@transaction.atomic
def create_organ(
    *,
    code: str,
    name_zh: str,
    level: str,
    kind: str,
    by: str,
    at: datetime,
    parent: str | None = None,
    area: str | None = None,
    name_en: str = "",
) -> str:
    """Enter an organ under its superior and return its code.

    Refuses (``InvalidRegister``) a code with other signs, an unknown level or kind, a
    superior that does not exist, and a code that is taken.
    """
    _code(code)
    name_zh, name_en = tidy(name_zh), tidy(name_en)
    if level not in Level.values or kind not in Kind.values or not name_zh:
        raise InvalidRegister(
            f"organ {code}: needs a name, a known level and a known kind"
        )
    if Organ.objects.filter(pk=code).exists():
        raise InvalidRegister(f"organ {code} exists already")
    above = _path_of(parent)
    if len(above) + len(code) + 1 > PATH_LENGTH:
        raise InvalidRegister(f"organ {code} stands too deep in the tree")
    Organ.objects.create(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        level=level,
        kind=kind,
        parent_id=parent,
        area_id=area,
        path=f"{above}{code}/",
    )
    payload = {
        "code": code,
        "name_zh": name_zh,
        "name_en": name_en,
        "level": level,
        "kind": kind,
    }
    _record(
        f"organ:{code}",
        "organ.created",
        {**payload, "parent": parent, "area": area},
        by=by,
        at=at,
        organ=code,
    )
    register.changed()
    return code


def _path_of(parent: str | None) -> str:
    if parent is None:
        return "/"
    path = Organ.objects.filter(pk=parent).values_list("path", flat=True).first()
    if path is None:
        raise InvalidRegister(f"there is no organ {parent}")
    return path


@transaction.atomic
def rename_organ(
    *, code: str, name_zh: str, by: str, at: datetime, name_en: str = ""
) -> None:
    """Give an organ another name; the code stays. Refuses an unknown organ and an empty name."""
    name_zh, name_en = tidy(name_zh), tidy(name_en)
    if not name_zh:
        raise InvalidRegister(f"organ {code}: needs a name")
    organ = _locked(code)
    old = {"name_zh": organ.name_zh, "name_en": organ.name_en}
    organ.name_zh, organ.name_en = name_zh, name_en
    organ.save(update_fields=["name_zh", "name_en"])
    payload = {"old": old, "new": {"name_zh": organ.name_zh, "name_en": organ.name_en}}
    _record(f"organ:{code}", "organ.renamed", payload, by=by, at=at, organ=code)
    register.changed()


@transaction.atomic
def set_department_above(
    *, code: str, department: str | None, by: str, at: datetime
) -> None:
    """Say which department one level up directs an organ's work (上级主管部门), or with None
    that there is none.

    A petitioner may then turn to it, or to the organ above in the tree, against what
    the organ answered (R22 Art 35). The same a second time changes nothing. Refuses an
    unknown organ, the organ itself, one under it, one that no longer exists, and the
    organ that stands above it in the tree already.
    """
    organ = _locked(code)
    above = (
        Organ.objects.filter(pk=department, active=True, ending="").first()
        if department
        else None
    )
    if department and (
        above is None
        or above.path.startswith(organ.path)
        or department == organ.parent_id
    ):
        raise InvalidRegister(
            f"organ {department} cannot direct {code}: unknown, ended, under it, or "
            "above it already"
        )
    old = organ.department_above_id
    if old == (department or None):
        return
    organ.department_above = above
    organ.save(update_fields=["department_above"])
    _record(
        f"organ:{code}",
        "organ.directed",
        {"old": old, "new": department or None},
        by=by,
        at=at,
        organ=code,
    )
    register.changed()


@transaction.atomic
def close_organ(*, code: str, by: str, at: datetime) -> None:
    """Mark an organ that never had a matter as no longer active: it keeps its history
    and is offered to nobody.

    One that has matters ends in ``organisations.ending``, which says who takes its
    place. Refuses an unknown organ.
    """
    organ = _locked(code)
    organ.active = False
    organ.save(update_fields=["active"])
    _record(f"organ:{code}", "organ.closed", {"code": code}, by=by, at=at, organ=code)
    register.changed()


def _locked(code: str) -> Organ:
    organ = Organ.objects.select_for_update(no_key=True).filter(pk=code).first()
    if organ is None:
        raise InvalidRegister(f"there is no organ {code}")
    return organ


@transaction.atomic
def create_area(
    *,
    code: str,
    name_zh: str,
    level: str,
    by: str,
    at: datetime,
    parent: str | None = None,
    name_en: str = "",
) -> str:
    """Enter an area and return its code. Refuses an unknown level or parent, a taken
    code, an empty name.
    """
    _code(code)
    name_zh, name_en = tidy(name_zh), tidy(name_en)
    if level not in Level.values or not name_zh:
        raise InvalidRegister(f"area {code}: needs a name and a known level")
    if Area.objects.filter(pk=code).exists():
        raise InvalidRegister(f"area {code} exists already")
    if parent is not None and not Area.objects.filter(pk=parent).exists():
        raise InvalidRegister(f"there is no area {parent}")
    Area.objects.create(
        code=code, name_zh=name_zh, name_en=name_en, level=level, parent_id=parent
    )
    payload = {
        "code": code,
        "name_zh": name_zh,
        "name_en": name_en,
        "level": level,
        "parent": parent,
    }
    _record(f"area:{code}", "area.created", payload, by=by, at=at)
    register.changed()
    return code


@transaction.atomic
def create_topic(
    *,
    code: str,
    name_zh: str,
    by: str,
    at: datetime,
    parent: str | None = None,
    name_en: str = "",
) -> str:
    """Enter a topic and return its code. Refuses an unknown parent, a taken code, an empty name."""
    _code(code)
    name_zh, name_en = tidy(name_zh), tidy(name_en)
    if not name_zh:
        raise InvalidRegister(f"topic {code}: needs a name")
    if Topic.objects.filter(pk=code).exists():
        raise InvalidRegister(f"topic {code} exists already")
    if parent is not None and not Topic.objects.filter(pk=parent).exists():
        raise InvalidRegister(f"there is no topic {parent}")
    Topic.objects.create(code=code, name_zh=name_zh, name_en=name_en, parent_id=parent)
    payload = {"code": code, "name_zh": name_zh, "name_en": name_en, "parent": parent}
    _record(f"topic:{code}", "topic.created", payload, by=by, at=at)
    register.changed()
    return code


@transaction.atomic
def set_competence(
    *,
    topic: str,
    organ: str,
    by: str,
    at: datetime,
    area: str | None = None,
    note: str = "",
) -> None:
    """Enter that an organ is competent for a topic, in one area or (without ``area``) everywhere.

    A second call for the same three changes the note. Refuses unknown codes.
    """
    known = (
        Topic.objects.filter(pk=topic).exists()
        and Organ.objects.filter(pk=organ).exists()
        and (area is None or Area.objects.filter(pk=area).exists())
    )
    if not known:
        raise InvalidRegister(f"competence {topic}/{area}/{organ}: a code is unknown")
    Competence.objects.update_or_create(
        topic_id=topic, area_id=area, organ_id=organ, defaults={"note": note}
    )
    payload = {"topic": topic, "area": area, "organ": organ, "note": note}
    _record(
        f"organ:{organ}", "organ.competence_set", payload, by=by, at=at, organ=organ
    )
    register.changed()


@transaction.atomic
def remove_competence(
    *, topic: str, organ: str, by: str, at: datetime, area: str | None = None
) -> None:
    """Take a row out of the competence table; the ledger keeps that it was there.
    Refuses a row that does not exist.
    """
    deleted, _rows = Competence.objects.filter(
        topic_id=topic, area_id=area, organ_id=organ
    ).delete()
    if not deleted:
        raise InvalidRegister(f"competence {topic}/{area}/{organ} is not in the table")
    payload = {"topic": topic, "area": area, "organ": organ}
    _record(
        f"organ:{organ}", "organ.competence_removed", payload, by=by, at=at, organ=organ
    )
    register.changed()


@transaction.atomic
def create_staff(
    *,
    username: str,
    name: str,
    by: str,
    at: datetime,
    password: str | None = None,
    email: str = "",
) -> int:
    """Enter a member of staff and return their id. Without ``password`` they cannot
    sign in with one (single sign-on).

    The password is checked by the configured validators (``ValidationError``). Refuses
    a taken or empty username.
    """
    if not username.strip() or Staff.objects.filter(username=username).exists():
        raise InvalidRegister(f"username {username!r} is empty or taken")
    staff = Staff(username=username, name=tidy(name), email=email)
    if password is None:
        staff.set_unusable_password()
    else:
        validate_password(password, staff)
        staff.set_password(password)
    staff.save()
    _record(f"staff:{staff.pk}", "staff.created", {"staff": staff.pk}, by=by, at=at)
    return staff.pk


@transaction.atomic
def close_staff(*, staff: int, by: str, at: datetime) -> None:
    """Somebody leaves: they can no longer sign in. Their postings and what they did
    stay. Refuses an unknown id.
    """
    if not Staff.objects.filter(pk=staff).update(is_active=False):
        raise InvalidRegister(f"there is no member of staff {staff}")
    _record(f"staff:{staff}", "staff.closed", {"staff": staff}, by=by, at=at)


@transaction.atomic
def post_staff(
    *,
    staff: int | StaffInfo,
    organ: str,
    post: str,
    from_date: date,
    by: str,
    at: datetime,
    to_date: date | None = None,
) -> int:
    """Appoint somebody to a post in an organ from a day (until before ``to_date``) and
    return the posting's id.

    Refuses an unknown post, organ or person, an empty period, the same open post twice,
    and an open post in two organs: whoever answers for an organ answers for one.
    Readers of sealed reports are named in ``organisations.readers``.
    """
    staff_id = staff.id if isinstance(staff, StaffInfo) else staff
    if post == Post.SEALED_READER:
        raise InvalidRegister(
            "readers of sealed reports are named by the head, and a second person approves"
        )
    if post not in Post.values:
        raise InvalidRegister(f"there is no post {post}")
    if to_date is not None and to_date <= from_date:
        raise InvalidRegister("a posting ends after it begins")
    _locked(organ)
    if not Staff.objects.select_for_update(no_key=True).filter(pk=staff_id).exists():
        raise InvalidRegister(f"there is no member of staff {staff_id}")
    running = Posting.objects.filter(staff_id=staff_id, to_date__isnull=True)
    if running.exclude(organ_id=organ).exists():
        raise InvalidRegister(
            f"member of staff {staff_id} holds an open post in another organ: end that first"
        )
    if to_date is None and running.filter(post=post).exists():
        raise InvalidRegister(f"member of staff {staff_id} holds this post already")
    posting = Posting.objects.create(
        staff_id=staff_id,
        organ_id=organ,
        post=post,
        from_date=from_date,
        to_date=to_date,
    )
    payload = {
        "staff": staff_id,
        "post": post,
        "from_date": from_date,
        "to_date": to_date,
    }
    _record(f"organ:{organ}", "organ.staff_posted", payload, by=by, at=at, organ=organ)
    return posting.pk


@transaction.atomic
def end_posting(*, posting: int, to_date: date, by: str, at: datetime) -> None:
    """End a posting: ``to_date`` is the first day on which it no longer holds.

    Refuses an unknown posting, one that has ended, and a day not after its beginning.
    """
    row = Posting.objects.select_for_update(no_key=True).filter(pk=posting).first()
    if row is None or row.to_date is not None:
        raise InvalidRegister(f"posting {posting} is unknown or has ended")
    if to_date <= row.from_date:
        raise InvalidRegister("a posting ends after it begins")
    row.to_date = to_date
    row.save(update_fields=["to_date"])
    if row.post == Post.SEALED_READER:
        register.changed()
    payload = {"staff": row.staff_id, "post": row.post, "to_date": to_date}
    _record(
        f"organ:{row.organ_id}",
        "organ.posting_ended",
        payload,
        by=by,
        at=at,
        organ=row.organ_id,
    )
