"""Loading the sample district into an installation without matters."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random

from django.conf import settings

from huiyin.casework.basis import law_access
from huiyin.casework.lists import statistics
from huiyin.casework.matter import reads
from huiyin.demo import district, scenes, simulation
from huiyin.demo.district import OFFICE
from huiyin.demo.habits import Habits, local
from huiyin.demo.stories import Teller
from huiyin.demo.words import say
from huiyin.demo.world import Matter, World
from huiyin.ledger import reads as ledger
from huiyin.organisations import acts as organisations
from huiyin.organisations import reads as organs
from huiyin.organisations.info import OrganInfo

EARLIEST = date(2023, 5, 1)
"""The year before it lies wholly under the regulations of 2022."""

AFTER_INIT = 2
"""Organs that ``huiyin init`` makes: a government and its petition office."""

Progress = Callable[[str], None]


class NotLoaded(Exception):
    """The sample district cannot go in here; the message says why and what to do.
    ``used``: something is there.
    """

    def __init__(self, message: str, *, used: bool = False) -> None:
        super().__init__(message)
        self.used = used


@dataclass(frozen=True, slots=True)
class Sample:
    """A matter to try the citizen's side with."""

    number: str
    query_code: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: counts, matters to look at as a citizen, and why what somebody
    had planned came too late.
    """

    matters: int
    contacts: int
    events: int
    states: dict[str, int]
    samples: tuple[Sample, ...]
    overtaken: tuple[str, ...] = ()


def ending(until: date | None, *, now: datetime) -> datetime:
    """When the year ends: now, or in the evening of the day ``until``; ``NotLoaded``
    for a day that is to come or too early.
    """
    present = now.astimezone(local(EARLIEST, 0).tzinfo)
    if until is None:
        return present
    if until > present.date():
        raise NotLoaded(say("in_the_future", day=until))
    if until < EARLIEST:
        raise NotLoaded(say("too_early", day=EARLIEST))
    return min(local(until, 18), present)


def load(
    *,
    seed: int,
    matters: int,
    until: datetime,
    progress: Progress = lambda _what: None,
) -> Loaded:
    """Build the district and live a year of ``matters`` up to ``until`` (aware).

    The same seed, number and end give the same year. Refuses (``NotLoaded``) an
    installation that has matters, or organs of its own. ``progress`` is told "organ"
    after each organ and "day" after each day.
    """
    before = refuse_if_used()
    rng = Random(seed)  # noqa: S311 - a simulation, and it must come out the same again
    place = district.build(rng=rng, progress=lambda: progress("organ"))
    for organ in before:
        # The counter of the public pages is the petition office nearest the root; that
        # of `init` stands nearer.
        if organ.kind == "petition_office":
            organisations.close_organ(code=organ.code, by=district.BY, at=until)
    pack = law_access.pack_on(until.date())
    world = World(
        district=place,
        habits=Habits(calendar=pack.calendar, rng=rng, until=until),
        teller=Teller(district=place, rng=rng),
        rng=rng,
        until=until,
    )
    simulation.live(world, matters=matters, progress=lambda: progress("day"))
    for matter in world.matters:
        world.refresh(matter)
    samples = _samples(world.matters)
    remember(samples)
    return Loaded(
        matters=len(world.matters),
        contacts=sum(matter.state.contacts for matter in world.matters),
        events=ledger.count(),
        states=dict(Counter(matter.state.state for matter in world.matters)),
        samples=samples,
        overtaken=tuple(world.overtaken),
    )


def refuse_if_used() -> tuple[OrganInfo, ...]:
    """The organs that are here (none, or those of ``huiyin init``); ``NotLoaded`` where
    a sample must not go.
    """
    if statistics.years():
        raise NotLoaded(say("has_matters"), used=True)
    present = organs.tree()
    if len(present) > AFTER_INIT:
        raise NotLoaded(say("has_organs"), used=True)
    if settings.HUIYIN_OFFICE not in {"", OFFICE}:
        raise NotLoaded(say("other_office"))
    return present


def _note() -> Path:
    return Path(settings.HUIYIN_DATA_DIR) / "sample-district.json"


def remember(samples: Sequence[Sample]) -> None:
    """Write the samples down: query codes are kept as hashes only and could not be shown again."""
    text = json.dumps(
        [asdict(sample) for sample in samples], ensure_ascii=False, indent=1
    )
    _note().write_text(text, encoding="utf-8")


def remembered() -> tuple[Sample, ...] | None:
    """The matters to try the citizen's side with, as they stood after loading; None
    where nothing was loaded.
    """
    if not _note().is_file() or not organs.tree():
        return None
    return tuple(
        Sample(**row) for row in json.loads(_note().read_text(encoding="utf-8"))
    )


def _samples(matters: list[Matter]) -> tuple[Sample, ...]:
    """The newest matter that is being handled, the newest whose answer can be rated,
    and the report that is staged.
    """
    samples = []
    for state in ("accepted", "served"):
        for matter in reversed(matters):
            if (
                matter.state.state == state
                and matter.story.kind == "ordinary"
                and not matter.state.values["rated"]
            ):
                title = reads.access_own(
                    number=matter.number, query_code=matter.query_code
                ).title
                samples.append(
                    Sample(matter.number, matter.query_code, title, state)
                )
                break
    for matter in (
        matter_read
        for matter_read in matters
        if matter_read.story.kind == scenes.REPORT
    ):
        title = reads.access_own(
            number=matter.number, query_code=matter.query_code
        ).title
        samples.append(
            Sample(matter.number, matter.query_code, title, matter.state.state)
        )
    return tuple(samples)
