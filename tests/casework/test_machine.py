"""Random legal and illegal acts over many matters: the invariants hold after every one of them.

No sequence leaves an open matter without a duty, an illegal act changes nothing, and folding the events gives the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.casework.steps_tried import (
    AHEAD,
    ASKED,
    CATEGORIES,
    DISCHARGED_BY,
    HEADS,
    INNER,
    ORGANS,
    PLAIN,
    REASONED,
    STAFF,
    STEPS,
)
from tests.plugins.district import District, build, moment, petition
from tests.plugins.matters import paper

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor, roles
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import agents, contacts, receipts
from huiyin.casework.matter import in_charge
from huiyin.casework.matter.supervision import WATCHED
from huiyin.casework.models import Agent, Case, Claim, Contact, Duty, Participant
from huiyin.casework.upkeep.lapsing import lapse_due
from huiyin.casework.upkeep.verify import run
from huiyin.law import packs
from huiyin.law.terms import party_slots
from huiyin.ledger.models import LedgerEvent
from huiyin.people.particulars import Particulars


def snapshot(case_id: str = "") -> tuple[Any, ...]:
    """Everything that casework keeps, or keeps of one matter, as values; and how many events there are."""
    cases = Case.objects.filter(pk=case_id) if case_id else Case.objects.all()
    parts = (Duty, Contact, Claim, Participant, Agent)
    rows = [cases, *(table.objects.filter(case__in=cases.values("pk")) for table in parts)]
    return (*(tuple(one.order_by("pk").values_list()) for one in rows), LedgerEvent.objects.count())


@dataclass
class Hands:
    """Every act on one matter, with arguments that are sometimes right and sometimes not."""

    case_id: str
    by: Actor
    at: datetime
    data: st.DataObject

    def take(self, name: str) -> None:
        """Do the act called ``name``: a method of this class, or an act that needs nothing, or only a reason."""
        who = {"case_id": self.case_id, "by": self.by, "at": self.at}
        if name in PLAIN:
            PLAIN[name](**who)
        elif name in REASONED:
            REASONED[name](**who, reason=self.one_of("不属本局", ""))
        elif name in ASKED:
            acts.take(name, **who, **self.answers(name))
        else:
            getattr(self, name)(who)

    def answers(self, name: str) -> dict[str, Any]:
        """Answers to what a step of the pack asks, sometimes wrong ones."""
        pack, day = packs.load("cn-xinfang", "2022-05-01"), self.at.date()
        given: dict[str, Any] = {}
        held = roles(self.by, Case.objects.get(pk=self.case_id).parties)
        for arg in (arg for arg in pack.step(name).asked if arg.asked_of(held)):
            choices: dict[str, tuple[Any, ...]] = {
                "text": ("原因", "原因", "") if arg.required else ("原因", None),
                "bool": (True, False, None),
                "int": (1, None),
                "date": (day + timedelta(days=8), day + timedelta(days=3)) if arg.name in AHEAD else (day, day),
                "organ": ORGANS,
                "staff": (None, (self.by.name,), ("staff:4",)) if arg.many else ("staff:3", self.by.name),
                "area": ("xinan", "xinan", "nowhere", None),
                "term": tuple(pack.terms[arg.vocabulary].terms) if arg.vocabulary else (),
            }
            if arg.name == "outside" and arg.kind == "int":
                choices["int"] = (2, 2, 0)
            if arg.name == "until":
                ahead = (20, 33, 45) if name == "move_joint_date" else (0, 7, 32)
                choices["date"] = (None, *(day + timedelta(days=days) for days in ahead))
            if arg.name == "to" and name in {"move_joint_date", "release_joint"}:
                choices["organ"] = party_slots.members(Case.objects.get(pk=self.case_id).parties, "joint") or ORGANS
            usual = ("none",) * 12 if arg.vocabulary == "simple_obstacles" else ()
            given[arg.name] = self.one_of(*usual, *choices[arg.kind])
        return {key: value for key, value in given.items() if value is not None}

    def one_of(self, *choices: Any) -> Any:
        """Any of these."""
        return self.data.draw(st.sampled_from(choices))

    def register(self, who: dict[str, Any]) -> None:
        """Register under a class that exists, or not."""
        acts.take("register", **who, category=self.one_of(*CATEGORIES, "nonsense"), topic="noise", area="xinan")

    def change_charge(self, who: dict[str, Any]) -> None:
        """Put anybody in charge, or nobody."""
        to = self.one_of(self.by.name, self.by.name, "staff:9", "staff:3", "")
        in_charge.change(**who, to=to, reason=self.one_of("任务调整", "任务调整", ""))

    def change_helpers(self, who: dict[str, Any]) -> None:
        """Let anybody help, or help no longer."""
        act = self.one_of(in_charge.add_helper, in_charge.add_helper, in_charge.remove_helper)
        act(**who, helper=self.one_of("staff:8", "staff:9", "staff:3", self.by.name))

    def supplement(self, who: dict[str, Any]) -> None:
        """Add words."""
        contacts.add_material(**who, text="补充照片说明")

    def contact(self, who: dict[str, Any]) -> None:
        """Visit again, sometimes with too many representatives."""
        persons, representatives = self.one_of(1, 8), self.one_of(0, 3, 6)
        asked = petition(channel="visit", persons=persons, representatives=representatives)
        contacts.record_contact(**who, contact=asked, office="office")

    def forward(self, who: dict[str, Any]) -> None:
        """Forward, or assign with a day that is sometimes past."""
        back = self.one_of(None, self.at.date() + timedelta(days=20), self.at.date() - timedelta(days=1))
        told = self.one_of("", "已转送有权处理的机关，由其书面告知您。")
        acts.take("forward", **who, to=self.one_of(*ORGANS), report_by=back, told_where=told)

    def offer_handover(self, who: dict[str, Any]) -> None:
        """Offer to any organ, also the own one."""
        acts.take("offer_handover", **who, to=self.one_of(*ORGANS), reason="协商")

    def decide_competence(self, who: dict[str, Any]) -> None:
        """Name any organ."""
        acts.take("decide_competence", **who, to=self.one_of(*ORGANS), reason="定")

    def notify(self, who: dict[str, Any]) -> None:
        """Give notice."""
        acts.take("notify", **who, text="已收到")

    def refuse(self, who: dict[str, Any]) -> None:
        """Refuse on a ground that exists, or not."""
        ground = self.one_of("not_competent", "concluded_after_rereview", "concluded_after_rereview", "nonsense")
        told = {"earlier_number": "XF2020-000001", "facts": "same"} if ground == "concluded_after_rereview" else {}
        acts.take("refuse", **who, ground=ground, competent_organ="区法院", explanation="不属职权", **told)

    def divert(self, who: dict[str, Any]) -> None:
        """Divert to a route that exists, or not."""
        route = self.one_of("reconsideration", "nonsense")
        acts.take("divert", **who, route=route, competent_organ="区政府", explanation="可申请复议")

    def extend(self, who: dict[str, Any]) -> None:
        """Extend by a number of days that is sometimes none or too many."""
        acts.take("extend", **who, days=self.one_of(0, 1, 30, 31), reason="复杂")

    def report(self, who: dict[str, Any]) -> None:
        """Report back."""
        acts.take("report", **who, text="办结报告")

    def decide(self, who: dict[str, Any]) -> None:
        """Decide all claims, too many or none, with and without a basis."""
        category = Case.objects.get(pk=self.case_id).category
        right = {"suggestion": "adopted", "accusation": "answered"}.get(category, "explained")
        outcome = self.one_of(right, right, right, "supported", "nonsense")
        basis = self.one_of("依据", "依据", "")
        given = [Decision(n, outcome, "查明的事实", basis) for n in self.one_of([1], [1], [1], [1, 2], [])]
        heard = self.one_of("talk", "call", "writing", "talk", None)
        acts.take("decide", **who, outcome=outcome, decisions=given, **({"heard": heard} if heard else {}))

    def answer_simply(self, who: dict[str, Any]) -> None:
        """Answer all claims in the simplified way, sometimes in a word that refuses, sometimes not on paper."""
        given = [Decision(1, "explained", "", "", "已答复")]
        more = {"method": self.one_of("phone", "paper"), "received_on": self.at.date()}
        more |= {"heard": "call"} if self.one_of(True, True, False) else {}
        outcome = self.one_of("replied", "replied", "explained", "not_supported")
        acts.take("answer_simply", **who, outcome=outcome, decisions=given, **more)

    def serve(self, who: dict[str, Any]) -> None:
        """Serve on a day before, today, or tomorrow."""
        day = self.at.date() - timedelta(days=self.one_of(0, 0, 1, -1))
        notice = self.one_of({}, {}, {"notice_ground": "other_ways_failed", "notice_reason": "两次退信"})
        method = self.one_of("post", "post", "post", "online", "notice")
        acts.take("serve", **who, method=method, received_on=day, **notice)

    def add_signatories(self, who: dict[str, Any]) -> None:
        """Somebody signs, sometimes too many as representatives, or nobody."""
        persons = tuple(Particulars(name=f"第{n}人") for n in range(self.one_of(0, 1, 2)))
        acts.take("add_signatories", **who, persons=persons, representatives=self.one_of(0, 0, 6))

    def leave(self, who: dict[str, Any]) -> None:
        """Somebody leaves who is there or not, by their own wish or not."""
        acts.take("leave", **who, signatory=self.one_of(1, 2, 3), own_wish=self.one_of(True, False))

    def agree_withdrawal(self, who: dict[str, Any]) -> None:
        """Somebody agrees."""
        acts.take("agree_withdrawal", **who, signatory=self.one_of(1, 2, 3), own_wish=self.one_of(True, False))

    def serve_one(self, who: dict[str, Any]) -> None:
        """Serve one of several, today or tomorrow."""
        day = self.at.date() - timedelta(days=self.one_of(0, 0, -1))
        acts.take("serve_one", **who, signatory=self.one_of(1, 2, 3), method="post", received_on=day)

    def serve_review_one(self, who: dict[str, Any], step: str = "serve_review_one") -> None:
        """Serve the answer to a review on one of several, today or tomorrow."""
        day = self.at.date() - timedelta(days=self.one_of(0, 0, -1))
        acts.take(step, **who, signatory=self.one_of(1, 2, 3), method="post", received_on=day)  # fmt: skip

    def serve_rereview_one(self, who: dict[str, Any]) -> None:
        """The same for a re-review."""
        self.serve_review_one(who, "serve_rereview_one")

    def appoint_agent(self, who: dict[str, Any]) -> None:
        """Somebody acts for the petitioner, sometimes without a last day, or without a paper."""
        day = self.at.date()
        agents.appoint_agent(
            **who, person=Particulars(name="沈若兰"), kind=self.one_of("lawyer", "guardian", "nonsense"),
            scope=self.one_of("general", "special"), since=day, until=self.one_of(None, day + timedelta(days=30)),
            draft=paper(self.at) if self.one_of(True, True, False) else "",
        )  # fmt: skip

    def end_agent(self, who: dict[str, Any]) -> None:
        """An authority ends that is there or not, at somebody's word or not."""
        acts.take("end_agent", **who, agent=self.one_of(1, 2, 3), own_wish=self.one_of(True, False))

    def conclude(self, who: dict[str, Any]) -> None:
        """Conclude, with or without the petitioner's consent."""
        acts.take("conclude", **who, reason="办结", petitioner_agrees=self.one_of(True, False))

    def rate(self, who: dict[str, Any]) -> None:
        """Rate in a word that exists, or not."""
        acts.take("rate", **who, rating=self.one_of("satisfied", "x"))


