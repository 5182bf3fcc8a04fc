"""A made-up district in which everything that can happen to matters happens, in an order
that a seed decides, while their figures are kept by a follower that comes when it likes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any
from unittest.mock import patch

from django.contrib.auth import get_user_model
from django.test import Client
from tests.casework.steps_tried import CATEGORIES, DISCHARGED_BY, HEADS, STAFF, STEPS
from tests.casework.test_machine import Hands
from tests.casework.test_walk import Choices
from tests.plugins.district import District, build, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import retaliation
from huiyin.casework.chapters.intake.retaliation import Retaliation
from huiyin.casework.chapters.legacy_import.acts import carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.casework.chapters.suggestions import acts as advice
from huiyin.casework.chapters.suggestions.acts import Suggestion
from huiyin.casework.matter import succession
from huiyin.casework.models import Case, Duty
from huiyin.casework.upkeep import redating
from huiyin.casework.upkeep.lapsing import lapse_due
from huiyin.ledger import follow
from huiyin.ledger.follow import Walk
from huiyin.organisations import acts as organisations
from huiyin.organisations import ending, staff_acts, staff_reads
from huiyin.organisations.recording import InvalidRegister
from huiyin.oversight import annual, counting, overview, scope, tallies
from huiyin.oversight.annual import AnnualReport
from huiyin.oversight.overview import Overview
from huiyin.oversight.scope import Scope
from huiyin.web.kit import clock
from huiyin.web.kit.unchanged import PAGES

BEGIN = moment("2024-11-04")
READERS = ("supervisor", "mayor", "governor", "chief", "builder", "clerk")
ADDRESSES = ("", "?organ=environment", "annual", "annual?year=2024", "annual?organ=district")
SCOPES = ("", "district", "office", "environment", "xinan")
FAR_AHEAD = 10**9
"""Seconds, thirty years: the district's time runs ahead of ours."""
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
Shown = Overview | AnnualReport


@contextmanager
def over_the_rows() -> Iterator[None]:
    """Everything in the block is counted over the register."""
    with patch.object(counting, "not_counted_yet", lambda: None):
        yield


def shown(today: date, *, organ: str, back: int | None) -> Shown:
    """What may be shown of an organ and those under it: the report of the year so many
    years back, or the overview (None).
    """
    where = scope.of_organ(organ) if organ else Scope()
    if back is None:
        return overview.look(scope=where, today=today)
    return annual.compose(year=today.year - back, today=today, scope=where)


class Killed(Exception):
    """The follower's process ends in the middle."""


