"""Ways outside petitioning: months and years, what is not known, and packs that are
wrong. Days by hand.
"""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law import minimal
from tests.law.minimal import FILES, RULES, put

from huiyin.law import packs
from huiyin.law.calendar import workdays
from huiyin.law.calendar.deadlines import compute, explain, months_later
from huiyin.law.checks.check import check
from huiyin.law.engine.routes import claims, questions, remedies
from huiyin.law.language.reading import PackError
from huiyin.law.rules.pack import Pack

CN = workdays.calendar("CN")
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("base", "number", "unit", "last", "due"),
    [
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28), date(2026, 2, 28)),  # a Saturday that is worked
        (date(2027, 8, 31), 6, "month", date(2028, 2, 29), date(2028, 2, 29)),  # a leap year
        (date(2026, 12, 31), 2, "month", date(2027, 2, 28), date(2027, 3, 1)),  # a Sunday
        (date(2025, 12, 15), 1, "month", date(2026, 1, 15), date(2026, 1, 15)),
        (date(2026, 6, 30), 2, "month", date(2026, 8, 30), date(2026, 8, 31)),  # not the 31st; a Sunday
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28), date(2025, 2, 28)),
        (date(2020, 2, 29), 4, "year", date(2024, 2, 29), date(2024, 2, 29)),
        (date(2025, 10, 1), 1, "year", date(2026, 10, 1), date(2026, 10, 8)),  # the holiday of seven days
        (date(2026, 3, 3), 0, "month", date(2026, 3, 3), date(2026, 3, 3)),
    ],
)
def test_months_and_years(base: date, number: int, unit: str, last: date, due: date) -> None:
    found = compute(CN, base, number, unit)
    assert (found.last_day, found.due_date) == (last, due)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(0, 400))
