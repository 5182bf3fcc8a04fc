"""A clock stands still only for something that has a name, with a reason and papers;
and the date says so.
"""

from datetime import date

import pytest
from tests.law import minimal
from tests.law.minimal import STEPS, put
from tests.law.test_paths import STOPPING

from huiyin.law import packs
from huiyin.law.calendar import deadlines
from huiyin.law.calendar.deadlines import Standstill
from huiyin.law.calendar.workdays import calendar
from huiyin.law.language.reading import PackError
from huiyin.law.terms.ruling import Text

PLAIN = STEPS + STOPPING
HEARING = Text(zh="听证", en="a hearing")


def test_a_step_that_says_why_may_stop_a_clock() -> None:
    (stop,) = minimal.parse(steps=PLAIN).step("look").stops
    assert (stop.kind, stop.category, stop.reason, stop.evidence) == ("answer", "looking", "why", "why")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('category = "looking"', 'category = "lunch"', "step.look.stop.category: 'lunch' is not a term"),
        ('category = "looking"\n', "", "stop.answer.category: is missing"),
        (
            'reason = "why"',
            'reason = "because"',
            "step.look.stop.reason: 'because' is not a text that the step requires",
        ),
        ('evidence = "why"', 'evidence = "on"', "step.look.stop.evidence: 'on' is not a text that the step requires"),
        ('evidence = "why"\n', "", "stop.answer.evidence: is missing"),
        (
            'kind = "text"\nrequired = true\n\n[[step.stop]]',
            'kind = "text"\n\n[[step.stop]]',
            ("step.look.stop.reason: 'why' is not a text that the step requires: a clock stops only with a reason"),
        ),
    ],
)
def test_a_stop_without_name_reason_or_papers_does_not_load(old: str, new: str, said: str) -> None:
    with pytest.raises(PackError) as refused:
        minimal.parse(steps=put(PLAIN, old, new))
    assert said in str(refused.value)


def test_every_shipped_stop_names_the_same_kind_of_thing() -> None:
    """In petition work nothing but the hearing of the re-review stops a clock (2022 Art
    36, 2005 Art 35).
    """
    for version in ("2005-05-01", "2022-05-01"):
        pack = packs.load("cn-xinfang", version)
        stops = {(step.id, stop.kind, stop.category) for step in pack.steps.values() for stop in step.stops}
        assert ("order_rereview_hearing", "rereview", "hearing") in stops
        assert {category for _step, _kind, category in stops} <= set(pack.terms["stops"].terms)


def test_the_explanation_names_category_and_reason() -> None:
    """30 days from 14 December 2026 and 12 that a hearing took: 25 January 2027, a Monday."""
    deadline = deadlines.compute(calendar("CN"), date(2026, 12, 14), 30, "calendar", stopped_days=12)
    still = [Standstill(date(2026, 12, 21), 12, HEARING, "the experts disagree")]
    said = deadlines.explain(deadline, "en", still)
    assert said[1] == (
        "The clock stood still for 12 calendar days, which are added: a hearing. Reason: the experts disagree"
    )
    assert "期间停止计算12日，不计入：听证。理由：the experts disagree" in deadlines.explain(deadline, "zh-hans", still)


def test_what_is_not_known_by_name_is_still_said() -> None:
    deadline = deadlines.compute(calendar("CN"), date(2026, 12, 14), 30, "calendar", stopped_days=12)
    assert deadlines.explain(deadline, "en")[1] == "The clock stood still for 12 calendar days, which are added."
    partly = deadlines.explain(deadline, "en", [Standstill(date(2026, 12, 21), 7, HEARING, "x")])
    assert partly[1] == "The clock stood still for 5 calendar days, which are added."


def test_a_clock_that_still_stands() -> None:
    deadline = deadlines.compute(calendar("CN"), date(2026, 12, 14), 30, "calendar")
    said = deadlines.explain(deadline, "en", [Standstill(date(2026, 12, 21), None, HEARING, "the experts disagree")])
    assert said[1] == ("The clock stands still since Monday 21 December 2026: a hearing. Reason: the experts disagree")


def test_a_clock_that_stood_still_and_stands_again() -> None:
    """Of what stands still now no day is known yet: the twelve days before are said in full."""
    deadline = deadlines.compute(calendar("CN"), date(2026, 12, 14), 30, "calendar", stopped_days=12)
    said = deadlines.explain(deadline, "en", [Standstill(date(2027, 1, 4), None, HEARING, "the experts disagree")])
    assert said[1:3] == [
        "The clock stood still for 12 calendar days, which are added.",
        "The clock stands still since Monday 4 January 2027: a hearing. Reason: the experts disagree",
    ]
