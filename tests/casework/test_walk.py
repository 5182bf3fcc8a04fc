"""A seeded walk through every step of the procedure: the invariants hold, and every event is reached."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from tests.casework import endings, telling_lives
from tests.casework.hearing_lives import members_replaced
from tests.casework.petitioner_lives import represented, served_on_each
from tests.casework.steps_tried import CATEGORIES, HEADS, STAFF, STEPS
from tests.casework.test_machine import Hands, Matters
from tests.plugins.district import build, moment

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling import deciding
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import retaliation
from huiyin.casework.chapters.intake.retaliation import Retaliation
from huiyin.casework.matter import reads
from huiyin.casework.models import Case
from huiyin.casework.upkeep.lapsing import lapse_due
from huiyin.ledger.models import LedgerEvent
from huiyin.organisations.acts import create_organ
from huiyin.organisations.staff_acts import create_staff, post_staff
from huiyin.organisations.staff_reads import staff_info


class Choices:
    """Stands for Hypothesis's data where a seeded walk draws."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def draw(self, strategy: Any) -> Any:
        """One of the strategy's choices."""
        return self.chance.choice(strategy.elements)


# How often a step is tried when it is allowed; what is not named here, always.
RARE = {"contact": 0.05, "supplement": 0.05, "withdraw": 0.03, "refuse": 0.05, "divert": 0.15, "offer_handover": 0.25,
        "conclude": 0.2, "execute": 0.5, "move_hearing": 0.4, "refer_competence": 0.2, "object": 0.5,
        "withdraw_handover": 0.3, "supervise": 0.2, "withdraw_supervision": 0.1, "accept_answer": 0.4,
        "sort_by_law": 0.03, "mark_crossing": 0.03, "state_circumstances": 0.03, "add_signatories": 0.15, "leave": 0.15,
        "agree_withdrawal": 0.15, "step_back": 0.1, "ask_joint": 0.15, "release_joint": 0.1,
        "refer_conference": 0.2, "ask_joint_time": 0.3, "move_joint_date": 0.3, "to_ordinary": 0.2,
        "appoint_agent": 0.03, "end_agent": 0.1, "ask_recusal": 0.03, "declare_recusal": 0.01,
        "replace_members": 0.05, "complain": 0.1, "refer_recusal": 0.2,
        "agree_online": 0.03, "revoke_online": 0.05, "ask_copy": 0.1,
        "ask_ordinary": 0.15, "propose_simplified": 0.3, "accept_simplified": 0.6}  # fmt: skip

# Steps that end a matter wait for their turn; of the others, what was taken less often than this goes first.
ENDING = {"withdraw", "refuse", "divert", "conclude"}
FRESH = 3

# Every event that the procedure of the 2022 regulations knows for a matter filed today.
ALL_EVENTS = {
    "matter.identity_approved", "matter.identity_asked", "matter.identity_declined", "matter.identity_opened",
    "matter.accepted", "matter.competence_decided", "matter.competence_referred", "matter.concluded",
    "matter.contacted",
    "matter.decided", "matter.diverted", "matter.extended", "matter.filed", "matter.forwarded", "matter.handed_over",
    "matter.handover_declined", "matter.handover_offered", "matter.handover_withdrawn", "matter.lapsed",
    "matter.notified", "matter.objected", "matter.rated", "matter.refused", "matter.registered", "matter.reported",
    "matter.conference_asked", "matter.joint_asked", "matter.joint_date_moved", "matter.joint_opinion_given",
    "matter.joint_released",
    "matter.joint_time_asked",
    "matter.executed", "matter.hearing_declined", "matter.hearing_held", "matter.hearing_moved",
    "matter.hearing_ordered", "matter.hearing_requested", "matter.rereview_hearing_ordered",
    "matter.rereview_requested", "matter.rereview_served", "matter.rereviewed", "matter.review_requested",
    "matter.review_served", "matter.reviewed",
    "matter.supervised", "matter.supervision_answered", "matter.supervision_escalated", "matter.supervision_repeated",
    "matter.supervision_settled", "matter.supervision_withdrawn", "matter.escalation_answered",
    "matter.sorted", "matter.circumstances_stated", "matter.crossing_marked",
    "matter.agent_appointed", "matter.agent_ended",
    "matter.served_one", "matter.review_served_one",
    "matter.rereview_served_one", "matter.signatories_added", "matter.signatory_left", "matter.stepped_back",
    "matter.withdrawal_agreed",
    "matter.return_declined", "matter.returned", "matter.served", "matter.supplemented", "matter.withdrawn",
    "matter.led_in", "matter.procedure_answered", "matter.complained", "matter.complaint_answered",
    "matter.taken_up_again", "matter.carried_out_again",
    "matter.simplified_proposed", "matter.accepted_simply", "matter.answered_simply", "matter.paper_asked",
    "matter.paper_given", "matter.paper_preferred", "matter.online_agreed", "matter.online_revoked",
    "matter.copy_asked", "matter.copy_given", "matter.moved_to_ordinary", "matter.ordinary_asked",
    "matter.hearing_members_replaced",
    "matter.recusal_asked", "matter.recusal_declared", "matter.recusal_decided", "matter.recusal_referred",
    "retaliation.answered", "retaliation.handed_on", "retaliation.protected", "retaliation.reported",
}  # fmt: skip


