"""What is measured over HTTP: each operation as people do it, and what it has to reach.

The goals are those of the issue on speed: so many a second at every size, on two cores,
with the clients on the same cores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any
from urllib.parse import quote

from bench import lives
from bench.clients import FORM, PETITION, Browser, look_at
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.worklist import my_duties
from huiyin.casework.models import Case
from huiyin.demo.district import PASSWORD
from huiyin.web.kit import clock

VISITOR, DISPATCHER, OFFICER, SUPERVISOR = "", "dispatcher", "officer", "supervisor"
CONNECTIONS = 8
DUTIES = "/office/"
OVERVIEW = "/office/overview/"
WORD = "楼道"
TODAY = "today"
CODE = re.compile(r'class="hy-code[^"]*"[^>]*>([^<]+)<')


@dataclass
class World:
    """The register as it stands: matters to look at, and the matters made for the steps."""

    count: int
    rng: Random = field(default_factory=lambda: Random(3))  # noqa: S311 - not for secrets
    fresh: list[str] = field(default_factory=list)
    """Ids of matters that were filed for the steps."""

    @property
    def today(self) -> date:
        """The day of the office."""
        return clock.today()

    def file(self) -> None:
        """The matters that the steps are taken in, filed by acts."""
        for _ in range(self.count):
            self.fresh.append(lives.file(lives.Actor.petitioner(), clock.now()).case_id)

    def cursor(self, pages: int = 20) -> str:
        """Where the worklist goes on after so many pages, as far as it has them."""
        officer, after = lives.actor(OFFICER), ""
        for _ in range(pages):
            page = my_duties(by=officer, filters=Filters(), today=self.today, after=after)
            if not page.next:
                break
            after = page.next
        return after

    def matters(self, *, final: bool) -> list[str]:
        """Ids of matters that the officer's organ handles, open or closed, taken at random."""
        rows = Case.objects.filter(handler=lives.BUSY, final=final, sealed=False)
        ids = list(rows.order_by("id").values_list("id", flat=True)[:5000])
        return [self.rng.choice(ids) for _ in range(self.count)]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. ``who`` does it; ``prepare`` says what each request is about;
    ``goal`` is a second; ``queries`` at most, 0 where nothing is asked.
    """

    name: str
    who: str
    prepare: Callable[[World], Sequence[Any]]
    send: Callable[[Browser, Any], None]
    goal: float
    queries: int = 0
    address: Callable[[World], str] | None = None
    """One address of those that are asked for, whose queries are looked at."""
    changes: bool = False
    """Whether a request cannot be sent twice: then nothing is tried before."""

    def browsers(self, port: int) -> list[Browser]:
        """So many browsers, signed in where somebody has to."""
        found = [Browser(port) for _ in range(CONNECTIONS)]
        for browser in found:
            if self.who:
                browser.sign_in(self.who, PASSWORD)
            else:
                browser.visit(FORM)
        return found


def _looked_at(
    name: str, who: str, addresses: Callable[[World], Sequence[str]], goal: float, queries: int = 0
) -> Operation:
    """An operation that looks at pages."""
    return Operation(name, who, addresses, look_at, goal, queries, address=lambda world: addresses(world)[0])


def _again(address: str) -> Callable[[World], Sequence[str]]:
    return lambda world: [address] * world.count


def _forms(world: World) -> Sequence[str]:
    return [f"/office/case/{case_id}/act/register" for case_id in world.fresh]


def _file_as_a_browser(browser: Browser, _job: Any) -> None:
    browser.visit(FORM)
    browser.file()
    browser.page("/receipt")


def filled(step: str, form: dict[str, str]) -> dict[str, str]:
    """The form of a step as it is sent at the first click: the matter is as it was when it was drawn."""
    today = clock.today().isoformat()
    place = 1 + [name for name, _, _ in STEPS].index(step)
    answers = {name: today if value == TODAY else value for name, value in form.items()}
    return {**answers, "as_of": f"{place}.{today}", "do": "confirm"}


def take(browser: Browser, case_id: str, step: str, form: dict[str, str]) -> None:
    """Take a step by its form."""
    browser.submit(f"/office/case/{case_id}/act/{step}", filled(step, form))


@dataclass(frozen=True, slots=True)
class Party:
    """Those who take part in one life, each with a browser of their own."""

    visitor: Browser
    dispatcher: Browser
    officer: Browser

    @classmethod
    def of(cls, port: int) -> Party:
        """The office's two are signed in."""
        party = cls(Browser(port), Browser(port), Browser(port))
        party.dispatcher.sign_in(DISPATCHER, PASSWORD)
        party.officer.sign_in(OFFICER, PASSWORD)
        party.visitor.visit(FORM)
        return party


