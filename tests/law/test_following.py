"""What follows from a step where one consequence meets another: what is set counts for what is asked, what ends is not
moved, handed over or stopped besides.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.law.consequences import MORE
from tests.law.following import AT, HEAVY, LETTERS, MADE, STEP, pack, ruled
from tests.law.minimal import parse, put

from huiyin.law.engine import procedure
from huiyin.law.terms.facts import Command


def test_a_ruling_names_its_step_and_event() -> None:
    ruling = ruled(pack(""))
    assert (ruling.command, ruling.event, ruling.letters) == ("act", "grievance.acted_on", ())


def test_letters_are_owed_always_or_where_what_was_set_just_now_asks_for_them() -> None:
    always = STEP + 'letters = ["receipt"]\n'
    heavy = '\n[[step.letter]]\nletter = "warning"\nwhen = [{ fact = "values.weight", at_least = 2 }]\n'
    law = parse(more=MORE + LETTERS + always + HEAVY + heavy)
    assert ruled(law, weight=2).letters == ("receipt", "warning")
    assert ruled(law, weight=1).letters == ("receipt",)
    before = replace(MADE, values={"weight": 5})
    assert ruled(law, before, weight=1).letters == ("receipt",)
    assert ruled(law, before).letters == ("receipt", "warning")  # known before, and not said anew


def test_what_is_discharged_is_not_handed_over() -> None:
    handing = """
discharges = ["answer"]
set.parties = { office = "$args.to" }

[[step.arg]]
name = "to"
title = { zh = "单位", en = "organ" }
kind = "organ"

[[step.reassign]]
owned_by = "office"
to = "$args.to"
"""
    ruling = ruled(pack(handing), to="county")
    assert (ruling.discharges, ruling.reassigns) == (("a",), (("v", "county"),))
    cancelling = put(handing, 'discharges = ["answer"]', 'cancels = ["answer"]')
    ruling = ruled(pack(cancelling), to="county")
    assert (ruling.discharges, ruling.cancels, ruling.reassigns) == ((), ("a",), (("v", "county"),))


CANCELLING = """
[[step.cancel]]
duty = "visit"
when = [{ fact = "values.weight", at_least = 2 }]
"""


def test_a_duty_falls_away_always_or_on_a_condition_that_what_was_set_just_now_meets() -> None:
    law = parse(more=MORE + STEP + 'cancels = ["answer"]\n' + HEAVY + CANCELLING)
    assert ruled(law, weight=2).cancels == ("a", "v")
    assert ruled(law, weight=1).cancels == ("a",)


STOPPING = """
set.values = { weight = "$args.weight" }

[[step.arg]]
name = "weight"
title = { zh = "份量", en = "weight" }
kind = "int"

[[step.arg]]
name = "why"
title = { zh = "理由", en = "why" }
kind = "text"
required = true

[[step.stop]]
duty = "answer"
category = "looking"
reason = "why"
evidence = "why"
when = [{ fact = "values.weight", at_least = 2 }]
"""


def test_a_clock_stops_on_a_condition_that_what_was_set_just_now_meets() -> None:
    law = pack(STOPPING)
    assert ruled(law, weight=2, why="x").stops == (("a", date(2026, 11, 4)),)
    assert ruled(law, weight=1, why="x").stops == ()


SEVERAL = """
[[party]]
id = "helper"
title = { zh = "协助单位", en = "helper" }
several = 2
"""
JOINING = 'set.parties = { helper = { enter = "$organ" } }\n'


def test_where_no_place_is_free_the_step_says_so_and_its_option_foresees_nothing() -> None:
    law = parse(more=MORE + SEVERAL + STEP + JOINING)
    full = replace(MADE, parties={"office": "town", "helper.1": "county", "helper.2": "city"})
    refused = procedure.decide(law, full, Command("act", {}, frozenset({"office"}), organ="village"), AT)
    (ground,) = refused.refusals
    assert (ground.article, ground.text.zh) == ("14", "“协助单位”已经满额，不能再增加。")
    assert ground.text.en == "There is no place left for a further organ as “helper”."
    remedy = "Release one that is no longer needed first, or let the common superior decide."
    assert ground.remedy is not None
    assert ground.remedy.en == remedy
    options = procedure.available(law, full, frozenset({"office"}), AT, organ="village")
    (option,) = [option for option in options if option.step == "act"]
    assert (option.ruling.allowed, option.ruling.parties) == (True, {})
    assert ruled(law, organ="village").parties == {"helper.1": "village"}


NAMING = """
set.dates = { named = "$args.until", asked = "$today" }