def several_organs(machine: Matters) -> None:
    """A matter that goes to the joint conference and is handled by several organs: too much for luck to find."""
    staff, at = machine.district, machine.at
    machine.file("office", category="appeal", anonymous=False)
    case_id = machine.cases[-1]
    who = {"case_id": case_id, "at": at}

    def take(step: str, by: Actor, **args: Any) -> None:
        acts.take(step, **who, **args, by=by)

    acts.take("register", **who, category="appeal", topic="noise", area="xinan", by=staff.dispatcher)
    acts.take("forward", **who, to="environment", by=staff.dispatcher)
    acts.take("offer_handover", **who, to="discipline", reason="其房屋", by=staff.green)
    take("refer_conference", staff.green, reason="争议")
    acts.take("decide_competence", **who, to="environment", reason="其职权", by=staff.dispatcher)
    acts.take("notify", **who, text="已收到", by=staff.green)
    acts.take("accept", **who, by=staff.green)
    for to in ("housing", "dadu"):
        take("ask_joint", staff.green, to=to, question="协查")
    take("ask_joint_time", staff.builder, reason="需要检测")
    take("move_joint_date", staff.green, to="housing", until=at.date() + timedelta(days=40))
    take("give_joint_opinion", staff.builder, opinion="属实", cosigns=True)
    take("release_joint", staff.green, to="dadu", reason="无关")
    machine.every_open_matter_has_a_duty()


def simple_matters(machine: Matters) -> None:
    """One taken back to the ordinary procedure, one answered and asked for on paper: three working days are short."""
    staff, at = machine.district, machine.at
    for back in (True, False):
        machine.file("office", category="suggestion", anonymous=False)
        case_id = machine.cases[-1]
        who = {"case_id": case_id, "at": at}
        petitioner = Actor.petitioner(case_id)
        acts.take("register", **who, category="suggestion", topic="noise", area="xinan", by=staff.dispatcher)
        acts.take("propose_simplified", **who, ground="daily_life", by=staff.dispatcher)
        acts.take("forward", **who, to="environment", by=staff.dispatcher)
        simple = {"ground": "daily_life", "obstacle": "none"}
        acts.take("accept_simplified", **who, **simple, by=staff.green)
        if back:
            acts.take("prefer_paper", **who, by=petitioner)
            acts.take("to_ordinary", **who, reason="事实有争议", by=staff.green_head)
            continue
        acts.take("answer_simply", **who, outcome="replied", decisions=[deciding.Decision(1, "replied", "", "", "已答复")], by=staff.green, method="phone", received_on=at.date(), heard="call")  # fmt: skip
        acts.take("ask_paper", **who, by=petitioner)
        acts.take("give_paper", **who, method="in_person", received_on=at.date(), by=staff.green)
        acts.take("ask_ordinary", **who, reason="没有解决", by=petitioner)


