"""One command: what is shown before is what is done, and what nobody has to say is
filled in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.casework.test_agents import appoint
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis import commitments
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.events import CaseState
from huiyin.casework.matter import command as commands
from huiyin.casework.matter import fillers, reads
from huiyin.casework.matter.work import Work
from huiyin.casework.models import Note
from huiyin.casework.sealing import envelope, hpke
from huiyin.law import packs
from huiyin.law.rules.known import KNOWN
from huiyin.law.terms.ruling import Ruling
from huiyin.ledger import reads as ledger
from huiyin.organisations import ending
from huiyin.people.particulars import Particulars

pytestmark = pytest.mark.django_db


def test_what_packs_may_ask_for_is_what_is_worked_out() -> None:
    assert set(fillers.FILLERS) == set(KNOWN)


def shown(life: Life, wanted: commands.Command, by: Actor, on: str) -> Ruling | None:
    view = reads.access_case(by=by, case_id=life.filed.case_id)
    return commands.preview(wanted, work=reads.work_on(view), by=by, at=moment(on))


def test_a_preview_says_what_then_happens_and_writes_nothing(district: District) -> None:
    """Accepted on 23 November 2026: sixty days end on Friday 22 January 2027 (R22 Art 34)."""
    life = Life.begin(district).until("notified")
    wanted = acts.command("accept", life.filed.case_id, {"note": "已受理"})
    before = life.view.state
    ruling = shown(life, wanted, district.green, "2026-11-23")
    assert ruling is not None
    assert [(duty.kind, duty.deadline.due_date) for duty in ruling.opens] == [("handle", date(2027, 1, 22))]
    assert life.view.state == before
    state = acts.perform(wanted, by=district.green, at=moment("2026-11-23"))
    assert [(duty.kind, duty.due_date) for duty in state.open_duties] == [("handle", date(2027, 1, 22))]
    assert Note.objects.get(key="note").text == "已受理"


def test_while_something_is_not_said_nothing_is_foreseen(district: District) -> None:
    life = Life.begin(district).until("accepted")
    wanted = acts.command("extend", life.filed.case_id, {"reason": "案情复杂"})
    assert shown(life, wanted, district.green_head, "2026-11-23") is None
    assert shown(life, acts.command("no_such", life.filed.case_id, {}), district.green, "2026-11-23") is None


def test_an_answer_to_a_claim_that_nobody_made_is_not_taken(district: District) -> None:
    life = Life.begin(district).until("accepted")
    answers = [Decision(1, "supported", "查明", "依据"), Decision(9, "supported", "查明", "依据")]
    told: dict[str, Any] = {"outcome": "supported", "decisions": answers, "heard": "talk"}
    with pytest.raises(Invalid):
        acts.take("decide", case_id=life.filed.case_id, **told, by=district.green, at=moment("2026-11-23"))
    assert life.view.state.state == "accepted"


def test_nobody_can_say_what_is_on_record(district: District) -> None:
    """Of two who signed one has not agreed: whoever withdraws cannot say that all did."""
    joint = Life.begin(district, persons=2, signatories=(Particulars(name="周明"),)).until("registered")
    petitioner = Actor.petitioner(joint.filed.case_id)
    lie: dict[str, Any] = {"all_agree": True, "signatories": 1, "reason": "不反映了"}
    with pytest.raises(Refused):
        acts.take("withdraw", case_id=joint.filed.case_id, **lie, by=petitioner, at=moment("2026-11-23"))
    assert not joint.view.state.final


def test_whether_it_is_assigned_follows_from_the_day(district: District) -> None:
    """With a day to report it is assigned (交办), without one forwarded (R22 Art 22)."""
    kinds = {}
    for day in (None, date(2027, 2, 26)):
        life = Life.begin(district).until("registered")
        told: dict[str, Any] = {"to": "housing", "report_by": day, "mode": "forward"}
        forward = acts.command("forward", life.filed.case_id, told)
        state = acts.perform(forward, by=district.dispatcher, at=moment("2026-11-23"))
        kinds[day] = {duty.kind for duty in state.open_duties}
    assert "report" in kinds[date(2027, 2, 26)]
    assert "report" not in kinds[None]


def test_nobody_says_by_themselves_that_facts_and_basis_are_stated(district: District) -> None:
    """The opinion answers each request with facts and basis (R22 Art 32): without answers there is none."""
    life = Life.begin(district).until("accepted")
    said = {"outcome": "supported", "heard": "talk", "facts_stated": True, "basis_stated": True}
    before = life.view.state
    with pytest.raises(Refused) as refused:
        acts.take("decide", case_id=life.filed.case_id, by=district.green, at=moment("2026-11-20"), **said)
    assert {ground.rule for ground in refused.value.grounds} == {"step:decide"}
    assert life.view.state == before


@pytest.mark.parametrize("stated", [True, False])
def test_what_is_shown_before_the_answers_are_written_counts_them_as_written(district: District, stated: bool) -> None:
    """Whatever is said of facts and basis, the answers to come are what counts."""
    life = Life.begin(district).until("accepted")
    said = {"outcome": "supported", "heard": "talk", "facts_stated": stated, "basis_stated": stated}
    ruling = shown(life, acts.command("decide", life.filed.case_id, said), district.green, "2026-11-20")
    assert ruling is not None
    assert ruling.allowed
    assert ruling.state == "decided"


def test_an_answer_without_facts_is_refused_before_as_when_it_is_done(district: District) -> None:
    life = Life.begin(district).until("accepted")
    bare = [Decision(claim.position, "supported", "", "依据") for claim in life.view.claims]
    wanted = acts.command("decide", life.filed.case_id, {"outcome": "supported", "heard": "talk", "decisions": bare})
    ruling = shown(life, wanted, district.green, "2026-11-20")
    assert ruling is not None
    with pytest.raises(Refused) as refused:
        acts.perform(wanted, by=district.green, at=moment("2026-11-20"))
    assert ruling.refusals == refused.value.grounds
    assert "step:decide.facts" in {ground.rule for ground in ruling.refusals}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  属实 \n", "属实"),
        ("属\u200b实", "属实"),  # a sign that nobody sees
        ("属\x07实\x1b", "属实"),  # control characters, which no workbook takes
        ("一、属实\r\n\t二、不属实", "一、属实\r\n\t二、不属实"),
        ("属\x00实", "属实"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_a_text_is_kept_without_blanks_and_signs_that_nobody_sees(said: str, kept: str) -> None:
    assert commands.checked_text("reason", said, required=False) == kept


@pytest.mark.parametrize("said", ["", "  ", "\u200b"])
def test_a_text_that_is_required_is_missing_where_nothing_can_be_read(said: str) -> None:
    with pytest.raises(Invalid, match="reason: 不能为空") as invalid:
        commands.checked_text("reason", said, required=True)
    assert invalid.value.field == "reason"


def test_a_text_is_as_long_as_its_field_allows() -> None:
    assert commands.checked_text("place", "字" * 200, required=True, limit=200) == "字" * 200
    with pytest.raises(Invalid) as invalid:
        commands.checked_text("place", "字" * 201, required=True, limit=200)
    assert (invalid.value.field, invalid.value.message) == ("place", "有 201 个字符，最多 200 个")
    assert len(commands.checked_text("text", "字" * 20_000, required=False)) == 20_000
    with pytest.raises(Invalid):
        commands.checked_text("text", "字" * 20_001, required=False)


def test_papers_stand_in_the_event_where_there_are_any() -> None:
    assert commands.files_data([{"id": "f1", "digest": "d"}]) == {"files": [{"id": "f1", "digest": "d"}]}
    assert commands.files_data(()) == {}


def filed_work() -> Work:
    """A petition that nobody has registered yet, in memory."""
    return Work(CaseState("c1", state="filed", event_seq=1), packs.load("cn-xinfang", "2022-05-01"))


def test_words_are_kept_beside_the_event_which_holds_only_a_commitment() -> None:
    notes = commands.Notes(filed_work(), reason="案情复杂", note="")
    (row,) = notes.rows("c1", 7)
    assert (row.id, row.case_id, row.event_seq, row.key, row.text) == ("c1.7.reason", "c1", 7, "reason", "案情复杂")
    assert len(row.salt) == 32
    assert notes.data() == {"notes": {"reason": commitments.commit(row.salt, "案情复杂")}}
    nothing = commands.Notes(filed_work(), note="")
    assert (nothing.data(), nothing.rows("c1", 7)) == ({}, [])


def test_words_of_a_sealed_matter_are_kept_in_a_box() -> None:
    pair = hpke.new_pair()
    values = {"sealed": True, "sealed_key": pair.public}
    work = Work(CaseState("c1", event_seq=1, values=values), packs.load("cn-xinfang", "2022-05-01"))
    (row,) = commands.Notes(work, reason="原话").rows("c1", 7)
    assert "原话" not in row.text
    assert hpke.take_words(row.text, private=pair.private, place=envelope.place("c1", "note")) == "原话"


class Telling(commands.Act):
    """A step with business of its own."""

    OWN = frozenset({"decisions", "aside"})


def told(act: type[commands.Act] = commands.Act, **said: Any) -> commands.Command:
    """What somebody says when they extend the time: ``days``, and ``reason`` in words."""
    return commands.Command(step="extend", case="c1", told=said, act=act)


def test_the_law_is_told_what_its_step_asks_and_nothing_that_is_empty() -> None:
    """Words that the step knows nothing of go along; anything else that it does not know, the law refuses."""
    step = packs.load("cn-xinfang", "2022-05-01").step("extend")
    said = {"days": 30, "reason": " 复杂 ", "note": "见附件", "odd": 7, "aside": "x", "decisions": [1]}
    empty: dict[str, Any] = {"a": None, "b": "", "c": " ", "d": (), "e": []}
    assert told(Telling, **said, **empty).said(step) == {"days": 30, "reason": "复杂", "odd": 7}
    assert told(Telling, **said, **empty).said(None) == {"days": 30, "reason": "复杂", "note": "见附件", "odd": 7}
    assert told(days=0, agreed=False).said(step) == {"days": 0, "agreed": False}


def test_words_that_are_kept_are_those_of_the_step_that_are_notes_and_those_it_does_not_know() -> None:
    step = packs.load("cn-xinfang", "2022-05-01").step("extend")
    said = {"days": "30", "reason": " 复杂 ", "note": "见附件", "odd": 7, "aside": "x"}
    assert told(Telling, **said).words(step) == {"reason": "复杂", "note": "见附件"}
    assert told(Telling, **said).words(None) == {}
    with pytest.raises(Invalid) as invalid:
        told(note="字" * 20_001).words(step)
    assert invalid.value.field == "note"


def test_words_that_are_worked_out_are_not_kept_as_somebodys_words() -> None:
    asked = packs.load("cn-xinfang", "2022-05-01").step("extend")
    (reason,) = [arg for arg in asked.args if arg.name == "reason"]
    found = replace(asked, args=(replace(reason, known="claims"),))
    assert told(reason="复杂").words(found) == {}
    plain = replace(asked, args=(replace(reason, note=False),))
    assert told(reason="复杂").words(plain) == {}


def test_an_act_without_business_of_its_own_adds_nothing(district: District) -> None:
    work = filed_work()
    act = commands.Act(work, {"note": "x"}, by=district.clerk, at=moment("2026-09-09"))
    assert (act.work, act.told, act.by, act.at) == (work, {"note": "x"}, district.clerk, moment("2026-09-09"))
    assert (dict(act.args()), dict(act.data({}))) == ({}, {})


def test_a_preview_waits_for_what_its_page_needs(district: District) -> None:
    """A day for the report need not be said; a page that shows its limit waits for it."""
    life = Life.begin(district).until("registered")
    view = reads.access_case(by=district.dispatcher, case_id=life.filed.case_id)

    def forwarding(*needs: str, **said: Any) -> Ruling | None:
        wanted = acts.command("forward", life.filed.case_id, {"to": "housing", "mode": "forward", **said})
        work = reads.work_on(view)
        return commands.preview(wanted, work=work, by=district.dispatcher, at=moment("2026-11-23"), needs=needs)

    ruling = forwarding()
    assert ruling is not None
    assert [(new.kind, new.owner) for new in ruling.opens] == [("notify", "housing")]
    assert forwarding("report_by") is None
    ruling = forwarding("report_by", report_by=date(2027, 2, 26))
    assert ruling is not None
    assert {new.kind for new in ruling.opens} == {"notify", "report"}


def test_a_preview_of_what_cannot_be_found_shows_what_the_law_says_of_the_rest(district: District) -> None:
    """An officer who holds no post cannot be named: the page shows what is wrong, and does not break."""
    life = Life.begin(district).until("accepted")
    named = {"officers": ("staff:99999",), "reason": "近亲属"}
    wanted = acts.command("decide_recusal", life.filed.case_id, named)
    ruling = shown(life, wanted, district.green_head, "2026-11-23")
    assert ruling is not None
    assert [ground.rule for ground in ruling.refusals] == ["step:decide_recusal.asked"]


def test_words_are_written_with_the_event_and_nothing_is_where_it_is_refused(district: District) -> None:
    life = Life.begin(district).until("accepted")
    asked: dict[str, Any] = {
        "case_id": life.filed.case_id,
        "days": 30,
        "reason": "需要检测",
        "at": moment("2026-11-16"),
    }
    with pytest.raises(Refused):
        acts.take("extend", **asked, by=district.green)
    assert not Note.objects.filter(key="reason").exists()
    state = acts.take("extend", **asked, by=district.green_head)
    note = Note.objects.get(key="reason")
    assert (note.event_seq, note.text) == (state.event_seq, "需要检测")
    (event,) = [event for event in ledger.events(f"case:{life.filed.case_id}") if event.seq == state.event_seq]
    assert event.payload["data"]["notes"] == {"reason": commitments.commit(note.salt, "需要检测")}
    # 20 November + 30 = 20 December 2026, a Sunday
    assert [duty.due_date for duty in state.open_duties] == [date(2026, 12, 21)]


def test_a_preview_says_what_the_agent_at_the_window_may_not_do(district: District) -> None:
    """A general authority does not cover withdrawing (CPL Art 62, by analogy); with a special one it is asked what the
    clerk may do, who withdraws nothing.
    """
    life = Life.begin(district).until("registered")
    appoint(life)
    appoint(life, kind="relative", scope="special")
    for agent, rules in ((1, ["step:withdraw.agent.special"]), (2, ["step:withdraw"])):
        wanted = acts.command("withdraw", life.filed.case_id, {"reason": "不反映了"}, agent=agent)
        ruling = shown(life, wanted, district.clerk, "2026-09-10")
        assert ruling is not None
        assert [ground.rule for ground in ruling.refusals] == rules


def test_whoever_is_asked_about_a_closed_matter_exists(district: District) -> None:
    """It stayed with an organ that ended, until its petitioner says something of it: then it goes over first."""
    life = Life.begin(district).until("accepted")
    petitioner = Actor.petitioner(life.filed.case_id)
    acts.take("withdraw", case_id=life.filed.case_id, reason="不反映了", by=petitioner, at=moment("2026-11-18"))
    on = date(2026, 11, 30)
    ending.end_organ(code="environment", into=["housing"], on=on, by="system", at=moment("2026-11-30"))
    ending.take_effect(code="environment", today=on, by="system", at=moment("2026-11-30"))
    assert life.view.state.parties["handler"] == "environment"
    said: dict[str, Any] = {"claim_kind": "labour", "by": petitioner, "at": moment("2026-12-01")}
    state = acts.take("state_circumstances", case_id=life.filed.case_id, **said)
    assert state.parties["handler"] == "housing"
    *_before, moved, stated = ledger.events(f"case:{life.filed.case_id}")
    assert (moved.at, stated.at) == (moment("2026-12-01"), moment("2026-12-01"))
    assert moved.payload["parties"]["handler"] == "housing"
    assert stated.type == "matter.circumstances_stated"