class Matters(RuleBasedStateMachine):
    """A district's matters while time goes on."""

    district: District

    @initialize(start=st.dates(min_value=moment("2014-01-06").date(), max_value=moment("2026-10-01").date()))
    def found(self, start: Any) -> None:
        """Begin on some day under either regulation."""
        self.savepoint = transaction.savepoint()
        self.at: datetime = moment(start.isoformat())
        self.cases: list[str] = []
        for category in CATEGORIES:
            asked = petition(category=category)
            self.keep(intake.file_petition(petition=asked, office="office", by=Actor.petitioner(), at=self.at))

    @rule(
        category=st.sampled_from(CATEGORIES),
        office=st.sampled_from(("office", "xinan")),
        channel=st.sampled_from(("online", "letter", "visit", "phone")),
        persons=st.integers(0, 9),
        representatives=st.integers(0, 7),
        anonymous=st.booleans(),
    )
    def file(self, office: str, **changes: Any) -> None:
        """A citizen files."""
        asked = petition(**changes)
        self.attempt(lambda: self.keep(intake.file_petition(
            petition=asked, office=office, by=Actor.petitioner(), at=self.at)))  # fmt: skip

    def teardown(self) -> None:
        """Each example starts from the empty district."""
        transaction.savepoint_rollback(self.savepoint)

    def keep(self, filed: receipts.Filed) -> None:
        self.cases.append(filed.case_id)

    @rule(hours=st.integers(1, 60 * 24))
    def wait(self, hours: int) -> None:
        """Time goes on, and with it what the law attaches to time."""
        self.at += timedelta(hours=hours)
        lapse_due(at=self.at)

    @rule(data=st.data(), chance=st.randoms(use_true_random=False), times=st.integers(3, 8))
    def act(self, data: st.DataObject, chance: Random, times: int) -> None:
        """People try things, allowed or not: mostly those whose matter it is, sometimes anybody."""
        for _ in range(times):
            case = Case.objects.get(pk=chance.choice(self.cases))
            own = [HEADS[organ] for organ in case.parties.values()]
            who = chance.choice([*own, *own, *own, *STAFF, "petitioner", "petitioner"])
            by = Actor.petitioner(case.pk) if who == "petitioner" else self.district.actors[who]
            name = chance.choice(
                [step for step in (*STEPS, *INNER, *INNER) if step != "withdraw" or chance.random() < 0.1]
            )
            self.attempt(lambda c=case.pk, by=by, name=name: Hands(c, by, self.at, data).take(name))
            self.every_open_matter_has_a_duty()

    @rule(data=st.data(), steps=st.integers(2, 7))
    def go_on(self, data: st.DataObject, steps: int) -> None:
        """The organs that owe something do what discharges it: so that matters get to their ends."""
        for _ in range(steps):
            found = list(Duty.objects.filter(status="open", case_id__in=self.cases).order_by("case_id", "id"))
            if not found:
                return
            duty = data.draw(st.sampled_from(found))
            by = self.district.actors["supervisor" if duty.kind == "examine_answer" else HEADS[duty.owner]]
            self.attempt(lambda duty=duty, by=by: Hands(duty.case_id, by, self.at, data).take(DISCHARGED_BY[duty.kind]))
            self.every_open_matter_has_a_duty()

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """The petitioner of a matter that was answered says what they think of it."""
        served = list(
            Case.objects.filter(state__in=("served", "executing", "review_served", "concluded")).order_by("pk")
        )
        if served:
            case = data.draw(st.sampled_from(served))
            self.attempt(lambda: Hands(case.pk, Actor.petitioner(case.pk), self.at, data).take("rate"))

    def attempt(self, act: Callable[[], Any], *, case_id: str = "") -> None:
        """Try an act; where it is refused, nothing at all may have changed: of the matter, if it is named."""
        before = snapshot(case_id)
        try:
            act()
        except (Refused, NotFound, Invalid):
            assert snapshot(case_id) == before

    @invariant()
    def every_open_matter_has_a_duty(self) -> None:
        """Each open matter has a duty with owner, date and article; a closed one only what is owed beside it."""
        for case in Case.objects.order_by("pk").prefetch_related("duties"):
            open_duties = [duty for duty in case.duties.all() if duty.status == "open"]
            course = [duty for duty in open_duties if duty.kind not in WATCHED]
            assert not (case.final and course), (case.state, case.number)
            assert case.final or open_duties, (case.state, case.number)
            assert all(duty.owner and duty.article and duty.due_date for duty in open_duties)

    @invariant()
    def who_is_in_charge_may_be(self) -> None:
        """Of an open matter, in the organ that handles it, and nobody who stands aside; nobody helps nobody."""
        organs = {actor.name: actor.organ for actor in self.district.actors.values()}
        for case in Case.objects.exclude(in_charge="", helpers="").order_by("pk"):
            people = [case.in_charge, *filter(None, case.helpers.split("|"))]
            assert not case.final
            assert {organs[name] for name in people} == {case.handler}
            assert not any(f"|{name}|" in case.aside for name in people)
            assert len(set(people)) == len(people)

    @invariant()
    def the_rows_are_the_fold_of_the_events(self) -> None:
        """``huiyin verify`` finds nothing."""
        report = run()
        assert report.problems == ()


@pytest.mark.django_db(transaction=False)
def test_no_sequence_of_acts_breaks_an_invariant(db: None) -> None:
    Matters.district = build()
    run_state_machine_as_test(
        Matters,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
