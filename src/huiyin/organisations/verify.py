"""Proof that the register is what its events tell: organs, areas, topics, competence,
staff, postings, readers.

Who holds which post decides what they may do and see, so that a row nobody recorded is
as grave as a forged event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.ledger import reads as ledger
from huiyin.organisations.models import (
    Area,
    Competence,
    Organ,
    Posting,
    ReaderProposal,
    Staff,
    Topic,
)
from huiyin.organisations.register_fold import PostingTold, RegisterTold

ROOMS = ("area:", "topic:", "staff:", "organ:")
STREAMS_AT_ONCE = 200

Told = tuple[str, int, str]
"""Something wrong: the stream, the event (0: the rows), and it in words."""


def check() -> Iterator[Told]:
    """Compare every table of the register with the fold of its events, and yield where
    they differ.
    """
    told = RegisterTold()
    for room in ROOMS:
        yield from _fold(told, room)
    yield from _check_tree(
        "organ",
        told.organs,
        {row.pk: _organ(row) for row in Organ.objects.all()},
    )
    yield from _check_tree(
        "area", told.areas, {row.pk: _area(row) for row in Area.objects.all()}
    )
    yield from _check_tree(
        "topic",
        told.topics,
        {row.pk: _topic(row) for row in Topic.objects.all()},
    )
    yield from _check_paths(told)
    yield from _check_competence(told)
    yield from _check_staff(told)
    yield from _check_postings(told)
    yield from _check_proposals(told)


def _fold(told: RegisterTold, room: str) -> Iterator[Told]:
    """Fold the streams of one kind, in the order of writing within each."""
    names = list(ledger.streams(prefix=room))
    for start in range(0, len(names), STREAMS_AT_ONCE):
        for event in ledger.events_of(names[start : start + STREAMS_AT_ONCE]):
            try:
                told.add(event)
            except (KeyError, TypeError, ValueError, AttributeError):
                yield (
                    event.stream,
                    event.seq,
                    _("the events of the register do not fold"),
                )


def _organ(row: Organ) -> dict[str, Any]:
    return {
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "level": row.level,
        "kind": row.kind,
        "parent": row.parent_id,
        "department_above": row.department_above_id,
        "area": row.area_id,
        "active": row.active,
        "ending": row.ending,
        "successors": row.successors,
        "ended_date": row.ended_date,
        "passed_on": row.passed_on,
    }


def _area(row: Area) -> dict[str, Any]:
    return {
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "level": row.level,
        "parent": row.parent_id,
    }


def _topic(row: Topic) -> dict[str, Any]:
    return {
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "parent": row.parent_id,
    }


def _check_tree(
    room: str, told: dict[str, dict[str, Any]], kept: dict[str, dict[str, Any]]
) -> Iterator[Told]:
    for code in sorted(told.keys() | kept.keys()):
        stream = f"{room}:{code}"
        if code not in kept:
            yield (
                stream,
                0,
                _("the ledger knows %s, and its row is missing") % stream,
            )
        elif code not in told:
            yield (
                stream,
                0,
                _("%s stands in the register, and no event entered it")
                % stream,
            )
        else:
            for column, value in kept[code].items():
                if value != told[code][column]:
                    said = _(
                        "column %(column)s of %(stream)s is not what the events say"
                    )
                    yield stream, 0, said % {"column": column, "stream": stream}


def _check_paths(told: RegisterTold) -> Iterator[Told]:
    """The path spells the way down the tree, by which it is decided who stands under whom."""
    for code, path in Organ.objects.values_list("code", "path"):
        if path != _path(told, code):
            yield (
                f"organ:{code}",
                0,
                _(
                    "the place of organ %s in the tree is not what the events say"
                )
                % code,
            )


def _path(told: RegisterTold, code: str) -> str:
    way: list[str] = []
    at: str | None = code
    while at in told.organs and at not in way:
        way.append(at)
        at = told.organs[at]["parent"]
    return "/" + "".join(f"{step}/" for step in reversed(way))


def _check_competence(told: RegisterTold) -> Iterator[Told]:
    kept = {
        (row.topic_id, row.area_id or "", row.organ_id): row.note
        for row in Competence.objects.all()
    }
    for triple in sorted(told.competence.keys() | kept.keys()):
        if told.competence.get(triple) != kept.get(triple):
            said = (
                _("who is competent for topic %s is not what the events say")
                % triple[0]
            )
            yield f"organ:{triple[2]}", 0, said


def _check_staff(told: RegisterTold) -> Iterator[Told]:
    kept = {row.pk: row for row in Staff.objects.all()}
    for staff in sorted(told.staff.keys() | kept.keys()):
        row = kept.get(staff)
        if row is None:
            yield (
                f"staff:{staff}",
                0,
                _("the ledger knows member of staff %d, and the row is missing")
                % staff,
            )
        elif staff not in told.staff:
            yield (
                f"staff:{staff}",
                0,
                _(
                    "member of staff %d stands in the register, and no event entered them"
                )
                % staff,
            )
        elif row.is_active != told.staff[staff]:
            yield (
                f"staff:{staff}",
                0,
                _(
                    "whether member of staff %d can sign in is not what the events say"
                )
                % staff,
            )
        if row is not None and (row.is_superuser or row.is_staff):
            yield (
                f"staff:{staff}",
                0,
                _(
                    "member of staff %d has rights that this program gives nobody"
                )
                % staff,
            )


Line = tuple[int, str, str, date | None, date | None]


def _check_postings(told: RegisterTold) -> Iterator[Told]:
    """Posts are compared as a whole: the same post may be held again later."""
    rows = Posting.objects.all()
    kept: Counter[Line] = Counter(
        (row.staff_id, row.organ_id, row.post, row.from_date, row.to_date)
        for row in rows
    )
    for posting in told.postings:
        fitting = _fitting(kept, posting)
        if fitting is None:
            yield _posting(
                posting.organ,
                posting.staff,
                posting.post,
                _("was recorded, and the row is missing or another"),
            )
        else:
            kept[fitting] -= 1
    for staff, organ, post, _first, _last in sorted(
        (+kept).elements(), key=str
    ):
        yield _posting(
            organ,
            staff,
            post,
            _("stands in the register, and no event entered it"),
        )


def _fitting(kept: Counter[Line], posting: PostingTold) -> Line | None:
    for line, number in kept.items():
        staff, organ, post, first, last = line
        same = number > 0 and (staff, organ, post) == (
            posting.staff,
            posting.organ,
            posting.post,
        )
        ends = (
            last is not None
            if posting.to_date == date.max
            else last == posting.to_date
        )
        if same and ends and posting.from_date in {None, first}:
            return line
    return None


def _posting(organ: str, staff: int, post: str, what: str) -> Told:
    said = _(
        "the post %(post)s of member of staff %(staff)d in organ %(organ)s %(what)s"
    )
    return (
        f"organ:{organ}",
        0,
        said % {"post": post, "staff": staff, "organ": organ, "what": what},
    )


def _check_proposals(told: RegisterTold) -> Iterator[Told]:
    kept = {
        row.pk: {
            "organ": row.organ_id,
            "staff": row.staff_id,
            "by": f"staff:{row.proposed_by_id}",
            "at": row.proposed_at,
            "answer": row.answer,
        }
        for row in ReaderProposal.objects.all()
    }
    for number in sorted(told.proposals.keys() | kept.keys()):
        if told.proposals.get(number) != kept.get(number):
            organ = (told.proposals.get(number) or kept[number])["organ"]
            yield (
                f"organ:{organ}",
                0,
                _("the proposal %d of a reader is not what the events say")
                % number,
            )