[[step.arg]]
name = "until"
title = { zh = "日期", en = "day" }
kind = "date"
required = true

[[step.open]]
duty = "visit"

[[step.open]]
duty = "report"
until = "named"
"""
VISITED, REPORTED = ("visit", date(2026, 11, 23)), ("report", date(2026, 12, 4))


def foreseen(step: str) -> list[tuple[str, date]]:
    """The duties that the step's option foresees, on Wednesday 4 November 2026: of a matter received on the 2nd a visit
    is due in 20 days, on Sunday the 22nd and so on the 23rd, and a report 30 days from today, on Friday 4 December.
    """
    options = procedure.available(pack(step), MADE, frozenset({"office"}), AT)
    (option,) = [option for option in options if option.step == "act"]
    assert option.ruling.allowed
    return [(new.kind, new.deadline.due_date) for new in option.ruling.opens]


def test_while_a_day_is_still_to_be_named_no_limit_is_shown_in_its_place() -> None:
    assert foreseen(NAMING) == [VISITED]
    assert foreseen(put(NAMING, "required = true", "")) == [VISITED, REPORTED]  # who names none has the limit


def test_a_day_that_nobody_has_to_name_does_not_hold_a_duty_back() -> None:
    today = put(NAMING, 'named = "$args.until", asked = "$today"', 'named = "$today", asked = "$args.until"')
    unasked = put(today, 'until = "named"', 'until = "named"\nfrom = "received"')
    assert foreseen(unasked) == [VISITED, ("report", date(2026, 11, 4))]


def test_which_day_is_still_to_be_named_is_looked_for_among_all_that_the_step_sets() -> None:
    """The days of other things stand before it, one that need not be named and one that must."""
    others = """set.dates = { asked = "$today", received = "$args.came", promised = "$args.other", named = "$args.until" }

[[step.arg]]
name = "came"
title = { zh = "收到之日", en = "came" }
kind = "date"

[[step.arg]]
name = "other"
title = { zh = "承诺之日", en = "promised" }
kind = "date"
required = true
"""
    before = put(NAMING, 'set.dates = { named = "$args.until", asked = "$today" }\n', others)
    assert foreseen(before) == [VISITED]
    named = put(before, 'until = "named"', 'until = "received"\nfrom = "received"')
    assert foreseen(named) == [VISITED, ("report", date(2026, 11, 2))]


def test_a_duty_of_an_organ_that_nobody_has_named_yet_is_shown_without_one() -> None:
    naming = """
[[step.arg]]
name = "to"
title = { zh = "单位", en = "organ" }
kind = "organ"
required = true

[[step.open]]
duty = "visit"
owner = "$args.to"
"""
    options = procedure.available(pack(naming), MADE, frozenset({"office"}), AT)
    assert [[new.owner for new in option.ruling.opens] for option in options if option.step == "act"] == [[""]]
    assert [new.owner for new in ruled(pack(naming), to="county").opens] == ["county"]


LEAVING = """
set.parties = { office = "$args.to", helper = { leave = "$args.to" }, second = { leave = "$args.to" } }

[[step.arg]]
name = "to"
title = { zh = "单位", en = "organ" }
kind = "organ"
"""
SECOND = SEVERAL.replace("helper", "second")


def test_whoever_takes_over_leaves_the_places_of_those_who_help() -> None:
    law = parse(more=MORE + SEVERAL + SECOND + STEP + LEAVING)
    helped = {"office": "town", "helper.1": "county", "helper.2": "city", "second.1": "city"}
    facts = replace(MADE, parties=helped)
    assert ruled(law, facts, to="city").parties == {"office": "city", "helper.2": "", "second.1": ""}
    assert ruled(law, facts, to="county").parties == {"office": "county", "helper.1": ""}
    assert ruled(law, facts).parties == {}


def test_what_is_not_set_on_a_condition_does_not_keep_what_follows_from_being_set() -> None:
    setting = """
