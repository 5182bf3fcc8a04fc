"""What is brought: a matter made up from templates, and what is found and answered in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.matter.contacts import Petition
from huiyin.demo.district import District, Town
from huiyin.demo.words import data
from huiyin.people.particulars import Particulars

KINDS = (
    "ordinary",
    "suggestion",
    "accusation",
    "diverted",
    "refused",
    "english",
)
KIND_WEIGHTS = (77, 8, 4, 5, 3, 3)
CATEGORY = {"suggestion": "suggestion", "accusation": "accusation"}
OUTCOMES = (
    ("supported", 46),
    ("partly", 15),
    ("explained", 19),
    ("not_supported", 12),
    ("settled", 8),
)
SUGGESTION_OUTCOMES = (
    ("adopted", 45),
    ("partly_adopted", 33),
    ("not_adopted", 22),
)
# How much likelier a matter of the countryside is in a rural town, and one of the city
# in a street
RURAL = 2.2

# Topics have their seasons: wages before the Spring Festival, heating in winter, floods in summer.
SEASONS: Mapping[str, Mapping[int, float]] = {
    "city-heating": {1: 2.6, 2: 1.8, 3: 0.8, 11: 2.4, 12: 2.6},
    "labour-wages": {1: 2.8, 2: 1.2, 12: 2.2},
    "city-drainage": {6: 2.0, 7: 3.0, 8: 2.4, 9: 1.2},
    "welfare-schools": {5: 1.4, 6: 2.2, 7: 1.8, 8: 2.0, 9: 1.6},
    "environment-noise": {5: 1.2, 6: 1.6, 7: 1.6, 8: 1.6, 9: 1.2},
}
OUT_OF_SEASON = {"city-heating": 0.05, "city-drainage": 0.3}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a matter is made up from: its kind and topic, where it plays, the template
    and what fills its gaps.
    """

    kind: str
    topic: str
    town: Town
    area: str
    template: Mapping[str, Any]
    slots: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """A matter as somebody brings it: where, about what, by whom, and (unknown to them)
    how it will go.
    """

    kind: str
    topic: str
    town: Town
    petition: Petition
    slots: Mapping[str, Any]
    template: Mapping[str, Any]

    @property
    def category(self) -> str:
        """The category that the pack knows."""
        return CATEGORY.get(self.kind, "appeal")


