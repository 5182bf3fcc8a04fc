"""An old ledger of any size, made up: matters of ten years, most of them answered, a
few per cent open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from huiyin.casework.chapters.legacy_import.records import LegacyContact, LegacyMatter
from huiyin.demo.district import District
from huiyin.demo.words import data

BUSY = "tl-housing"
"""The organ whose pages are measured: it has a fifth of everything, so its worklist
grows with the register.
"""

BUSY_SHARE = 0.2
OPEN_SHARE = 0.05
YEARS = timedelta(days=3650)
OPEN_WITHIN = timedelta(days=75)
CONTACTS = 0.15
FACTS = "经核实，来信反映的情况部分属实。我单位已到现场查看，并与有关单位协商，现将处理情况答复如下。"


class Ledger:
    """Generates rows, each with a number of its own."""

    def __init__(self, *, district: District, today: date, seed: int = 7) -> None:
        self.rng = Random(seed)  # noqa: S311 - not for secrets
        self.today = today
        self.organs = [
            code for code in (*district.departments, *(town.code for town in district.towns)) if code != BUSY
        ]
        self.areas = [code for town in district.towns for code, _ in town.communities]
        self.templates: list[tuple[str, dict[str, Any]]] = list(
            {**data("stories_city"), **data("stories_people")}.items()
        )
        self.count = 0

    def matters(self, count: int) -> Iterator[LegacyMatter]:
        """So many matters."""
        for _ in range(count):
            yield self._matter()

    def _matter(self) -> LegacyMatter:
        rng = self.rng
        self.count += 1
        topic, template = rng.choice(self.templates)
        slots = {
            "estate": "澜庭苑",
            "road": "澜滨路",
            "town": "澜滨街道",
            "community": "观澜社区",
            "day": "3月5日",
            "days": 7,
            "n": rng.randint(2, 9),
            "cold": 15,
            "minutes": 20,
            "organ": "承办单位",
        }
        stands_open = rng.random() < OPEN_SHARE
        if stands_open:
            received = self.today - timedelta(days=rng.randrange(OPEN_WITHIN.days))
        else:
            received = self.today - timedelta(days=rng.randrange(100, YEARS.days))
        answered = None if stands_open else received + timedelta(days=min(int(rng.gammavariate(2, 18)), 95))
        return LegacyMatter(
            number=f"JZ{received.year}-{self.count:07d}",
            received_on=received,
            channel=rng.choice(("letter", "visit", "phone", "online")),
            title=rng.choice(template["titles"]).format_map(slots),
            text=" ".join(template["texts"]).format_map(slots),
            handler=BUSY if rng.random() < BUSY_SHARE else rng.choice(self.organs),
            topic=topic,
            area=rng.choice(self.areas),
            answered_on=answered,
            outcome="" if stands_open else rng.choice(("supported", "partly", "explained", "not_supported")),
            reply="" if stands_open else FACTS + rng.choice(template["done"]).format_map(slots),
            claimant="某某",
        )

    def contacts(self, matters: list[LegacyMatter]) -> Iterator[LegacyContact]:
        """Repeat contacts on some of the matters."""
        for matter in matters:
            if self.rng.random() < CONTACTS:
                on = min(matter.received_on + timedelta(days=self.rng.randrange(5, 60)), self.today)
                yield LegacyContact(
                    f"{matter.number}-R", matter.number, on, "phone", "来电询问办理进度，希望尽快答复。"
                )
