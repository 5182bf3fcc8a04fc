"""What every act on the register of organs does: it refuses what makes no sense, holds the
organ still, and appends its event.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.organisations.models import (
    Organ,
)


class InvalidRegister(ValueError):
    """The register would not make sense after this act; the message says why."""


def record(
    stream: str,
    kind: str,
    payload: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    organ: str = "",
) -> None:
    """Append one event to a stream of the register.

    Args:
        stream: the stream, for example "organ:xinan".
        kind: the type of the event.
        payload: what changed.
        by: the actor, as the ledger writes them ("staff:7").
        at: the moment of the act.
        organ: the organ that acted, "" for none.
    """
    append_next(
        stream=stream,
        drafts=[
            EventDraft(type=kind, at=at, actor=by, organ=organ, payload=payload)
        ],
    )


def locked_organ(code: str) -> Organ:
    """An organ's row, held until the transaction ends. Raises ``InvalidRegister`` where
    there is none of this code.
    """
    organ = Organ.objects.select_for_update(no_key=True).filter(pk=code).first()
    if organ is None:
        raise InvalidRegister(f"there is no organ {code}")
    return organ
