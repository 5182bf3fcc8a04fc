"""Walks through the product as everybody at once and sends what nobody thought of; a
seed walks the same way again.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth import get_user_model
from django.core.signals import got_request_exception
from django.test import Client
from django.test.client import ClientHandler
from tests.fuzz import odd, pages
from tests.fuzz.pages import Form
from tests.fuzz.world import QUERIES, Clock, Route, World, refresh

from huiyin.web.kit.receiving import tidied
from huiyin.web.public import access

BACKEND = "huiyin.web.kit.accounts.StaffBackend"
KEPT = 60
RENEWED_EVERY = 500
SENT_ALONG = (
    "do",
    "token",
    "draft",
    "shown",
    "seen",
    "case",
    "organ",
    "back",
    "next",
    "has_files",
    "unjudged",
    "then",
    "login",
    "password",
)
ON_EVERY_PAGE = ("/language/", "/account/logout/")
METHODS = ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND")


@dataclass(frozen=True)
class Broken:
    """An answer of 500 or above: what was asked, by whom, and where it broke."""

    number: int
    who: str
    what: str
    status: int
    trace: str

    @property
    def place(self) -> str:
        """Where it broke: the last line of ours in the trace and the error; what
        happened before is left out.
        """
        lines = self.trace.strip().splitlines() or ["no exception"]
        ours = [line.strip() for line in lines if "/huiyin/" in line and line.strip().startswith("File")]
        return f"{ours[-1] if ours else lines[0].strip()} · {lines[-1][:160]}"


@dataclass
class Person:
    """Somebody with a browser: what their last pages offered, and how they come in (again)."""

    who: str
    client: Client
    enter: Callable[[Client], None]
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    inside: bool = False


class Door(ClientHandler):
    """The test client's way in, behind what our WSGI application does before Django."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        """Take the request as our server would."""
        return super().__call__(tidied(environ))