set.values = { heavy = [{ value = true, when = [{ fact = "args.weight", at_least = 2 }] }], seen = true }

[[step.arg]]
name = "weight"
title = { zh = "份量", en = "weight" }
kind = "int"
"""
    law = pack(setting)
    assert ruled(law, weight=2).values == {"heavy": True, "seen": True}
    assert ruled(law, weight=1).values == {"seen": True}
    assert ruled(law).values == {"seen": True}


def test_an_organ_joins_besides_what_the_step_sets() -> None:
    """The organ that joins twice over stands in both parties, and has the matter too."""
    joining = 'set.parties = { office = "$organ", helper = { enter = "$organ" }, second = { enter = "$organ" } }\n'
    law = parse(more=MORE + SEVERAL + SECOND + STEP + joining)
    everywhere = {"office": "village", "helper.1": "village", "second.1": "village"}
    assert ruled(law, organ="village").parties == everywhere


def test_a_day_may_lie_some_calendar_days_after_what_is_told() -> None:
    """What was posted up on 2 November 2026 counts as received 30 days later, on 2 December."""
    notice = """
set.dates = { named = { value = "$args.posted_up", days = 30 }, asked = "$args.posted_up" }

[[step.arg]]
name = "posted_up"
title = { zh = "公告之日", en = "posted up" }
kind = "date"
"""
    posted = date(2026, 11, 2)
    assert ruled(pack(notice), posted_up=posted).dates == {"named": date(2026, 12, 2), "asked": posted}
    assert ruled(pack(notice)).dates == {}


def test_a_number_is_counted_on_from_where_it_stood() -> None:
    counting = "\nset.values = { times = { add = 2 } }\n"
    assert ruled(pack(counting)).values == {"times": 2}
    assert ruled(pack(counting), replace(MADE, values={"times": 3})).values == {"times": 5}
    assert ruled(pack(counting), replace(MADE, values={"times": "often"})).values == {"times": 2}


def test_who_is_named_is_put_behind_those_named_before() -> None:
    naming = """
set.values = { aside = { append = "$args.people" } }

[[step.arg]]
name = "people"
title = { zh = "工作人员", en = "who" }
kind = "staff"
many = true
"""
    before = replace(MADE, values={"aside": ("staff:2",)})
    assert ruled(pack(naming), people=("staff:1",)).values == {"aside": ("staff:1",)}
    assert ruled(pack(naming), before, people=("staff:1", "staff:2")).values == {"aside": ("staff:2", "staff:1")}


def test_what_is_not_opened_does_not_keep_what_stands_behind_it_from_being_opened() -> None:
    heavy = '\n[[step.open]]\nduty = "report"\nwhen = [{ fact = "values.weight", at_least = 2 }]\n'
    behind = '\n[[step.open]]\nduty = "visit"\n'
    asked = replace(MADE, dates={**MADE.dates, "asked": date(2026, 11, 3)})
    law = parse(more=MORE + STEP + HEAVY + heavy + behind)
    assert [new.kind for new in ruled(law, asked, weight=1).opens] == ["visit"]
    assert [new.kind for new in ruled(law, asked, weight=2).opens] == ["report", "visit"]
    # the day is still to be named; the day from which it runs is not known
    unsaid = put(NAMING, '[[step.open]]\nduty = "visit"\n\n', "") + behind
    assert foreseen(unsaid) == [VISITED]
    assert foreseen('\n[[step.open]]\nduty = "report"\n' + behind) == [VISITED]


def test_a_day_that_may_be_named_in_two_ways_is_waited_for_in_the_one_that_must() -> None:
    either = put(NAMING, 'named = "$args.until"', 'named = [{ value = "$args.came" }, { value = "$args.until" }]')
    came = '\n[[step.arg]]\nname = "came"\ntitle = { zh = "收到之日", en = "came" }\nkind = "date"\n'
    assert foreseen(put(either, "\n[[step.open]]", f"{came}\n[[step.open]]")) == [VISITED]