def taken_up_again(machine: Matters, chance: Random) -> None:
    """One that was directed elsewhere is taken up again; one that was concluded is carried out after all, and
    supervised until the answer is accepted."""
    staff, at = machine.district, machine.at
    for directed in (True, False):
        machine.file("office", category="appeal", anonymous=False)
        case_id = machine.cases[-1]
        who = {"case_id": case_id, "at": at, "by": staff.green}
        acts.take(
            "register", case_id=case_id, at=at, category="appeal", topic="noise", area="xinan", by=staff.dispatcher
        )
        acts.take("forward", case_id=case_id, at=at, to="environment", by=staff.dispatcher)
        acts.take("notify", **who, text="已收到")
        acts.take("accept", **who)
        own: dict[str, Any] = {"ground": "own", "reason": "原办理有误"}
        if directed:
            away = {"route": "reconsideration", "competent_organ": "区政府", "explanation": "请申请行政复议"}
            acts.take("divert", **who, **away, last_day=at.date() + timedelta(days=60))
            acts.take("take_up_again", **who, **own)
            continue
        decided = [deciding.Decision(1, "supported", "查明的事实", "依据")]
        acts.take("decide", **who, heard="talk", outcome="supported", decisions=decided)
        acts.take("serve", **who, method="in_person", received_on=at.date())
        acts.take("conclude", **who, reason="agreed", petitioner_agrees=True)
        acts.take("execute", **who, what="已做到", done_on=at.date())
        acts.take("carry_out_again", **who, **(own | {"execute_by": at.date() + timedelta(days=9)}))
        way = (("supervise", staff.supervisor), ("answer_supervision", staff.green_head))
        for step, by in (*way, ("accept_answer", staff.supervisor)):
            insist(machine, case_id, step, by, chance)
    machine.every_open_matter_has_a_duty()


def reported_retaliation(machine: Matters) -> None:
    """Two reports of retaliation: one is answered, one is passed on to the city. The walk itself leaves them alone."""
    staff, at = machine.district, machine.at
    create_organ(
        code="city-discipline", name_zh="市纪委监委", level="department", kind="discipline", parent="city", by="system",
        at=at,
    )  # fmt: skip
    person = create_staff(username="city_inspector", name="City", password="Echo-and-answer-2026", by="system", at=at)
    for post in ("officer", "head"):
        post_staff(staff=person, organ="city-discipline", post=post, from_date=at.date(), by="system", at=at)
    found = staff_info(person, at.date())
    assert found is not None
    staff.actors["city_inspector"] = Actor.of_staff(found)
    about = machine.cases[-1]
    told = Retaliation(about=about, unit="housing", text="投诉后被停职")
    first, second = (
        retaliation.report_retaliation(report=told, by=Actor.petitioner(about), at=at).case_id for _ in range(2)
    )
    who = {"case_id": first, "at": at, "by": staff.inspector}
    acts.take("protect", **who, text="已要求停止")
    answer = [Decision(1, "confirmed", "停职无据", "", "已改正")]
    acts.take("answer_retaliation", **who, outcome="confirmed", decisions=answer)
    acts.take("hand_on", **{**who, "case_id": second}, to="city-discipline", reason="市管")
    machine.every_open_matter_has_a_duty()


def insist(machine: Matters, case_id: str, step: str, by: Actor, chance: Random) -> None:
    """Take a step with whatever it asks for, until the answers are right."""
    before = Case.objects.get(pk=case_id).event_seq
    for _ in range(400):
        data: Any = Choices(chance)
        hands = Hands(case_id, by, machine.at, data)
        machine.attempt(lambda hands=hands: hands.take(step), case_id=case_id)
        if Case.objects.get(pk=case_id).event_seq > before:
            return
    raise AssertionError(step)


def heard_at_the_re_review(machine: Matters, chance: Random) -> None:
    """What was granted and carried out is supervised, and goes to the city, which hears everybody: a way of months."""
    staff = machine.district
    machine.file("office", category="appeal", anonymous=False)
    case_id = machine.cases[-1]
    petitioner, mayor = Actor.petitioner(case_id), staff.actors["mayor"]
    who = {"case_id": case_id, "at": machine.at}
    acts.take("register", **who, category="appeal", topic="noise", area="xinan", by=staff.dispatcher)
    acts.take("forward", **who, to="environment", by=staff.dispatcher)
    acts.take("object", **who, reason="不属本局", by=staff.green)
    acts.take("decline_return", **who, reason="属该局职权", by=staff.dispatcher)
    acts.take("notify", **who, text="已收到", by=staff.green)
    acts.take("accept", **who, by=staff.green)
    decided = [deciding.Decision(1, "supported", "查明的事实", "依据")]
    acts.take("decide", heard="talk", **who, outcome="supported", decisions=decided, by=staff.green)
    acts.take("agree_online", **who, by=petitioner)
    acts.take("serve", **who, method="online", received_on=machine.at.date(), by=staff.green)
    acts.take("ask_copy", **who, by=petitioner)
    acts.take("give_copy", **who, by=staff.green)
    acts.take("revoke_online", **who, by=petitioner)
    governor = staff.actors["governor"]
    way = [("execute", staff.green), ("supervise", staff.supervisor), ("answer_supervision", staff.green_head)]
    way += [("not_satisfied", staff.supervisor), ("answer_supervision", staff.green_head)]
    way += [("escalate", staff.supervisor), ("answer_escalation", governor), ("ask_review", petitioner)]
    for step, by in way:
        insist(machine, case_id, step, by, chance)
    upheld = {"outcome": "uphold", "reasons": "事实清楚"}
    acts.take("decide_review", **who, **upheld, by=governor)
    for step, by in (("serve_review", governor), ("ask_rereview", petitioner), ("order_rereview_hearing", mayor)):
        insist(machine, case_id, step, by, chance)
    telling_lives.published(machine, case_id)


