"""From an article to the rules that rest on it."""

import pytest

from huiyin.law import packs
from huiyin.law.checks import articles
from huiyin.law.tools.asked_place import Asked, Rests, asked_in, rests
from huiyin.law.tools.explain import rules_on

LIST = """
[[article]]
id = 35

[[article.paragraph]]
text = { zh = "一", en = "one" }
items = 2

[[article.paragraph]]
text = { zh = "二", en = "two" }
items = 3
rules = ["duty:review"]

[[article.paragraph]]
text = { zh = "三", en = "three" }
rules = ["right:ask_review"]

[[article]]
id = 34

[[article.paragraph]]
text = { zh = "一", en = "one" }
rules = ["duty:handle"]

[[article.paragraph]]
text = { zh = "二", en = "two" }
rules = ["step:extend"]
"""
LISTED = articles.read(LIST, [])


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
    asked = asked_in(wanted)
    assert asked is not None
    assert (rests("", article, asked, articles.Articles()) is Rests.THERE) is expected


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("34", Asked(34)),
        ("Art 34", Asked(34)),
        ("第34条", Asked(34)),
        ("第三十四条", Asked(34)),
        ("信访工作条例第三十五条第二款", Asked(35, (), 2)),
        ("第三十五条第二款第一项", Asked(35, (), 2, 1)),
        ("第三十一条第（四）项", Asked(31, (), 0, 4)),
        ("第一百零二条", Asked(102)),
        ("31(4)", Asked(31, ("4",))),
        ("Art. 9(1)(f)", Asked(9, ("1", "f"))),
        ("Art. 9(1)(F)", Asked(9, ("1", "f"))),
        ("§ 13(2)", Asked(13, ("2",))),
        ("§6.2", Asked(6, ("2",))),
        ("s 23(12A)", Asked("s 23", ("12a",))),
        ("Annex II", Asked("Annex II")),
        ("see Article 9(1)(f) there", Asked(9, ("1", "f"))),
        ("preamble", None),
    ],
)
def test_a_place_is_understood_as_people_write_it(said: str, asked: Asked | None) -> None:
    assert asked_in(said) == asked


@pytest.mark.parametrize(
    ("citation", "wanted", "how"),
    [
        ("Art. 9(1)(f)", "Art. 9(1)(f)", Rests.THERE),
        ("Art. 9(1)(b)", "Art. 9(1)(f)", Rests.ELSEWHERE),
        ("Art. 9(1)", "Art. 9(1)(f)", Rests.ON_THE_WHOLE),
        ("Art. 9", "Art. 9(1)(f)", Rests.ON_THE_WHOLE),
        ("Art. 9(2)", "Art. 9(1)(f)", Rests.ELSEWHERE),
        ("Art. 9(1)(f)", "Art. 9(1)", Rests.THERE),
        ("Art. 9(1)(b), Art. 9(1)(f)", "9(1)(f)", Rests.THERE),
        ("§ 13(2)", "§ 13(2)", Rests.THERE),
        ("§ 13", "§ 13(2)", Rests.ON_THE_WHOLE),
        ("35(2)(1)", "第三十五条第二款第一项", Rests.THERE),
        ("35(2)", "第三十五条第二款第一项", Rests.ON_THE_WHOLE),
        ("35(2)", "第三十五条第二款", Rests.THERE),
        ("35(1)", "第三十五条第二款", Rests.ELSEWHERE),
    ],
)
def test_of_a_letter_that_letter_and_apart_what_rests_on_the_whole(citation: str, wanted: str, how: Rests) -> None:
    asked = asked_in(wanted)
    assert asked is not None
    assert rests("", citation, asked, articles.Articles()) is how


@pytest.mark.parametrize(
    ("rule", "citation", "wanted", "how"),
    [
        # the items are counted through the article: the first of the second paragraph is its third
        ("step:x", "35(3)", "第三十五条第二款第一项", Rests.THERE),
        ("step:x", "35(1)", "第三十五条第二款第一项", Rests.ELSEWHERE),
        ("step:x", "35(3)", "第三十五条第二款", Rests.THERE),
        ("step:x", "35(2)", "第三十五条第二款", Rests.ELSEWHERE),
        ("step:x", "35(3)", "第三十五条第三项", Rests.THERE),
        ("step:x", "35(6)", "第三十五条第二款第四项", Rests.ELSEWHERE),
        # a rule on the article as a whole stands where the list has it
        ("duty:review", "35", "第三十五条第二款", Rests.THERE),
        ("duty:review", "35", "第三十五条第二款第一项", Rests.ON_THE_WHOLE),
        ("right:ask_review", "35", "第三十五条第二款", Rests.ELSEWHERE),
        ("right:ask_review", "35", "第三十五条第三款", Rests.THERE),
        ("step:x", "35", "第三十五条第三款", Rests.ON_THE_WHOLE),
        ("duty:handle", "34", "34(1)", Rests.THERE),
        ("step:extend", "34", "34(1)", Rests.ELSEWHERE),
        ("step:x", "34(2)", "34(2)", Rests.THERE),
    ],
)
def test_the_list_of_articles_says_which_paragraph(rule: str, citation: str, wanted: str, how: Rests) -> None:
    asked = asked_in(wanted)
    assert asked is not None
    assert rests(rule, citation, asked, LISTED) is how


def test_what_rests_on_more_stands_behind() -> None:
    """Article 31(4) leads to other procedures (行政复议, 裁决, 确认, 许可, 处罚); hearings rest on the article."""
    found = rules_on("第三十一条第四项", [packs.load("cn-xinfang", "2022-05-01")])
    whole = {one.rule: one.whole for one in found}
    assert whole["routes.reconsideration"] is False
    assert whole["duty:hold_hearing"] is True
    assert "routes.arbitration" not in whole
    assert [one.whole for one in found] == sorted(one.whole for one in found)


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
