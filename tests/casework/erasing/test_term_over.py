"""Names go when the office's term is over, also where nobody asks (PIPL 47, first paragraph): listed, proposed, confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.erasures import AFTER, LAST_KEPT, ask, ended, history, latest, own, told
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import erasing
from huiyin.casework.lists import terms_over
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.upkeep import verify
from huiyin.ledger import reads as ledger
from huiyin.people.models import Identity

pytestmark = pytest.mark.django_db


def listed(by: Actor, at: Any = AFTER) -> list[str]:
    """The numbers on the list of what is due."""
    return [line.number for line in terms_over.over(by, today=at.date()).items]


def propose(life: Life, by: Actor | None = None, at: Any = AFTER) -> None:
    erasing.propose_due(case_id=life.filed.case_id, by=by or life.district.clerk, at=at)


def test_a_matter_is_listed_from_the_day_after_the_term(life: Life) -> None:
    there = life.district
    assert listed(there.clerk, LAST_KEPT) == []  # 10 September 2029 still counts
    assert listed(there.clerk) == listed(there.chief) == [life.filed.number]
    for who in ("supervisor", "auditor", "green", "builder"):
        assert listed(there.actors[who]) == []
    with pytest.raises(Invalid):
        propose(life, at=LAST_KEPT)


def test_without_a_term_nothing_is_due(life: Life, settings: Any) -> None:
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = None
    assert listed(life.district.clerk) == []
    with pytest.raises(Invalid):
        propose(life)


def test_of_29_february_the_term_ends_with_the_last_of_the_month(district: District, settings: Any) -> None:
    """A matter that ended on 29 February 2028: one year later there is no such day, and
    the term ends with 28 February 2029 (Civil Code 202).
    """
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 1
    filed = intake.file_petition(petition=petition(), office="office", by=Actor.petitioner(), at=moment("2028-02-28"))
    withdrawn = {"case_id": filed.case_id, "reason": "", "by": Actor.petitioner(filed.case_id)}
    acts.take("withdraw", **withdrawn, at=moment("2028-02-29"))
    assert listed(district.clerk, moment("2029-02-28")) == []
    assert listed(district.clerk, moment("2029-03-01")) == [filed.number]


def test_open_matters_and_sealed_ones_are_not_in_it(district: District) -> None:
    Life.begin(district).until("served")  # what was promised is still to be carried out
    intake.file_petition(
        petition=petition(category="accusation"), office="office", by=district.clerk, at=moment("2026-09-08")
    )
    assert listed(district.clerk, moment("2040-01-05")) == []


def test_one_proposes_the_head_confirms_and_no_name_is_left(life: Life) -> None:
    there = life.district
    with pytest.raises(NotFound):
        propose(life, by=there.green)  # of another organ
    propose(life)
    waits = latest(life)
    assert (waits.state, waits.own, waits.places) == ("proposed", True, ("contact:1",))
    assert listed(there.clerk) == []  # it waits for the head
    assert verify.run().problems == ()
    with pytest.raises(Invalid):
        propose(life)
    with pytest.raises(NotFound):
        erasing.confirm(**told(life, by=there.clerk))
    with pytest.raises(NotFound):
        erasing.take_back(**told(life, by=own(life)))  # nobody asked
    erasing.confirm(**told(life, by=there.chief))
    assert latest(life).state == "erased"
    assert Identity.objects.get().wrapped_key == ""
    assert listed(there.clerk) == []
    erased = [event for event in ledger.events("access:office") if event.type == "identity.erased"]
    assert [event.payload["reason"] for event in erased] == ["retention_over"]
    assert verify.run().problems == ()


def test_a_head_who_proposed_it_does_not_confirm_it(life: Life) -> None:
    propose(life, by=life.district.chief)
    with pytest.raises(Invalid):
        erasing.confirm(**told(life, by=life.district.chief))
    assert Identity.objects.get().wrapped_key


def test_the_petitioner_reads_that_it_was_proposed_and_that_it_was_done(life: Life) -> None:
    propose(life)
    erasing.confirm(**told(life, by=life.district.chief))
    assert [event.type for event in history(life)[-2:]] == ["matter.erasure_due", "matter.identity_erased"]
    read = [entry.title.zh for entry in timeline(life.view, petitioner=True)]
    assert {"保存期限届满，拟删除姓名和联系方式", "已删除姓名和联系方式"} <= set(read)


def test_the_head_sends_it_back_and_it_waits_for_an_answer(life: Life) -> None:
    propose(life)
    erasing.send_back(**told(life, by=life.district.chief, reason="另案还在审理"))
    assert latest(life).state == "asked"
    erasing.refuse(**told(life, by=life.district.clerk, reason="法院调取案卷"))
    assert (latest(life).state, latest(life).reason) == ("refused", "by_law")
    assert verify.run().problems == ()


def test_where_somebody_has_asked_that_is_answered_first(life: Life) -> None:
    ask(life)
    assert listed(life.district.clerk) == []
    with pytest.raises(Invalid):
        propose(life)


def test_the_list_costs_the_same_however_long_it_is(district: District, django_assert_max_num_queries: Any) -> None:
    for _ in range(4):
        ended(district)
    with django_assert_max_num_queries(4):
        assert len(listed(district.clerk)) == 4
