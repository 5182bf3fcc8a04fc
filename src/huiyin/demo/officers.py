"""What officers do: they look at the open duties of their organ, plan a time for each,
and do what it asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from huiyin.casework import acts
from huiyin.casework.events import CaseState, DutyState
from huiyin.demo import answering, local_rules, sorting, turning_away
from huiyin.demo.competence import answer_objection, decide_competence
from huiyin.demo.world import Matter, World

Doing = Callable[[World, Matter, DutyState, datetime], CaseState | None]

ASTRAY = 0.10
"""How often the petition office sends a matter to an organ that is not competent."""

ASSIGNED = 0.12
EXTENDED = 0.13
HANDED_ON = 0.04
CLOSED_BY_AGREEMENT = 0.22


def follow(
    world: World, matter: Matter, state: CaseState, at: datetime
) -> None:
    """Take note of how a matter stands after an act, and plan what is owed next."""
    matter.state = state
    for duty in state.open_duties:
        if duty.ref in matter.diary or (
            duty.kind == "report" and state.state not in {"decided", "served"}
        ):
            continue
        matter.diary.add(duty.ref)
        PLANS.get(duty.kind, _in_time)(world, matter, duty, at)


def _in_time(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> None:
    when = world.habits.before(
        duty.due_date, after=at, pace=world.pace(duty.owner)
    )
    world.schedule(when, partial(_do, world, matter, duty.ref))


def _plan_notice(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> None:
    """Whoever finds a matter of somebody else on the desk says so within five working days."""
    if (
        matter.state.state == "forwarded"
        and duty.owner != matter.right
        and not matter.tried
    ):
        world.schedule(
            world.habits.within(1, 4, after=at),
            partial(_do, world, matter, duty.ref),
        )
    else:
        _in_time(world, matter, duty, at)


def _plan_handling(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> None:
    if duty.kind == "handle" and world.chance(EXTENDED):
        when = world.habits.at_work(
            duty.due_date - timedelta(days=world.rng.randint(2, 9)), after=at
        )
        if when.date() <= duty.due_date:
            world.schedule(when, partial(_extend, world, matter, duty.ref))
            return
    _in_time(world, matter, duty, at)


def _plan_closing(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> None:
    """Most files close when the time for a review has run out; some earlier, because
    the petitioner agrees.
    """
    if world.chance(CLOSED_BY_AGREEMENT):
        world.schedule(
            world.habits.within(3, 20, after=at),
            partial(_do, world, matter, duty.ref),
        )


def _do(world: World, matter: Matter, ref: str, at: datetime) -> None:
    duty = matter.open_duty(ref)
    if duty is None:
        return
    if matter.waiting and duty.kind not in {
        "answer_objection",
        "decide_competence",
    }:
        world.schedule(
            world.habits.within(1, 3, after=at),
            partial(_do, world, matter, ref),
        )
        return
    state = DUTIES[duty.kind](world, matter, duty, at)
    if state is not None:
        follow(world, matter, state, at)


def _register(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    story = matter.story
    return acts.take(
        "register",
        case_id=matter.case_id,
        category=story.category,
        topic=story.topic,
        area=story.petition.area,
        by=world.desk(duty.owner).clerk,
        at=at,
    )


def _route(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    """The petition office passes a matter on, mostly to the right organ; some things it
    answers itself.
    """
    if matter.story.kind in {"refused", "diverted"} and world.chance(0.45):
        gone = turning_away.turn_away(world, matter, duty, at)
        if gone is not None:
            return gone
    to = matter.right
    if (
        matter.story.kind == "ordinary"
        and not matter.tried
        and world.chance(ASTRAY)
    ):
        to = world.rng.choice(
            [
                code
                for code in world.district.departments
                if code != matter.right
            ]
        )
    return _forward(world, matter, duty, at, to)


def _forward(
    world: World, matter: Matter, duty: DutyState, at: datetime, to: str
) -> CaseState:
    report_by = None
    if matter.story.kind == "ordinary" and world.chance(ASSIGNED):
        report_by = world.habits.working_day(
            at.date() + timedelta(days=world.rng.randint(85, 110))
        )
    told, values = "", matter.state.values
    if (
        values.get("handler_kind") != "petition_office"
        and values.get("category") != "accusation"
    ):
        told = world.teller.word(
            "whereabouts",
            title=matter.story.petition.title,
            organ=world.district.names[to],
        )
    return acts.take(
        "forward",
        case_id=matter.case_id,
        to=to,
        by=world.desk(duty.owner).officer,
        at=at,
        report_by=report_by,
        told_where=told,
    )


def _tell(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    """The first answer of an organ to the petitioner; or, where it is the wrong one, to
    whoever sent the matter.
    """
    by, state = world.desk(duty.owner).officer, matter.state
    if duty.owner != matter.right:
        if state.state == "registered":
            return _forward(world, matter, duty, at, matter.right)
        elsewhere = _send_elsewhere(world, matter, duty, at)
        if elsewhere is not None:
            return elsewhere
    if matter.story.kind in {"refused", "diverted"} and world.chance(0.6):
        gone = turning_away.turn_away(world, matter, duty, at)
        if gone is not None:
            return gone
    text = world.teller.word(
        "notices",
        title=matter.story.petition.title,
        organ=world.district.names[duty.owner],
    )
    told = acts.take("notify", case_id=matter.case_id, text=text, by=by, at=at)
    return sorting.sort(world, matter, told, at)


def _send_elsewhere(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState | None:
    """An organ that is not competent objects, offers the matter to the right one, asks
    the superior, or gives in.
    """
    by, teller = world.desk(duty.owner).officer, world.teller
    matter.diary.discard(
        duty.ref
    )  # the notice is still owed, and its time is planned anew
    if not matter.tried and world.chance(0.7):
        matter.tried.add("object")
        return acts.take(
            "object",
            case_id=matter.case_id,
            reason=teller.word("objections"),
            by=by,
            at=at,
        )
    if "offer" not in matter.tried and world.chance(0.55):
        return _offer(world, matter, matter.right, at)
    if "refer" not in matter.tried and world.chance(0.5):
        matter.tried.add("refer")
        reason = teller.word("competence_reasons")
        return acts.take(
            "refer_competence",
            case_id=matter.case_id,
            reason=reason,
            by=by,
            at=at,
        )
    matter.right = duty.owner
    matter.tried.add("gave in")
    return None


def _offer(world: World, matter: Matter, to: str, at: datetime) -> CaseState:
    matter.tried.add("offer")
    by = world.desk(matter.state.parties["handler"]).officer
    world.schedule(
        world.habits.within(1, 6, after=at),
        partial(_answer_offer, world, matter),
    )
    reason = world.teller.word("handover_reasons")
    return acts.take(
        "offer_handover",
        case_id=matter.case_id,
        to=to,
        reason=reason,
        by=by,
        at=at,
    )


def _answer_offer(world: World, matter: Matter, at: datetime) -> None:
    to = matter.state.parties.get("offered")
    if not to:
        return
    by = world.desk(to).officer
    if world.chance(0.72):
        matter.right = to
        state = acts.take(
            "accept_handover", case_id=matter.case_id, by=by, at=at
        )
    else:
        reason = world.teller.word("handover_declined")
        state = acts.take(
            "decline_handover",
            case_id=matter.case_id,
            reason=reason,
            by=by,
            at=at,
        )
    follow(world, matter, state, at)


def _accept(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    gone = None
    if matter.story.kind in {"refused", "diverted"}:
        gone = turning_away.turn_away(world, matter, duty, at)
    if gone is not None:
        return gone
    by = world.desk(duty.owner).officer
    state = acts.take("accept", case_id=matter.case_id, by=by, at=at)
    if world.chance(0.15):
        answering.open_identity(
            world, matter, duty.owner, at, purpose="contact"
        )
    if (
        matter.story.kind == "ordinary"
        and "offer" not in matter.tried
        and world.chance(HANDED_ON)
    ):
        follow(world, matter, state, at)
        other = (
            matter.story.town.code
            if duty.owner != matter.story.town.code
            else "tl-citycare"
        )
        if not local_rules.stays(state):
            return _offer(
                world,
                matter,
                other,
                at + timedelta(minutes=world.rng.randint(20, 90)),
            )
    return state


def _extend(world: World, matter: Matter, ref: str, at: datetime) -> None:
    duty = matter.open_duty(ref)
    if duty is None:
        return
    if matter.waiting or at.date() > duty.due_date:
        _in_time(world, matter, duty, at)
        return
    days = world.rng.choice((10, 15, 20, 30, 30))
    reason = world.teller.word("extensions", n=world.rng.randint(2, 4))
    head = world.desk(duty.owner).head
    further = local_rules.besides(matter.state, "extend")
    state = acts.take(
        "extend",
        case_id=matter.case_id,
        days=days,
        reason=reason,
        by=head,
        at=at,
        **further,
    )
    matter.diary.discard(ref)
    matter.state = state
    moved = matter.open_duty(ref)
    if moved is not None:
        matter.diary.add(ref)
        _in_time(world, matter, moved, at)


PLANS: Mapping[str, Callable[[World, Matter, DutyState, datetime], None]] = {
    "notify": _plan_notice,
    "notify_own_rules": _plan_notice,
    "handle": _plan_handling,
    "close": _plan_closing,
}
DUTIES: Mapping[str, Doing] = {
    "register": _register,
    "route": _route,
    "route_again": _route,
    "notify": _tell,
    "notify_own_rules": _tell,
    "dispose": _tell,
    "answer_objection": answer_objection,
    "decide_competence": decide_competence,
    "accept": _accept,
    "handle": answering.decide,
    "answer_suggestion": answering.decide,
    "handle_accusation": answering.decide,
    "serve": answering.serve,
    "tell_result": answering.serve,
    "report": answering.report,
    "close": answering.conclude,
    "execute": answering.execute,
    "act_or_answer": turning_away.act_or_answer,
}