@dataclass
class Walker:
    """One walk. ``seed`` and ``world`` decide it."""

    seed: int
    world: World
    clock: Clock
    statuses: Counter[int] = field(default_factory=Counter)
    routes: Counter[str] = field(default_factory=Counter)
    broken: list[Broken] = field(default_factory=list)
    diary: list[str] | None = None
    sent: int = 0

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.inner = [route for route in self.world.routes if route.pattern.startswith("/office")]
        self.outer = [route for route in self.world.routes if route not in self.inner]
        self.people = [self._visitor("visitor"), self._visitor("visitor without a token", tokens=True)]
        self.people += [self._member(name) for name in self.world.staff]
        self.people += [self._member(self.world.staff[0], tokens=True)]
        self.people += [self._owner(place) for place in range(4)]
        self.people += [self._follower(number, code) for number, code in self.world.samples]

    def walk(self, requests: int, progress: Callable[[int], None] = lambda _n: None) -> None:
        """Send so many requests."""
        got_request_exception.connect(self._note, weak=False, dispatch_uid=id(self))
        try:
            for _ in range(requests):
                self.step()
                progress(self.sent)
        finally:
            got_request_exception.disconnect(dispatch_uid=id(self))

    def step(self) -> None:
        """One request of one person."""
        self.sent += 1
        self.clock.tick()
        if self.sent % RENEWED_EVERY == 0:
            refresh(self.world)
        person = self.rng.choice(self.people)
        chosen = self.rng.random()
        if chosen < 0.45 and person.forms:
            self._send_form(person, self.rng.choice(person.forms))
        elif chosen < 0.65 and person.links:
            self._ask(person, "GET", self.rng.choice(person.links))
        elif chosen < 0.93:
            self._ask(person, "GET", self._address(person))
        else:
            self._send_raw(person)

    # who comes

    def _visitor(self, who: str, *, tokens: bool = False) -> Person:
        return Person(who, self._client(tokens), lambda _client: None)

    def _member(self, username: str, *, tokens: bool = False) -> Person:
        user = get_user_model().objects.get(username=username)
        person = Person(
            username, self._client(tokens), lambda client: client.force_login(user, backend=BACKEND), inside=True
        )
        person.enter(person.client)
        return person

    def _owner(self, place: int) -> Person:
        """Somebody to whom a matter stands open, without a code: another one each time
        they come in.
        """

        def enter(client: Client) -> None:
            session: Any = client.session
            case_id = self.rng.choice(self.world.pools["case_id"])
            until = (self.clock.at + access.LIFE).isoformat()
            session[access.KEY] = {"case": case_id, "until": until, "agent": self.rng.choice((0, 0, 0, 1))}
            session.save()
            client.cookies["sessionid"] = session.session_key

        person = Person(f"petitioner {place}", self._client(), enter)
        person.enter(person.client)
        return person

    def _follower(self, number: str, code: str) -> Person:
        def enter(client: Client) -> None:
            client.post("/follow", {"number": number, "code": code})

        person = Person(f"whoever filed {number}", self._client(), enter)
        person.enter(person.client)
        return person

    def _client(self, tokens: bool = False) -> Client:
        client = Client(enforce_csrf_checks=tokens, raise_request_exception=False)
        client.handler = Door(enforce_csrf_checks=tokens)
        return client

    # what is asked

    def _address(self, person: Person) -> str:
        routes = self.inner if person.inside else self.outer
        route = self.rng.choice(routes if self.rng.random() < 0.85 else self.world.routes)
        address = route.pattern
        fitting = self._fitting(route)
        for name, _kind in route.holes:
            pool = fitting.get(name) or self.world.pools.get(name, ())
            value = self.rng.choice(pool) if pool and self.rng.random() < 0.85 else odd.text(self.rng)
            address = address.replace(f"<{name}>", quote(value[:2000], safe="", errors="surrogatepass"))
        if self.rng.random() < 0.4:
            address += "?" + self._query()
        return address

    def _fitting(self, route: Route) -> dict[str, tuple[str, ...]]:
        """Values for two parts of an address that belong together, half of the time."""
        names = {name for name, _kind in route.holes}
        for pair, known in self.world.together.items():
            if known and names.issuperset(pair) and self.rng.random() < 0.5:
                return {name: (value,) for name, value in zip(pair, self.rng.choice(known), strict=True)}
        return {}

    def _query(self) -> str:
        asked = [(self.rng.choice(QUERIES), self._value()) for _ in range(self.rng.randrange(1, 4))]
        return urlencode(asked, errors="surrogatepass")

    def _value(self) -> str:
        chosen = self.rng.random()
        if chosen < 0.45:
            return odd.text(self.rng)
        if chosen < 0.75:
            return self.rng.choice(odd.PLAUSIBLE)
        pool = self.rng.choice(sorted(name for name, values in self.world.pools.items() if values))
        return self.rng.choice(self.world.pools[pool])

    def _filled(self, form: Form) -> dict[str, list[Any]]:
        """A form as somebody may fill it in who reads it."""
        filled: dict[str, list[Any]] = {}
        for name, one in form.fields.items():
            if one.kind == "file":
                filled[name] = [odd.file(self.rng) for _ in range(self.rng.choice((0, 0, 1, 1, 2)))]
            elif one.choices:
                many = one.kind == "checkbox"
                filled[name] = (
                    self.rng.sample(one.choices, self.rng.randrange(len(one.choices) + 1))
                    if many
                    else [self.rng.choice(one.choices)]
                )
            elif one.kind == "hidden" or (one.value and self.rng.random() < 0.6):
                filled[name] = [one.value]
            else:
                filled[name] = [self.rng.choice(odd.PLAUSIBLE)]
        return filled

    def _spoil(self, filled: dict[str, list[Any]]) -> None:
        """Change some of it into what the form was not made for."""
        for _ in range(self.rng.choice((0, 0, 0, 0, 1, 1, 2, 6))):
            name = self.rng.choice([*filled, *SENT_ALONG])
            how = self.rng.random()
            if how < 0.55:
                filled[name] = [odd.text(self.rng)]
            elif how < 0.65:
                filled.pop(name, None)
            elif how < 0.75:
                filled[name] = [*filled.get(name, []), self._value()]
            elif how < 0.85:
                filled[odd.text(self.rng)[:200]] = [self._value()]
            elif how < 0.92:
                filled[name] = [odd.file(self.rng)]
            else:
                filled[name] = [self._value()]

    def _send_form(self, person: Person, form: Form) -> None:
        filled = self._filled(form)
        self._spoil(filled)
        if form.method == "GET":
            asked = [(name, value) for name, values in filled.items() for value in values if isinstance(value, str)]
            self._ask(person, "GET", form.action.split("?")[0] + "?" + urlencode(asked, errors="surrogatepass"))
            return
        files = any(not isinstance(value, str) for values in filled.values() for value in values)
        if files or self.rng.random() < 0.5:
            content, kind = _multipart(filled), "multipart/form-data; boundary=FuzzFuzz"
        else:
            pairs = [(name, value) for name, values in filled.items() for value in values]
            content, kind = (urlencode(pairs, errors="surrogatepass").encode(), "application/x-www-form-urlencoded")
        self._ask(person, "POST", form.action, content, kind)

    def _send_raw(self, person: Person) -> None:
        kind, content = odd.raw(self.rng)
        method = "POST" if self.rng.random() < 0.7 else self.rng.choice(METHODS)
        forms = [form.action for form in person.forms if form.method == "POST"]
        address = self.rng.choice(forms) if forms and self.rng.random() < 0.6 else self._address(person)
        self._ask(person, method, address, content, kind, odd.headers(self.rng) if self.rng.random() < 0.5 else {})

    # asking

    def _ask(
        self,
        person: Person,
        method: str,
        address: str,
        content: bytes = b"",
        kind: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        headers = dict(headers or {})
        if not headers and self.rng.random() < 0.03:
            headers = odd.headers(self.rng)
        self._asked = (person.who, f"{method} {address} {kind} {headers} {content[:3000]!r}")
        before = len(self.broken)
        try:
            response = person.client.generic(method, address, content, kind or "application/octet-stream", **headers)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        except Exception:  # noqa: BLE001 - what the client itself lets through broke all the same
            self.broken.append(Broken(self.sent, *self._asked, 599, traceback.format_exc()))
            return
        status = response.status_code
        self.statuses[status] += 1
        if status >= 500 and len(self.broken) == before:
            self.broken.append(Broken(self.sent, *self._asked, status, ""))
        found = response.wsgi_request.resolver_match  # the client's own would resolve the address once more
        route = getattr(found, "route", "") if status < 400 else ""
        self.routes[route] += bool(route)
        if self.diary is not None:
            self.diary.append(f"{person.who} {method} {route} {status}")
        self._look(person, address, status, response.headers, body)

    def _look(self, person: Person, address: str, status: int, headers: Any, body: bytes) -> None:
        """Remember what the page offers; come in again where the door has closed."""
        if status == 302:
            goes = headers.get("Location", "")
            if goes.startswith("/account/login") or goes == "/follow":
                person.enter(person.client)
            elif goes.startswith("/"):
                person.links = [*person.links, goes][-KEPT:]
        if status < 500 and headers.get("Content-Type", "").startswith("text/html") and len(body) < 600_000:
            page = body.decode(errors="replace")
            offered = pages.links(page)
            person.links = [*person.links, *self.rng.sample(offered, min(len(offered), 20))][-KEPT:]
            asked = [
                form
                for form in pages.forms(page, address)
                if form.action not in ON_EVERY_PAGE or self.rng.random() < 0.05
            ]
            person.forms = [*person.forms, *asked][-KEPT // 4 :]

    def _note(self, **_: object) -> None:
        self.broken.append(Broken(self.sent, *self._asked, 500, traceback.format_exc()))


def _multipart(filled: dict[str, list[Any]]) -> bytes:
    """The form with its files, each with the name that it was given, whatever stands in it."""
    return b"".join([*(_part(name, value) for name, values in filled.items() for value in values), b"--FuzzFuzz--\r\n"])


def _part(name: str, value: Any) -> bytes:
    safe = name.replace('"', "%22").replace("\r", "").replace("\n", "")
    head, body, kind = f'form-data; name="{safe}"', value, ""
    if not isinstance(value, str):
        head += f'; filename="{value.name}"'
        kind, body = f"Content-Type: {value.kind}\r\n", value.body
    else:
        body = value.encode(errors="surrogatepass")
    top = f"--FuzzFuzz\r\nContent-Disposition: {head}\r\n{kind}\r\n".encode(errors="surrogatepass")
    return top + body + b"\r\n"
