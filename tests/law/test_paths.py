"""How long each way can take and every way out: expectations summed by hand from the
limits of the packs.
"""

import json

import pytest
from click.testing import Result
from tests.law import minimal
from tests.law.minimal import HEAD, RULES, STEPS, put
from typer.testing import CliRunner

from huiyin.law import packs
from huiyin.law.checks.limit_chains import Limit
from huiyin.law.checks.paths import Listing, asked_late, counted_later, limit_text, listing, named, put_off
from huiyin.law.rules.pack import Pack
from huiyin.law.tools import cli
from huiyin.law.tools.pack_tables import tables


def law(*words: str) -> Result:
    return CliRunner().invoke(cli.app, words)


def longest(found: Listing) -> dict[tuple[str, ...], tuple[int, int]]:
    """Calendar and working days of each way of ending."""
    return {route.name: (route.day.total("calendar"), route.day.total("working")) for route in found.routes}


def chain(found: Listing, *name: str) -> list[tuple[str, str, int]]:
    route = next(route for route in found.routes if route.name == name)
    return [(limit.kind, limit.name, limit.days) for limit in route.day.chain]


@pytest.fixture(scope="module")
def regulations() -> Listing:
    """The listing of the regulations of 2022."""
    return listing(packs.load("cn-xinfang", "2022-05-01"))


def test_the_regulations_of_2022_answered(regulations: Listing) -> None:
    """Passed on by day 15 (no notice is owed, because name or address is unclear),
    accepted 15 later, 60 + 30 to handle, 10 to serve, 30 in which a review can be
    asked; then 5 working days to close, because time does not erase a report that is
    still owed to whoever assigned the matter.
    """
    assert chain(regulations, "served", "concluded") == [
        ("duty", "dispose", 15),
        ("duty", "accept", 15),
        ("duty", "handle", 60),
        ("extension", "handle", 30),
        ("duty", "serve", 10),
        ("right", "ask_review", 30),
        ("duty", "close", 5),
    ]
    assert longest(regulations)["served", "concluded"] == (160, 5)


def test_the_regulations_of_2022_reviewed_and_re_reviewed(regulations: Listing) -> None:
    found = longest(regulations)
    # to the answer 130; 30 to ask, 30 to review, 10 to serve, 30 in which a re-review can be asked
    assert found["served", "reviewed", "concluded"] == (130 + 30 + 30 + 10 + 30, 5)
    # asked on the last of those days: 30 to re-review, 10 to serve
    # and 30 that a hearing may take of it
    assert found["served", "reviewed", "rereviewed", "concluded"] == (130 + 70 + 30 + 30 + 30 + 10, 0)
    # changed in the petitioner's favour: 60 to carry it out
    assert found["served", "reviewed", "rereviewed", "executing", "concluded"] == (130 + 70 + 70 + 30 + 60, 0)
    assert found["served", "executing", "concluded"] == (130 + 60, 0)


def test_the_regulations_of_2022_ended_early(regulations: Listing) -> None:
    found = longest(regulations)
    assert found["refused",] == (15 + 15, 0)  # passed on on the last day, refused instead of accepted on the last day
    assert found["diverted",] == (15 + 15 + 60 + 30, 0)  # on the last day of an extended handling
    assert found["withdrawn",] == (15 + 15 + 60 + 30 + 10, 0)  # on the last day before the answer is served


def test_nothing_in_the_regulations_is_unbounded(regulations: Listing) -> None:
    """What a hearing may take of the re-review is bounded too: thirty days, a default
    (R22 Art 36).
    """
    for route in regulations.routes:
        assert route.unbounded == (), route.name
    heard = next(
        route for route in regulations.routes if route.name == ("served", "reviewed", "rereviewed", "concluded")
    )
    assert Limit("standstill", "rereview", 30, "calendar") in heard.day.chain
    assert [(step.id, days) for step, days in counted_later(regulations.pack, heard)] == [
        ("serve", 30),
        ("serve_review", 30),
        ("serve_rereview", 30),
    ]
    carried_out = next(route for route in regulations.routes if route.name == ("served", "executing", "concluded"))
    assert carried_out.named == ("execute",)  # a day can be promised instead of the 60


def test_what_leads_back_in_the_regulations_of_2022(regulations: Listing) -> None:
    assert {(loop.step, loop.source, loop.target, loop.opens) for loop in regulations.loops} >= {
        ("agree_return", "forwarded", "registered", ("route_again",)),
        ("serve_review", "reviewed", "accepted", ("handle",)),
        ("serve_rereview", "rereviewed", "accepted", ("handle",)),
    }
    assert {(loop.step, loop.source) for loop in regulations.reopens} >= {("ask_review", "concluded")}
    assert {"accept_handover", "decide_competence"} <= set(regulations.carried)


