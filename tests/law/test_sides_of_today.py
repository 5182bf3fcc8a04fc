"""What is promised lies ahead, what has happened does not: today is both."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.law import minimal
from tests.law.minimal import STEPS, put

from huiyin.law import packs
from huiyin.law.engine import procedure
from huiyin.law.rules.argument import SIDES
from huiyin.law.terms.facts import Command, Facts

AT = datetime(2026, 11, 2, 6, tzinfo=UTC)  # Monday
SIDED = 'title = { zh = "承诺之日", en = "promised" }\nkind = "date"\n'


@pytest.mark.parametrize(
    ("side", "day", "said"),
    [
        ("ahead", date(2026, 11, 1), "“promised” cannot lie in the past."),
        ("ahead", date(2026, 11, 2), ""),
        ("ahead", date(2026, 11, 3), ""),
        ("past", date(2026, 11, 1), ""),
        ("past", date(2026, 11, 2), ""),
        ("past", date(2026, 11, 3), "“promised” cannot lie in the future."),
        ("either", date(2026, 11, 1), ""),
        ("either", date(2026, 11, 3), ""),
    ],
)
def test_a_day_on_the_wrong_side_is_refused_in_the_words_of_its_field(side: str, day: date, said: str) -> None:
    pack = minimal.parse(steps=put(STEPS, SIDED, f'{SIDED}day = "{side}"\n'))
    told = {"office": "town", "promised": day}
    ruling = procedure.decide(pack, Facts(), Command("complain", told, frozenset({"resident"})), AT)
    assert "; ".join(ground.text.en for ground in ruling.refusals) == said
    assert [ground.rule for ground in ruling.refusals] == (["step:complain.promised"] if said else [])
    remedies = {"ahead": "Name today or a later day.", "past": "Give the day on which it happened: today or before."}
    told_instead = [ground.remedy.en for ground in ruling.refusals if ground.remedy is not None]
    assert told_instead == ([remedies[side]] if said else [])


@pytest.mark.parametrize("key", packs.available(), ids="/".join)
def test_every_day_that_a_shipped_pack_asks_for_says_on_which_side_it_lies(key: tuple[str, str]) -> None:
    steps = packs.load(*key).steps.values()
    unsaid = {f"{step.id}.{arg.name}" for step in steps for arg in step.args if arg.kind == "date" and not arg.day}
    assert unsaid == set()
    assert {arg.day for step in steps for arg in step.args} <= {"", *SIDES}


PROMISES = {
    "put_right_by",
    "expected",
    "answer_by",
    "report_by",
    "redo_by",
    "result_by",
    "act_by",
    "until",
}


@pytest.mark.parametrize("key", packs.available(), ids="/".join)
def test_what_is_promised_lies_ahead_and_what_has_happened_does_not(key: tuple[str, str]) -> None:
    """By the names of the arguments: received_on, heard_on, done_on have happened. What
    counts as received by public notice may lie ahead, and so may the end of a time for acting.
    """
    sides = {(arg.name, arg.day) for step in packs.load(*key).steps.values() for arg in step.args if arg.kind == "date"}
    assert {side for name, side in sides if name in PROMISES} <= {"ahead"}
    # Service may be written down after the day that was promised; the promise is not before the service.
    steps = packs.load(*key).steps.values()
    carried_out = {(step.id, arg.day) for step in steps for arg in step.args if arg.name == "execute_by"}
    assert {side for step, side in carried_out if step not in {"serve", "serve_one"}} <= {"ahead"}
    happened = {(name, side) for name, side in sides if name.endswith("_on") and name not in {"due_on", "latest_on"}}
    assert {side for _name, side in happened} <= {"past"}
