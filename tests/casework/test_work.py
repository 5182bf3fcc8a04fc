"""A piece of work in memory: which event a step makes, and what the matter is afterwards. Nothing is written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.casework.works import FILED_AT, REGISTERED, begun, filing, owed, petitions, register
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.effects import Effects, Estimate, Letter
from huiyin.casework.events import CaseState
from huiyin.casework.matter import work as works
from huiyin.casework.matter.work import Work
from huiyin.casework.models import Case
from huiyin.law.engine import procedure
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts
from huiyin.law.terms.ruling import Ruling
from huiyin.organisations import acts as organisations
from huiyin.organisations import ending

pytestmark = pytest.mark.django_db


def test_a_stream_is_called_by_its_matter() -> None:
    assert works.stream("c1") == "case:c1"


def test_filing_makes_one_event_with_all_that_follows(district: District) -> None:
    """Received on 8 September 2026, registered within 15 days, by Wednesday the 23rd (R22 Art 22, 23)."""
    work = Work(CaseState("c1"), petitions())
    assert (work.drafts, work.effects, work.pair, work.barred) == ([], [], None, ())
    said = {"claims": ["x"]}
    ruling = work.take(
        "file",
        filing(),
        by=Actor.petitioner(),
        at=FILED_AT,
        data=said,
        number="XF2026-000009",
        values={"together": True, "left_out": ""},
    )
    assert ruling.allowed
    (draft,) = work.drafts
    assert (draft.type, draft.at, draft.actor, draft.organ) == ("matter.filed", FILED_AT, "petitioner", "")
    assert draft.pack == "cn-xinfang/2022-05-01"
    # the step, and the terms that were chosen: online (Art 17), a request for handling (Art 31)
    assert draft.grounds == tuple(f"cn-xinfang/2022-05-01#{article}" for article in ("17", "17", "31"))
    (effects,) = work.effects
    assert draft.payload == effects.payload()
    assert (effects.number, effects.pack, effects.data) == ("XF2026-000009", "cn-xinfang/2022-05-01", said)
    assert effects.letters == (Letter("receipt", "petitioner"),)
    assert effects.remedies is None
    assert (effects.values["together"], "left_out" in effects.values) == (True, False)
    assert "register" not in effects.values  # it is a petition
    assert "barred" not in effects.values
    assert owed(work) == [("register", "office", date(2026, 9, 23))]
    assert (work.state.event_seq, work.state.event_at, work.state.state) == (1, FILED_AT, "filed")
    assert work.start == CaseState("c1")


def test_a_step_of_staff_is_theirs_and_of_their_organ(district: District) -> None:
    work = begun()
    register(work, district.clerk)
    first, second = work.drafts
    assert (second.type, second.actor, second.organ) == ("matter.registered", district.clerk.name, "office")
    assert (second.at, second.payload["day"]) == (moment("2026-09-09"), "2026-09-09")
    assert "number" not in second.payload
    assert "pack" not in second.payload
    assert first.type == "matter.filed"
    assert owed(work) == [("route", "office", date(2026, 9, 23))]
    assert work.state.event_seq == 2


def test_the_rows_to_write_are_those_of_the_duties_that_changed(district: District) -> None:
    work = begun()
    assert [(row.id, row.case_id, row.status) for row in work.changed_duties()] == [("c1.1.0", "c1", "open")]
    register(work, district.clerk)
    assert {(row.id, row.status) for row in work.changed_duties()} == {("c1.1.0", "discharged"), ("c1.2.0", "open")}
    later = Work(work.state.__class__(**{**_fields(work.state), "touched": frozenset()}), work.pack)
    assert later.changed_duties() == []


def _fields(state: CaseState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in CaseState.__dataclass_fields__}


def test_the_row_of_a_new_matter(district: District) -> None:
    row = begun().case_row(title="夜间施工噪声扰民")
    assert (row.id, row.number, row.title, row.state) == ("c1", "XF2026-000009", "夜间施工噪声扰民", "filed")
    assert row.received_date == date(2026, 9, 8)


def test_time_never_runs_backwards_in_a_matter(district: District) -> None:
    """A clock says 8 o'clock after the filing at 10: it was no earlier. Late in the evening by London is the next day."""
    work = begun()
    early = moment("2026-09-08", 8)
    assert work.instant(early, by=district.clerk) == FILED_AT
    register(work, district.clerk, early)
    assert work.drafts[1].at == FILED_AT
    assert work.instant(moment("2026-09-09"), by=district.clerk) == moment("2026-09-09")
    assert work.instant(early, by=Actor.old_ledger("office")) == early
    assert work.day(datetime(2026, 9, 9, 16, 30, tzinfo=UTC), by=district.clerk) == date(2026, 9, 10)
    assert work.day(early, by=district.clerk) == date(2026, 9, 8)