def test_a_month_ends_on_the_same_number_or_on_its_last_day(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


def test_a_limit_in_months_says_why() -> None:
    assert explain(compute(CN, date(2026, 8, 31), 6, "month"), "en")[:2] == [
        "The limit is 6 months from Monday 31 August 2026; that day itself is not counted.",
        "That month has no day of this number, so its last day counts: Sunday 28 February 2027.",
    ]
    assert explain(compute(CN, date(2025, 12, 8), 1, "year"), "zh-hans") == [
        "从2025年12月8日（周一）起算，当日不计，期限为1年。",
        "最后一天是2026年12月8日（周二），是工作日。",
    ]


def test_a_claim_that_the_pack_does_not_know_has_no_remedies(now: Pack) -> None:
    assert remedies(now, "weather", {}, TODAY) == ()


def test_a_pack_without_routes_has_no_remedies(small: Pack) -> None:
    assert remedies(small, "labour", {}, TODAY) == ()
    assert dict(claims(small)) == {}


def test_only_what_matters_for_a_claim_is_asked(now: Pack) -> None:
    asked = questions(now, "labour")
    assert [one.id for one in asked] == [
        "known_on",
        "decided_on",
        "ended_on",
        "accepted_on",
        "wages",
        "employer",
        "final_award",
    ]
    assert asked[2].title.en == "the day on which the employment ended"


def test_nothing_is_known(now: Pack) -> None:
    found = {one.route.id: one for one in remedies(now, "administrative_act", {}, TODAY)}
    assert found["reconsideration"].state == "unknown"
    assert found["reconsideration"].missing == ("known_on",)
    assert found["suit_after_reconsideration"].state == "later"
    assert [one.last_day for one in found.values()] == [None] * 4


def test_what_holds_until_the_day_comes(now: Pack) -> None:
    known = {"known_on": date(2026, 5, 6), "not_told": True}
    remedy = remedies(now, "administrative_act", known, TODAY)[0]
    assert remedy.last_day == date(2027, 5, 6)
    assert remedy.until_then is not None
    assert remedy.until_then.en.startswith("As long as you do not know")
    told = remedies(now, "administrative_act", {**known, "told_on": date(2026, 11, 2)}, TODAY)[0]
    assert (told.last_day, told.until_then) == (date(2027, 1, 4), None)  # 1 January off, 2 and 3 a weekend


def test_what_was_not_verified_is_marked(now: Pack) -> None:
    known = {"known_on": date(2026, 10, 26), "accepted_on": date(2026, 11, 2)}
    found = {one.route.id: one for one in remedies(now, "institution_personnel", known, TODAY)}
    assert not found["institution_review"].verified
    found = {one.route.id: one for one in remedies(now, "administrative_act", known, TODAY)}
    assert found["reconsideration"].verified


@given(st.data())
def test_what_is_said_of_a_way_fits_together(data: st.DataObject) -> None:
    """A day only where one was counted, a question only where its answer is missing,
    over only when past.
    """
    pack = packs.load("cn-xinfang", "2022-05-01")
    claim = data.draw(st.sampled_from(sorted(claims(pack))))
    known: dict[str, date | bool] = {}
    for question in pack.questions.values():
        if data.draw(st.booleans()):
            days = st.dates(date(2000, 1, 1), TODAY) if question.kind == "date" else st.booleans()
            known[question.id] = data.draw(days)
    for remedy in remedies(pack, claim, known, TODAY):
        over = remedy.last_day is not None and remedy.last_day < TODAY
        assert (remedy.state == "lapsed") is (over and remedy.first is None)
        assert bool(remedy.missing) is (remedy.state == "unknown")
        assert remedy.last_day is None or remedy.state in {"open", "waiting", "lapsed", "first"}
        assert (remedy.last_day is None) or (remedy.limit or remedy.cap) is not None
        assert all(name not in known for name in remedy.missing)
        assert (remedy.first is not None) is (remedy.state == "first")


ROUTES = """
in_force = 2020-01-01
checked = 2026-11-22

[[law]]
id = "tort"
title = { zh = "侵权法", en = "Tort Act" }

[[question]]
id = "harmed_on"
kind = "date"
title = { zh = "受害之日", en = "day of the harm" }

[[question]]
id = "minor"
kind = "bool"
title = { zh = "未成年", en = "a minor" }

[[vocabulary]]
id = "claim_kinds"
title = { zh = "诉求", en = "claims" }

[[vocabulary.term]]
id = "harm"
title = { zh = "损害", en = "harm" }
article = "3"

[[route]]
id = "court"
title = { zh = "法院", en = "court" }
article = "3"
claims = ["harm"]

[[route.limit]]
id = "year"
title = { zh = "一年", en = "one year" }
law = "tort"
article = "7"
from = "harmed_on"
number = 1
unit = "year"
when = { minor = false }
"""


def with_routes(text: str) -> Pack:
    return packs.parse({**FILES, "routes.toml": text})


def test_another_country_s_routes() -> None:
    pack = with_routes(ROUTES)
    (remedy,) = remedies(pack, "harm", {"harmed_on": date(2025, 11, 24)}, TODAY)
    assert (remedy.state, remedy.last_day) == ("open", date(2026, 11, 24))


def test_every_route_and_every_figure_needs_a_scenario() -> None:
    said = [str(problem) for problem in check(with_routes(ROUTES), [])]
    for rule in ("route:court", "route:court.year", "claim_kinds.harm"):
        assert any(line.startswith(f"aa-grievance/2020-01-01: {rule}: no scenario shows this rule: ") for line in said)


def test_what_nobody_asks_or_takes() -> None:
    text = put(ROUTES, "when = { minor = false }\n", "")
    text = put(
        text,
        "[[route]]\nid",
        '[[vocabulary.term]]\nid = "noise"\ntitle = { zh = "x", en = "x" }\narticle = "3"\n\n[[route]]\nid',
    )
    said = [str(problem) for problem in check(with_routes(text), [])]
    assert "aa-grievance/2020-01-01: question.minor: no limit depends on it" in said
    assert "aa-grievance/2020-01-01: claim_kinds.noise: no route takes this kind of claim" in said


def test_limits_told_in_words_agree_with_those_counted() -> None:
    way = """
[[vocabulary]]
id = "routes"
title = { zh = "途径", en = "ways" }

[[vocabulary.term]]
id = "sue"
title = { zh = "起诉", en = "sue" }
article = "3"
limit = { number = 2, unit = "year", text = { zh = "二年", en = "two" }, law = { zh = "法", en = "Act" } }
"""
    pack = with_routes(put(ROUTES, 'claims = ["harm"]', 'claims = ["harm"]\nway = "sue"') + way)
    said = [str(problem) for problem in check(pack, [])]
    assert ("aa-grievance/2020-01-01: routes.sue: no route that leads this way has the limit that it names") in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('claims = ["harm"]', 'claims = ["noise"]', "route.court.claims: 'noise' is not a term of the vocabulary"),
        ('claims = ["harm"]', 'claims = ["harm"]\nway = "x"', "route.court.way: 'x' is not a term of the vocabulary"),
        ('claims = ["harm"]', 'claims = ["harm"]\nafter = "x"', "route.court.after: 'x' is not a route"),
        ('from = "harmed_on"', 'from = "minor"', "route.court.year: 'minor' is not a question that asks for a date"),
        ("minor = false", "harmed_on = true", "route.court.year: 'harmed_on' is not a question to be answered"),
        ('law = "tort"', 'law = "x"', "routes.toml: route.court.limit.year.law: 'x' is not declared as [[law]]"),
        ('unit = "year"', 'unit = "week"', "unit: must be one of calendar, working, month, year"),
        ('unit = "year"', 'unit = "year"\nclaims = ["x"]', "route.court.year: 'x' is not among the claims"),
        ('article = "7"', "", "route.court.limit.year.article: is missing"),
        (
            'claims = ["harm"]',
            'claims = ["harm"]\nclock = { effect = "runs", text = { zh = "x", en = "x" } }',
            "clock.article",
        ),
        ('kind = "bool"', 'kind = "text"', "question.minor.kind: must be one of date, bool"),
    ],
)
def test_routes_that_are_wrong_say_so(old: str, new: str, said: str) -> None:
    with pytest.raises(PackError) as caught:
        with_routes(put(ROUTES, old, new))
    assert said in str(caught.value)