def test_every_way_out_of_the_regulations_of_2022(regulations: Listing) -> None:
    ways = regulations.ways
    assert set(ways) == set(regulations.pack.states)
    for state in ("filed", "registered", "forwarded", "notified", "accepted", "decided"):
        assert "withdraw" in ways[state].steps, state
    assert {"ask_review", "rate"} <= set(ways["served"].steps)
    assert "ask_rereview" in ways["review_served"].steps
    assert {"request_hearing", "supplement"} <= set(ways["rereview_requested"].steps)
    assert ways["refused"].rights == ("complain",)  # which no step of the pack is for
    # What was answered in a procedure of its own and taken up again can still be contested there.
    assert ways["diverted"].rights == ("complain", "other_remedy")
    assert "refusals" in ways["notified"].routes
    assert ways["accepted"].routes == ("routes",)
    assert all(ways[state].steps for state, known in regulations.pack.states.items() if not known.final)


def test_a_council_s_complaints() -> None:
    """5 to log, 10 + 10 to answer, 28 days to escalate, 5 to log, 20 + 20 to answer, 5 to close."""
    found = listing(packs.load("uk-lgsco", "2024-04-01"))
    assert longest(found) == {
        ("answered_one", "answered_two", "closed"): (28, 5 + 10 + 10 + 5 + 20 + 20 + 5),
        ("answered_one", "withdrawn"): (28, 5 + 10 + 10 + 5 + 20 + 20),
        ("answered_one", "closed"): (30, 5 + 10 + 10),  # what was promised is put right on day 30, after the 28
        ("withdrawn",): (0, 5 + 10 + 10),
        ("excluded",): (0, 5),
    }
    assert found.loops == ()
    # A late request takes up a file that was closed.
    assert {(loop.step, loop.source, loop.target) for loop in found.reopens} == {("escalate", "closed", "escalated")}


def test_an_extension_for_a_good_reason_has_no_longest_time() -> None:
    """10 and 20 working days are what is usual under the Code; a good reason goes
    further, and says so.
    """
    found = listing(packs.load("uk-lgsco", "2024-04-01"))
    way = next(route for route in found.routes if route.name == ("answered_one", "answered_two", "closed"))
    assert way.free == ("extend_one", "extend_two")
    assert {step.id for step in asked_late(found.pack, way)} == {"escalate"}
    said = tables(found)[0].rows[0][-1].en
    assert said.count("for a good reason, so that there is no longest time") == 2


def test_a_project_s_grievances() -> None:
    found = listing(packs.load("ifc-grm", "2018-10-01"))
    # 5 + 5 to acknowledge and sort, 30 + 15 to propose, 20 to appeal, 5 to convene, 30
    # to decide, 30 to obtain an
    # answer, 30 to carry out, 30 to follow up, 5 to close
    assert longest(found)["proposed", "panel_proposed", "agreed", "closed"] == (30 + 15 + 30 + 30 + 30, 70)
    assert ("send_back", "followed_up", "agreed", ("carry_out",)) in {
        (loop.step, loop.source, loop.target, loop.opens) for loop in found.loops
    }


STOPPING = """
[[vocabulary]]
id = "stops"
title = { zh = "停止", en = "stops" }

[[vocabulary.term]]
id = "looking"
title = { zh = "勘验", en = "looking at it" }
article = "7"

[[step]]
id = "look"
title = { zh = "勘验", en = "Look at it" }
article = "7"
event = "grievance.looked"
from = ["open"]
by = ["office"]
set.dates = { promised = "$args.on" }
set.values = { looking = true }

[[step.arg]]
name = "on"
title = { zh = "日期", en = "on" }
kind = "date"
required = true

[[step.require]]
id = "once"
that = [{ fact = "values.looking", is_not = true }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }

[[step.open]]
duty = "keep_promise"

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

[[step]]
id = "looked"
title = { zh = "勘验完毕", en = "Looked at it" }
article = "7"
event = "grievance.looked_at"
from = ["open"]
by = ["office"]
discharges = ["keep_promise"]

[[step.require]]
id = "looking"
that = [{ duty = "keep_promise", open = true }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }

[[step.resume]]
duty = "answer"
"""