@dataclass
class Changing:
    """The district while time goes on. ``numbers`` counts what was done, by what it was."""

    chance: Random
    district: District = field(default_factory=build)
    at: datetime = BEGIN
    cases: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    kept: int = 0

    def change(self) -> str:
        """Something happens; returns what."""
        kinds: dict[str, tuple[int, Callable[[], None]]] = {
            "file": (16, self.file),
            "owed": (50, self.do_what_is_owed),
            "act": (22, self.act),
            "wait": (14, self.wait),
            "carry over": (3, self.carry_over),
            "suggest": (4, self.suggest),
            "retaliation": (3, self.report_retaliation),
            "redate": (2, self.redate),
            "organ": (1, self.end_an_organ),
            "post": (3, self.change_a_post),
            "name": (1, self.rename_an_organ),
            "follow": (12, self.follow),
            "killed": (3, self.follow_and_be_killed),
            "rebuild": (1, lambda: follow.rewind(tallies.FIGURES)),
        }
        names = list(kinds)
        name = self.chance.choices(names, [kinds[kind][0] for kind in names])[0]
        try:
            kinds[name][1]()
        except (Refused, NotFound, Invalid, InvalidRegister):
            name = f"{name}, refused"
        self.done[name] = self.done.get(name, 0) + 1
        return name

    def file(self) -> None:
        """Somebody files; of some kinds it is sealed."""
        choice = self.chance.choice
        asked = petition(
            category=choice(CATEGORIES),
            channel=choice(("online", "letter", "visit")),
            persons=choice((1, 1, 3)),
        )
        made = intake.file_petition(
            petition=asked, office=choice(("office", "xinan")), by=Actor.petitioner(), at=self.at
        )
        self.cases.append(made.case_id)

    def do_what_is_owed(self) -> None:
        """An organ does what one of its duties asks."""
        owed = Duty.objects.filter(status="open", case_id__in=[*self.cases[-40:], *self.suggestions[-9:]]).order_by(
            "case_id", "id"
        )
        duties = list(owed)
        if not duties:
            return
        duty = self.chance.choice(duties)
        by = self.district.actors["supervisor" if duty.kind == "examine_answer" else HEADS[duty.owner]]
        if duty.kind == "answer_advice":
            self.answer_suggestion(duty.case_id, by)
        elif duty.kind in DISCHARGED_BY:
            self.hands(duty.case_id, by).take(DISCHARGED_BY[duty.kind])

    def answer_suggestion(self, case_id: str, by: Actor) -> None:
        """An organ answers what was suggested to it."""
        told = {"adoption": self.chance.choice(("adopted", "partly_adopted")), "text": "已采纳"}
        acts.take("answer", case_id=case_id, **told, by=by, at=self.at)

    def act(self) -> None:
        """People try things, allowed or not, until one of them is."""
        if not self.cases:
            return
        case = Case.objects.get(pk=self.chance.choice(self.cases[-40:]))
        own = [HEADS[organ] for organ in case.parties.values() if organ in HEADS]
        for _ in range(20):
            who = self.chance.choice([*own, *own, *own, *STAFF, "petitioner", "petitioner"])
            by = Actor.petitioner(case.pk) if who == "petitioner" else self.district.actors[who]
            with suppress(Refused, NotFound, Invalid):
                self.hands(case.pk, by).take(self.chance.choice(STEPS))
                return
        raise Invalid("step", "nothing was possible")

    def hands(self, case_id: str, by: Actor) -> Hands:
        """Hands on a matter, at the present time."""
        drawn: Any = Choices(self.chance)
        return Hands(case_id, by, self.at, drawn)

    def wait(self) -> None:
        """Days go by, and with them what the law attaches to time."""
        self.at += timedelta(hours=self.chance.choice((3, 30, 200)))
        lapse_due(at=self.at)

    def carry_over(self) -> None:
        """Matters of an old ledger come in, some of them still open."""
        day = self.at.date()
        matters = []
        for place in range(3):
            came = day - timedelta(days=self.chance.randrange(1, 900))
            answered = self.chance.choice((None, min(came + timedelta(days=self.chance.randrange(90)), day)))
            matters.append(
                LegacyMatter(
                    number=f"JZ{came.year}-{len(self.done)}-{self.chance.randrange(10**9)}-{place}",
                    received_on=came,
                    channel="letter",
                    title="旧台账",
                    text="旧台账",
                    handler=self.chance.choice(("environment", "housing")),
                    topic=self.chance.choice(("noise", "housing")),
                    area="xinan",
                    answered_on=answered,
                    outcome="explained" if answered else "",
                    reply="已答复" if answered else "",
                    claimant="某某",
                )
            )
        carry_over(matters=matters, office="office", at=self.at)

    def suggest(self) -> None:
        """The petition office suggests something to an organ."""
        told = Suggestion(kind="improve_work", to="environment", title="建议", text="建议提醒", refers="")
        made = advice.send(suggestion=told, by=self.district.supervisor, at=self.at)
        self.suggestions.append(made.case_id)

    def report_retaliation(self) -> None:
        """Whoever brought a matter reports retaliation: sealed, in a register of its own."""
        if self.cases:
            about = self.chance.choice(self.cases)
            told = Retaliation(about=about, unit="housing", text="被停职", wish="恢复")
            token = f"{self.chance.getrandbits(128):032x}"
            retaliation.report_retaliation(report=told, by=Actor.petitioner(about), at=self.at, token=token)

    def redate(self) -> None:
        """All days are computed anew."""
        redating.recompute(at=self.at, reason="日历")

    def end_an_organ(self) -> None:
        """A town's place is taken by another, with all its matters."""
        day = self.at.date()
        ending.end_organ(code="dadu", into=["xinan"], on=day, by="system", at=self.at)
        succession.pass_on("dadu", at=self.at)

    def change_a_post(self) -> None:
        """Somebody gets another post, or loses one."""
        staff = self.district.actors[self.chance.choice(READERS)].staff
        assert staff is not None
        day = self.at.date()
        held = [post for post in staff_reads.postings_of(staff.id) if post.to_date is None]
        if len(held) > 1 and self.chance.random() < 0.5:
            staff_acts.end_posting(posting=held[-1].id, to_date=day, by="system", at=self.at)
        else:
            post = self.chance.choice(("auditor", "supervisor", "clerk"))
            staff_acts.post_staff(staff=staff.id, organ=staff.organ, post=post, from_date=day, by="system", at=self.at)

    def rename_an_organ(self) -> None:
        """An organ has another name."""
        name = f"区生态环境分局{self.chance.randrange(9)}"
        organisations.rename_organ(code="environment", name_zh=name, by="system", at=self.at)

    def follow(self) -> None:
        """The follower comes, as far as it gets."""
        Walk(tallies.FIGURES).go(at=self.at)

    def follow_and_be_killed(self) -> None:
        """The follower comes, and its process ends before it has written all."""
        walk = Walk(tallies.FIGURES)
        with patch.object(follow.FollowerCursor, "save", side_effect=Killed), suppress(Killed):
            walk.go(at=self.at)

    def looks_the_same(self, *, all_of_it: bool = False) -> None:
        """Figures are what a recount gives: of one organ, or of all and every year."""
        looks = list(product(SCOPES, (None, 0, 1, 2)))
        if not all_of_it:
            looks = [self.chance.choice(looks), ("", self.chance.choice((None, 0)))]
        today = self.at.date()
        for organ, back in looks:
            quickly = shown(today, organ=organ, back=back)
            with over_the_rows():
                assert quickly == shown(today, organ=organ, back=back), (organ, back, self.done)

    def pages_are_the_same(self) -> None:
        """A page that was handed out again is what is drawn anew, and what is drawn from a
        recount; for whoever looks, in their language, each with what they may see.
        """
        who, address = self.chance.choice(READERS), self.chance.choice(ADDRESSES)
        client = Client(headers={"accept-language": self.chance.choice(("zh-hans", "en"))})
        user = get_user_model().objects.get(username=who)
        with patch.object(clock, "now", lambda: self.at):
            client.force_login(user, backend="huiyin.web.kit.accounts.StaffBackend")
            session = client.session
            session.set_expiry(FAR_AHEAD)
            session.save()
            again = [page(client, address) for _ in range(2)]
            kept = dict(PAGES.pages)
            PAGES.clear()
            with over_the_rows():
                anew = page(client, address)
        PAGES.clear()
        for made_of, pieces in kept.items():
            PAGES.keep(made_of, pieces)
        assert again == [anew, anew], (who, address, self.done)
        self.kept += bool(kept)


def page(client: Client, address: str) -> tuple[int, bytes]:
    """What is answered, without the token that is another one each time."""
    response = client.get(f"/office/overview/{address}")
    return response.status_code, TOKEN.sub(b"", response.content)
