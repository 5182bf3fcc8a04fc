"""Telling everybody the result of a re-review after a hearing (R22 Art 36), and nothing
about a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.handling.acts import take
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads
from huiyin.casework.matter.work import NO_DATA

PUBLISHED = ("heading", "text")
LONG_NUMBER = re.compile(
    r"\d[\d \-‐–—\uff10-\uff19]{5,}\d|\d{7,}"
)  # a telephone or an identity number, never a date
A_DAY = re.compile(r"(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)")


def publish(
    *,
    case_id: str,
    step: str,
    args: Mapping[str, Any] = NO_DATA,
    by: Actor,
    at: datetime,
    agent: int = 0,
) -> CaseState:
    """Publish the result of a re-review (R22 Art 36): whether there was a hearing is
    looked up, not asked.

    Raises Invalid where the words hold a long number, as telephones and identity papers
    have; names are for whoever publishes to look for, and they confirm that there are
    none.
    """
    for name in PUBLISHED:
        if LONG_NUMBER.search(A_DAY.sub("", str(args.get(name) or ""))):
            raise Invalid(
                name,
                _(
                    "there is a long number in it, as telephones and identity "
                    "papers have: take it out"
                ),
            )
    told = on_record(args, reads.access_case(by=by, case_id=case_id).state)
    return take(case_id=case_id, step=step, args=told, by=by, at=at, agent=agent)


def on_record(args: Mapping[str, Any], state: CaseState) -> dict[str, Any]:
    """What is published, with whether there was a hearing in the re-review, as the
    matter's record says.
    """
    return {**args, "heard": state.values.get("rereview_heard") is True}
