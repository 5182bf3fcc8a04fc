"""A district to fuzz: a small sample year with all its scenes, everybody who can sign
in, and its addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver

from huiyin.casework.basis import law_access, registers
from huiyin.casework.events import ERASURE_ASKED, ERASURE_DUE, ERASURE_MISTAKEN
from huiyin.casework.matter import work
from huiyin.casework.models import Attachment, Case, Contact
from huiyin.demo import district, loading
from huiyin.ledger import heads
from huiyin.ledger.models import LedgerEvent
from huiyin.organisations.models import Organ
from huiyin.web.kit import clock
from huiyin.web.public import steps

UNTIL = datetime(2026, 11, 27, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
BEGIN = datetime(2026, 11, 28, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
QUERIES = (
    "after",
    "before",
    "year",
    "organ",
    "text",
    "number",
    "show",
    "bucket",
    "within",
    "circumstance",
    "kind",
    "back",
    "next",
    "language",
    "person",
    "step",
    "page",
    "topic",
    "area",
    "from",
    "until",
    "draft",
    "q",
    "sort",
    "register",
    "category",
)


@dataclass(frozen=True)
class Route:
    """An address of the product: its parts with the names and kinds of what stands between them."""

    pattern: str
    holes: tuple[tuple[str, str], ...]


@dataclass
class World:
    """What the requests are made from."""

    staff: tuple[str, ...]
    samples: tuple[tuple[str, str], ...]
    routes: tuple[Route, ...]
    pools: dict[str, list[str]]
    together: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    """Two parts of an address that lead to something only when they belong together."""


class Clock:
    """The doors' clock: it starts at the same instant each time and goes on by a second
    with every request.
    """

    def __init__(self) -> None:
        self.at = BEGIN

    def now(self) -> datetime:
        """The instant."""
        return self.at

    def tick(self) -> None:
        """Go on."""
        self.at += timedelta(seconds=1)


def stop_clock() -> Clock:
    """Put a clock of our own behind the doors."""
    ours = Clock()
    clock.now = ours.now
    return ours


def build(*, seed: int, matters: int) -> World:
    """Load the sample district into an empty database and look at what is there."""
    loaded = loading.load(seed=seed, matters=matters, until=UNTIL)
    heads.take(at=UNTIL)
    usernames = {one.username for one in district.sign_ins()}
    found = get_user_model().objects.filter(username__in=usernames).order_by("username")
    routes = tuple(_routes(get_resolver().url_patterns, ""))
    world = World(
        staff=tuple(user.username for user in found),
        samples=tuple((one.number, one.query_code) for one in loaded.samples),
        routes=tuple(dict.fromkeys(routes)),
        pools={},
    )
    refresh(world)
    return world


def refresh(world: World) -> None:
    """Look again at what is there: what was filed meanwhile is found too."""
    packs = [law_access.pack(key) for key in sorted(set(Case.objects.values_list("pack", flat=True)))]
    known = sorted({step for pack in packs for step in pack.steps})
    claims = sorted({claim for pack in packs for claim in getattr(pack, "claims", {})})
    world.pools.update(
        case_id=list(Case.objects.order_by("pk").values_list("pk", flat=True)),
        attachment_id=list(Attachment.objects.exclude(case=None).order_by("pk").values_list("pk", flat=True)),
        contact_id=list(Contact.objects.order_by("pk").values_list("pk", flat=True)),
        number=list(Case.objects.order_by("pk").values_list("number", flat=True)),
        step=known,
        claim=claims or ["money"],
        name=[step.name for step in steps.STEPS],
        position=["1", "2", "3"],
        size=[str(head.size) for head in heads.latest(5)],
        staff=[str(key) for key in get_user_model().objects.order_by("pk").values_list("pk", flat=True)],
        register=[pack.register.key for pack in registers.listed(UNTIL.date())],
        code=sorted(organ.code for organ in Organ.objects.all()),
    )
    attachments = Attachment.objects.exclude(case=None).order_by("pk").values_list("case_id", "pk")
    contacts = Contact.objects.order_by("pk").values_list("case_id", "pk")
    requests = (
        LedgerEvent.objects.filter(type__in=(ERASURE_ASKED, ERASURE_DUE, ERASURE_MISTAKEN))
        .order_by("pk")
        .values_list("stream", "seq")
    )
    world.together.update(
        {
            ("case_id", "attachment_id"): list(attachments),
            ("case_id", "contact_id"): list(contacts),
            ("case_id", "asked"): [(stream.removeprefix(work.stream("")), str(seq)) for stream, seq in requests],
        }
    )


def _routes(patterns: list[Any], before: str) -> Iterator[Route]:
    for one in patterns:
        written = before + _written(one)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, written)
        elif isinstance(one, URLPattern):
            holes = tuple((name, type(kind).__name__) for name, kind in one.pattern.converters.items())
            yield Route("/" + written.lstrip("/"), holes)


def _written(one: URLPattern | URLResolver) -> str:
    text = str(one.pattern)
    for name in getattr(one.pattern, "converters", {}):
        start = text.rindex("<", 0, text.index(f":{name}>"))
        text = f"{text[:start]}<{name}>{text[text.index('>', start) + 1 :]}"
    return text.replace("^", "").replace(r"\Z", "").replace("$", "")
