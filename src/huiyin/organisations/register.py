"""The register as one process holds it in memory: read once, kept until its token changes.

Every page names organs; asking the database each time would cost more than the page
itself. A copy is trusted for ``TRUST_SECONDS``, then one cheap query compares the
token.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from operator import itemgetter
from uuid import uuid4

from huiyin.organisations.info import AreaInfo, OrganInfo, TopicInfo
from huiyin.organisations.models import (
    Area,
    Competence,
    Organ,
    Posting,
    Revision,
    Topic,
)
from huiyin.organisations.vocabulary import Post

TRUST_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    """One row of the competence table."""

    organ: str
    area: str
    note: str


@dataclass(frozen=True, slots=True)
class Register:
    """Organs, topics, areas and competence as they stood under one token."""

    token: str
    organs: dict[str, OrganInfo]
    children: dict[str, tuple[OrganInfo, ...]]
    topics: dict[str, TopicInfo]
    areas: dict[str, AreaInfo]
    competence: dict[str, tuple[CompetenceRow, ...]] = field(
        default_factory=dict
    )
    with_readers: frozenset[str] = frozenset()


_lock = threading.Lock()
_copy: Register | None = None
_checked = 0.0


def current() -> Register:
    """The register, from memory when the copy is fresh enough."""
    global _copy, _checked
    with _lock:
        copy, moment = _copy, time.monotonic()
        if copy is not None and moment - _checked < TRUST_SECONDS:
            return copy
        token = _token()
        if copy is None or copy.token != token:
            copy = _load(token)
        _copy, _checked = copy, moment
        return copy


def forget() -> None:
    """Drop the copy of this process; the next read loads anew."""
    global _copy  # noqa: PLW0603 - the one copy of this process, under its lock
    with _lock:
        _copy = None


def changed() -> None:
    """Tell every process that the register is another one now. Called by acts inside
    their transaction.
    """
    Revision.objects.update_or_create(pk=1, defaults={"token": uuid4().hex})
    forget()


def _token() -> str:
    return Revision.objects.values_list("token", flat=True).first() or ""


def _load(token: str) -> Register:
    organs = _load_organs()
    children: dict[str, list[OrganInfo]] = {}
    for organ in organs.values():
        children.setdefault(organ.parent, []).append(organ)
    return Register(
        token=token,
        organs=organs,
        children={parent: tuple(below) for parent, below in children.items()},
        topics={
            code: TopicInfo(
                code=code, name_zh=zh, name_en=en, parent=parent or ""
            )
            for code, zh, en, parent in Topic.objects.order_by(
                "code"
            ).values_list("code", "name_zh", "name_en", "parent_id")
        },
        areas=_load_areas(),
        competence=_load_competence(),
        with_readers=_load_readers(),
    )


def _load_organs() -> dict[str, OrganInfo]:
    columns = (
        "code",
        "name_zh",
        "name_en",
        "level",
        "kind",
        "parent_id",
        "path",
        "area_id",
        "active",
    )
    rows = Organ.objects.values_list(
        *columns, "ending", "ended_date", "successors", "department_above_id"
    )
    return {
        row[0]: OrganInfo(
            code=row[0],
            name_zh=row[1],
            name_en=row[2],
            level=row[3],
            kind=row[4],
            parent=row[5] or "",
            path=row[6],
            area=row[7] or "",
            active=row[8],
            ending=row[9],
            ended_date=row[10],
            successors=tuple(row[11]),
            department_above=row[12] or "",
        )
        for row in sorted(
            rows, key=itemgetter(6)
        )  # not in the database: collations disagree about "/"
    }


def _load_areas() -> dict[str, AreaInfo]:
    rows = Area.objects.order_by("code").values_list(
        "code", "name_zh", "name_en", "level", "parent_id"
    )
    return {
        code: AreaInfo(
            code=code, name_zh=zh, name_en=en, level=level, parent=parent or ""
        )
        for code, zh, en, level, parent in rows
    }


def _load_readers() -> frozenset[str]:
    running = Posting.objects.filter(
        post=Post.SEALED_READER, to_date__isnull=True
    )
    return frozenset(running.values_list("organ_id", flat=True))


def _load_competence() -> dict[str, tuple[CompetenceRow, ...]]:
    by_topic: dict[str, list[CompetenceRow]] = {}
    for topic, area, code, note in Competence.objects.order_by(
        "pk"
    ).values_list("topic_id", "area_id", "organ_id", "note"):
        by_topic.setdefault(topic, []).append(
            CompetenceRow(organ=code, area=area or "", note=note)
        )
    return {topic: tuple(rows) for topic, rows in by_topic.items()}
