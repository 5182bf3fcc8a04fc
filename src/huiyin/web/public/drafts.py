"""A petition while it is being written: kept on the server, encrypted, for a day, in
the visitor's session.

The session key ``huiyin_draft`` holds one sealed text. Nothing of it can be read
without the vault's keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpRequest

from huiyin.people import acts as people

KEY = "huiyin_draft"
PURPOSE = "public.draft"
LIFE = timedelta(hours=24)


def new_token() -> str:
    """A token that nobody can guess: it names the draft's files and makes handing in
    twice the same as once.
    """
    return uuid4().hex


def is_token(text: str) -> bool:
    """Whether a text that came from outside can be a token."""
    return len(text) == 32 and all(sign in "0123456789abcdef" for sign in text)


@dataclass(slots=True)
class Draft:
    """What was said so far, which questions were answered, and what was tried and could
    not be taken yet.
    """

    token: str
    started_at: datetime
    answers: dict[str, Any] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    uploads: bool = False
    tried: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, step: str, answers: Mapping[str, Any]) -> None:
        """Remember the answers of one page."""
        self.answers.update(answers)
        self.tried.pop(step, None)
        if step not in self.done:
            self.done.append(step)


def start(at: datetime) -> Draft:
    """A new, empty draft."""
    return Draft(token=new_token(), started_at=at)


def load(request: HttpRequest, at: datetime) -> Draft | None:
    """The visitor's draft; None when there is none, when it is older than a day, or
    when it cannot be opened.
    """
    sealed = request.session.get(KEY)
    if not sealed:
        return None
    try:
        kept = json.loads(people.open_sealed(sealed, PURPOSE))
        draft = Draft(
            token=kept["token"],
            started_at=datetime.fromisoformat(kept["started_at"]),
            answers=kept["answers"],
            done=kept["done"],
            uploads=kept["uploads"],
            tried=kept["tried"],
        )
    except (people.SealBroken, ValueError, KeyError, TypeError):
        discard(request)
        return None
    if at - draft.started_at >= LIFE:
        discard(request)
        return None
    return draft


def save(request: HttpRequest, draft: Draft) -> None:
    """Keep the draft in the session, sealed."""
    kept = {
        "token": draft.token,
        "started_at": draft.started_at.isoformat(),
        "answers": draft.answers,
        "done": draft.done,
        "uploads": draft.uploads,
        "tried": draft.tried,
    }
    request.session[KEY] = people.seal(
        json.dumps(kept, ensure_ascii=False).encode(), PURPOSE
    )
    if "_auth_user_id" not in request.session:
        # A citizen's session lives as long as the draft may; that of a member of staff
        # keeps its own, shorter life.
        request.session.set_expiry(int(LIFE.total_seconds()))


def discard(request: HttpRequest) -> None:
    """Forget the draft."""
    request.session.pop(KEY, None)