def whole_life(party: Party, _job: Any = None) -> None:
    """From filing to rating, in eleven requests: the least that it takes."""
    party.visitor.file()
    receipt = party.visitor.page("/receipt")
    number, code = CODE.findall(receipt)[:2]
    _, _, place = party.dispatcher.request("GET", f"/office/number?number={number}")
    case_id = place.rsplit("/", 1)[1]
    for step, who, form in STEPS:
        take(party.dispatcher if who == DISPATCHER else party.officer, case_id, step, form)
    party.visitor.submit("/follow", {"number": number, "code": code}, to="/follow/matter")
    party.visitor.submit("/follow/matter/rate", {"rating": "satisfied"})


STEPS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("register", DISPATCHER, {"category": "appeal", "topic": PETITION["topic"], "area": PETITION["area"]}),
    ("forward", DISPATCHER, {"to": lives.BUSY}),
    ("notify", OFFICER, {"text": lives.NOTICE}),
    ("accept", OFFICER, {"note": ""}),
    (
        "decide",
        OFFICER,
        {
            "heard": "call",
            "heard_on": TODAY,
            "outcome": "supported",
            "outcome_1": "supported",
            "facts_1": lives.FACTS,
            "basis_1": lives.BASIS,
            "reply_1": lives.REPLY,
            "outcome_2": "supported",
            "facts_2": lives.FACTS,
            "basis_2": lives.BASIS,
            "reply_2": lives.REPLY,
        },
    ),
    ("serve", OFFICER, {"method": "post", "received_on": TODAY}),
)
"""The everyday path, with the answers of its forms; days are today's where they are asked."""


def _step_of(step: str, who: str, form: dict[str, str]) -> Operation:
    """A step in the matters that were filed for it."""

    def send(browser: Browser, case_id: str) -> None:
        take(browser, case_id, step, form)

    return Operation(f"{step}, POST", who, lambda world: world.fresh, send, goal=150, queries=10, changes=True)


def _filings(world: World) -> Sequence[int]:
    return range(world.count)


def _file(browser: Browser, _job: Any) -> None:
    browser.file()


def _deep(world: World) -> Sequence[str]:
    return [f"{DUTIES}?after={quote(world.cursor())}"] * world.count


def _past_year(world: World) -> Sequence[str]:
    return [f"{OVERVIEW}annual?year={world.today.year - 2}"] * world.count


def _cases(*, final: bool) -> Callable[[World], Sequence[str]]:
    return lambda world: [f"/office/case/{pk}" for pk in world.matters(final=final)]


OPERATIONS: tuple[Operation, ...] = (
    Operation("filing, POST", VISITOR, _filings, _file, goal=200),
    Operation("filing as a browser does it", VISITOR, _filings, _file_as_a_browser, goal=90),
    _looked_at("my duties", OFFICER, _again(DUTIES), 180, 8),
    _looked_at("my duties, deep page", OFFICER, _deep, 180, 8),
    _looked_at("words in my duties", OFFICER, _again(f"{DUTIES}?text={quote(WORD)}"), 120),
    _looked_at("words in all matters", OFFICER, _again(f"/office/number?number={quote(WORD)}"), 120),
    _looked_at("case, open", OFFICER, _cases(final=False), 140, 12),
    _looked_at("case, closed", OFFICER, _cases(final=True), 140, 12),
    _looked_at("overview", SUPERVISOR, _again(OVERVIEW), 200),
    _looked_at("annual report, this year", SUPERVISOR, _again(f"{OVERVIEW}annual"), 200),
    _looked_at("annual report, a past year", SUPERVISOR, _past_year, 200),
    _looked_at("form of a step", DISPATCHER, _forms, 150),
    *(_step_of(step, who, form) for step, who, form in STEPS),
)
