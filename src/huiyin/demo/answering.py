"""What officers do with a matter that is theirs: they decide, serve, report, close the file
and carry out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from huiyin.casework import acts
from huiyin.casework.basis import consent
from huiyin.casework.events import CaseState, DutyState
from huiyin.casework.matter import reads
from huiyin.demo import local_rules, petitioners
from huiyin.demo.world import Matter, World
from huiyin.people import reads as people


def decide(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    """Give the decision that the story has, in words of its own, and return how the
    matter stands then.
    """
    outcome, decisions = world.teller.opinion(
        matter.story, organ=world.district.names[duty.owner]
    )
    by = world.desk(duty.owner).officer
    further = local_rules.besides(matter.state, "decide", outcome=outcome)
    return acts.take(
        "decide",
        case_id=matter.case_id,
        outcome=outcome,
        decisions=decisions,
        by=by,
        at=at,
        **further,
    )


def serve(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    """Serve the decision: online where the petitioner agreed, else by hand or post,
    received up to two days ago. Returns how the matter stands then.
    """
    online = consent.given(matter.state.values)
    method = (
        "online"
        if online
        else world.rng.choice(("in_person", "in_person", "post"))
    )
    received = max(
        matter.state.dates["decided"],
        at.date() - timedelta(days=world.rng.randint(0, 2)),
    )
    if not online and world.chance(0.45):
        open_identity(world, matter, duty.owner, at, purpose="serve")
    by = world.desk(duty.owner).officer
    by_day = (
        at.date() + timedelta(days=45)
        if local_rules.promises(matter.state)
        else None
    )
    state = acts.take(
        "serve",
        case_id=matter.case_id,
        method=method,
        received_on=received,
        execute_by=by_day,
        by=by,
        at=at,
    )
    petitioners.think_of_rating(world, matter, at)
    return state


def report(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState | None:
    """Report to whoever assigned the matter and return how it stands then; None where
    it has ended meanwhile.
    """
    if world.refresh(matter).final:
        return None
    text = world.teller.word("reports", organ=world.district.names[duty.owner])
    return acts.take(
        "report",
        case_id=matter.case_id,
        text=text,
        by=world.desk(duty.owner).officer,
        at=at,
    )


def conclude(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState | None:
    """Close the file, after what was assigned is reported, and return how the matter
    stands then; None where it has ended.
    """
    state = world.refresh(matter)
    if state.final:
        return None
    for owed in state.open_duties:
        if (
            owed.kind == "report"
        ):  # what was assigned is reported first (R22 Art 22)
            report(world, matter, owed, at)
    reason = world.teller.word("concluded")
    by = world.desk(duty.owner).officer
    further = local_rules.besides(matter.state, "conclude")
    return acts.take(
        "conclude",
        case_id=matter.case_id,
        reason=reason,
        petitioner_agrees=True,
        by=by,
        at=at,
        **further,
    )


def execute(
    world: World, matter: Matter, duty: DutyState, at: datetime
) -> CaseState:
    """Carry out what was decided and return how the matter stands then."""
    what = world.teller.word("reports", organ=world.district.names[duty.owner])
    by = world.desk(duty.owner).officer
    return acts.take(
        "execute",
        case_id=matter.case_id,
        what=what,
        done_on=at.date(),
        by=by,
        at=at,
    )


def open_identity(
    world: World, matter: Matter, organ: str, at: datetime, *, purpose: str
) -> None:
    """Open a name for a purpose; after the day's work, because an opening stands in a
    transaction of its own.

    That of a sealed report is left alone: it takes a reason and a second person.
    """
    staff = world.desk(organ).officer
    if matter.state.values.get("sealed"):
        return

    def open_it(_now: datetime) -> None:
        view = reads.access_case(by=staff, case_id=matter.case_id)
        identity = next(
            (contact.identity for contact in view.contacts if contact.identity),
            "",
        )
        if identity and people.may_open(staff, reads.towards(view)):
            people.reveal(
                identity,
                purpose=purpose,
                by=staff,
                at=at,
                towards=reads.towards(view),
            )

    world.after_hours.append(open_it)
