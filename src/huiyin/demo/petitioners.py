"""What citizens do after they have filed: come back, add material, withdraw, rate."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import contacts, lookup
from huiyin.demo.world import Matter, World

HOW_OFTEN_AGAIN = ((0, 77), (1, 14), (2, 6), (3, 3))
BEFORE_SERVICE = frozenset(
    {"filed", "registered", "forwarded", "notified", "accepted", "decided"}
)
RATES = 0.62
RATINGS = {
    True: (("satisfied", 62), ("basically", 30), ("not_satisfied", 8)),
    False: (("satisfied", 18), ("basically", 41), ("not_satisfied", 41)),
}
FAVOURABLE = frozenset(
    {"supported", "partly", "settled", "adopted", "partly_adopted", "answered"}
)


def plan_later(world: World, matter: Matter, at: datetime) -> None:
    """What somebody who has filed will do in the weeks that follow."""
    again = world.rng.choices(
        [times for times, _ in HOW_OFTEN_AGAIN],
        [weight for _, weight in HOW_OFTEN_AGAIN],
    )[0]
    for _ in range(again):
        channel = world.rng.choice(
            ("visit", "visit", "phone", "phone", "letter", "online")
        )
        when = (
            world.habits.at_home if channel == "online" else world.habits.within
        )
        world.schedule(
            when(8, 110, after=at), partial(_come_back, world, matter, channel)
        )
    if world.chance(0.12):
        world.schedule(
            world.habits.at_home(3, 25, after=at),
            partial(_supplement, world, matter),
        )
    if world.chance(0.03):
        world.schedule(
            world.habits.at_home(5, 40, after=at),
            partial(_withdraw, world, matter),
        )


def think_of_rating(world: World, matter: Matter, at: datetime) -> None:
    """Some of those who have an answer say what they think of it."""
    if not matter.story.petition.anonymous and world.chance(RATES):
        world.schedule(
            world.habits.at_home(1, 20, after=at), partial(_rate, world, matter)
        )


def _come_back(
    world: World, matter: Matter, channel: str, at: datetime
) -> None:
    """A repeat contact joins its matter. On the telephone the clerk finds it by the
    caller's own number.

    Who reported wrongdoing comes back through their own page: the window knows nothing
    of the report any more.
    """
    channel = "online" if matter.state.values.get("sealed") else channel
    contact = world.teller.further_contact(matter.story, channel=channel)
    office = matter.state.parties["receiver"]
    by = (
        Actor.petitioner(matter.case_id)
        if channel == "online"
        else world.desk(office).clerk
    )
    phone = matter.story.petition.person.phone
    if channel == "phone" and phone:
        lookup.by_phone(
            office=office, phone=phone, by=by, at=at, request_recorded=True
        )
    recorded = contacts.record_contact(
        case_id=matter.case_id, contact=contact, office=office, by=by, at=at
    )
    matter.state = recorded.state


def _supplement(world: World, matter: Matter, at: datetime) -> None:
    if matter.state.state in BEFORE_SERVICE:
        text = world.teller.word("supplements", **matter.story.slots)
        matter.state = contacts.add_material(
            case_id=matter.case_id,
            text=text,
            by=Actor.petitioner(matter.case_id),
            at=at,
        )


def _withdraw(world: World, matter: Matter, at: datetime) -> None:
    # A report of wrongdoing is examined whether or not it is taken back.
    if matter.state.state in BEFORE_SERVICE and not matter.state.values.get(
        "sealed"
    ):
        reason = world.teller.word("withdrawals")
        matter.state = acts.take(
            "withdraw",
            case_id=matter.case_id,
            by=Actor.petitioner(matter.case_id),
            at=at,
            reason=reason,
        )


def _rate(world: World, matter: Matter, at: datetime) -> None:
    weighted = RATINGS[matter.state.values.get("outcome") in FAVOURABLE]
    rating = world.rng.choices(
        [name for name, _ in weighted], [weight for _, weight in weighted]
    )[0]
    comment = world.teller.word(
        "unsatisfied" if rating == "not_satisfied" else "comments"
    )
    matter.state = acts.take(
        "rate",
        case_id=matter.case_id,
        rating=rating,
        by=Actor.petitioner(matter.case_id),
        at=at,
        comment=comment,
    )
