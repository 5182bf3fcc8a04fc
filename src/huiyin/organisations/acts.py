"""Changing the register of organs, topics, areas and competence: one act, one
event, one transaction.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from huiyin.organisations import register
from huiyin.organisations.models import (
    CODE_LENGTH,
    PATH_LENGTH,
    Area,
    Competence,
    Organ,
    Topic,
)
from huiyin.organisations.recording import InvalidRegister, locked_organ, record
from huiyin.organisations.vocabulary import Kind, Level
from huiyin.reading import tidy

CODE = re.compile(rf"^[\w.-]{{1,{CODE_LENGTH}}}$")


def _code(code: str) -> str:
    if not CODE.match(code):
        raise InvalidRegister(
            f"{code!r} is no code: letters, digits, '.', '_', '-', at most {CODE_LENGTH}"
        )
    return code


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
    organ = {
        "code": code,
        "name_zh": tidy(name_zh),
        "name_en": tidy(name_en),
        "level": level,
        "kind": kind,
    }
    if (
        level not in Level.values
        or kind not in Kind.values
        or not organ["name_zh"]
    ):
        raise InvalidRegister(
            f"organ {code}: needs a name, a known level and a known kind"
        )
    if Organ.objects.filter(pk=code).exists():
        raise InvalidRegister(f"organ {code} exists already")
    path = f"{_path_of(parent)}{code}/"
    if len(path) > PATH_LENGTH:
        raise InvalidRegister(f"organ {code} stands too deep in the tree")
    Organ.objects.create(**organ, parent_id=parent, area_id=area, path=path)
    payload = {**organ, "parent": parent, "area": area}
    record(f"organ:{code}", "organ.created", payload, by=by, at=at, organ=code)
    register.changed()
    return code


def _path_of(parent: str | None) -> str:
    if parent is None:
        return "/"
    path = (
        Organ.objects.filter(pk=parent).values_list("path", flat=True).first()
    )
    if path is None:
        raise InvalidRegister(f"there is no organ {parent}")
    return path


@transaction.atomic
def rename_organ(
    *, code: str, name_zh: str, by: str, at: datetime, name_en: str = ""
) -> None:
    """Give an organ another name; the code stays. InvalidRegister for an unknown organ
    and an empty name.
    """
    name_zh, name_en = tidy(name_zh), tidy(name_en)
    if not name_zh:
        raise InvalidRegister(f"organ {code}: needs a name")
    organ = locked_organ(code)
    old = {"name_zh": organ.name_zh, "name_en": organ.name_en}
    organ.name_zh, organ.name_en = name_zh, name_en
    organ.save(update_fields=["name_zh", "name_en"])
    payload = {
        "old": old,
        "new": {"name_zh": organ.name_zh, "name_en": organ.name_en},
    }
    record(f"organ:{code}", "organ.renamed", payload, by=by, at=at, organ=code)
    register.changed()


@transaction.atomic
def set_department_above(
    *, code: str, department: str | None, by: str, at: datetime
) -> None:
    """Say which department one level up directs an organ's work (上级主管部门), or with None
    that there is none.

    A petitioner may then turn to it, or to the organ above in the tree, against what
    the organ answered (R22 Art 35). The same a second time changes nothing.
    InvalidRegister for an unknown organ, the organ itself, one under it, one that no
    longer exists, and the organ that stands above it in the tree already.
    """
    organ = locked_organ(code)
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
    record(
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
    organ = locked_organ(code)
    organ.active = False
    organ.save(update_fields=["active"])
    record(
        f"organ:{code}",
        "organ.closed",
        {"code": code},
        by=by,
        at=at,
        organ=code,
    )
    register.changed()


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
    """Enter an area and return its code. InvalidRegister for an unknown level or
    parent, a taken code, an empty name.
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
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        level=level,
        parent_id=parent,
    )
    payload = {
        "code": code,
        "name_zh": name_zh,
        "name_en": name_en,
        "level": level,
        "parent": parent,
    }
    record(f"area:{code}", "area.created", payload, by=by, at=at)
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
    """Enter a topic and return its code. InvalidRegister for an unknown parent, a taken
    code, an empty name.
    """
    _code(code)
    name_zh, name_en = tidy(name_zh), tidy(name_en)
    if not name_zh:
        raise InvalidRegister(f"topic {code}: needs a name")
    if Topic.objects.filter(pk=code).exists():
        raise InvalidRegister(f"topic {code} exists already")
    if parent is not None and not Topic.objects.filter(pk=parent).exists():
        raise InvalidRegister(f"there is no topic {parent}")
    Topic.objects.create(
        code=code, name_zh=name_zh, name_en=name_en, parent_id=parent
    )
    payload = {
        "code": code,
        "name_zh": name_zh,
        "name_en": name_en,
        "parent": parent,
    }
    record(f"topic:{code}", "topic.created", payload, by=by, at=at)
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
    """Enter that an organ is competent for a topic, in one area or (without ``area``)
    everywhere.

    A second call for the same three changes the note. InvalidRegister for unknown
    codes.
    """
    known = (
        Topic.objects.filter(pk=topic).exists()
        and Organ.objects.filter(pk=organ).exists()
        and (area is None or Area.objects.filter(pk=area).exists())
    )
    if not known:
        raise InvalidRegister(
            f"competence {topic}/{area}/{organ}: a code is unknown"
        )
    Competence.objects.update_or_create(
        topic_id=topic, area_id=area, organ_id=organ, defaults={"note": note}
    )
    payload = {"topic": topic, "area": area, "organ": organ, "note": note}
    record(
        f"organ:{organ}",
        "organ.competence_set",
        payload,
        by=by,
        at=at,
        organ=organ,
    )
    register.changed()


@transaction.atomic
def remove_competence(
    *, topic: str, organ: str, by: str, at: datetime, area: str | None = None
) -> None:
    """Take a row out of the competence table; the ledger keeps that it was there.
    InvalidRegister for a row that does not exist.
    """
    deleted, _rows = Competence.objects.filter(
        topic_id=topic, area_id=area, organ_id=organ
    ).delete()
    if not deleted:
        raise InvalidRegister(
            f"competence {topic}/{area}/{organ} is not in the table"
        )
    payload = {"topic": topic, "area": area, "organ": organ}
    record(
        f"organ:{organ}",
        "organ.competence_removed",
        payload,
        by=by,
        at=at,
        organ=organ,
    )
    register.changed()