def test_a_clock_that_stands_still_is_named_and_not_counted() -> None:
    steps = put(
        STEPS, '[[step.open]]\nduty = "keep_promise"\nwhen = [{ fact = "dates.promised", present = true }]\n', ""
    )
    found = listing(minimal.parse(steps=steps + STOPPING))
    (route,) = found.routes
    assert (route.name, route.day.total("working"), route.unbounded) == (("closed",), 10, ("keep_promise",))


LATE_BASE = """
[[step]]
id = "pass_on"
title = { zh = "转交", en = "Pass on" }
article = "7"
event = "grievance.passed_on"
from = ["open"]
to = "passed"
by = ["office"]
discharges = ["answer"]

[[step.open]]
duty = "finish"

[[step]]
id = "finish"
title = { zh = "办结", en = "Finish" }
article = "7"
event = "grievance.finished"
from = ["passed"]
to = "closed"
by = ["office"]
discharges = ["finish"]
cancels = ["*"]
"""
FINISH = """
[[duty]]
id = "finish"
title = { zh = "办结", en = "Finishing" }
article = "7"
owner = "office"
from = "received"
days = 8
unit = "working"
"""


def test_a_limit_that_runs_from_an_earlier_day_bounds_what_came_before() -> None:
    """Ten working days to answer, eight from the same day to finish: whoever passes it
    on does so by the eighth.
    """
    head = put(
        HEAD,
        '[[state]]\nid = "closed"',
        '[[state]]\nid = "passed"\ntitle = { zh = "x", en = "x" }\nlandmark = true\n\n[[state]]\nid = "closed"',
    )
    steps = put(STEPS, 'from = ["@open"]', 'from = ["open"]') + LATE_BASE
    found = listing(minimal.parse(pack=head, rules=RULES + FINISH, steps=steps))
    assert longest(found) == {("closed",): (0, 10), ("passed", "closed"): (0, 8)}
    assert chain(found, "passed", "closed") == [("duty", "finish", 8)]


def test_limits_in_words(small: Pack, regulations: Listing) -> None:
    route = next(route for route in regulations.routes if route.name == ("served", "concluded"))
    said = [limit_text(regulations.pack, limit) for limit in route.day.chain]
    assert [text.en for text in said][2:4] == [
        "Handling: 60 calendar days (Art. 34)",
        "Extend the time: 30 calendar days (Art. 34)",
    ]
    assert said[2].zh == "办结60日（第34条）"
    first = tables(listing(small))[0]
    assert [[cell.en for cell in row] for row in first.rows] == [
        ["closed", "10 working days", "Answer: 10 working days (Art. 4)", ""]
    ]


def test_the_command_as_json() -> None:
    found = json.loads(law("paths", "uk-lgsco", "--json").stdout)
    assert found["pack"] == "uk-lgsco/2024-04-01"
    route = next(route for route in found["routes"] if route["name"] == ["answered_one", "closed"])
    assert (route["calendar_days"], route["working_days"]) == (30, 25)
    assert route["limits"][0] == {"kind": "duty", "name": "log", "days": 5, "unit": "working"}
    assert found["ways_out"]["answered_one"]["steps"][:1] == ["escalate"]
    assert found["ways_out"]["excluded"]["rights"] == ["ombudsman"]


@pytest.mark.parametrize(("language", "said"), [("en", "30 calendar days + 25"), ("zh", "30日 + 25个工作日")])
def test_the_command_in_words(monkeypatch: pytest.MonkeyPatch, language: str, said: str) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    result = law("paths", "uk-lgsco", "--language", language)
    assert result.exit_code == 0
    assert said in result.stdout


def test_what_has_no_end_is_named(regulations: Listing) -> None:
    """A request for a review may come late with an excuse: it has no last day. A
    hearing may not be put off so.
    """
    by_name = {route.name: route for route in regulations.routes}
    way = by_name["served", "reviewed", "rereviewed", "concluded"]
    pack = regulations.pack
    assert {step.id for step in asked_late(pack, way)} == {"ask_review", "ask_rereview"}
    assert put_off(pack, way) == ()
    short = by_name["served", "concluded"]
    assert asked_late(pack, short) == ()
    (longest_table, *_others) = tables(regulations)
    said = next(row[-1].zh for row in longest_table.rows if row[0] == named(pack, way))
    assert "“请求复查”逾期但有正当理由的，没有最后一天" in said
    assert "可以一再进行" not in said
    assert "“送达”用公告的，30日后才视为收到，另加" in said
