"""What follows from a step: rights, and the duties that run from their last days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.law.consequences import MORE
from tests.law.following import AT, MADE, STEP, ruled
from tests.law.minimal import parse, put

from huiyin.law.engine import procedure
from huiyin.law.terms.facts import Command, OpenRight
from huiyin.law.terms.ruling import Ruling

RIGHTS = """
[[right]]
id = "look_in"
title = { zh = "查阅", en = "Look into the file" }
article = "15"

[[right]]
id = "complain_again"
title = { zh = "再次投诉", en = "Complain again" }
article = "16"
from = "asked"
days = 20
"""
GRANTING = """
set.values = { weight = "$args.weight" }

[[step.arg]]
name = "weight"
title = { zh = "份量", en = "weight" }
kind = "int"

[[step.grant]]
right = "complain_again"
when = [{ fact = "values.weight", at_least = 2 }]

[[step.grant]]
right = "look_in"

[[step.grant]]
right = "appeal"
"""
LATER = """
[[duty]]
id = "close"
title = { zh = "归档", en = "Close the file" }
article = "17"
owner = "office"
from = "rights.appeal"
days = 10
unit = "calendar"
"""


def granted(ruling: Ruling) -> list[tuple[str, str, str, date | None]]:
    """The rights that a ruling opens: kind, article, from which date, last day."""
    return [
        (new.kind, new.ground.article, new.base, new.deadline.due_date if new.deadline else None)
        for new in ruling.rights_opened
    ]


APPEAL = ("appeal", "5", "received", date(2026, 12, 2))  # 30 days from 2 November, a Wednesday
LOOK_IN = ("look_in", "15", "", None)


def test_rights_are_granted_each_on_its_own_ground_and_from_its_own_day() -> None:
    """20 days from 3 November end on Monday the 23rd."""
    law = parse(more=MORE + RIGHTS + STEP + GRANTING)
    asked = replace(MADE, dates={**MADE.dates, "asked": date(2026, 11, 3)})
    again = ("complain_again", "16", "asked", date(2026, 11, 23))
    assert granted(ruled(law, asked, weight=2)) == [again, LOOK_IN, APPEAL]
    assert granted(ruled(law, asked, weight=1)) == [LOOK_IN, APPEAL]


def test_an_option_leaves_out_the_right_whose_day_is_not_known_and_shows_the_others() -> None:
    always = put(GRANTING, 'when = [{ fact = "values.weight", at_least = 2 }]\n', "")
    law = parse(more=MORE + RIGHTS + STEP + always)
    options = procedure.available(law, MADE, frozenset({"office"}), AT)
    (option,) = [option for option in options if option.step == "act"]
    assert granted(option.ruling) == [LOOK_IN, APPEAL]
    refused = procedure.decide(law, MADE, Command("act", {}, frozenset({"office"})), AT)
    assert [ground.text.en for ground in refused.refusals] == ["The date the limit runs from is not known: “asked”."]


def test_a_duty_runs_from_the_last_day_of_a_right_whenever_it_was_granted() -> None:
    """Granted before it ends on 3 December, granted now on the 2nd; the file is closed ten days later."""
    opening = '\n[[step.open]]\nduty = "close"\n'
    grant = '\n[[step.grant]]\nright = "appeal"\n'
    standing = (OpenRight("other"), OpenRight("appeal", date(2026, 12, 3), date(2026, 12, 3)))
    before = replace(MADE, rights=standing)
    (new,) = ruled(parse(more=MORE + LATER + STEP + opening), before).opens
    assert (new.kind, new.deadline.base_date, new.deadline.last_day) == ("close", date(2026, 12, 3), date(2026, 12, 13))
    both = ruled(parse(more=MORE + LATER + RIGHTS + STEP + grant + opening), before)
    assert [new.deadline.base_date for new in both.opens] == [date(2026, 12, 2)]
    look_in = '\n[[step.grant]]\nright = "look_in"\n'
    (new,) = ruled(parse(more=MORE + LATER + RIGHTS + STEP + look_in + opening), before).opens
    assert new.deadline.base_date == date(2026, 12, 3)


def test_a_right_that_would_run_from_the_end_of_another_has_no_known_day() -> None:
    after = put(RIGHTS, 'from = "asked"', 'from = "rights.appeal"')
    law = parse(more=MORE + after + STEP + '\n[[step.grant]]\nright = "complain_again"\n')
    standing = replace(MADE, rights=(OpenRight("appeal", date(2026, 12, 3), date(2026, 12, 3)),))
    refused = procedure.decide(law, standing, Command("act", {}, frozenset({"office"})), AT)
    sentence = "The date the limit runs from is not known: “rights.appeal”."
    assert [ground.text.en for ground in refused.refusals] == [sentence]
