"""What was typed into a form, sealed for half an hour, and bound to whoever typed it.

The envelope lies in the page that answers, or in the visitor's session until they have
signed in again; never in a cookie, a log or a file. Secrets are left out. It is
encrypted like a draft, so that a report of wrongdoing in it is not readable where it
lies.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from huiyin.people import acts as people

FIELD = "huiyin-kept"
LANGUAGE = "huiyin-language"
BY = "huiyin-by"

LIFE = timedelta(minutes=30)
PURPOSE = "web.kept"

_OWN = frozenset({FIELD, LANGUAGE, BY, "csrfmiddlewaretoken"})
_SECRET = ("password", "passwort", "secret", "otp", "pin")
_SECRETS = frozenset({"code", "query_code"})

_BUTTONS = frozenset({"do"})

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """The fields of a form that was sent to ``path``, by ``owner`` ("" where nobody has
    to be known).
    """

    path: str
    owner: str
    until: datetime
    fields: Fields
    files: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Only the type: a traceback must not carry what was written."""
        return f"<{type(self).__name__}>"

    def texts(self) -> list[str]:
        """What somebody wrote, without what was only chosen or ticked, or stands for
        something on our side.
        """
        return [value for _name, value in self.fields if _is_written(value)]

    def sealed(self) -> str:
        """As it leaves our hands."""
        kept = [
            self.path,
            self.owner,
            self.until.isoformat(),
            self.fields,
            self.files,
        ]
        packed = zlib.compress(json.dumps(kept, ensure_ascii=False).encode())
        return people.seal(packed, PURPOSE)


def opened(token: str, *, at: datetime) -> Envelope | None:
    """The envelope that ``sealed`` made; None when it was altered, or its time is over."""
    try:
        path, owner, until, fields, files = json.loads(
            zlib.decompress(people.open_sealed(token, PURPOSE))
        )
        words = Envelope(
            path=path,
            owner=owner,
            until=datetime.fromisoformat(until),
            fields=tuple((name, value) for name, value in fields),
            files=tuple(files),
        )
    except (people.SealBroken, zlib.error, ValueError, TypeError):
        return None
    return words if at < words.until else None


def of_request(request: HttpRequest, *, at: datetime) -> Envelope | None:
    """What a form brought that was sent just now; None where it brought nothing."""
    fields: list[tuple[str, str]] = []
    for name, values in request.POST.lists():
        if name not in _OWN and not _is_secret(name):
            fields += [(name, str(value)) for value in values]
    if not any(value for name, value in fields if name not in _BUTTONS):
        return None
    files: list[str] = []
    for _name, uploaded in request.FILES.lists():
        files += [str(file.name) for file in uploaded if file.name]
    return Envelope(
        path=request.path,
        owner=str(request.POST.get(BY, ""))[:64],
        until=at + LIFE,
        fields=tuple(fields),
        files=tuple(files),
    )


def _is_secret(name: str) -> bool:
    last = name.rpartition("-")[2]
    return last in _SECRETS or any(part in last for part in _SECRET)


def _is_written(value: str) -> bool:
    """Choices, days, ticks and tokens are short and plain ASCII; words have spaces, or
    signs of other scripts.
    """
    plain = value.strip()
    return bool(plain) and (
        not plain.isascii() or " " in plain or "\n" in plain
    )
