"""The engine's own behaviour; what the law says is in the packs' scenarios."""

import sys
import time
from datetime import UTC, date, datetime

import pytest
from tests.law import minimal
from tests.law.minimal import RULES, STEPS, put

from huiyin.law.engine import procedure
from huiyin.law.engine.applying import apply
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts, OpenDuty, Value
from huiyin.law.terms.ruling import Ruling

AT = datetime(2026, 11, 2, 6, tzinfo=UTC)


def decide(pack: Pack, facts: Facts, name: str, role: str, at: datetime = AT, **args: Value) -> Ruling:
    return procedure.decide(pack, facts, Command(name, args, frozenset({role})), at)


def complained(pack: Pack, **args: Value) -> Facts:
    ruling = decide(pack, Facts(), "complain", "resident", office="town", **args)
    assert ruling.allowed
    return apply(Facts(), ruling)


def said(ruling: Ruling) -> str:
    return "; ".join(ground.text.en for ground in ruling.refusals)


def test_an_unknown_step_is_refused_and_named(small: Pack) -> None:
    ruling = decide(small, Facts(), "forgive", "office")
    assert ruling.refused
    assert [(ground.rule, ground.article) for ground in ruling.refusals] == [("step:forgive", "")]
    assert said(ruling) == "This procedure has no step called “forgive”."


def test_a_missing_argument_is_refused_and_named(small: Pack) -> None:
    ruling = decide(small, Facts(), "complain", "resident")
    assert [(ground.rule, ground.article) for ground in ruling.refusals] == [("step:complain", "3")]
    assert said(ruling) == "“office” is missing."
    assert ruling.refusals[0].remedy is not None


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ({"office": 3}, "“office” is not what is asked for (expected: an organ)."),
        ({"office": "town", "weight": True}, "“weight” is not what is asked for (expected: a whole number)."),
        ({"office": "town", "promised": "soon"}, "“promised” is not what is asked for (expected: a date)."),
        ({"office": "town", "promised": AT}, "“promised” is not what is asked for (expected: a date)."),
        ({"office": "town", "promised": date(9999, 12, 31)}, "“promised” is not what is asked for (expected: a date)."),
        ({"office": "town", "colour": "red"}, "This step knows nothing called “colour”."),
        ({"office": ""}, "“office” is missing."),
        ({"office": None}, "“office” is missing."),
    ],
)
def test_arguments_that_do_not_fit(small: Pack, args: dict[str, Value], reason: str) -> None:
    assert said(decide(small, Facts(), "complain", "resident", **args)) == reason


def test_a_term_outside_the_vocabulary(small: Pack) -> None:
    assert (
        said(decide(small, complained(small), "reply", "office", answer="maybe"))
        == "“answer” has no choice called “maybe”."
    )


def test_state_and_role_are_named_together(small: Pack) -> None:
    ruling = decide(small, Facts(), "reply", "resident", answer="yes")
    assert said(ruling) == (
        "The matter is “not yet filed”; this can be done when it is: open.; This step is for: office."
    )


def test_a_refused_ruling_changes_nothing(small: Pack) -> None:
    facts = complained(small)
    assert apply(facts, decide(small, facts, "reply", "resident", answer="yes")) is facts


def test_what_follows_from_a_step(small: Pack) -> None:
    ruling = decide(small, Facts(), "complain", "resident", office="town", promised=date(2026, 11, 20), weight=4)
    assert (ruling.event, ruling.state, ruling.final) == ("grievance.made", "open", False)
    assert [(new.kind, new.owner, new.owner_role) for new in ruling.opens] == [
        ("answer", "town", "office"),
        ("keep_promise", "town", "office"),
    ]
    assert ruling.values == {"times": 1, "weight": 4}
    assert ruling.parties == {"office": "town"}
    assert ruling.dates == {"received": date(2026, 11, 2), "promised": date(2026, 11, 20)}


def test_the_day_is_that_of_the_pack_s_time_zone(now: Pack) -> None:
    late = datetime(2026, 10, 1, 16, 30, tzinfo=UTC)  # half past midnight on the 2nd in Shanghai
    ruling = decide(now, Facts(), "file", "petitioner", late, channel="online", receiver="office")
    assert ruling.dates["received"] == date(2026, 10, 2)


def test_a_promise_in_the_past_is_due_at_once(small: Pack) -> None:
    facts = complained(small, promised=date(2026, 10, 1))
    assert [duty.due_date for duty in facts.duties if duty.kind == "keep_promise"] == [date(2026, 11, 2)]


NEVER = 'received = [{ value = "$today", when = [{ fact = "args.office", is = "nowhere" }] }], '
"""The date is set by a step, but not in this matter."""


def test_a_limit_without_its_base_date_is_refused() -> None:
    pack = minimal.parse(steps=put(STEPS, 'received = "$today", ', NEVER))
    ruling = decide(pack, Facts(), "complain", "resident", office="town")
    assert said(ruling) == "The date the limit runs from is not known: “received”."


def test_a_duty_without_an_owner_is_refused() -> None:
    pack = minimal.parse(steps=put(STEPS, 'set.parties = { office = "$args.office" }', ""))
    assert (
        said(decide(pack, Facts(), "complain", "resident", office="town"))
        == "Nobody is known who would owe it: “office”."
    )


