"""Somebody acts for the petitioner: what the authority covers, a code of their own, and
nothing once it has ended.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life, paper
from tests.plugins.tampering import wrong

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.chapters.intake.agents import Appointed, appoint_agent
from huiyin.casework.matter import agents, reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Agent, Case
from huiyin.casework.upkeep.verify import run
from huiyin.law import packs
from huiyin.ledger.models import LedgerEvent
from huiyin.people import reads as vault
from huiyin.people.models import Identity
from huiyin.people.particulars import Particulars

pytestmark = pytest.mark.django_db

LAWYER = Particulars(name="沈若兰", phone="13900000007", address="海州市律师楼2层")
DAY = date.fromisoformat


def appoint(life: Life, on: str = "2026-09-09", **changes: Any) -> Appointed:
    """Record an agent: a lawyer with general authority until the end of October."""
    said: dict[str, Any] = {
        "person": LAWYER,
        "kind": "lawyer",
        "scope": "general",
        "since": DAY("2026-09-09"),
        "until": DAY("2026-10-30"),
        "by": Actor.petitioner(life.filed.case_id),
        "at": moment(on),
    }
    said |= changes
    return appoint_agent(case_id=life.filed.case_id, **{"draft": paper(moment(on)), **said})


def opened(life: Life, code: str, on: str) -> Actor:
    """Who has come in with this code."""
    return agents.access(number=life.filed.number, query_code=code, at=moment(on))[0]


@pytest.fixture
def life(district: District) -> Life:
    """A matter filed online on 8 September."""
    return Life.begin(district)


def test_an_agent_has_a_code_of_their_own_and_acts_for_the_petitioner(life: Life) -> None:
    given = appoint(life)
    assert given.code != life.filed.query_code
    by, view = agents.access(number=life.filed.number.lower(), query_code=given.code, at=moment("2026-09-10"))
    assert (by.name, view.case_id) == ("agent:1", life.filed.case_id)
    contacts.add_material(case_id=view.case_id, text="补充说明", by=by, at=moment("2026-09-10"))
    last = timeline(view)[-1]
    assert (last.type, last.actor, last.organ) == ("matter.supplemented", "agent:1", "")
    assert timeline(view, petitioner=True)[-1].actor == "agent:1"
    assert run().problems == ()


def test_the_petitioners_code_does_not_open_as_an_agents_nor_the_other_way_round(life: Life) -> None:
    given = appoint(life)
    with pytest.raises(NotFound):
        opened(life, life.filed.query_code, "2026-09-10")
    with pytest.raises(NotFound):
        reads.access_own(number=life.filed.number, query_code=given.code)


def test_an_agent_may_take_these_steps_and_no_others() -> None:
    pack = packs.load("cn-xinfang", "2022-05-01")
    general = {step.id for step in pack.steps.values() if "agent" in step.by}
    special = {step.id for step in pack.steps.values() if "agent.special" in step.by}
    assert general == {
        "ask_recusal",
        "supplement",
        "contact",
        "request_hearing",
        "prefer_paper",
        "ask_paper",
        "ask_ordinary",
        "agree_online",
        "revoke_online",
        "ask_copy",
        "state_circumstances",
        "end_agent",
        "complain",
    }
    assert special == {"withdraw", "ask_review", "ask_rereview"}


def test_an_agent_without_special_authority_may_not_withdraw(life: Life) -> None:
    by = opened(life, appoint(life).code, "2026-09-10")
    with pytest.raises(Refused) as no:
        acts.take("withdraw", case_id=life.filed.case_id, by=by, at=moment("2026-09-10"))
    assert [one.rule for one in no.value.grounds] == ["step:withdraw.agent.special"]
    assert "Withdraw" in no.value.grounds[0].text.en
    assert "撤回" in no.value.grounds[0].text.zh
    assert no.value.grounds[0].remedy is not None
    assert Case.objects.get().state == "filed"


def test_an_agent_with_special_authority_withdraws_and_asks_for_a_review(life: Life, district: District) -> None:
    by = opened(life, appoint(life, scope="special").code, "2026-09-10")
    life.until("served")
    on = moment("2026-10-20")
    options = {one.step: one.ruling.allowed for one in reads.options(view=life.view, by=by, at=on)}
    assert options["ask_review"]
    assert "rate" not in options
    acts.take("ask_review", case_id=life.filed.case_id, reason="不服", by=by, at=on)
    event = LedgerEvent.objects.get(type="matter.review_requested")
    assert event.actor == "agent:1"


def test_what_an_office_records_for_an_agent_needs_the_agents_authority(life: Life, district: District) -> None:
    appoint(life, until=DAY("2026-12-31"))
    appoint(life, kind="relative", scope="special", until=DAY("2026-11-30"))
    life.until("served")
    on, asked = (moment("2026-11-30"), {"reason": "不服", "by": district.clerk})
    with pytest.raises(Refused) as no:
        acts.take("ask_review", case_id=life.filed.case_id, **asked, at=on, through=1)
    assert [one.rule for one in no.value.grounds] == ["step:ask_review.agent.special"]
    for agent, late in ((2, moment("2026-12-01")), (3, on)):  # one ran out the day before, one was never recorded
        with pytest.raises(Invalid):
            acts.take("ask_review", case_id=life.filed.case_id, **asked, at=late, through=agent)
    assert not LedgerEvent.objects.filter(type="matter.review_requested").exists()
    acts.take("ask_review", case_id=life.filed.case_id, **asked, at=on, through=2)
    event = LedgerEvent.objects.get(type="matter.review_requested")
    assert (event.actor, event.payload["data"]["through_agent"]) == (district.clerk.name, 2)
    assert timeline(life.view, petitioner=True)[-1].agent == 2
    assert run().problems == ()


def test_the_authority_ends_by_itself_after_its_last_day(life: Life) -> None:
    given = appoint(life, since=DAY("2026-09-11"), until=DAY("2026-09-14"))
    for on in ("2026-09-10", "2026-09-15"):
        with pytest.raises(NotFound):
            opened(life, given.code, on)
        with pytest.raises(NotFound):
            agents.actor(case_id=life.filed.case_id, position=1, at=moment(on))
    assert opened(life, given.code, "2026-09-14").position == 1


def test_the_petitioner_revokes_and_the_code_opens_nothing(life: Life) -> None:
    given = appoint(life)
    by = opened(life, given.code, "2026-09-10")
    acts.take(
        "end_agent",
        case_id=life.filed.case_id,
        agent=1,
        own_wish=True,
        by=Actor.petitioner(life.filed.case_id),
        at=moment("2026-09-11"),
    )
    with pytest.raises(NotFound):
        opened(life, given.code, "2026-09-11")
    with pytest.raises(NotFound):  # nor somebody who came in before
        contacts.add_material(case_id=life.filed.case_id, text="再补充", by=by, at=moment("2026-09-11"))
    with pytest.raises(Invalid):
        acts.take(
            "end_agent",
            case_id=life.filed.case_id,
            agent=1,
            own_wish=True,
            by=Actor.petitioner(life.filed.case_id),
            at=moment("2026-09-12"),
        )
    assert [(one.ended, one.standing) for one in agents.of(life.view, DAY("2026-09-12"))] == [(True, False)]
    assert run().problems == ()


def test_an_agent_lays_down_their_own_authority_and_nobody_elses(life: Life) -> None:
    first = opened(life, appoint(life).code, "2026-09-10")
    appoint(life, kind="relative")
    with pytest.raises(Invalid):
        acts.take("end_agent", case_id=life.filed.case_id, agent=2, own_wish=True, by=first, at=moment("2026-09-10"))
    acts.take("end_agent", case_id=life.filed.case_id, agent=1, own_wish=True, by=first, at=moment("2026-09-10"))
    assert [one.standing for one in agents.of(life.view, DAY("2026-09-10"))] == [False, True]


def test_no_more_than_two_at_a_time(life: Life) -> None:
    appoint(life)
    appoint(life, until=DAY("2026-09-12"))
    with pytest.raises(Refused) as no:
        appoint(life, on="2026-09-12")
    assert [one.rule for one in no.value.grounds] == ["step:appoint_agent.at_most_two"]
    assert appoint(life, on="2026-09-13").position == 3  # the second has run out


def test_what_is_missing_is_named_and_leaves_nothing_behind(life: Life) -> None:
    for changes, rule in (
        ({"draft": uuid4().hex}, "proved"),
        ({"until": None}, "last_day_named"),
        ({"until": DAY("2026-09-08")}, "ends_after_it_begins"),
    ):
        with pytest.raises(Refused) as no:
            appoint(life, **changes)
        assert f"step:appoint_agent.{rule}" in [one.rule for one in no.value.grounds]
    with pytest.raises(Invalid):
        appoint(life, person=Particulars(phone="13900000007"))
    assert Agent.objects.count() == 0
    assert Identity.objects.count() == 1  # the petitioner's
    assert LedgerEvent.objects.filter(stream=f"case:{life.filed.case_id}").count() == 1


def test_the_same_form_again_gives_the_same_agent_and_code(life: Life) -> None:
    draft = paper(moment("2026-09-09"))
    first, second = appoint(life, draft=draft), appoint(life, draft=draft)
    assert (first.position, first.code) == (second.position, second.code) == (1, first.code)
    assert Agent.objects.count() == 1


def test_a_guardian_comes_to_the_window_and_needs_no_last_day(life: Life, district: District) -> None:
    by = district.clerk
    given = appoint(life, kind="guardian", scope="special", until=None, by=by)
    assert opened(life, given.code, "2027-03-01").special
    with pytest.raises(Refused) as no:
        acts.take("end_agent", case_id=life.filed.case_id, agent=1, own_wish=False, by=by, at=moment("2026-09-10"))
    assert [one.rule for one in no.value.grounds] == ["step:end_agent.own_wish"]


def test_who_it_is_lies_in_the_vault_and_no_phone_number_finds_it(life: Life, district: District) -> None:
    given = appoint(life)
    said = str(list(LedgerEvent.objects.values_list("payload", flat=True)))
    row = Agent.objects.get()
    for word in (LAWYER.name, LAWYER.phone, row.identity, given.code, row.code_hash):
        assert word not in said
    opened_ = vault.reveal.__wrapped__(row.identity, purpose="contact", by="system", at=moment("2026-09-10"))
    assert opened_ == LAWYER
    found = vault.lookup_phone(
        office="office",
        phone=LAWYER.phone,
        by=district.clerk.name,
        organ="office",
        at=moment("2026-09-10"),
        request_recorded=True,
    )
    assert found == []


def test_a_report_has_no_agents_and_one_that_becomes_a_report_shuts_them_out(life: Life, district: District) -> None:
    sealed = intake.file_petition(
        petition=petition(category="accusation"), office="office", by=Actor.petitioner(), at=moment("2026-09-08")
    )
    with pytest.raises(Refused) as no:
        appoint(Life(district, sealed), by=Actor.petitioner(sealed.case_id))
    assert "step:appoint_agent.not_for_reports" in [one.rule for one in no.value.grounds]
    code = appoint(life).code
    by = opened(life, code, "2026-09-10")
    acts.take(
        "register",
        case_id=life.filed.case_id,
        category="accusation",
        topic="",
        area="",
        by=district.dispatcher,
        at=moment("2026-09-10"),
    )
    with pytest.raises(NotFound):
        opened(life, code, "2026-09-10")
    with pytest.raises(NotFound):
        reads.access_case(by=by, case_id=life.filed.case_id)
    row = Identity.objects.get(pk=Agent.objects.get().identity)
    assert row.sealed
    assert row.phone_hash is None
    assert run().problems == ()


def test_an_agent_opens_one_matter_only(life: Life, district: District) -> None:
    other = Life.begin(district)
    by = opened(life, appoint(life).code, "2026-09-10")
    with pytest.raises(NotFound):
        reads.access_case(by=by, case_id=other.filed.case_id)
    with pytest.raises(NotFound):
        agents.access(number=other.filed.number, query_code=appoint(life).code, at=moment("2026-09-10"))


@pytest.mark.parametrize(
    "change", [{"scope": "special"}, {"until_date": None}, {"identity": "0" * 32}, {"ended_seq": 9}, {"paper": "x"}]
)
def test_what_is_changed_behind_the_ledgers_back_is_found(life: Life, change: dict[str, Any]) -> None:
    appoint(life)
    Agent.objects.update(**change)
    found = wrong()
    assert found[0] == "agent 1 is not who was recorded"
    # Of another identity it is also said that the vault does not hold it, and that
    # nobody names the right one.
    assert len(found) == (3 if "identity" in change else 1)
