"""What an event of the ledger is. Pure: no framework, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

EMPTY: Mapping[str, Any] = MappingProxyType({})

GENESIS = "0" * 64
"""The ``prev_hash`` of the first event of every stream; the stream's name is inside each hash."""


@dataclass(frozen=True, slots=True)
class EventDraft:
    """Something that happened, before the ledger has given it a place.

    ``type`` is a dotted name ("matter.accepted"), ``at`` an aware instant (when it
    happened), ``actor`` who did it ("staff:7", "petitioner", "system"), ``organ`` the
    code of the organ they acted for, ``grounds`` citations such as
    "cn-xinfang/2022-05-01#34", ``pack`` the key of the pack that ruled. ``payload``
    holds ids, codes, dates, whole numbers and yes/no only: no names, no words of a
    petitioner, no fractions.
    """

    type: str
    at: datetime
    actor: str
    organ: str = ""
    grounds: tuple[str, ...] = ()
    pack: str = ""
    payload: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Event:
    """An event with its place in a stream (``seq`` from 1), the time it was written,
    and the link backwards.
    """

    stream: str
    seq: int
    type: str
    at: datetime
    recorded_at: datetime
    actor: str
    organ: str
    grounds: tuple[str, ...]
    pack: str
    payload: Mapping[str, Any]
    prev_hash: str
    hash: str
