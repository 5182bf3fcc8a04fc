"""What the figures count of a matter, and no more of it: codes, days and numbers, never a
person, never a word.

Read from the rows as they stand, so that nothing that an event changes can be missed.
Days are numbers (20261130): shorter than a date, ordered like it, and the month and the
year are a division away. What a matter counts for: ``contributions``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils import timezone

from huiyin.casework.events import CANCELLED, DISCHARGED, UNRECORDED
from huiyin.casework.lists.statistics import LATEST_SIMPLIFIED, SIMPLIFIED
from huiyin.casework.matter.work import stream
from huiyin.casework.models import Case, Contact, Duty, Remedy
from huiyin.ledger import reads as ledger

MATTERS: Final = stream("")

RUNNING: Final = "open"
STOPPED: Final = "stopped"
IN_TIME: Final = "in_time"
LATE: Final = "late"
CLOSED: Final = "closed"
"""How a duty stands: open, with its clock running or standing still; done, in time or
late; not recorded (``UNRECORDED``); closed in another way. Cancelled ones count nowhere.
"""


WRITTEN: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Facts(NamedTuple):
    """One matter. Days are numbers, 0 where there is none.

    ``contacts``: channel, year, whether it was repeated, persons. ``duties``: owner, kind,
    due day, how it stands. ``simplified``: the years in which it was accepted under the
    simplified procedure. ``lapses``: the last days of other lawful ways. ``events``:
    type, year, how many, of the types that are counted.
    """

    register: str
    sealed: bool
    final: bool
    handler: str
    topic: str
    area: str
    category: str
    outcome: str
    rating: str
    ending: str
    received: int
    resolved: int
    reopened: int
    contacts: tuple[tuple[str, int, bool, int], ...] = ()
    duties: tuple[tuple[str, str, int, str], ...] = ()
    simplified: tuple[int, ...] = ()
    lapses: tuple[int, ...] = ()
    events: tuple[tuple[str, int, int], ...] = ()

    def packed(self) -> str:
        """As it is kept; the same facts are packed the same."""
        return WRITTEN.encode(self)


def unpacked(text: str) -> Facts:
    """The facts that ``packed`` made a text of; what were tuples in them are lists."""
    return Facts._make(json.loads(text))


def number(day: date | None) -> int:
    """A day as a number: 30 November 2026 is 20261130; 0 where there is none."""
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def day_of(numbered: int) -> date:
    """The day that a number stands for: ``numbered`` is 20261130."""
    return date(numbered // 10000, numbered // 100 % 100, numbered % 100)


def matters_of(streams: Iterable[str]) -> list[str]:
    """The matters among some streams, by their ids, each once."""
    return [
        name.removeprefix(MATTERS)
        for name in dict.fromkeys(streams)
        if name.startswith(MATTERS)
    ]


def ids_after(case_id: str, *, limit: int) -> list[str]:
    """The ids of the next matters behind one, in order; "" begins. Sealed ones are among
    them: that they are is kept apart from all that is counted of the others.
    """
    rows = Case.objects.filter(pk__gt=case_id).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def matters() -> int:
    """How many matters there are, sealed ones among them."""
    return Case.objects.count()


CASE_COLUMNS = (
    "pk",
    "register",
    "sealed",
    "final",
    "handler",
    "topic",
    "area",
    "category",
    "outcome",
    "rating",
    "ending",
    "received_date",
    "resolved_date",
    "reopened_date",
)


def of(
    case_ids: Collection[str], *, types: Collection[str]
) -> dict[str, Facts]:
    """The facts of some matters as they stand, by id; those that nobody has are left out.
    Five queries. ``types`` are the events that are counted.

    Of a sealed matter nothing but its register and the day on which it came.
    """
    rows = Case.objects.filter(pk__in=case_ids).order_by()
    cases: dict[str, Sequence[Any]] = {
        row[0]: row[1:] for row in rows.values_list(*CASE_COLUMNS)
    }
    told = [key for key, row in cases.items() if not row[1]]
    contacts, lapses = _contacts(told), _lapses(told)
    duties, simplified = _duties(told)
    events = _events(told, types)
    facts = {}
    for key, row in cases.items():
        came, left, anew = (number(day) for day in row[-3:])
        if row[1]:
            facts[key] = _sealed(row[0], came)
            continue
        parts = (contacts, duties, simplified, lapses, events)
        counted = [tuple(sorted(part.get(key, ()))) for part in parts]
        facts[key] = Facts._make((*row[:-3], came, left, anew, *counted))
    return facts


def _sealed(register: str, received: int) -> Facts:
    return Facts(
        register=register,
        sealed=True,
        final=False,
        handler="",
        topic="",
        area="",
        category="",
        outcome="",
        rating="",
        ending="",
        received=received,
        resolved=0,
        reopened=0,
    )


def _contacts(
    case_ids: Collection[str],
) -> Mapping[str, list[tuple[str, int, bool, int]]]:
    rows = Contact.objects.filter(case_id__in=case_ids).order_by()
    counted: dict[str, list[tuple[str, int, bool, int]]] = defaultdict(list)
    for key, channel, day, repeat, persons in rows.values_list(
        "case_id", "channel", "contact_date", "repeat", "persons"
    ):
        counted[key].append((channel, day.year, repeat, persons))
    return counted


def _lapses(case_ids: Collection[str]) -> Mapping[str, list[int]]:
    rows = Remedy.objects.filter(case_id__in=case_ids).order_by()
    counted: dict[str, list[int]] = defaultdict(list)
    for key, last_day in rows.values_list("case_id", "last_day"):
        counted[key].append(number(last_day))
    return counted


DUTY_COLUMNS = (
    "case_id",
    "owner",
    "kind",
    "due_date",
    "status",
    "closed_date",
    "stopped_date",
    "base_date",
)


def _duties(
    case_ids: Collection[str],
) -> tuple[
    Mapping[str, list[tuple[str, str, int, str]]], Mapping[str, set[int]]
]:
    """The duties of matters that count, and the years in which they were accepted under
    the simplified procedure.
    """
    rows = Duty.objects.filter(case_id__in=case_ids).order_by()
    counted: dict[str, list[tuple[str, str, int, str]]] = defaultdict(list)
    simplified: dict[str, set[int]] = defaultdict(set)
    for row in rows.values_list(*DUTY_COLUMNS):
        key, owner, kind, due, status, closed, stopped, base = row
        if kind == SIMPLIFIED and _within(base.year, due):
            simplified[key].add(base.year)
        if status != CANCELLED:
            standing = _standing(status, due, closed, stopped)
            counted[key].append((owner, kind, number(due), standing))
    return counted, simplified


def _within(year: int, due: date) -> bool:
    """The same bound that the recount sets itself (``statistics.simplified``)."""
    return date(year, 1, 1) <= due < date(year + 1, 1, 1) + LATEST_SIMPLIFIED


def _standing(
    status: str, due: date, closed: date | None, stopped: date | None
) -> str:
    if status == RUNNING:
        return STOPPED if stopped else RUNNING
    if status == DISCHARGED and closed is not None:
        return IN_TIME if closed <= due else LATE
    return UNRECORDED if status == UNRECORDED else CLOSED


def _events(
    case_ids: Collection[str], types: Collection[str]
) -> Mapping[str, list[tuple[str, int, int]]]:
    streams = {stream(case_id): case_id for case_id in case_ids}
    zone = timezone.get_default_timezone()
    counts: dict[tuple[str, str, int], int] = defaultdict(int)
    for name, kind, at in ledger.times_of(list(streams), types):
        counts[streams[name], kind, at.astimezone(zone).year] += 1
    by_matter: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for (key, kind, year), times in counts.items():
        by_matter[key].append((kind, year, times))
    return by_matter