def test_the_small_pack_can_have_terms_and_no_routes() -> None:
    assert minimal.parse(rules=RULES).routes == {}


def test_a_figure_says_what_happened_on_its_day_and_a_way_what_excuses_delay() -> None:
    said = [str(problem) for problem in check(with_routes(ROUTES), [])]
    assert any("route:court.year: must say with runs what happened on the day" in one for one in said)
    assert any("route:court: must say with [[route.excuse]]" in one for one in said)


def test_one_day_cannot_be_that_of_making_and_that_of_serving() -> None:
    both = """
[[route.cap]]
id = "ten_years"
title = { zh = "十年", en = "ten years" }
law = "tort"
article = "8"
from = "harmed_on"
runs = "served"
number = 10
unit = "year"
"""
    pack = with_routes(put(ROUTES, 'unit = "year"', 'unit = "year"\nruns = "made"') + both)
    said = [str(problem) for problem in check(pack, [])]
    expected = "claim_kinds.harm: 'harmed_on' is asked for as one day but stands for several: made, served"
    assert any(expected in one for one in said)


def test_where_no_limit_holds_it_is_open_and_says_why() -> None:
    exempt = """
[[route.exempt]]
id = "child"
title = { zh = "未成年人不受限制", en = "no limit for minors" }
law = "tort"
article = "9"
when = { minor = true }
"""
    pack = with_routes(ROUTES + exempt)
    (remedy,) = remedies(pack, "harm", {"harmed_on": date(2005, 11, 24), "minor": True}, TODAY)
    assert (remedy.state, remedy.last_day, remedy.exempt and remedy.exempt.id) == ("open", None, "child")


# By hand: the article of the law that has something for whoever was kept from acting in
# time
EXCUSED = {
    "reconsideration": {("行政复议法", "20")},
    "administrative_suit": {("行政诉讼法", "48")},
    "suit_after_reconsideration": {("行政诉讼法", "48")},
    "labour_arbitration": {("劳动争议调解仲裁法", "27")},
    "work_injury": {("最高人民法院关于审理工伤保险行政案件若干问题的规定", "7"), ("工伤保险条例", "17")},
    "state_compensation": {("国家赔偿法", "39")},
    "enforcement_of_judgment": {("民事诉讼法", "250")},
}


def test_every_way_with_a_limit_names_what_excuses_delay(now: Pack) -> None:
    for route in now.routes.values():
        assert bool(route.excuses) or not route.limits, route.id
    for name, cited in EXCUSED.items():
        found = {(one.ground.instrument.zh, one.ground.article) for one in now.routes[name].excuses}
        assert found == cited, name


MADE = {("compensation_suit", "decided"), ("compensation_superior", "decided"), ("procuratorial_civil", "rejected")}


def test_what_runs_from_the_making_of_a_decision_does_not_ask_for_its_receipt(now: Pack) -> None:
    """State Compensation Law, Arts. 14 and 24: 作出之日; the rules of 2021 on civil
    supervision, Art. 20: 作出.
    """
    found = {(route.id, one.id) for route in now.routes.values() for one in route.limits if one.runs == "made"}
    assert found == MADE
    for route in now.routes.values():
        for limit in route.limits:
            asked = limit.asks.zh if limit.asks else ""
            assert (limit.base == "made_on") is (limit.runs == "made")
            if limit.runs == "served":
                assert "收到" in asked or "接到" in asked, (route.id, asked)
