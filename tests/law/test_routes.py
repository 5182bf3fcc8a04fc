"""Ways outside petitioning: months and years, what is not known, and packs that are wrong. Days by hand."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law import minimal
from tests.law.minimal import FILES, RULES, put

from huiyin.law import packs, workdays
from huiyin.law.check import check
from huiyin.law.deadlines import compute, explain, months_later
from huiyin.law.packs import Pack, PackError
from huiyin.law.routes import claims, questions, remedies

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


@pytest.mark.parametrize("extra", [{"extension_days": 1}, {"stopped_days": 1}])
def test_a_limit_in_months_is_not_extended(extra: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="'month'"):
        compute(CN, TODAY, 1, "month", **extra)


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
    assert [one.id for one in asked] == ["known_on", "decided_on", "ended_on", "wages"]
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
    known = {"requested_on": date(2026, 7, 1), "decided_on": date(2026, 11, 2)}
    found = {one.route.id: one for one in remedies(now, "non_performance", known, TODAY)}
    assert not found["reconsideration"].verified
    assert found["suit_after_reconsideration"].verified


@given(st.data())
def test_what_is_said_of_a_way_fits_together(data: st.DataObject) -> None:
    """A day only where one was counted, a question only where its answer is missing, over only when past."""
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
        assert f"aa-grievance/2020-01-01: {rule}: no scenario shows this rule" in said


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
    assert "aa-grievance/2020-01-01: routes.sue: no route that leads this way has the limit that it names" in said


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