def test_what_cannot_be_known_yet_is_left_out_of_options(small: Pack) -> None:
    rules = put(RULES, 'from = "received"\ndays = 30', 'from = "promised"\ndays = 30')
    pack = minimal.parse(
        rules=put(rules, 'from = "received"\nuntil = "promised"', 'from = "promised"\nuntil = "promised"')
    )
    (option,) = procedure.available(pack, Facts(), frozenset({"resident"}), AT)
    assert option.ruling.allowed
    assert [(new.kind, new.owner) for new in option.ruling.opens] == [("answer", "")]
    assert option.ruling.rights_opened == ()
    refused = decide(pack, Facts(), "complain", "resident", office="town")
    assert said(refused) == "The date the limit runs from is not known: “promised”."
    (option,) = procedure.available(
        minimal.parse(steps=put(STEPS, 'received = "$today", ', NEVER)), Facts(), frozenset({"resident"}), AT
    )
    assert option.ruling.opens == ()


def test_options_are_the_steps_that_can_still_be_reached(now: Pack) -> None:
    ruling = decide(now, Facts(), "file", "petitioner", channel="online", receiver="bureau", receiver_kind="department")
    facts = apply(Facts(), ruling)
    options = {option.step: option.ruling for option in procedure.available(now, facts, frozenset({"handler"}), AT)}
    assert "register" not in options  # for the receiver
    assert "file" not in options  # over
    assert options["notify"].refused
    assert options["notify"].refusals[0].text.en == "The notice is given between registration and acceptance."
    assert options["extend"].refused
    assert options["supplement"].allowed


def test_options_show_a_step_of_the_same_organ_s_head(now: Pack) -> None:
    facts = Facts(state="accepted", values={"category": "appeal"}, parties={"handler": "bureau"})
    options = {option.step: option.ruling for option in procedure.available(now, facts, frozenset({"handler"}), AT)}
    assert "This step is for: head of the responsible organ." in said(options["extend"])


def test_a_role_without_a_title_is_named_as_it_is(small: Pack) -> None:
    pack = minimal.parse(steps=put(STEPS, 'by = ["resident"]', 'by = ["system"]'))
    assert said(decide(pack, Facts(), "complain", "resident", office="town")) == "This step is for: system."


def test_the_grounds_of_a_duty(now: Pack) -> None:
    ground = now.duty("notify").ground
    assert (ground.rule, ground.article, ground.instrument.zh) == ("duty:notify", "23", "信访工作条例")


def test_chosen_terms_are_grounds(now: Pack) -> None:
    facts = Facts(state="registered", values={"category": "appeal"}, parties={"handler": "bureau"})
    ruling = decide(
        now, facts, "refuse", "handler", ground="not_competent", competent_organ="the court", explanation="because"
    )
    assert [(ground.rule, ground.article) for ground in ruling.grounds] == [
        ("step:refuse", "19, 22, 23, 36"),
        ("refusals.not_competent", "23"),
    ]
    assert ruling.grounds[1].remedy is not None


def test_a_second_extension_of_an_extended_duty_adds_up(now: Pack) -> None:
    """The engine adds to what was granted before; that there may be only one is for the
    pack to say.
    """
    at = datetime(2026, 11, 10, 2, tzinfo=UTC)
    facts = apply(
        Facts(state="notified", values={"category": "appeal"}, parties={"handler": "bureau"}),
        procedure.decide(
            now,
            Facts(state="notified", values={"category": "appeal"}, parties={"handler": "bureau"}),
            Command("accept", roles=frozenset({"handler"})),
            datetime(2026, 9, 16, 2, tzinfo=UTC),
        ),
    )
    first = decide(now, facts, "extend", "handler.head", at, days=10, reason="x")
    again = apply(facts, first)
    reset = Facts(
        again.state, {**again.values, "extended": False}, again.dates, again.parties, again.duties, again.rights
    )
    second = decide(now, reset, "extend", "handler.head", at, days=20, reason="x")
    assert [move.deadline.last_day for move in (*first.moves, *second.moves)] == [
        date(2026, 11, 25),
        date(2026, 12, 15),
    ]
    assert apply(reset, second).duties[0].extension_days == 30


def test_an_extension_without_a_number_moves_nothing(now: Pack) -> None:
    day = date(2026, 11, 30)
    duties = (
        OpenDuty("r", "report", "bureau", AT.date(), day, day),
        OpenDuty("h", "handle", "bureau", AT.date(), day, day),
    )
    facts = Facts(state="accepted", values={"category": "appeal"}, parties={"handler": "bureau"}, duties=duties)
    options = procedure.available(now, facts, frozenset({"handler.head"}), AT)
    (extend,) = [option.ruling for option in options if option.step == "extend"]
    assert extend.allowed
    assert extend.moves == ()
    moved = decide(now, facts, "extend", "handler.head", days=3, reason="x").moves
    assert [move.duty_id for move in moved] == ["h"]


def test_a_handover_to_nobody_yet_reassigns_nothing_in_an_option(now: Pack) -> None:
    """The superior sees that it can decide; to whom the duties go is known only when it says so."""
    day = date(2026, 11, 30)
    facts = Facts(
        state="accepted",
        values={"category": "appeal", "competence": "pending"},
        parties={"handler": "bureau", "superior": "government"},
        duties=(OpenDuty("h", "handle", "bureau", AT.date(), day, day),),
    )
    options = {option.step: option.ruling for option in procedure.available(now, facts, frozenset({"superior"}), AT)}
    assert options["decide_competence"].allowed
    assert options["decide_competence"].reassigns == ()


def test_deciding_is_cheap(now: Pack) -> None:
    """Bulk import rules on thousands of rows a second."""
    args: dict[str, Value] = {"channel": "online", "receiver": "office", "receiver_kind": "petition_office"}
    command = Command("file", args, frozenset({"petitioner"}))

    def batch() -> float:
        started = time.process_time()
        for _ in range(50):
            procedure.decide(now, Facts(), command, AT)
        return (time.process_time() - started) / 50

    ceiling = 0.0002 if sys.gettrace() is None else 0.002  # coverage traces every line
    assert min(batch() for _ in range(20)) < ceiling