class Teller:
    """Makes up matters and the words that belong to them."""

    def __init__(self, *, district: District, rng: Random) -> None:
        self.district = district
        self.rng = rng
        self.topics: dict[str, Mapping[str, Any]] = {
            **data("stories_city"),
            **data("stories_people"),
        }
        self.special = data("stories_special")
        self.words: Mapping[str, Any] = self.special["words"]

    def word(self, key: str, **slots: Any) -> str:
        """One of the phrases of a list."""
        phrase: str = self.rng.choice(self.words[key])
        return phrase.format_map(slots)

    def story(self, day: date, *, channel: str) -> Story:
        """A new matter on a day."""
        kind = self.rng.choices(KINDS, KIND_WEIGHTS)[0]
        town = self.rng.choice(self.district.towns)
        if kind == "ordinary":
            topic = self._topic(day.month, rural=town.rural)
            template = self.topics[topic]
        else:
            template = self.rng.choice(self.special[kind])
            topic = template.get("topic", "conduct-corruption")
        area = self.rng.choice(town.communities)
        scene = Scene(
            kind,
            topic,
            town,
            area[0],
            template,
            self._slots(town, area[1], day),
        )
        return Story(
            kind=kind,
            topic=topic,
            town=town,
            petition=self._petition(scene, channel),
            slots=scene.slots,
            template=template,
        )

    def _topic(self, month: int, *, rural: bool) -> str:
        weights = []
        for topic, template in self.topics.items():
            season = SEASONS.get(topic, {}).get(
                month, OUT_OF_SEASON.get(topic, 1.0)
            )
            at_home = topic.startswith("rural") is rural
            weights.append(
                template["weight"]
                * season
                * (
                    RURAL
                    if at_home
                    else 0.25
                    if topic.startswith("rural")
                    else 1
                )
            )
        return self.rng.choices(list(self.topics), weights)[0]

    def _slots(self, town: Town, community: str, day: date) -> dict[str, Any]:
        before = day - timedelta(days=self.rng.randint(2, 25))
        return {
            "town": town.zh,
            "community": community,
            "estate": self.rng.choice(town.estates),
            "road": self.rng.choice(town.roads),
            "road_en": town.en,
            "day": f"{before.month}月{before.day}日",
            "day_en": f"{before:%B} {before.day}",
            "days": self.rng.randint(3, 20),
            "n": self.rng.randint(2, 9),
            "cold": self.rng.randint(13, 16),
            "minutes": self.rng.randrange(15, 45, 5),
        }

    def _petition(self, scene: Scene, channel: str) -> Petition:
        kind, slots = scene.kind, scene.slots
        title, text, claims = self._told(scene)
        if channel == "visit":
            text += self.words["spoken"]
        anonymous = kind in {"ordinary", "accusation"} and self.rng.random() < (
            0.35 if kind == "accusation" else 0.05
        )
        persons, representatives = self._persons(
            channel, joint=kind == "ordinary" and not anonymous
        )
        return Petition(
            title=title.format_map(slots),
            text=text.format_map(slots),
            claims=[claim.format_map(slots) for claim in claims],
            channel=channel,
            category=CATEGORY.get(kind, "appeal"),
            topic=scene.topic,
            area=scene.area,
            anonymous=anonymous,
            persons=persons,
            representatives=representatives,
            spoken=channel in {"visit", "phone"},
            online_service=channel == "online" and not anonymous,
            person=Particulars()
            if anonymous
            else self._person(
                scene.town, str(slots["estate"]), english=kind == "english"
            ),
        )

    def _told(self, scene: Scene) -> tuple[str, str, Sequence[str]]:
        """Title, text and claims; the slots in them are still open."""
        template = scene.template
        if scene.kind != "ordinary":
            return template["title"], template["text"], [template["claim"]]
        title = self.rng.choice(template["titles"])
        text = self.rng.choice(template["texts"])
        claims = template["claims"][: 1 if self.rng.random() < 0.6 else 2]
        opening = self.rng.choice(self.words["openings"])
        closing = self.rng.choice(self.words["closings"])
        return title, opening + text + closing, claims

    def _persons(self, channel: str, *, joint: bool) -> tuple[int, int]:
        drawn = self.rng.random()
        if channel != "visit" or not joint or drawn < 0.72:
            return 1, 0
        if drawn < 0.90:
            persons = self.rng.randint(2, 5)
            return persons, min(persons, self.rng.randint(1, 3))
        return self.rng.randint(6, 32), self.rng.randint(2, 5)

    def _person(self, town: Town, estate: str, *, english: bool) -> Particulars:
        name = self.rng.choice(self.words["family"]) + self.rng.choice(
            self.words["given"]
        )
        if english:
            name = self.rng.choice(
                (
                    "Anna Lindqvist",
                    "Samuel Okoro",
                    "Marta Silva",
                    "Peter Novak",
                    "Amina Rahman",
                )
            )
        phone = f"1380000{self.rng.randrange(10_000):04d}"
        address = f"{town.zh}{estate}{self.rng.randint(1, 18)}号楼{self.rng.randint(1, 4)}单元"
        if not english and self.rng.random() < 0.04:
            address = (
                ""  # then no written notice is owed on a direct matter (Art 23)
            )
        return Particulars(name=name, phone=phone, address=address)

    def further_contact(self, story: Story, *, channel: str) -> Petition:
        """What somebody says who comes back about the same matter, by ``channel``,
        sometimes with neighbours.
        """
        persons, representatives = self._persons(
            channel, joint=story.kind == "ordinary"
        )
        return Petition(
            title=story.petition.title,
            text=self.word("repeat_texts", **story.slots),
            channel=channel,
            persons=persons,
            representatives=representatives,
            spoken=channel in {"visit", "phone"},
            anonymous=story.petition.anonymous,
            person=story.petition.person,
        )

    def opinion(
        self, story: Story, *, organ: str
    ) -> tuple[str, list[Decision]]:
        """The outcome of a matter and the decision on each claim, with facts, basis and reply."""
        slots = {**story.slots, "organ": organ}
        template = story.template
        claims = len(story.petition.claims)
        if story.kind == "suggestion":
            return _only(self._on_suggestion(template, slots))
        if story.kind in {"accusation", "english"}:
            return _only(_on_report(story.kind, template, slots))
        if "found" not in template:
            # Meant for another route, and dealt with here after all.
            explained = Decision(
                1,
                "explained",
                self.word("explained", **slots),
                "《信访工作条例》第三十一条",
                template["explanation"],
            )
            return _only(explained)
        outcome = self._drawn(OUTCOMES)
        outcomes = [outcome] * claims
        if outcome == "partly" and claims > 1:
            outcomes = ["supported", "not_supported"]
        return outcome, [
            self._decision(position, outcomes[position - 1], template, slots)
            for position in range(1, claims + 1)
        ]

    def _on_suggestion(
        self, template: Mapping[str, Any], slots: Mapping[str, Any]
    ) -> Decision:
        outcome = self._drawn(SUGGESTION_OUTCOMES)
        facts = f"{slots['organ']}会同有关单位研究了您的建议，并到现场核实。"
        reply = template[outcome].format_map(slots)
        return Decision(1, outcome, facts, "《信访工作条例》第二十九条", reply)

    def _decision(
        self,
        position: int,
        outcome: str,
        template: Mapping[str, Any],
        slots: Mapping[str, Any],
    ) -> Decision:
        facts = self.rng.choice(
            template["found"]
            if outcome != "not_supported"
            else template["denied"]
        )
        if outcome == "explained":
            facts = self.word("explained", **slots)
        if outcome == "settled":
            reply = self.word("settlements", **slots)
        elif outcome == "supported":
            reply = self.rng.choice(template["done"])
        else:
            reply = self.rng.choice(template["why"])
        if outcome == "partly":
            reply = self.rng.choice(template["done"]) + self.rng.choice(
                template["why"]
            )
        return Decision(
            position,
            outcome,
            facts.format_map(slots),
            template["basis"].format_map(slots),
            reply.format_map(slots),
        )

    def _drawn(self, weighted: Sequence[tuple[str, int]]) -> str:
        return self.rng.choices(
            [name for name, _ in weighted], [weight for _, weight in weighted]
        )[0]


def _only(decision: Decision) -> tuple[str, list[Decision]]:
    return decision.outcome, [decision]


def _on_report(
    kind: str, template: Mapping[str, Any], slots: Mapping[str, Any]
) -> Decision:
    """The answer to a report, or to a matter told in English."""
    basis = template.get(
        "basis",
        "《信访工作条例》第三十条以及纪检监察机关处理检举控告工作的有关规定",
    )
    return Decision(
        1,
        "answered" if kind == "accusation" else "supported",
        template["found"].format_map(slots),
        basis,
        template["reply"].format_map(slots),
    )