def test_an_old_ledger_owes_no_letters_and_says_no_day_of_what_was_done(district: District) -> None:
    work = begun()
    kept = Actor.old_ledger("office")
    work.take("register", REGISTERED, by=kept, at=moment("2026-09-09"), unrecorded=True)
    (_filed, registered) = work.effects
    assert registered.letters == ()
    assert (registered.discharges, registered.unrecorded) == ((), ("1.0",))
    assert (work.drafts[1].actor, work.drafts[1].organ) == ("ledger", "office")
    ordinary = begun()
    register(ordinary, district.clerk)
    assert (ordinary.effects[1].discharges, ordinary.effects[1].unrecorded) == (("1.0",), ())


def ended(code: str) -> None:
    """The housing bureau is dissolved into another at the end of November."""
    organisations.create_organ(
        code="building",
        name_zh="区建设局",
        level="department",
        kind="department",
        parent="district",
        by="system",
        at=FILED_AT,
    )
    today = date(2026, 11, 30)
    ending.end_organ(code=code, into=["building"], on=today, by="system", at=moment("2026-11-30"))
    ending.take_effect(code=code, today=today, by="system", at=moment("2026-11-30"))


def test_nothing_is_given_to_an_organ_that_ended_but_an_old_ledger_says_what_was(district: District) -> None:
    ended("housing")
    work = begun()
    register(work, district.clerk)
    to = {"to": "housing", "to_kind": "department", "mode": "forward"}
    with pytest.raises(Invalid) as invalid:
        work.take("forward", to, by=district.dispatcher, at=moment("2026-12-01"))
    assert invalid.value.field == "to"
    assert len(work.drafts) == 2
    work.take("forward", to, by=Actor.old_ledger("office"), at=moment("2026-09-15"))
    assert work.state.parties["handler"] == "housing"


def test_what_is_refused_adds_nothing(district: District) -> None:
    work = begun()
    before = work.state
    with pytest.raises(Refused) as refused:
        work.take("accept", {}, by=district.green, at=moment("2026-09-09"))
    assert [ground.article for ground in refused.value.grounds] == ["31, 34", "31, 34"]
    assert (work.state, len(work.drafts), len(work.effects)) == (before, 1, 1)


def test_a_step_that_does_not_exist_is_refused_by_name(district: District) -> None:
    ruling = begun().rule("forgive", {"to": "xinan"}, by=district.clerk, at=moment("2026-09-09"))
    assert [ground.rule for ground in ruling.refusals] == ["step:forgive"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Pack, Facts, Command, datetime]]:
    """What the law is asked: it allows everything."""
    told: list[tuple[Pack, Facts, Command, datetime]] = []

    def decide(pack: Pack, facts: Facts, command: Command, at: datetime) -> Ruling:
        told.append((pack, facts, command, at))
        return Ruling(command.name, allowed=True)

    monkeypatch.setattr(procedure, "decide", decide)
    return told


Asked = list[tuple[Pack, Facts, Command, datetime]]


def test_the_law_is_told_who_acts_for_which_organ_and_when(district: District, asked: Asked) -> None:
    state = CaseState("c1", state="filed", parties={"receiver": "office", "handler": "office"})
    work = Work(state, petitions())
    work.rule("register", REGISTERED, by=district.clerk, at=moment("2026-09-09"))
    ((pack, facts, command, at),) = asked
    assert (pack, facts.state, at) == (work.pack, "filed", moment("2026-09-09"))
    assert command == Command("register", REGISTERED, frozenset({"clerk", "receiver"}), district.clerk.name, "office")


@pytest.mark.parametrize("consented", [True, False])
def test_who_serves_online_is_told_whether_there_is_consent(
    district: District, asked: Asked, *, consented: bool
) -> None:
    work = Work(CaseState("c1", values={"online_service": consented}), petitions())
    work.rule("serve", {"method": "online"}, by=district.clerk, at=moment("2026-09-09"))
    assert [command.args for _pack, _facts, command, _at in asked] == [{"method": "online", "consented": consented}]


def test_where_a_clock_is_behind_the_law_is_asked_by_both_days(district: District, asked: Asked) -> None:
    """Whichever allows it counts, the later first; what time alone brings must be allowed by both."""
    work = Work(CaseState("c1", state="served", event_at=FILED_AT), petitions())
    behind = moment("2026-09-07")
    work.rule("rate", {}, by=district.clerk, at=behind)
    assert [at for _pack, _facts, _command, at in asked] == [FILED_AT, behind]
    asked.clear()
    work.rule("rate", {}, by=district.clerk, at=moment("2026-09-08", 9))
    assert [at for _pack, _facts, _command, at in asked] == [FILED_AT]


