"""Words in titles: found by the terms that a follower keeps, with what it has not come to,
and exactly what looking at every title finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection
from tests.casework.listing import TODAY, listed, received
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life
from tests.plugins.readers import name_reader

from bench import plans
from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.legacy_import.acts import carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.casework.lists import grams, search, spelled, words, worklist
from huiyin.casework.lists.worklist import Filters
from huiyin.casework.models import Case, TermedMatter, TitleTerm
from huiyin.ledger import follow
from huiyin.ledger.follow import Walk

pytestmark = pytest.mark.django_db
AT = moment("2026-11-23")
HANDLERS = ("environment", "housing", "xinan")


def followed() -> int:
    """The follower comes; how much it had to do."""
    return Walk(spelled.WORDS).go(at=AT)


def found(by: Actor, sought: str, limit: int = 50) -> list[str]:
    """The titles that are found, page after page."""
    titles: list[str] = []
    after = ""
    while True:
        page = search.by_title(by=by, words=sought, after=after, limit=limit)
        titles += [one.title for one in page.items]
        if not page.next:
            return titles
        after = page.next


@contextmanager
def one_by_one() -> Iterator[None]:
    """Every title is looked at, as where nobody follows."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(words, "not_found_yet", lambda: None)
        yield


def by_terms(read: Callable[[], object]) -> bool:
    """Whether a read asks for candidates."""
    with plans.recorded() as asked:
        read()
    return any("casework_titleterm" in sql for sql, _params in asked)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("楼道堆物", ["楼道", "道堆", "堆物"]),
        ("楼道", ["楼道"]),
        ("楼", []),
        ("", []),
        ("Road", ["ROA", "OAD"]),
        ("ab", []),
        ("12号楼", ["2号", "号楼"]),
        ("A区B1", ["A区", "区B"]),
        ("夜间，施工", ["夜间", "施工"]),
        ("夜 间", []),
        ("XF2026-000002", ["XF2", "F20", "202", "026", "000", "002"]),
        ("𠮷野家", ["𠮷野", "野家"]),
        ("🏠漏水", ["漏水"]),
        ("50%_漏", []),
        ("straße", ["STR", "TRA", "RAS", "ASS", "SSE"]),
        ("éa", ["ÉA"]),
        ("哈哈哈", ["哈哈"]),
    ],
)
def test_a_text_is_cut_into_grams(text: str, cut: list[str]) -> None:
    assert grams.grams(text) == cut


def test_a_term_is_another_one_in_another_organ_and_another_list() -> None:
    (first,) = grams.terms(grams.TAKEN_IN, "office", ["楼道"])
    # The first eight bytes of BLAKE2b of "all\noffice\n楼道", with a sign; b2sum -l 64
    assert first == -630439720449672867
    others = [grams.terms(grams.OWED, "office", ["楼道"]), grams.terms(grams.TAKEN_IN, "housing", ["楼道"])]
    assert first not in {term for terms in others for term in terms}


def test_a_matter_has_the_terms_of_those_who_hold_it_and_of_those_who_owe(district: District) -> None:
    life = Life.begin(district, title="井盖异响").until("registered")
    followed()
    key = life.filed.case_id
    title = ["井盖", "盖异", "异响"]
    number = ["XF2", "F20", "202", "026", "000", "001"]
    assert life.filed.number == "XF2026-000001"

    def rows() -> set[tuple[int, date, str]]:
        return set(TitleTerm.objects.values_list("term", "day", "case_id"))

    def of(**organs: str) -> set[tuple[int, date, str]]:
        cut = {"all": title, "open": [*title, *number]}
        wanted = [(scope, organ) for scope, given in organs.items() for organ in given.split()]
        return {
            (term, date(2026, 9, 8), key) for scope, organ in wanted for term in grams.terms(scope, organ, cut[scope])
        }

    assert rows() == of(all="office", open="office")
    life.until("forwarded")
    followed()
    assert rows() == of(all="office environment", open="environment")
    acts.take("withdraw", case_id=key, reason="", by=Actor.petitioner(key), at=moment("2026-09-16"))
    assert Case.objects.get(pk=key).final
    followed()
    assert rows() == of(all="office environment")
    assert follow.check(spelled.WORDS) == ()


def test_what_was_filed_a_moment_ago_is_found_at_once(district: District) -> None:
    received(district, title="井盖异响")
    followed()
    received(district, title="井盖丢失", on="2026-09-09")
    assert by_terms(lambda: found(district.clerk, "井盖"))
    assert found(district.clerk, "井盖") == ["井盖丢失", "井盖异响"]
    assert found(district.clerk, "井盖", limit=1) == ["井盖丢失", "井盖异响"]
    assert len(listed(district.clerk, text="井盖")) == 2
    followed()
    assert found(district.clerk, "井盖") == ["井盖丢失", "井盖异响"]


