"""What runs beside the main procedure: it may not touch it, and the model check looks
at it by itself.
"""

from datetime import UTC, datetime, timedelta

import pytest
from tests.law import minimal
from tests.law.minimal import STEPS, put

from huiyin.law.checks import explorer, model_check
from huiyin.law.engine import procedure
from huiyin.law.engine.applying import apply
from huiyin.law.language.reading import PackError
from huiyin.law.rules import tracks
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts

WATCH = """
track = "watch"
in_force = 2020-01-01
checked = 2026-11-22

[[party]]
id = "watcher"
title = { zh = "监督机关", en = "watching office" }

[[date]]
id = "asked"
title = { zh = "催办之日", en = "day it was asked about" }

[[duty]]
id = "explain"
title = { zh = "说明", en = "Explain" }
article = "7"
owner = "office"
from = "asked"
days = 5
unit = "working"

[[step]]
id = "ask"
title = { zh = "催办", en = "Ask" }
article = "7"
event = "grievance.asked_about"
from = ["@open"]
by = ["resident"]
set.dates = { asked = "$today" }
set.values = { asked = true }

[[step.require]]
id = "once"
that = [{ duty = "explain", open = false }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }

[[step.open]]
duty = "explain"

[[step]]
id = "explain"
title = { zh = "说明", en = "Explain" }
article = "7"
event = "grievance.explained"
from = ["@open"]
by = ["office"]
discharges = ["explain"]
"""


def parse(watch: str = WATCH, **files: str) -> Pack:
    return minimal.parse(watch=watch, **files)


def found(pack: Pack) -> list[str]:
    return [str(problem) for problem in model_check.problems(pack)]


def test_a_track_declares_what_it_needs_in_a_file_of_its_own() -> None:
    pack = parse()
    assert tracks.names(pack) == ("watch",)
    assert pack.step("ask").track == "watch"
    assert pack.step("reply").track == ""
    assert "watcher" in pack.parties
    assert found(pack) == []


def test_the_main_procedure_is_looked_at_without_its_tracks() -> None:
    pack = parse()
    plain = explorer.Explorer(minimal.parse()).explore()
    beside = explorer.Explorer(pack).explore()
    assert set(plain.examples) == set(beside.examples)
    assert beside.taken == {"complain", "reply", "note"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('discharges = ["explain"]', 'discharges = ["answer"]', "'duty.answer' belongs to the main procedure"),
        ('event = "grievance.explained"', 'event = "e"\nto = "closed"', "leaves the matter in its state"),
    ],
)
def test_a_track_leaves_the_main_procedure_alone(old: str, new: str, reason: str) -> None:
    with pytest.raises(PackError, match=reason):
        parse(put(WATCH, old, new))


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (
            STEPS + '[[step.require]]\nid = "asked"\nthat = [{ fact = "values.asked", is = true }]\n'
            'refuse = { zh = "x", en = "x" }\nremedy = { zh = "x", en = "x" }\n',
            "step.note.require: asks about 'values.asked', which belongs to the track 'watch'",
        ),
        (
            STEPS + "set.values = { asked = false }\n",
            "step.note.set: sets 'values.asked', which belongs to the track 'watch'",
        ),
    ],
)
def test_the_main_procedure_does_not_ask_about_a_track(steps: str, reason: str) -> None:
    with pytest.raises(PackError, match=reason):
        parse(steps=steps)


def test_a_duty_that_the_track_never_discharges() -> None:
    assert found(parse(put(WATCH, 'discharges = ["explain"]', ""))) == [
        "model: duty.explain: no step of the track 'watch' discharges it"
    ]


def test_a_step_of_a_track_that_can_never_be_taken() -> None:
    never = put(WATCH, '{ duty = "explain", open = false }', '{ fact = "values.asked", is = true }')
    assert found(parse(never)) == ["model: step.ask: can never be taken"]


def test_an_end_that_leaves_a_track_open() -> None:
    steps = put(STEPS, 'cancels = ["*"]', 'cancels = ["keep_promise"]')
    assert found(parse(steps=steps)) == ["model: step.reply: can end the matter and leaves duties of 'watch' open"]


def test_an_end_while_somebody_still_owes_something() -> None:
    steps = put(STEPS, 'cancels = ["*"]', "")
    assert found(minimal.parse(steps=steps)) == ["model: closed: keep_promise still open after: complain > reply"]


def test_a_track_names_the_kinds_of_duty_that_stand_beside_the_matter() -> None:
    assert tracks.duties(parse()) == {"explain"}
    assert tracks.duties(minimal.parse()) == frozenset()


GIVEN_FIRST = put(STEPS, 'cancels = ["*"]', 'cancels = ["*"]\ngives_first = ["explain"]')
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("days", [0, 30])
def test_what_is_given_first_does_not_fall_away_with_the_end(days: int) -> None:
    """Five working days from 2 March are over on the 9th: on 1 April the explanation is
    late, and still owed.
    """
    pack, facts, when = parse(steps=GIVEN_FIRST), Facts(), AT + timedelta(days=days)
    for step, role, args in (("complain", "resident", {"office": "a"}), ("ask", "resident", {})):
        facts = apply(facts, procedure.decide(pack, facts, Command(step, args, frozenset({role})), AT))
    reply = Command("reply", {"answer": "yes"}, frozenset({"office"}))
    refused = procedure.decide(pack, facts, reply, when)
    assert [(ground.rule, ground.article) for ground in refused.refusals] == [("step:reply.explain", "7")]
    options = {one.step: one.ruling.allowed for one in procedure.available(pack, facts, frozenset({"office"}), when)}
    assert options["reply"] is False
    facts = apply(facts, procedure.decide(pack, facts, Command("explain", {}, frozenset({"office"})), when))
    assert procedure.decide(pack, facts, reply, when).final
    assert found(pack) == []


def test_whoever_must_give_first_can_give() -> None:
    others = put(WATCH, 'by = ["office"]', 'by = ["resident"]')
    with pytest.raises(PackError, match="'office' could not give 'explain' in every state"):
        parse(others, steps=GIVEN_FIRST)
