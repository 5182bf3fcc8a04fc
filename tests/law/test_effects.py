"""What follows from a step, one kind of consequence at a time. Days by hand from the calendar of November 2026.

Monday 2 November is the day of the complaint: an answer is due in 10 working days, on Monday the 16th; a visit in 20
calendar days, on Sunday the 22nd, so on Monday the 23rd.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.law.consequences import MORE
from tests.law.minimal import RULES, STEPS, parse, put

from huiyin.law.engine import procedure
from huiyin.law.engine.applying import apply
from huiyin.law.terms.facts import Command, Facts, OpenDuty, OpenRight, Value
from huiyin.law.terms.ruling import Deadline, MovedDuty, Ruling

PACK = parse(more=MORE)
RECEIVED = date(2026, 11, 2)
ANSWER = OpenDuty("a", "answer", "town", RECEIVED, date(2026, 11, 16), date(2026, 11, 16))
VISIT = OpenDuty("v", "visit", "town", RECEIVED, date(2026, 11, 22), date(2026, 11, 23))
MADE = Facts("open", {}, {"received": RECEIVED}, {"office": "town"}, (ANSWER, VISIT))


def ruled(facts: Facts, name: str, day: date, **args: Value) -> Ruling:
    """The ruling on a step of the office, taken in the morning of a day."""
    at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    ruling = procedure.decide(PACK, facts, Command(name, args, frozenset({"office"})), at)
    assert ruling.allowed, ruling.refusals
    return ruling


def after(facts: Facts, name: str, day: date, **args: Value) -> Facts:
    return apply(facts, ruled(facts, name, day, **args))


@pytest.mark.parametrize("duties", [(ANSWER, VISIT), (VISIT, ANSWER)])
def test_within_several_open_duties_is_within_the_earliest(duties: tuple[OpenDuty, ...]) -> None:
    """30 days from 3 November would be 3 December; of 16 and 23 November the earlier day bounds it."""
    (report,) = ruled(replace(MADE, duties=duties), "ask", date(2026, 11, 3)).opens
    assert (report.deadline.last_day, report.deadline.due_date) == (date(2026, 11, 16), date(2026, 11, 16))
    assert (report.deadline.base_date, report.deadline.days, report.deadline.unit) == (
        date(2026, 11, 3),
        13,
        "calendar",
    )


def test_within_only_what_is_open_counts() -> None:
    (report,) = ruled(replace(MADE, duties=(VISIT,)), "ask", date(2026, 11, 3)).opens
    assert report.deadline.due_date == date(2026, 11, 23)
    (unbounded,) = ruled(replace(MADE, duties=()), "ask", date(2026, 11, 3)).opens
    assert unbounded.deadline.due_date == date(2026, 12, 3)


def test_within_a_duty_that_is_due_later_changes_nothing() -> None:
    late = replace(VISIT, last_day=date(2026, 12, 4), due_date=date(2026, 12, 4))
    (report,) = ruled(replace(MADE, duties=(late,)), "ask", date(2026, 11, 3)).opens
    assert (report.deadline.days, report.deadline.due_date) == (30, date(2026, 12, 3))


def test_within_a_duty_that_is_late_is_due_at_once() -> None:
    (report,) = ruled(MADE, "ask", date(2026, 11, 20)).opens
    assert (report.deadline.days, report.deadline.due_date) == (0, date(2026, 11, 20))


def test_a_clock_stops_on_the_day_and_only_that_of_its_kind() -> None:
    ruling = ruled(MADE, "pause", date(2026, 11, 4), why="snow")
    assert ruling.stops == (("a", date(2026, 11, 4)),)
    stopped = apply(MADE, ruling)
    assert [duty.stopped_on for duty in stopped.duties] == [date(2026, 11, 4), None]


def test_a_stopped_clock_cannot_be_stopped_anew() -> None:
    """Whoever could stop it again would move the day since which it stands still."""
    stopped = after(MADE, "pause", date(2026, 11, 4), why="snow")
    again = ruled(stopped, "pause", date(2026, 11, 9), why="more snow")
    assert again.stops == ()
    assert apply(stopped, again).duties[0].stopped_on == date(2026, 11, 4)


def test_a_clock_that_runs_again_has_the_time_it_stood_still_added() -> None:
    """From Wednesday the 4th to Monday the 9th: 5, 6 and 9 are 3 working days; 13 after 2 November end on the 19th."""
    stopped = after(MADE, "pause", date(2026, 11, 4), why="snow")
    ruling = ruled(stopped, "resume", date(2026, 11, 9))
    limit = Deadline(RECEIVED, 10, "working", 0, date(2026, 11, 19), date(2026, 11, 19), provisional=False)
    (move,) = ruling.moves
    assert replace(move, deadline=replace(move.deadline, passed_over=())) == MovedDuty(
        "a", "answer", date(2026, 11, 16), replace(limit, stopped_days=3), PACK.step("resume").ground, resumed=True
    )
    (answer, visit) = apply(stopped, ruling).duties
    assert answer == replace(ANSWER, last_day=date(2026, 11, 19), due_date=date(2026, 11, 19), stopped_days=3)
    assert visit == VISIT


def test_a_clock_that_stood_still_twice_has_both_times_added() -> None:
    """3 working days, then from the 10th to the 12th 2 more: 15 after 2 November end on Monday the 23rd."""
    facts = after(after(MADE, "pause", date(2026, 11, 4), why="snow"), "resume", date(2026, 11, 9))
    facts = after(after(facts, "pause", date(2026, 11, 10), why="snow"), "resume", date(2026, 11, 12))
    assert (facts.duties[0].stopped_days, facts.duties[0].due_date) == (5, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("until", "stopped", "due"),
    [
        (date(2026, 11, 6), 2, date(2026, 11, 18)),  # 5 and 6 November
        (date(2026, 11, 9), 3, date(2026, 11, 19)),
        (date(2026, 11, 12), 3, date(2026, 11, 19)),  # six days, of which three count
    ],
)
def test_no_more_days_than_the_bound_are_added(until: date, stopped: int, due: date) -> None:
    paused = after(MADE, "pause", date(2026, 11, 4), why="snow")
    answer = after(paused, "resume", until, bounded=True).duties[0]
    assert (answer.stopped_days, answer.due_date) == (stopped, due)


def test_a_clock_that_runs_is_not_resumed() -> None:
    assert ruled(MADE, "resume", date(2026, 11, 9)).moves == ()


def test_the_bound_of_another_opening_does_not_bind() -> None:
    """Six working days from the 4th to the 12th: 16 after 2 November end on Tuesday the 24th."""
    paused = after(MADE, "pause", date(2026, 11, 4), why="snow")
    answer = after(paused, "resume", date(2026, 11, 12)).duties[0]
    assert (answer.stopped_days, answer.due_date) == (6, date(2026, 11, 24))


def test_an_extension_keeps_what_was_added_before() -> None:
    """2 stopped and 2 more, 14 working days after 2 November: Friday the 20th; then 3 more: Wednesday the 25th."""
    facts = after(after(MADE, "pause", date(2026, 11, 4), why="snow"), "resume", date(2026, 11, 6))
    ruling = ruled(facts, "prolong", date(2026, 11, 10), days=2)
    (move,) = ruling.moves
    assert (move.duty_id, move.kind, move.old_due_date, move.resumed) == ("a", "answer", date(2026, 11, 18), False)
    assert (move.deadline.due_date, move.ground) == (date(2026, 11, 20), PACK.step("prolong").ground)
    answer = after(apply(facts, ruling), "prolong", date(2026, 11, 11), days=3).duties[0]
    assert (answer.extension_days, answer.stopped_days, answer.due_date) == (5, 2, date(2026, 11, 25))


def test_an_extension_leaves_a_stopped_clock_stopped() -> None:
    paused = after(MADE, "pause", date(2026, 11, 4), why="snow")
    answer = after(paused, "prolong", date(2026, 11, 5), days=1).duties[0]
    assert (answer.stopped_on, answer.due_date) == (date(2026, 11, 4), date(2026, 11, 17))


def test_each_duty_of_the_kind_is_moved_also_behind_another() -> None:
    """Two answers, and between them a visit: all that are meant move, and the one that runs does not stop the rest."""
    second = replace(ANSWER, id="b", stopped_on=date(2026, 11, 4))
    facts = replace(MADE, duties=(VISIT, ANSWER, second))
    moved = ruled(facts, "prolong", date(2026, 11, 5), days=1).moves
    assert [(move.duty_id, move.deadline.due_date) for move in moved] == [
        ("a", date(2026, 11, 17)),
        ("b", date(2026, 11, 17)),
    ]
    assert [move.duty_id for move in ruled(facts, "resume", date(2026, 11, 9)).moves] == ["b"]


def test_what_was_extended_before_stays_when_a_clock_runs_again() -> None:
    """2 more and 3 stopped: 15 working days after 2 November end on Monday the 23rd."""
    facts = after(after(MADE, "prolong", date(2026, 11, 3), days=2), "pause", date(2026, 11, 4), why="snow")
    answer = after(facts, "resume", date(2026, 11, 9)).duties[0]
    assert (answer.extension_days, answer.stopped_days, answer.due_date) == (2, 3, date(2026, 11, 23))


def test_a_duty_put_off_to_a_day_says_from_where_to_where() -> None:
    """From Monday the 16th to Friday the 20th: 4 days more, and what the clock stood still stays counted."""
    facts = replace(MADE, duties=(replace(ANSWER, stopped_days=2),))
    (move,) = ruled(facts, "put_off", date(2026, 11, 5), until=date(2026, 11, 20)).moves
    assert (move.duty_id, move.kind, move.old_due_date) == ("a", "answer", date(2026, 11, 16))
    assert move.ground == PACK.step("put_off").ground
    limit = move.deadline
    assert (limit.last_day, limit.due_date) == (date(2026, 11, 20), date(2026, 11, 20))
    # From 2 to 16 November it is 14 days, of which 2 were stopped.
    assert (limit.days, limit.extension_days, limit.stopped_days) == (12, 4, 2)


def test_all_duties_of_the_kind_are_put_off() -> None:
    facts = replace(MADE, duties=(ANSWER, replace(ANSWER, id="b")))
    moved = ruled(facts, "put_off", date(2026, 11, 5), until=date(2026, 11, 20)).moves
    assert [move.duty_id for move in moved] == ["a", "b"]


def test_a_duty_is_not_put_off_to_its_own_day() -> None:
    assert ruled(MADE, "put_off", date(2026, 11, 5), until=date(2026, 11, 16)).moves == ()


def test_a_day_that_was_named_goes_before_the_limit() -> None:
    (report,) = ruled(MADE, "set_day", date(2026, 11, 3), until=date(2026, 11, 10)).opens
    assert (report.deadline.due_date, report.until) == (date(2026, 11, 10), "named")
    (unnamed,) = ruled(MADE, "set_day", date(2026, 11, 3)).opens
    assert (unnamed.deadline.due_date, unnamed.until) == (date(2026, 12, 3), "")


def test_duties_go_over_with_the_party_and_those_of_others_stay() -> None:
    facts = replace(MADE, duties=(ANSWER, replace(VISIT, owner="county")))
    ruling = ruled(facts, "hand_over", date(2026, 11, 4), to="city")
    assert ruling.reassigns == (("a", "city"),)
    moved = apply(facts, ruling)
    assert [(duty.id, duty.owner) for duty in moved.duties] == [("a", "city"), ("v", "county")]
    assert moved.parties == {"office": "city"}
    assert ruled(facts, "hand_over", date(2026, 11, 4), to="town").reassigns == ()


def test_what_hangs_on_a_condition_that_holds() -> None:
    """What is discharged is not cancelled too; the first turn that holds leads on; every right ends."""
    facts = replace(MADE, rights=(OpenRight("appeal"), OpenRight("other")))
    ruling = ruled(facts, "judge", date(2026, 11, 4), end=True)
    assert (ruling.state, ruling.final, ruling.resolved, ruling.ending) == ("closed", True, True, "resolved")
    assert (ruling.discharges, ruling.cancels, ruling.rights_closed) == (("a",), ("v",), ("appeal", "other"))
    ended = apply(facts, ruling)
    assert (ended.duties, ended.rights) == ((), ())


def test_what_hangs_on_a_condition_that_does_not_hold() -> None:
    facts = replace(MADE, rights=(OpenRight("appeal"),))
    ruling = ruled(facts, "judge", date(2026, 11, 4), end=False)
    assert (ruling.state, ruling.final, ruling.resolved, ruling.ending) == ("open", False, False, "")
    assert (ruling.discharges, ruling.cancels, ruling.rights_closed) == ((), (), ())
    assert apply(facts, ruling) == facts


def test_new_duties_take_the_first_free_names() -> None:
    facts = replace(MADE, duties=(replace(ANSWER, id="d1"), replace(VISIT, id="d3")))
    facts = after(after(facts, "ask", date(2026, 11, 3)), "plan", date(2026, 11, 3))
    assert [(duty.id, duty.kind) for duty in facts.duties] == [
        ("d1", "answer"),
        ("d3", "visit"),
        ("d2", "report"),
        ("d4", "visit"),
    ]


def test_a_duty_is_opened_with_all_that_is_known_of_it() -> None:
    (visit,) = ruled(MADE, "plan", date(2026, 11, 3)).opens
    assert (visit.kind, visit.owner_role, visit.owner, visit.base, visit.until) == (
        "visit",
        "office",
        "town",
        "received",
        "",
    )
    assert visit.ground == PACK.duty("visit").ground
    assert after(replace(MADE, duties=()), "plan", date(2026, 11, 3)).duties == (replace(VISIT, id="d1"),)


def test_a_right_keeps_its_days_and_replaces_the_one_granted_before() -> None:
    """30 days from Sunday 29 November end on 29 December 2026; from 2 December, on New Year of a year not published."""
    pack = parse(steps=put(STEPS, 'received = "$today"', 'received = "$args.promised"'))

    def complained(facts: Facts, day: date) -> Facts:
        at = datetime(2026, 12, 3, 6, tzinfo=UTC)
        command = Command("complain", {"office": "town", "promised": day}, frozenset({"resident"}))
        return apply(facts, procedure.decide(pack, facts, command, at))

    first = complained(Facts(rights=(OpenRight("appeal", date(2026, 1, 1)), OpenRight("other"))), date(2026, 11, 29))
    assert first.rights == (
        OpenRight("other"),
        OpenRight("appeal", date(2026, 12, 29), date(2026, 12, 29), provisional=False),
    )
    (later,) = complained(Facts(), date(2026, 12, 2)).rights
    assert (later.last_day, later.due_date, later.provisional) == (date(2027, 1, 1), date(2027, 1, 4), True)


def test_a_right_without_an_end_has_no_days() -> None:
    pack = parse(rules=put(RULES, 'from = "received"\ndays = 30\n', ""))
    command = Command("complain", {"office": "town"}, frozenset({"resident"}))
    ruling = procedure.decide(pack, Facts(), command, datetime(2026, 11, 2, 6, tzinfo=UTC))
    assert [(right.kind, right.deadline) for right in ruling.rights_opened] == [("appeal", None)]
    assert apply(Facts(), ruling).rights == (OpenRight("appeal"),)


def test_a_duty_may_run_from_the_last_day_of_a_right() -> None:
    """The appeal runs out on 2 December 2026; ten working days later it is Wednesday the 16th."""
    pack = parse(
        steps=put(STEPS, '[[step.open]]\nduty = "answer"', '[[step.open]]\nduty = "answer"\nfrom = "rights.appeal"')
    )
    command = Command("complain", {"office": "town"}, frozenset({"resident"}))
    ruling = procedure.decide(pack, Facts(), command, datetime(2026, 11, 2, 6, tzinfo=UTC))
    assert [(duty.kind, duty.base, duty.deadline.due_date) for duty in ruling.opens] == [
        ("answer", "rights.appeal", date(2026, 12, 16))
    ]


def test_values_and_days_that_a_step_does_not_set_stay() -> None:
    facts = replace(MADE, values={"weight": 4})
    asked = after(facts, "ask", date(2026, 11, 3))
    assert asked.values == {"weight": 4}
    assert asked.dates == {"received": RECEIVED, "asked": date(2026, 11, 3)}


def test_a_duty_into_a_year_that_is_not_published_is_provisional() -> None:
    """30 days after 4 December 2026 are 3 January 2027, a Sunday: Monday the 4th, as far as is known."""
    (report,) = after(replace(MADE, duties=()), "ask", date(2026, 12, 4)).duties
    assert (report.last_day, report.due_date, report.provisional) == (date(2027, 1, 3), date(2027, 1, 4), True)
