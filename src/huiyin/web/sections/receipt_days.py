"""From which day an answer counts as received, and how that is said: not always the day
that somebody wrote down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from huiyin.casework.events import CaseState
from huiyin.casework.matter import participants
from huiyin.law.rules.pack import Pack
from huiyin.web.kit import dates

# The right of a petitioner who does not have the answer in writing yet
OUTSTANDING = "written_answer"


def counted(pack: Pack, days: Mapping[str, date | str]) -> date | None:
    """The day from which what was served counts as received, among the dates that a
    step sets; None for no service.
    """
    known = {
        name: date.fromisoformat(day) if isinstance(day, str) else day
        for name, day in days.items()
    }
    names = (
        pack.answered,
        *participants.ON_APPEAL.values(),
        *participants.EACH_RECEIVED,
    )
    return next((known[name] for name in names if name in known), None)


def said(
    pack: Pack, payload: Mapping[str, Any], today: date | None = None
) -> str:
    """The sentence about an event: counts as received on that day; "" where nothing was
    served, or not in writing.
    """
    basis = counted(pack, payload.get("dates", {}))
    if basis is None or OUTSTANDING in {
        right["kind"] for right in payload.get("rights_opened", ())
    }:
        return ""
    day = dates.say_day(basis, today) if today else dates.say_short(basis)
    return gettext("Counts as received on %(day)s") % {"day": day}


def of_matter(pack: Pack, state: CaseState, today: date) -> str:
    """The same about the answer that a matter has; "" while there is none in writing."""
    return said(
        pack,
        {
            "dates": state.dates,
            "rights_opened": [{"kind": right.kind} for right in state.rights],
        },
        today,
    )


def ground(pack: Pack, payload: Mapping[str, Any]) -> str:
    """Why it was served by public notice, in the pack's words; "" where it was not."""
    told = payload.get("values", {}).get("notice_ground") or payload.get(
        "data", {}
    ).get("notice_ground")
    vocabulary = pack.terms.get("notice_grounds")
    if not told or vocabulary is None or told not in vocabulary.terms:
        return ""
    return vocabulary.terms[told].title.in_language(get_language() or "en")


def lines(pack: Pack, payload: Mapping[str, Any]) -> Iterator[str]:
    """What an event of service says in the history: why by public notice, and from
    which day it counts.
    """
    reason, received = ground(pack, payload), said(pack, payload)
    if reason:
        yield gettext("Public notice: %(reason)s") % {"reason": reason}
    if received:
        yield received
