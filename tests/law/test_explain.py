"""From an article to the rules that rest on it."""

import pytest

from huiyin.law import packs
from huiyin.law.tools.explain import cites, rules_on


@pytest.mark.parametrize(
    ("article", "wanted", "expected"),
    [
        ("34", "34", True),
        ("31, 34", "34", True),
        ("31(4)", "31", True),
        ("31(4)", "31(4)", True),
        ("31(4)", "31(5)", False),
        ("3", "34", False),
        ("34", "3", False),
    ],
)
def test_citing(article: str, wanted: str, expected: bool) -> None:
    assert cites(article, wanted) is expected


@pytest.mark.parametrize("article", ["34", "第34条", "Art. 34"])
def test_the_rules_of_article_34(article: str) -> None:
    found = rules_on(article, [packs.load("cn-xinfang", "2022-05-01")])
    assert {one.rule for one in found} == {
        "step:carry_over",
        "step:carry_over.legacy",
        "step:accept",
        "step:extend",
        "step:extend.once",
        "step:extend.running",
        "step:extend.before_it_ends",
        "step:extend.at_most_thirty_days",
        "step:to_ordinary",
        "duty:handle",
        "duty:answer_simply",
        "letters.extension_notice",
        "letters.ordinary_notice",
    }
    limits = {one.rule: one.limit for one in found}
    assert limits["duty:handle"] == (60, "calendar")


def test_newest_version_first() -> None:
    found = rules_on("34")
    assert [found[0].pack.version, found[-1].pack.version] == ["2022-05-01", "2005-05-01"]
    assert ("right:ask_review", (30, "calendar")) in [(one.rule, one.limit) for one in found]


def test_a_duty_with_a_day_that_is_set_has_no_limit() -> None:
    (report,) = [one for one in rules_on("22") if one.rule == "duty:report"]
    assert report.limit is None


def test_an_article_that_nothing_rests_on() -> None:
    assert rules_on("49") == []
    assert rules_on("preamble") == []


def test_a_duty_in_calendar_days_says_that_rolling_is_analogy() -> None:
    """No article moves an organ's last day off a day of rest; the working days of
    Article 23 are its own.
    """
    pack = packs.load("cn-xinfang", "2022-05-01")
    handle = next(one for one in rules_on("34", [pack]) if one.rule == "duty:handle")
    assert handle.rolls is not None
    assert "对办理机关有利" in handle.rolls.zh
    objection = next(one for one in rules_on("23", [pack]) if one.rule == "duty:answer_objection")
    assert objection.rolls is None
    review = next(one for one in rules_on("35", [pack]) if one.rule == "right:ask_review")
    assert review.rolls is None  # a petitioner's right: rolling is the safe reading