def test_what_went_elsewhere_a_moment_ago_is_no_longer_among_the_duties(district: District) -> None:
    life = Life.begin(district, title="井盖异响").until("registered")
    followed()
    key = life.filed.case_id
    assert listed(district.clerk, text="井盖") == [key]
    life.until("forwarded")
    for _ in range(2):
        assert listed(district.clerk, text="井盖") == []
        assert listed(district.green, text="井盖") == [key]
        assert (found(district.clerk, "井盖"), found(district.green, "井盖")) == (["井盖异响"], ["井盖异响"])
        assert found(district.builder, "井盖") == []
        followed()
    assert TitleTerm.objects.filter(term__in=grams.terms(grams.OWED, "office", ["井盖"])).count() == 0


def test_of_what_is_sealed_later_no_word_stays(district: District) -> None:
    name_reader(district)
    filed = intake.file_petition(
        petition=petition(title="反映工程招标弄虚作假", category=""),
        office="office",
        by=Actor.petitioner(),
        at=moment("2026-09-08"),
    )
    followed()
    assert found(district.clerk, "弄虚作假") == ["反映工程招标弄虚作假"]
    sorting: dict[str, Any] = {"category": "accusation", "topic": "", "area": ""}
    acts.take("register", case_id=filed.case_id, **sorting, by=district.dispatcher, at=moment("2026-09-10"))
    assert found(district.clerk, "弄虚作假") == []
    followed()
    assert found(district.clerk, "弄虚作假") == []
    title = grams.grams("反映工程招标弄虚作假")
    terms = [
        term
        for scope in (grams.TAKEN_IN, grams.OWED)
        for organ in ("office", "discipline")
        for term in grams.terms(scope, organ, title)
    ]
    assert not TitleTerm.objects.filter(term__in=terms).exists()
    # By its number whoever may know it finds it among their duties, as before.
    assert listed(district.clerk, text=filed.number.lower()) == [filed.case_id]
    assert follow.check(spelled.WORDS) == ()


def test_whoever_stands_aside_does_not_find_it(district: District) -> None:
    life = Life.begin(district, title="井盖异响").until("accepted")
    followed()
    assert found(district.green, "井盖") == ["井盖异响"]
    asked = {"officer": "来看过现场的那位", "reason": "近亲属"}
    by, key = Actor.petitioner(life.filed.case_id), life.filed.case_id
    acts.take("ask_recusal", case_id=key, **asked, by=by, at=moment("2026-09-22"))
    said: dict[str, Any] = {"reason": "是近亲属", "officers": (district.green.name,)}
    acts.take("decide_recusal", case_id=key, **said, by=district.green_head, at=moment("2026-09-23"))
    for _ in range(2):
        assert (found(district.green, "井盖"), listed(district.green, text="井盖")) == ([], [])
        assert found(district.green_head, "井盖") == ["井盖异响"]
        followed()


def test_without_the_follower_and_for_few_signs_titles_are_looked_at(district: District) -> None:
    received(district, title="井盖异响 A1")
    for sought in ("井盖", "A1"):
        assert found(district.clerk, sought) == ["井盖异响 A1"]
        assert not by_terms(lambda sought=sought: found(district.clerk, sought))  # type: ignore[misc]
    followed()
    assert by_terms(lambda: found(district.clerk, "井盖"))
    assert not by_terms(lambda: found(district.clerk, "A1"))
    assert found(district.clerk, "A1") == ["井盖异响 A1"]
    assert len(listed(district.clerk, text="A1")) == 1
    assert len(listed(district.clerk, text="井")) == 1


