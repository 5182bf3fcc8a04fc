"""The sample district: lived through the real acts, verified clean, the same by seed,
open to its documented staff.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from random import Random

import pytest
from django.db import transaction
from django.test import Client
from PIL import Image
from pytest_django.plugin import DjangoDbBlocker
from typer.testing import CliRunner

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound, Refused
from huiyin.casework.matter import agents, joint_organs, participants, reads
from huiyin.casework.matter.hearings import NAMING
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Case, Contact, Duty, Remedy
from huiyin.casework.upkeep.verify import run
from huiyin.demo import cli, loading, simulation
from huiyin.demo.district import OFFICE, PASSWORD, sign_ins
from huiyin.demo.loading import Loaded, NotLoaded
from huiyin.demo.stories import KINDS
from huiyin.demo.words import data
from huiyin.demo.world import World
from huiyin.ledger.models import LedgerEvent
from huiyin.organisations import reads as organs
from huiyin.organisations import register, staff_reads
from huiyin.organisations.models import Staff

pytestmark = pytest.mark.django_db
END = loading.ending(date(2026, 9, 30), now=datetime(2026, 11, 20, 2, tzinfo=UTC))


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """One small year for all tests that only look at it; undone behind the last of them."""
    with django_db_blocker.unblock():
        outside = transaction.atomic()
        # An identity is opened in a transaction of its own, in tests inside the test's
        outside._from_testcase = True
        outside.__enter__()
        register.forget()
        yield loading.load(seed=5, matters=40, until=END)
        transaction.set_rollback(True)
        outside.__exit__(None, None, None)


def test_a_small_year_is_verified_clean_and_not_all_of_one_kind(loaded: Loaded) -> None:
    assert loaded.matters == Case.objects.count() == 40
    assert loaded.contacts == Contact.objects.count() >= 40
    assert loaded.events == LedgerEvent.objects.count()
    assert sum(loaded.states.values()) == 40
    # A year's matters are mostly closed at its end, and the latest are on somebody's desk.
    assert loaded.states["concluded"] > 15
    assert len(loaded.states) >= 5
    assert Duty.objects.filter(status="open").exists()
    assert run().problems == ()
    assert max(LedgerEvent.objects.filter(stream__startswith="case:").values_list("at", flat=True)) <= END
    assert organs.default_office().code == OFFICE
    assert loaded.overtaken == (), loaded.overtaken  # whatever is planned here can be done


def test_officers_have_sorted_what_has_another_way(loaded: Loaded) -> None:
    found = Remedy.objects.values_list("route", flat=True).distinct()
    assert "labour_arbitration" in found
    assert Remedy.objects.filter(case__final=False, last_day__gt=END.date()).exists()


def test_staged_matters_show_what_luck_would_not(loaded: Loaded) -> None:
    found = (Case.objects.get(title=row["title"], sealed=False).pk for row in data("scenes")["scene"])
    together, lead, simple, merged, unclear, represented, aside, hearing, complained = (
        reads.access_case(by=Actor.system(), case_id=pk) for pk in found
    )
    assert [one.served_date is not None for one in participants.of(together)] == [True, False, False]
    assert [one.status for one in joint_organs.organs_of(lead)] == ["given", "awaited"]
    assert (simple.state.state, simple.state.values["outcome"]) == ("served", "explained")
    assert merged.state.parties["handler"] == "tl-housing"
    assert [duty.owner for duty in merged.open_duties] == ["tl-housing"]
    assert unclear.state.parties["handler"] == "tl"
    assert [one.standing for one in agents.of(represented, END.date())] == [True]
    assert timeline(represented)[-1].actor == "agent:1"
    [recused] = aside.state.values["recused"]
    assert (aside.state.state, aside.state.values["recusal"]) == ("accepted", "granted")
    assert staff_reads.staff_info(int(recused.removeprefix("staff:")), END.date()).username == "officer"  # type: ignore[union-attr]
    assert aside.state.values["handled_by"] != recused
    told = [one for one in timeline(hearing) if one.type in NAMING]
    assert ["霍工程师" in one.notes["members"] for one in told] == [True, False]
    assert [duty.owner for duty in hearing.open_duties if duty.kind == "hold_hearing"] == ["tl-housing"]
    assert complained.state.state == "accepted"
    assert {one.code for one in organs.ended()} == {"tl-expropriation", "tl-renewal"}


def test_the_report_of_retaliation_is_known_to_its_reader_and_reporter_alone(loaded: Loaded) -> None:
    report = loaded.samples[-1]
    assert report.state == "checked"
    own = reads.access_own(number=report.number, query_code=report.query_code)
    assert "阀门被关" in own.contacts[0].text
    assert own.claims[0].outcome == "confirmed"
    for one in sign_ins():
        staff = staff_reads.staff_info(Staff.objects.get(username=one.username).pk, END.date())
        assert staff is not None
        try:
            known = bool(reads.find_number(by=Actor.of_staff(staff), number=report.number))
        except NotFound:
            known = False
        assert known == (one.username == "inspector"), one.username


def test_it_goes_only_where_nothing_is(loaded: Loaded) -> None:
    with pytest.raises(NotLoaded):
        loading.load(seed=5, matters=40, until=END)
    asked = CliRunner().invoke(cli.app, ["load", "--matters", "3"])
    assert asked.exit_code == 2
    assert Case.objects.count() == 40
    assert CliRunner().invoke(cli.app, ["load", "--if-empty"]).exit_code == 0
    assert Case.objects.count() == 40


@pytest.mark.parametrize("until", [date(2026, 11, 21), date(2023, 4, 30)])
def test_the_year_cannot_end_in_the_future_or_under_older_law(until: date) -> None:
    with pytest.raises(NotLoaded):
        loading.ending(until, now=datetime(2026, 11, 20, 2, tzinfo=UTC))


def test_the_documented_staff_sign_in_and_nobody_else(loaded: Loaded, client: Client) -> None:
    for one in sign_ins():
        answer = client.post("/account/login/", {"login": one.username, "password": PASSWORD})
        assert (one.username, answer.status_code) == (one.username, 302)
        client.post("/account/logout/")
    assert client.post("/account/login/", {"login": "tl-land-officer", "password": PASSWORD}).status_code == 200


def test_the_samples_can_be_followed_and_are_told_again(loaded: Loaded) -> None:
    assert loading.remembered() == loaded.samples
    for sample in loaded.samples:
        assert reads.access_own(number=sample.number, query_code=sample.query_code).state.state == sample.state
    told = CliRunner().invoke(cli.app, ["sign-ins"])
    assert told.exit_code == 0
    assert PASSWORD in told.output


def test_every_topic_has_its_stories() -> None:
    """Also the other way round: no story is told of a topic that the district does not know."""
    leaves = {leaf["code"] for topic in data("district")["topic"] for leaf in topic["leaves"]}
    told = {*data("stories_city"), *data("stories_people")}
    assert told | {"conduct-corruption"} == leaves
    special = data("stories_special")
    assert {
        row["topic"] for kind in ("suggestion", "diverted", "refused", "english") for row in special[kind]
    } <= leaves
    assert {"suggestion", "accusation", "diverted", "refused", "english"} <= set(KINDS)


def test_the_picture_is_one() -> None:
    assert Image.open(BytesIO(simulation.picture((10, 120, 200)))).format == "PNG"


def test_what_comes_too_late_is_left(db: None) -> None:
    """An organ thinks an offer over while the petition is taken back: nothing is done,
    and the year goes on.
    """
    done: list[datetime] = []
    nothing_drawn = Random(1)  # noqa: S311 - nothing is drawn
    world = World(
        district=None,  # type: ignore[arg-type]
        habits=None,  # type: ignore[arg-type]
        teller=None,  # type: ignore[arg-type]
        rng=nothing_drawn,
        until=END,
    )

    def refused(_at: datetime) -> None:
        raise Refused(())

    world.schedule(END - timedelta(hours=2), refused)
    world.schedule(END - timedelta(hours=1), done.append)
    world.run_until(END)
    assert done == [END - timedelta(hours=1)]
    assert len(world.overtaken) == 1
