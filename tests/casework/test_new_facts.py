"""New facts after a matter has ended: a matter of its own that names the old one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import receipts
from huiyin.casework.lists import statistics
from huiyin.casework.matter import links, reads
from huiyin.casework.models import Case, Contact
from huiyin.casework.upkeep.verify import run

pytestmark = pytest.mark.django_db


def ended(district: District) -> Life:
    """A matter whose petitioner agreed that it is closed, on 23 November 2026."""
    life = Life.begin(district).until("served")
    acts.take(
        "execute",
        case_id=life.filed.case_id,
        what="已停工",
        done_on=date(2026, 11, 22),
        by=district.green,
        at=moment("2026-11-22"),
    )
    acts.take(
        "conclude",
        case_id=life.filed.case_id,
        reason="已办结",
        petitioner_agrees=True,
        by=district.green,
        at=moment("2026-11-23"),
    )
    return life


def again(life: Life, by: Actor | None = None, **changes: Any) -> receipts.Filed:
    """The petitioner brings new facts on 1 December."""
    return intake.file_petition(
        petition=petition(**{"follows": life.filed.case_id, **changes}),
        office="office",
        by=by or Actor.petitioner(life.filed.case_id),
        at=moment("2026-12-01"),
    )


def test_new_facts_make_a_matter_of_its_own(district: District) -> None:
    life = ended(district)
    filed = again(life)
    assert Case.objects.get(pk=filed.case_id).follows == life.filed.case_id
    assert filed.number != life.filed.number
    # Its own inflow, and no repeat contact.
    flow = statistics.flow(start=date(2026, 12, 1), end=date(2027, 1, 1), codes=None)[0]
    assert (flow.stock_start, flow.new, flow.stock_end) == (0, 1, 1)
    assert list(Contact.objects.order_by("contact_date").values_list("case_id", "repeat")) == [
        (life.filed.case_id, False),
        (filed.case_id, False),
    ]
    assert run().problems == ()


def test_only_those_who_may_know_both_are_told_of_the_other(district: District) -> None:
    life = ended(district)
    filed = again(life)
    new = reads.access_case(by=district.clerk, case_id=filed.case_id)
    before, after = links.linked(view=new, by=district.clerk)
    assert [one.number for one in before] == [life.filed.number]
    assert after == ()
    old = reads.access_case(by=district.green, case_id=life.filed.case_id)
    # The environment branch had the old matter and has nothing to do with the new one.
    assert links.linked(view=old, by=district.green) == ((), ())
    assert [one.number for one in links.linked(view=old, by=district.clerk)[1]] == [filed.number]
    assert links.followed(view=old) == (False, 1)
    assert links.followed(view=new) == (True, 0)


def test_a_matter_that_is_open_takes_what_is_new_itself(district: District) -> None:
    life = Life.begin(district).until("accepted")
    with pytest.raises(Invalid) as still_open:
        again(life)
    assert still_open.value.field == "follows"
    assert Case.objects.count() == 1


def test_nobody_follows_a_matter_that_they_may_not_know(district: District) -> None:
    life = ended(district)
    for stranger in (Actor.petitioner(), Actor.petitioner("another"), district.townsman):
        office = "xinan" if stranger.staff else "office"
        with pytest.raises(Invalid):
            intake.file_petition(
                petition=petition(follows=life.filed.case_id), office=office, by=stranger, at=moment("2026-12-01")
            )
    with pytest.raises(Invalid):
        again(life, by=district.clerk, follows="nonsense")


def test_the_office_links_when_it_registers(district: District) -> None:
    life = ended(district)
    filed = intake.file_petition(petition=petition(), office="office", by=Actor.petitioner(), at=moment("2026-12-01"))
    who = {"case_id": filed.case_id, "category": "appeal", "topic": "", "area": "", "by": district.clerk}
    with pytest.raises(Invalid):
        acts.take("register", **who, at=moment("2026-12-02"), follows=filed.case_id)
    acts.take("register", **who, at=moment("2026-12-02"), follows=life.filed.case_id)
    assert Case.objects.get(pk=filed.case_id).follows == life.filed.case_id


def test_a_refusal_after_a_rereview_says_whether_the_facts_are_new(district: District) -> None:
    life = Life.begin(district).until("notified")
    told = {
        "case_id": life.filed.case_id,
        "ground": "concluded_after_rereview",
        "competent_organ": "新安镇",
        "explanation": "已经复核",
        "earlier_number": "XF2024-000001",
        "by": district.green,
        "at": moment("2026-09-21"),
    }
    for facts, rule in (("", "compares_the_facts"), ("new", "only_the_same_facts")):
        with pytest.raises(Refused) as refused:
            acts.take("refuse", **told, facts=facts)
        assert [one.rule for one in refused.value.grounds] == [f"step:refuse.{rule}"]
    acts.take("refuse", **told, facts="same")
    assert life.view.state.state == "refused"


def test_a_sealed_report_that_follows_a_matter_is_told_to_nobody(district: District) -> None:
    life = ended(district)
    again(life, category="accusation")
    old = reads.access_case(by=district.green, case_id=life.filed.case_id)
    assert links.linked(view=old, by=district.green) == ((), ())
    assert links.linked(view=old, by=district.supervisor) == ((), ())
    assert links.followed(view=old) == (False, 0)
