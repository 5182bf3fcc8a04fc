"""How rules cite their instrument: the forms that are understood, and what each is about."""

import pytest

from huiyin.law.checks.articles import Articles
from huiyin.law.terms import citing
from huiyin.law.tools.asked_place import Rests, asked_in, rests


@pytest.mark.parametrize(
    ("said", "article", "part"),
    [
        ("31", 31, None),
        ("31(4)", 31, 4),
        ("9(1)(f)", 9, 1),
        ("§6.2", 6, 2),
        ("§6", 6, None),
        ("§ 13(2)", 13, 2),
        ("Art. 9(1)(f)", 9, 1),
        ("Article 5", 5, None),
        ("Annex II", "Annex II", None),
        ("Schedule 2", "Schedule 2", None),
        ("Recital 47", "Recital 47", None),
        ("s 23(12A)", "s 23", 12),
    ],
)
def test_a_form_and_its_place(said: str, article: int | str, part: int | None) -> None:
    assert citing.fits(said)
    assert [(place.article, place.part) for place in citing.places(said)] == [(article, part)]


def test_several_places() -> None:
    assert [place.said for place in citing.places("§6.4, §6.5")] == ["§6.4", "§6.5"]
    assert [place.article for place in citing.places("22, 31(4), Annex II")] == [22, 31, "Annex II"]


@pytest.mark.parametrize("said", ["", "five", "Article thirty-four", "31(", "31,", "see above", "§", "Art. "])
def test_what_is_no_citation(said: str) -> None:
    assert not citing.fits(said)


def test_what_stands_by_itself() -> None:
    """A bare number is called an article; what says what it is is left alone."""
    assert not citing.stands_alone("31(4)")
    assert all(map(citing.stands_alone, ("§6.2", "Art. 9(1)(f)", "Annex II")))


def cites(citation: str, wanted: str) -> bool:
    """Whether it names the wanted place, or a part of it."""
    asked = asked_in(wanted)
    assert asked is not None
    return rests("", citation, asked, Articles()) is Rests.THERE


def test_asking_for_an_article_finds_its_parts_and_a_part_only_itself() -> None:
    assert [cites("22, 31(4)", asked) for asked in ("31", "31(4)", "31(5)")] == [True, True, False]
    assert [cites("§6.2", asked) for asked in ("§6.2", "6.2", "6", "§6.3")] == [True, True, True, False]
    assert [cites("Art. 9(1)(f)", asked) for asked in ("Art. 9", "8")] == [True, False]
    assert [cites("Art. 9(1)(f)", asked) for asked in ("9(1)", "Art. 9(1)(f)", "Art. 9(1)(b)")] == [True, True, False]
    assert [cites("§ 13(2)", asked) for asked in ("§ 13", "§13(2)", "§ 13(3)")] == [True, True, False]
    assert not cites("Annex II", "2")
