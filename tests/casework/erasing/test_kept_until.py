"""Until which day a name is kept, by whom that is said, and what it stands against (PIPL 19, 47)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.plugins.district import moment
from tests.plugins.erasures import AFTER, ask, erase, latest, told
from tests.plugins.matters import Life

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake import erasing
from huiyin.casework.events import RightState
from huiyin.casework.lists import terms_over
from huiyin.casework.matter import erasures, keeping
from huiyin.casework.upkeep import verify
from huiyin.people.models import Identity

pytestmark = pytest.mark.django_db

LAST, NEXT = moment("2031-03-05"), moment("2031-03-06")
"""The last day on which a law has the name kept, as the answer says, and the day behind it."""


def refuse(life: Life, until: date | None) -> None:
    """The petitioner asks on 11 September 2029, and is answered that a law has it kept."""
    ask(life)
    words = "《会计档案管理办法》要求留存"
    erasing.refuse(**told(life, by=life.district.clerk, reason=words, until=until))


def listed(life: Life, at: Any) -> list[terms_over.Over]:
    return list(terms_over.over(life.district.clerk, today=at.date()).items)


def due(life: Life, at: Any) -> None:
    erasing.propose_due(case_id=life.filed.case_id, by=life.district.clerk, at=at)


def held(life: Life, on: date) -> keeping.Kept | None:
    return keeping.held_back(life.filed.case_id, Identity.objects.get().pk, life.view.state, on)


def test_the_day_stands_in_the_answer_and_in_the_list(life: Life) -> None:
    refuse(life, LAST.date())
    answer = latest(life)
    assert (answer.state, answer.reason, answer.until) == ("refused", "by_law", date(2031, 3, 5))
    (line,) = listed(life, AFTER)
    assert line.kept == keeping.Kept(date(2031, 3, 5), True, answer.seq, date(2029, 9, 11))
    assert verify.run().problems == ()


def test_until_that_day_nothing_is_proposed_and_from_the_next_it_is(life: Life) -> None:
    refuse(life, LAST.date())
    with pytest.raises(Invalid):
        due(life, LAST)
    assert [line.kept for line in listed(life, NEXT)] == [None]
    due(life, NEXT)
    erasing.confirm(**{**told(life, by=life.district.chief), "at": NEXT})
    assert latest(life).state == "erased"


def test_whoever_asks_again_is_answered_at_once_with_the_day(life: Life) -> None:
    refuse(life, LAST.date())
    again = ask(life, at=LAST)
    assert (again.state, again.reason, again.until) == ("refused", "by_law", date(2031, 3, 5))
    assert ask(life, at=NEXT).state == "asked"


def test_until_that_day_the_name_is_only_kept(life: Life) -> None:
    assert held(life, date(2029, 9, 11)) is None
    refuse(life, LAST.date())
    kept = held(life, date(2031, 3, 5))
    assert kept is not None
    assert (kept.until, kept.by_law) == (date(2031, 3, 5), True)
    assert held(life, date(2031, 3, 6)) is None
    again = replace(life.view.state, final=False)
    assert keeping.only_kept(erasures.of(life.filed.case_id), again, "contact:1", date(2030, 1, 7)) is None


def test_where_no_day_is_named_it_is_said_and_people_look(life: Life) -> None:
    refuse(life, None)
    (line,) = listed(life, NEXT)
    assert line.kept is not None
    assert (line.kept.until, line.kept.by_law) == (None, True)
    kept = held(life, date(2040, 1, 5))
    assert kept is not None
    assert kept.until is None
    due(life, NEXT)  # the law may have stopped asking for it: two persons look
    assert latest(life).places == ("contact:1",)


def test_a_day_that_has_passed_keeps_nothing(life: Life) -> None:
    ask(life)
    with pytest.raises(Invalid):
        erasing.refuse(**told(life, by=life.district.clerk, reason="留存", until=date(2029, 9, 10)))
    assert latest(life).state == "asked"
    erasing.refuse(**told(life, by=life.district.clerk, reason="留存", until=date(2029, 9, 11)))
    assert latest(life).until == date(2029, 9, 11)


def test_the_latest_answer_counts(life: Life) -> None:
    refuse(life, None)
    requests = list(erasures.of(life.filed.case_id))
    later = replace(requests[0], seq=99, reason="runs", until=date(2032, 1, 5))
    assert keeping.by_law(requests, date(2029, 9, 11)).keys() == {"contact:1"}
    assert keeping.by_law([*requests, later], date(2029, 9, 11)) == {}


def test_of_several_names_those_go_that_no_law_has_kept(life: Life) -> None:
    kept = {"contact:1": keeping.Kept(date(2031, 3, 5), True, 4), "contact:2": keeping.Kept(None, True, 5)}
    there = ("contact:1", "contact:2", "contact:3")
    assert erasing.due_of(there, kept) == ("contact:2", "contact:3")
    assert keeping.named_day(kept, there) == erasures.Against("by_law", date(2031, 3, 5))


def test_a_right_that_outlasts_the_term_is_named_with_its_day(life: Life) -> None:
    pack, state = life.view.pack, life.view.state
    assert keeping.term(pack, state) == keeping.Term(date(2029, 9, 10))
    review = RightState("request_review", "R22-35", date(2031, 1, 6), date(2031, 1, 6), False)
    longer = replace(state, rights=(review,))
    assert keeping.term(pack, longer) == keeping.Term(date(2031, 1, 6), "request_review")
    shorter = replace(state, rights=(replace(review, due_date=date(2029, 9, 10)),))
    assert keeping.term(pack, shorter) == keeping.Term(date(2029, 9, 10))
    assert keeping.against(pack, longer, date(2031, 1, 6)) == erasures.Against("runs", date(2031, 1, 6))
    assert keeping.against(pack, longer, date(2031, 1, 7)) is None


def test_an_open_matter_and_an_office_without_a_term_have_no_day(life: Life, settings: Any) -> None:
    pack, state = life.view.pack, life.view.state
    assert keeping.term(pack, replace(state, final=False)) is None
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = None
    assert keeping.term(pack, state) is None


def test_what_was_erased_is_kept_by_nothing(life: Life) -> None:
    erase(life)
    assert keeping.by_law(erasures.of(life.filed.case_id), date(2029, 9, 11)) == {}