@pytest.mark.django_db
def test_a_long_walk_through_every_step_keeps_the_invariants(db: None) -> None:
    """A seeded walk: mostly steps that are allowed, so that every corner is reached; illegal ones among them."""
    machine = Matters()
    Matters.district = build()
    machine.found(moment("2026-01-05").date())
    chance = Random(20260105)  # noqa: S311 - a seeded walk, no secret
    done: Counter[str] = Counter()
    several_organs(machine)
    represented(machine)
    served_on_each(machine)
    simple_matters(machine)
    taken_up_again(machine, chance)
    reported_retaliation(machine)
    heard_at_the_re_review(machine, chance)
    members_replaced(machine)
    telling_lives.urgent(machine)
    telling_lives.grave_report(machine)
    seen: set[str] = set()
    for turn in range(9000):  # until every event was seen; it takes some 3000
        if turn % 200 == 199:
            seen = set(LedgerEvent.objects.filter(stream__startswith="case:").values_list("type", flat=True))
        if seen >= ALL_EVENTS:
            break
        if turn % 120 == 0:
            machine.file("office", category=chance.choice(CATEGORIES), anonymous=False)
        machine.at += timedelta(hours=chance.choice((0, 1, 4, 20)))
        if turn % 100 == 99:
            lapse_due(at=machine.at)
        case_id = chance.choice(machine.cases[-5:])
        view = reads.access_case(by=Actor.system(), case_id=case_id)
        hands_of = {HEADS.get(organ, "city_inspector") for organ in view.state.parties.values()}
        if view.state.values.get("sealed"):
            hands_of |= {"colleague", "chief"}  # an identity takes two persons
        actors = [Actor.petitioner(case_id), *(machine.district.actors[name] for name in sorted(hands_of))]
        actors.append(machine.district.supervisor)
        allowed = [
            (option.step, by)
            for by in actors
            for option in reads.options(view=view, by=by, at=machine.at)
            if option.ruling.allowed
            # Preferred before the answer, paper leaves nothing to be asked for after it.
            and option.step != "prefer_paper"
            and (done[option.step] < FRESH or chance.random() < RARE.get(option.step, 1))
            and (option.step not in ENDING or chance.random() < RARE[option.step])
        ]
        # What was hardly ever taken goes first, so that rare corners do not depend on the seed.
        fresh = [one for one in allowed if done[one[0]] < FRESH] if chance.random() < 0.6 else []
        anything = (chance.choice(STEPS), machine.district.actors[chance.choice(STAFF)])
        step, by = chance.choice(fresh or allowed) if allowed and chance.random() < 0.9 else anything
        data: Any = Choices(chance)
        hands = Hands(case_id, by, machine.at, data)
        machine.attempt(lambda hands=hands, step=step: hands.take(step), case_id=case_id)
        done[step] += Case.objects.get(pk=case_id).event_seq > view.state.event_seq
        if turn % 25 == 0:
            machine.every_open_matter_has_a_duty()
    endings.organs_end(machine)
    seen = set(LedgerEvent.objects.filter(stream__startswith="case:").values_list("type", flat=True))
    known = ALL_EVENTS | endings.EVENTS | telling_lives.EVENTS
    assert seen == known, sorted(known ^ seen)
    machine.every_open_matter_has_a_duty()
    machine.the_rows_are_the_fold_of_the_events()
