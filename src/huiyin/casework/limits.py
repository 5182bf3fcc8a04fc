"""Limits as an event's payload keeps them, and what runs until them: duties that are
opened or moved, rights of the petitioner. Pure, as :mod:`huiyin.casework.effects` is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Json = dict[str, Any]


def iso(day: date | None) -> str | None:
    """A day as a payload keeps it; None for none."""
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    """A day of a payload; None for none."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Limit:
    """A counted limit: from ``base_date``, so many ``days`` of a ``unit`` ("calendar",
    "working", "month", "year"), longer by ``extension_days`` and by the ``stopped_days``
    for which its clock stood still. ``last_day`` is the day reached by counting,
    ``due_date`` where it ends once it has moved off days of rest; ``provisional`` while
    the calendar of that year is not published.
    """

    base_date: date
    days: int
    unit: str
    extension_days: int
    last_day: date
    due_date: date
    provisional: bool
    stopped_days: int = 0

    def entry(self) -> Json:
        """The limit as a payload keeps it."""
        entry: Json = {
            "base": self.base_date.isoformat(),
            "days": self.days,
            "unit": self.unit,
            "ext": self.extension_days,
            "last": self.last_day.isoformat(),
            "due": self.due_date.isoformat(),
            "provisional": self.provisional,
        }
        if self.stopped_days:
            entry["stopped"] = self.stopped_days
        return entry

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Limit:
        """The limit of a payload's entry."""
        return cls(
            base_date=date.fromisoformat(entry["base"]),
            days=entry["days"],
            unit=entry["unit"],
            extension_days=entry["ext"],
            last_day=date.fromisoformat(entry["last"]),
            due_date=date.fromisoformat(entry["due"]),
            provisional=entry["provisional"],
            stopped_days=entry.get("stopped", 0),
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A duty that is opened: its kind, whose it is, and on which article it rests.

    ``source`` is the pack that the rule comes from, where the matter's own pack stands
    on it.
    """

    kind: str
    owner: str
    article: str
    verified: bool
    limit: Limit
    source: str = ""

    def entry(self) -> Json:
        """The duty as a payload keeps it."""
        entry = {
            "kind": self.kind,
            "owner": self.owner,
            "article": self.article,
            "verified": self.verified,
            **self.limit.entry(),
        }
        if self.source:
            entry["source"] = self.source
        return entry

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Opened:
        """The duty of a payload's entry."""
        return cls(
            kind=entry["kind"],
            owner=entry["owner"],
            article=entry["article"],
            verified=entry["verified"],
            limit=Limit.read(entry),
            source=entry.get("source", ""),
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """A duty (``ref``) whose last day moves from ``old_due_date``; ``resumed`` where its
    clock runs again.
    """

    ref: str
    old_due_date: date
    limit: Limit
    resumed: bool = False

    def entry(self) -> Json:
        """The move as a payload keeps it."""
        entry = {
            "ref": self.ref,
            "was": self.old_due_date.isoformat(),
            **self.limit.entry(),
        }
        if self.resumed:
            entry["resumed"] = True
        return entry

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Moved:
        """The move of a payload's entry."""
        return cls(
            ref=entry["ref"],
            old_due_date=date.fromisoformat(entry["was"]),
            limit=Limit.read(entry),
            resumed=entry.get("resumed", False),
        )


@dataclass(frozen=True, slots=True)
class RightOpened:
    """Something that the petitioner may do from now on; without days where the law sets
    no limit.
    """

    kind: str
    article: str
    last_day: date | None
    due_date: date | None
    provisional: bool
    source: str = ""

    def entry(self) -> Json:
        """The right as a payload keeps it."""
        entry: Json = {
            "kind": self.kind,
            "article": self.article,
            "last": iso(self.last_day),
            "due": iso(self.due_date),
            "provisional": self.provisional,
        }
        if self.source:
            entry["source"] = self.source
        return entry

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> RightOpened:
        """The right of a payload's entry."""
        return cls(
            kind=entry["kind"],
            article=entry["article"],
            last_day=day_of(entry["last"]),
            due_date=day_of(entry["due"]),
            provisional=entry["provisional"],
            source=entry.get("source", ""),
        )
