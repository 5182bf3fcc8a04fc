"""A walk through every door: every form that somebody can write into, filled with words
that can be recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.web.officer.conftest import TODAY

from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter import reads

DOORS = ("officer", "supervisor", "public")
STATES = ("", "registered", "forwarded", "accepted", "decided", "served")
STAFF = ("dispatcher", "chief", "green", "green_head", "supervisor", "inspector")
BACKEND = "huiyin.web.kit.accounts.StaffBackend"
WRITTEN = {"text", "tel", "email", "search"}
NOT_WORDS = {"code"}  # a secret: it is never kept


@dataclass
class Sheet:
    """A form of a page: its fixed fields, and the names of those into which somebody writes."""

    fixed: dict[str, list[str]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    def filled(self) -> dict[str, Any]:
        """The form as somebody sends it."""
        return {**self.fixed, **{name: marker(name) for name in self.written}}

    def markers(self) -> list[str]:
        """What must come back."""
        return [marker(name) for name in self.written if name not in NOT_WORDS]


def marker(name: str) -> str:
    """Words that stand nowhere else."""
    return f"写在“{name}”里的话"


class _Sheets(HTMLParser):
    """The forms of a page that are sent by POST."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Sheet] = []
        self._open: Sheet | None = None
        self._list = ""
        self._radios: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Sheet() if given.get("method", "").lower() == "post" else None
            if self._open is not None:
                self.found.append(self._open)
        if self._open is None:
            return
        name = given.get("name", "")
        if tag == "textarea":
            self._open.written.append(name)
        elif tag == "select":
            self._list = name
        elif tag == "option" and given.get("value") and self._list and self._list not in self._open.fixed:
            self._open.fixed[self._list] = [given["value"]]
        elif tag == "input":
            self._input(self._open, given.get("type", "text"), name, given)

    def _input(self, sheet: Sheet, kind: str, name: str, given: dict[str, str]) -> None:
        if kind in WRITTEN and given.get("inputmode") != "numeric":
            sheet.written.append(name)
        elif kind == "number" or given.get("inputmode") == "numeric":
            sheet.fixed[name] = [given.get("value") or "2"]
        elif kind == "date":
            sheet.fixed[name] = [TODAY]
        elif kind in {"radio", "checkbox"}:
            sheet.fixed.setdefault(name, [given.get("value", "on")])
        elif kind == "hidden":
            sheet.fixed.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


@dataclass(frozen=True)
class Written:
    """A form that somebody has written into: on which page, and who (a member of staff,
    or a petitioner by matter).
    """

    address: str
    sheet: Sheet
    staff: str = ""
    life: Life | None = None

    def client(self, *, strict: bool = False) -> Client:
        """A browser in which this person has the page open."""
        client = Client(enforce_csrf_checks=strict, raise_request_exception=False)
        if self.staff:
            sign_in(client, self.staff)
        elif self.life is not None:
            open_matter(client, self.life)
        return client

    @property
    def is_somebodys(self) -> bool:
        """Whether one has to sign in, or to open one's matter, for this page."""
        return bool(self.staff) or self.address.startswith("/follow/matter")

    def __str__(self) -> str:
        """For messages."""
        return f"{self.staff or 'public'} {self.address}"


def sign_in(client: Client, username: str) -> None:
    """Let a member of staff sign in, in the session that the browser has."""
    client.force_login(get_user_model().objects.get(username=username), backend=BACKEND)


def open_matter(client: Client, life: Life) -> None:
    """Let a petitioner into their matter, in the session that the browser has; past the
    page, which may be strict.
    """
    key = client.cookies.get(settings.SESSION_COOKIE_NAME)
    session = SessionStore(key.value if key else None)
    until = moment(TODAY, 11).isoformat()
    session["huiyin_matter"] = {"case": life.filed.case_id, "until": until, "agent": 0}
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)


def sheets(page: str) -> list[Sheet]:
    """The forms of a page that one can write into."""
    return [sheet for sheet in _Sheets(page).found if any(name not in NOT_WORDS for name in sheet.written)]


def shows(page: str, markers: list[str]) -> bool:
    """Whether a page holds all of this."""
    plain = unescape(page)
    return all(one in plain for one in markers)


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the three doors, with its namespace."""

    def inside(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from inside(one, one.namespace or namespace)
            elif namespace in DOORS:
                yield namespace, one

    yield from inside(get_resolver(), "")


def lives(district: District) -> list[Life]:
    """One matter in each stage, one of several people, and one that is sealed."""
    found = []
    for state in STATES:
        life = Life.begin(district)
        found.append(life.until(state) if state else life)
    return found


def addresses(life: Life, staff: str, district: District) -> list[str]:
    """Every page of a door that this person may open for this matter, each act that is
    theirs included.
    """
    given: dict[str, Any] = {
        "case_id": life.filed.case_id,
        "attachment_id": "0" * 32,
        "position": 1,
        "contact_id": f"{life.filed.case_id}.1",
        "claim": "wages",
    }
    at = moment(TODAY)
    by = getattr(district, staff) if staff else Actor.petitioner(life.filed.case_id)
    view = reads.access_case(by=Actor.system(), case_id=life.filed.case_id)
    steps = [option.step for option in reads.options(view=view, by=by, at=at) if option.ruling.allowed]
    found = []
    for namespace, pattern in patterns():
        if (namespace == "public") == bool(staff):
            continue
        names = pattern.pattern.converters
        if pattern.name in {"handover", "charge_many"}:
            found.append(f"{reverse(f'officer:{pattern.name}')}?case={life.filed.case_id}")
        elif "step" in names:
            found += [reverse(f"{namespace}:{pattern.name}", kwargs={**_only(given, names), "step": s}) for s in steps]
        elif set(names) <= set(given):
            found.append(reverse(f"{namespace}:{pattern.name}", kwargs=_only(given, names)))
    return found


def _only(given: dict[str, Any], names: Any) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}


def walk(district: District) -> list[Written]:
    """Every form of every door, each once for whoever it is shown to first in each
    stage of a matter.
    """
    found: dict[tuple[Any, ...], Written] = {}
    looked: set[tuple[str, str]] = set()
    for life in lives(district):
        for staff in ("", *STAFF):
            person = Written("", Sheet(), staff, None if staff else life)
            client = person.client()
            for address in addresses(life, staff, district):
                page = address.replace(life.filed.case_id, "-")
                if (page, staff if "-" not in page else "") in looked:
                    continue
                looked.add((page, staff if "-" not in page else ""))
                for number, sheet in enumerate(_of(client, address)):
                    found.setdefault((page, number), Written(address, sheet, staff, None if staff else life))
    return list(found.values())


def _of(client: Client, address: str) -> list[Sheet]:
    got = client.get(address)
    page = got.status_code == 200 and got.headers["Content-Type"].startswith("text/html")
    return sheets(got.content.decode()) if page else []