@pytest.mark.parametrize(("name", "most"), [("MOST_EVENTS", 1), ("MOST_BESIDE", 1)])
def test_far_behind_it_is_not_asked(district: District, monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    received(district, title="井盖异响")
    followed()
    monkeypatch.setattr(words, name, most)
    assert by_terms(lambda: found(district.clerk, "井盖"))
    for day in ("2026-09-09", "2026-09-10"):
        received(district, title="井盖丢失", on=day)
    assert not by_terms(lambda: found(district.clerk, "井盖"))
    assert found(district.clerk, "井盖") == ["井盖丢失", "井盖丢失", "井盖异响"]


def test_where_more_is_owed_the_list_is_read_in_its_own_order(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [received(district, title="井盖异响", on=day) for day in ("2026-09-08", "2026-09-09")]
    followed()
    monkeypatch.setattr(words, "MOST_OWED", 1)
    assert listed(district.clerk, text="井盖") == keys


def test_it_is_made_anew_and_compared(district: District) -> None:
    for day in ("2026-09-08", "2026-09-09"):
        received(district, title="井盖异响", on=day)
    followed()
    assert follow.check(spelled.WORDS) == ()
    key = Case.objects.order_by("pk")[0].pk
    TitleTerm.objects.filter(case_id=key).delete()
    assert any(key in said for said in follow.check(spelled.WORDS))
    TermedMatter.objects.filter(pk=key).delete()
    assert any(key in said for said in follow.check(spelled.WORDS))
    TitleTerm.objects.create(term=1, day=date(2026, 9, 8), case_id=key)
    assert len(follow.check(spelled.WORDS)) == 2
    follow.rewind(spelled.WORDS)
    assert not TitleTerm.objects.exists()
    assert found(district.clerk, "井盖") == ["井盖异响", "井盖异响"]
    followed()
    assert follow.check(spelled.WORDS) == ()
    assert by_terms(lambda: found(district.clerk, "井盖"))
    assert found(district.clerk, "井盖") == ["井盖异响", "井盖异响"]


SIGNS = "楼道噪声扰民一二三 aBcéßİ12%_\\'，。𠮷🏠-"


def title(chance: Random) -> str:
    """Something that a matter might be called, of few different signs."""
    said = "".join(chance.choice(SIGNS) for _ in range(chance.randrange(2, 12)))
    return said.strip() or "无题"


def part(chance: Random, titles: list[str]) -> str:
    """Something to look for: a part of a title, more often than not in another case."""
    if chance.random() < 0.2:
        return title(chance)
    whole = chance.choice(titles)
    begin = chance.randrange(len(whole))
    said = whole[begin : begin + chance.randrange(1, 6)]
    return chance.choice((said, said.lower(), said.upper())) or whole


def several(district: District, titles: list[str], first: int = 0) -> None:
    """Matters with these titles, carried over, three organs in turn."""
    matters = [
        LegacyMatter(f"N{n}", date(2026, 7, 1 + n % 9), "letter", title, title, HANDLERS[n % 3])
        for n, title in enumerate(titles, first)
    ]
    assert carry_over(matters=matters, office="office", at=moment("2026-09-20")).problems == []


@pytest.mark.parametrize("seed", range(3))
def test_it_finds_what_looking_at_every_title_finds(district: District, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - not for secrets
    titles = [title(chance) for _ in range(90)]
    several(district, titles)
    followed()
    more = [title(chance) for _ in range(12)]
    several(district, more, first=len(titles))
    by_words = 0
    for _ in range(120):
        sought = part(chance, [*titles, *more])
        by = chance.choice((district.clerk, district.green, district.builder))

        def look(sought: str = sought, by: Actor = by) -> object:
            owed = worklist.duty_counts(by=by, today=TODAY, filters=Filters(text=sought))
            return found(by, sought, limit=7), listed(by, text=sought), owed

        quickly = look()
        with one_by_one():
            assert look() == quickly, sought
        by_words += bool(grams.grams(sought))
    assert by_words > 40


def test_the_list_ends_with_its_page_and_sorts_nothing(district: District) -> None:
    """A common word: a page is read from an index in its order, and no more than is shown."""
    several(district, [f"楼道{n}号堆物" for n in range(900)])
    followed()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for after in ("", search.by_title(by=district.clerk, words="楼道", limit=10).next):
        with plans.recorded() as asked:
            page = search.by_title(by=district.clerk, words="楼道", after=after, limit=10)
        assert len(page.items) == 10
        walked = [(sql, params) for sql, params in asked if "casework_titleterm" in sql]
        assert len(walked) == 1
        for sql, params in walked:
            plan = plans.explain(sql, params)
            assert "B-TREE" not in plan
            assert "Sort" not in plan
            assert "PRIMARY KEY" in plan or "casework_titleterm_pkey" in plan
        if connection.vendor == "postgresql":
            done = [plans.work(sql, params) for sql, params in asked if plans.is_read(sql)]
            assert [one for one in done if one.wasteful] == []
            for sql, params in walked:
                assert plans.work(sql, params, generic=True).returned == 11


def test_of_duties_only_those_of_candidates_are_read(district: District) -> None:
    several(district, ["楼道堆物", *(f"噪声{n}号扰民" for n in range(600))])
    followed()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with plans.recorded() as asked:
        assert len(listed(district.green, text="楼道")) == 1
        counts = worklist.duty_counts(by=district.green, today=TODAY, filters=Filters(text="楼道"))
    assert counts.all == 1
    read = [(sql, params) for sql, params in asked if '"casework_duty"' in sql]
    assert len(read) == 2
    for sql, params in read:
        plan = plans.explain(sql, params)
        assert "case_id" in plan
        assert "duty_open" not in plan, plan
        if connection.vendor == "postgresql":
            assert not plans.work(sql, params).wasteful
