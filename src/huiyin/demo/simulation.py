"""A year goes by: matters are brought through every channel, and everybody does what
they are there for, day by day.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO

from django.db import transaction

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import files
from huiyin.casework.upkeep.lapsing import lapse_due
from huiyin.demo import competence, officers, petitioners, scenes
from huiyin.demo.district import OFFICE
from huiyin.demo.habits import DAY, local
from huiyin.demo.stories import Story
from huiyin.demo.world import Matter, World

YEAR = timedelta(days=365)
CHANNELS = (
    ("online", 39),
    ("letter", 14),
    ("visit", 25),
    ("phone", 20),
    ("fax", 2),
)
MONDAYS = 1.35
WEEKENDS = 0.22
LAPSING_DAYS = frozenset(
    {0, 3}
)  # Mondays and Thursdays, so that a file is closed within the five working days


def live(
    world: World, *, matters: int, progress: Callable[[], None] = lambda: None
) -> None:
    """Let a year of so many matters go by up to ``world.until``, some of them staged.

    Each day is one transaction; ``progress`` is called after each.
    """
    last = world.until.date()
    days = [last - YEAR + DAY * days for days in range(YEAR.days + 1)]
    staged = scenes.plan(world) if matters >= scenes.ENOUGH else 0
    for at, channel in _arrivals(world, days, matters - staged):
        world.schedule(at, partial(_file, world, channel))
    for day in days:
        with transaction.atomic():
            if day.weekday() in LAPSING_DAYS and local(day, 6) <= world.until:
                lapse_due(at=local(day, 6))
            world.run_until(min(local(day, 0) + DAY, world.until))
        # An opened identity stands in a transaction of its own: it must not be undone
        # with something else.
        for action in world.after_hours:
            action(world.until)
        world.after_hours.clear()
        progress()


def _arrivals(
    world: World, days: list[date], matters: int
) -> list[tuple[datetime, str]]:
    calendar = world.habits.calendar
    weights = [
        (MONDAYS if day.weekday() == 0 else 1.0)
        if calendar.is_working(day)
        else WEEKENDS
        for day in days
    ]
    arrivals = []
    for day in world.rng.choices(days, weights, k=matters):
        channel = world.rng.choices(
            [name for name, _ in CHANNELS], [weight for _, weight in CHANNELS]
        )[0]
        start = local(day, 0)
        if not calendar.is_working(day):
            channel = "online"
        at = (
            world.habits.at_home(0, 0, after=start)
            if channel == "online"
            else world.habits.at_work(day, after=start)
        )
        if at > world.until:  # the last day may have only just begun
            at = world.until - timedelta(minutes=world.rng.randrange(20, 600))
        arrivals.append((at, channel))
    return sorted(arrivals)


def _receiver(world: World, story: Story, right: str, channel: str) -> str:
    """Most bring their matter to the petition office; some go to their street or town,
    or to the organ itself.
    """
    drawn = world.rng.random()
    if channel == "online" or story.kind == "accusation" or drawn < 0.72:
        return OFFICE
    return story.town.code if drawn < 0.9 else right


def _file(world: World, channel: str, at: datetime) -> None:
    story = world.teller.story(at.date(), channel=channel)
    right = competence.right_organ(
        world, story.topic, story.category, story.town.code
    )
    office = _receiver(world, story, right, channel)
    draft = (
        _photograph(world, at)
        if channel == "online" and world.chance(0.12)
        else ""
    )
    at_window = channel in {"visit", "phone"} and world.chance(0.7)
    filed = (intake.receive if at_window else intake.file_petition)(
        petition=story.petition,
        office=office,
        by=Actor.petitioner()
        if channel == "online"
        else world.desk(office).clerk,
        at=at,
        draft=draft,
    )
    matter = Matter(
        story, filed.case_id, filed.number, filed.query_code, right, filed.state
    )
    world.matters.append(matter)
    officers.follow(world, matter, filed.state, at)
    petitioners.plan_later(world, matter, at)


def _photograph(world: World, at: datetime) -> str:
    """Hand in a picture: a plain patch of colour, which is all that a made-up place can show."""
    draft = f"sample-{world.rng.randrange(16**12):012x}"
    image = BytesIO(
        picture(tuple(world.rng.randrange(60, 220) for _ in range(3)))
    )
    files.keep_upload(
        draft=draft, name=f"现场照片{at:%m%d}.png", content=image, at=at
    )
    return draft


def picture(
    colour: tuple[int, ...], *, width: int = 160, height: int = 120
) -> bytes:
    """A PNG that fades from a colour to white."""
    rows = b""
    for line in range(height):
        pixel = bytes(
            shade + (255 - shade) * line // height for shade in colour
        )
        rows += b"\x00" + pixel * width

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body))
            + kind
            + body
            + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