def test_a_ruling_that_is_at_hand_is_not_asked_for_again(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    work = begun()
    ruling = work.rule("register", REGISTERED, by=district.clerk, at=moment("2026-09-09"))
    monkeypatch.setattr(procedure, "decide", lambda *_asked: pytest.fail("asked again"))
    taken = work.take("register", REGISTERED, by=district.clerk, at=moment("2026-09-09"), ruling=ruling)
    assert taken is ruling
    assert work.state.state == "registered"


def test_days_of_receipt_that_somebody_says_stand_in_the_event(district: District) -> None:
    work = Work(CaseState("c1"), petitions())
    said = filing(channel="letter", arrived_on=date(2026, 9, 7), posted_on=date(2026, 9, 4))
    work.take("file", said, by=district.clerk, at=FILED_AT, data={"x": 1}, number="XF2026-000009")
    assert work.effects[0].data == {"x": 1, "came": {"arrived_on": "2026-09-07", "posted_on": "2026-09-04"}}


def test_an_event_can_be_told_more_once_its_rows_are_known(district: District) -> None:
    work = begun()
    register(work, district.clerk)
    first = work.effects[0]
    work.tell({"files": []})
    work.tell({"notes": {"note": "c"}})
    assert work.effects[0] == first
    assert work.effects[1].data == {"files": [], "notes": {"note": "c"}}
    assert work.drafts[1].payload == work.effects[1].payload()
    assert work.drafts[1].type == "matter.registered"


def test_an_event_of_something_else_leaves_the_matter_where_it_is(district: District) -> None:
    work = begun()
    register(work, district.clerk)
    effects = work.unmoved(moment("2026-09-10"), by=district.clerk, data={"reason": "x"})
    assert effects == Effects(date(2026, 9, 10), "registered", final=False, data={"reason": "x"})
    work.add("matter.looked_at", effects, grounds=["cn-xinfang/2022-05-01#1"], by=district.clerk, at=FILED_AT)
    # no earlier than what stands before it, and on that day, whatever the effects say
    assert (work.drafts[2].at, work.effects[2].day) == (moment("2026-09-09"), date(2026, 9, 9))
    assert (work.drafts[2].grounds, work.drafts[2].pack) == (("cn-xinfang/2022-05-01#1",), "cn-xinfang/2022-05-01")
    assert (work.drafts[2].type, work.drafts[2].organ, work.drafts[2].actor) == (
        "matter.looked_at",
        "office",
        district.clerk.name,
    )
    assert (work.state.state, work.state.event_seq, work.state.event_at) == ("registered", 3, moment("2026-09-09"))


def test_a_matter_that_has_ended_stays_ended(district: District) -> None:
    work = Work(CaseState("c1", state="withdrawn", final=True), petitions())
    assert work.unmoved(FILED_AT, by=district.clerk).final is True


def test_what_is_known_for_other_ways_brings_their_last_days(district: District) -> None:
    """60 days from 3 August 2026 end on 2 October, in the holiday until the 7th; six months on 3 February 2027."""
    life = Life.begin(district).until("forwarded")
    work = Work.load(Case.objects.get(pk=life.filed.case_id))
    sorting = {"claim_kind": "administrative_act", "known_on": date(2026, 8, 3)}
    work.take("sort_by_law", sorting, by=district.green, at=moment("2026-09-16"))
    assert work.effects[0].remedies == (
        Estimate("reconsideration", date(2026, 10, 8), provisional=False),
        Estimate("administrative_suit", date(2027, 2, 3), provisional=True),
    )
    work.take("notify", {}, by=district.green, at=moment("2026-09-18"))
    assert work.effects[1].remedies is None


def test_what_the_petitioner_stated_counts_where_the_office_says_only_the_kind(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    work = Work.load(Case.objects.get(pk=life.filed.case_id))
    petitioner = Actor.petitioner(life.filed.case_id)
    stated = {"claim_kind": "administrative_act", "known_on": date(2026, 8, 3)}
    work.take("state_circumstances", stated, by=petitioner, at=moment("2026-09-16"))
    work.take("sort_by_law", {"claim_kind": "administrative_act"}, by=district.green, at=moment("2026-09-17"))
    first, second = work.effects
    assert first.remedies == second.remedies
    assert [estimate.last_day for estimate in second.remedies or ()] == [date(2026, 10, 8), date(2027, 2, 3)]


def test_what_is_loaded_is_the_matter_with_its_open_duties_in_order(district: District) -> None:
    life = Life.begin(district).until("accepted")
    asked: dict[str, Any] = {"circumstance": "late", "asked": "请说明原因。", "answer_by": date(2026, 12, 4)}
    acts.take("supervise", case_id=life.filed.case_id, **asked, by=district.supervisor, at=moment("2026-11-23"))
    work = Work.load(Case.objects.get(pk=life.filed.case_id))
    assert work.pack.key == "cn-xinfang/2022-05-01"
    assert [(duty.kind, duty.status) for duty in work.state.duties] == [
        ("handle", "open"),
        ("answer_supervision", "open"),
    ]
    assert work.state.state == "accepted"
    assert work.start is work.state
    assert work.state.event_at == moment("2026-11-23")
