"""From which day an answer counts as received, and how that is said: not always the day that somebody wrote down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from huiyin.casework.cases import participants
from huiyin.law.rules import Pack
from huiyin.web import dates


def counted(pack: Pack, days: Mapping[str, date | str]) -> date | None:
    """The day from which what was served counts as received, among the dates that a step sets; None for no service."""
    for name in (pack.answered, *participants.ON_APPEAL.values(), *participants.EACH_RECEIVED):
        if name in days:
            found = days[name]
            return date.fromisoformat(found) if isinstance(found, str) else found
    return None


def said(pack: Pack, payload: Mapping[str, Any], today: date | None = None) -> str:
    """The sentence about an event: counts as received on that day; "" where nothing was served."""
    found = counted(pack, payload.get("dates", {}))
    if found is None:
        return ""
    day = dates.say_day(found, today) if today else dates.say_short(found)
    return gettext("Counts as received on %(day)s") % {"day": day}


def ground(pack: Pack, payload: Mapping[str, Any]) -> str:
    """Why it was served by public notice, in the pack's words; "" where it was not."""
    told = payload.get("values", {}).get("notice_ground") or payload.get("data", {}).get("notice_ground")
    vocabulary = pack.terms.get("notice_grounds")
    if not told or vocabulary is None or told not in vocabulary.terms:
        return ""
    return vocabulary.terms[told].title.in_language(get_language() or "en")


def lines(pack: Pack, payload: Mapping[str, Any]) -> Iterator[str]:
    """What an event of service says in the history: why by public notice, and from which day it counts."""
    reason, received = ground(pack, payload), said(pack, payload)
    if reason:
        yield gettext("Public notice: %(reason)s") % {"reason": reason}
    if received:
        yield received
