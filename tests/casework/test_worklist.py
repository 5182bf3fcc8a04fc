"""The worklist item by item: what a line shows, what the filters leave, what the figures count, which offers wait."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.casework.listing import TODAY, listed, received
from tests.plugins.district import PASSWORD, District, moment
from tests.plugins.matters import Life
from tests.plugins.readers import name_reader, staff

from bench import plans
from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.sealed import acts as sealed
from huiyin.casework.chapters.suggestions import acts as advice
from huiyin.casework.chapters.suggestions.acts import Suggestion
from huiyin.casework.lists import worklist
from huiyin.casework.lists.duty_rows import DutyItem
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.worklist import Counts, Offer
from huiyin.casework.models import Case, Duty
from huiyin.organisations import readers, staff_acts, staff_reads

pytestmark = pytest.mark.django_db


def test_a_line_shows_the_duty_and_its_matter(district: District) -> None:
    case_id = received(district)
    (item,) = worklist.my_duties(by=district.clerk, filters=Filters(), today=TODAY).items
    duty = Duty.objects.get(case_id=case_id, status="open")
    assert item == DutyItem(
        id=duty.pk,
        case_id=case_id,
        number="XF2026-000001",
        title="夜间施工噪声扰民",
        pack="cn-xinfang/2022-05-01",
        kind="route",
        owner="office",
        article="22",
        verified=True,
        due_date=date(2026, 9, 23),
        provisional=False,
        topic="noise",
        area="xinan",
        state="registered",
        stopped_date=None,
        supervised=False,
        handler="office",
        receiver="office",
    )


def test_a_line_shows_what_is_not_certain_and_what_stands_still(district: District) -> None:
    received(district)
    Duty.objects.filter(status="open").update(verified=False, provisional=True, stopped_date=date(2026, 9, 9))
    (item,) = worklist.my_duties(by=district.clerk, filters=Filters(), today=TODAY).items
    assert (item.verified, item.provisional, item.stopped_date) == (False, True, date(2026, 9, 9))


def test_a_line_tells_the_handler_from_the_receiver_and_shows_that_it_is_supervised(district: District) -> None:
    life = Life.begin(district).until("accepted")
    (item,) = worklist.my_duties(by=district.green, filters=Filters(), today=TODAY).items
    assert (item.handler, item.receiver, item.supervised) == ("environment", "office", False)
    asked: dict[str, Any] = {"circumstance": "late", "asked": "请说明原因。", "answer_by": date(2026, 12, 4)}
    acts.take("supervise", case_id=life.filed.case_id, **asked, by=district.supervisor, at=moment("2026-11-23"))
    items = worklist.my_duties(by=district.green, filters=Filters(), today=TODAY).items
    assert [item.supervised for item in items] == [True, True]


def test_of_a_sealed_matter_a_line_says_only_that_it_is_sealed(district: District) -> None:
    received(district, category="accusation")
    (item,) = worklist.my_duties(by=district.clerk, filters=Filters(), today=TODAY).items
    assert item.title == "保密件"


def test_the_list_is_narrowed_by_kind_topic_area_and_text(district: District) -> None:
    noise = received(district)
    lamp = received(district, on="2026-09-09", title="Kexue Road lamp", topic="housing", area="")
    assert listed(district.clerk) == [noise, lamp]
    assert listed(district.clerk, kind="route") == [noise, lamp]
    assert listed(district.clerk, kind="handle") == []
    assert listed(district.clerk, topic="noise") == [noise]
    assert listed(district.clerk, topic="housing") == [lamp]
    assert listed(district.clerk, area="xinan") == [noise]
    assert listed(district.clerk, text="施工噪声") == [noise]
    assert listed(district.clerk, text="kexue road") == [lamp]
    assert listed(district.clerk, text="xf2026-000002") == [lamp]
    assert listed(district.clerk, text="XF2026") == [noise, lamp]
    assert listed(district.clerk, text="000002") == []  # a number is known by how it begins


def test_a_sealed_matter_is_found_by_its_number_and_not_by_its_title(district: District) -> None:
    report = received(district, category="accusation")
    number = Case.objects.get(pk=report).number
    assert listed(district.clerk, text=number[:8].lower()) == [report]
    assert listed(district.clerk, text="施工噪声") == []


def test_a_duty_whose_clock_stands_is_only_among_all(district: District) -> None:
    """Due on 23 September 2026; otherwise it would be late on the 24th."""
    case_id = received(district)
    for bucket, today in (("overdue", 24), ("today", 23), ("week", 20), ("all", 20)):
        assert listed(district.clerk, date(2026, 9, today), bucket=bucket) == [case_id]
    Duty.objects.filter(status="open").update(stopped_date=date(2026, 9, 9))
    for bucket, today in (("overdue", 24), ("today", 23), ("week", 20)):
        assert listed(district.clerk, date(2026, 9, today), bucket=bucket) == []
    assert listed(district.clerk, bucket="all") == [case_id]
    counts = worklist.duty_counts(by=district.clerk, today=date(2026, 9, 24))
    assert counts == Counts(overdue=0, today=0, week=0, all=1, kinds={"route": 1})


def test_a_bucket_that_does_not_exist_narrows_nothing(district: District) -> None:
    case_id = received(district)
    assert listed(district.clerk, bucket="tomorrow") == [case_id]


def test_what_was_done_is_owed_no_more(district: District) -> None:
    case_id = received(district)
    acts.take("forward", case_id=case_id, to="environment", by=district.dispatcher, at=moment("2026-09-09"))
    assert listed(district.clerk) == []
    assert listed(district.green) == [case_id]


def test_the_figures_count_kinds_apart_and_buckets_together(district: District) -> None:
    """Filed online and received on 8 September are both due on the 23rd, on the 14th on the 29th."""
    Life.begin(district)
    received(district)
    received(district, on="2026-09-14", topic="housing")
    counted = worklist.duty_counts(by=district.clerk, today=date(2026, 9, 23))
    assert counted == Counts(overdue=0, today=2, week=3, all=3, kinds={"register": 1, "route": 2})
    counted = worklist.duty_counts(by=district.clerk, today=date(2026, 9, 24))
    assert counted == Counts(overdue=2, today=0, week=1, all=3, kinds={"register": 1, "route": 2})
    narrowed = worklist.duty_counts(by=district.clerk, today=date(2026, 9, 24), filters=Filters(topic="housing"))
    assert narrowed == Counts(overdue=0, today=0, week=1, all=1, kinds={"route": 1})


def test_the_list_shows_a_page_and_goes_on_behind_it(district: District) -> None:
    matters = [received(district) for _again in range(3)]
    first = worklist.my_duties(by=district.clerk, filters=Filters(), today=TODAY, limit=2)
    assert [item.case_id for item in first.items] == matters[:2]
    rest = worklist.my_duties(by=district.clerk, filters=Filters(), today=TODAY, limit=2, after=first.next)
    assert ([item.case_id for item in rest.items], rest.next) == (matters[2:], "")


def serving(organ: str, *posts: str) -> Actor:
    """Somebody who holds these posts there."""
    at = moment("2026-01-05")
    staff_id = staff_acts.create_staff(username="desk", name="Desk", password=PASSWORD, by="system", at=at)
    for post in posts:
        staff_acts.post_staff(staff=staff_id, organ=organ, post=post, from_date=at.date(), by="system", at=at)
    info = staff_reads.staff_info(staff_id, TODAY)
    assert info is not None
    return Actor.of_staff(info)


@pytest.mark.parametrize(
    ("who", "organ", "owners"),
    [
        ("clerk", "", ("office",)),
        ("clerk", "office", ("office",)),
        ("clerk", "environment", ()),
        ("supervisor", "environment", ("environment",)),
        ("supervisor", "office", ("office",)),
        ("supervisor", "city", ()),  # above the district
        ("auditor", "", ()),  # reads no matters
        ("governor", "environment", ()),  # above it, and supervises nothing
    ],
)
def test_whose_duties_somebody_may_list(district: District, who: str, organ: str, owners: tuple[str, ...]) -> None:
    assert worklist.visible_owners(district.actors[who], organ) == owners


def test_without_an_organ_the_own_one_is_meant(district: District) -> None:
    assert worklist.visible_owners(district.clerk) == ("office",)


def test_who_supervises_an_organ_lists_what_it_owes_but_nothing_sealed(district: District) -> None:
    life = Life.begin(district).until("accepted")
    report = received(district, category="accusation")
    Duty.objects.filter(case_id=report, status="open").update(owner="environment")
    assert listed(district.supervisor, organ="environment") == [life.filed.case_id]
    assert set(listed(district.green)) == {life.filed.case_id, report}
    assert listed(district.builder, organ="environment") == []


def test_who_supervises_and_handles_learns_of_sealed_matters_in_the_own_organ_alone(district: District) -> None:
    reports = [received(district, category="accusation") for _again in range(2)]
    Duty.objects.filter(case_id=reports[0], status="open").update(owner="environment")
    both = serving("office", "officer", "supervisor")
    assert listed(both) == [reports[1]]
    assert listed(both, organ="environment") == []


def test_a_clerk_is_shown_a_sealed_matter_of_the_own_organ_also_where_it_is_named(district: District) -> None:
    report = received(district, category="accusation")
    assert listed(district.clerk, organ="office") == [report]


def overdue(by: Actor, today: date, *organs: str, **page: Any) -> list[str]:
    """The overdue duties of organs that somebody supervises, by matter."""
    found = worklist.overdue_under(by=by, organs=organs, today=today, **page)
    return [item.case_id for item in found.items]


def test_who_supervises_sees_what_is_overdue_below_the_longest_overdue_first(district: District) -> None:
    """Received on the 9th and on the 8th; due on 24 and 23 September."""
    second, first = received(district, on="2026-09-09"), received(district)
    received(district, on="2026-09-14")  # due on the 29th: not late
    report = received(district, category="accusation")
    late = date(2026, 9, 25)
    assert overdue(district.supervisor, late, "office", "environment") == [first, second]
    assert report not in overdue(district.supervisor, late, "office")
    assert overdue(district.supervisor, date(2026, 9, 24), "office") == [first]
    assert overdue(district.supervisor, late, "environment") == []
    assert overdue(district.clerk, late, "office") == []  # supervises nothing
    page = worklist.overdue_under(by=district.supervisor, organs=["office"], today=late, limit=1)
    assert [item.case_id for item in page.items] == [first]
    assert overdue(district.supervisor, late, "office", limit=1, after=page.next) == [second]
    Duty.objects.filter(case_id=first).update(status="done", closed_date=late)
    assert overdue(district.supervisor, late, "office") == [second]


def test_what_is_overdue_below_is_of_petitions_alone(district: District) -> None:
    given = Suggestion(kind="improve_work", to="environment", title="按期告知", text="建议建立到期提醒。")
    advice.send(suggestion=given, by=district.supervisor, at=moment("2026-11-23"))
    assert overdue(district.supervisor, date(2027, 2, 1), "environment") == []
    assert worklist.duty_counts(by=district.green, today=date(2027, 2, 1)).overdue == 1


def offered(district: District, case_id: str, to: str = "xinan") -> None:
    """The environment branch offers what it has."""
    acts.take("offer_handover", case_id=case_id, to=to, reason="属地", by=district.green, at=moment("2026-11-17"))


def test_offers_wait_with_what_is_needed_to_answer_them_the_oldest_first(district: District) -> None:
    lives = [Life.begin(district).until("accepted") for _again in range(2)]
    elsewhere = Life.begin(district).until("accepted")
    for life in reversed(lives):
        offered(district, life.filed.case_id)
    offered(district, elsewhere.filed.case_id, to="dadu")
    first, second = lives
    assert worklist.offers_to(by=district.townsman) == tuple(
        Offer(life.filed.case_id, life.filed.number, "夜间施工噪声扰民", "environment", date(2026, 9, 8))
        for life in (first, second)
    )
    assert [offer.case_id for offer in worklist.offers_to(by=district.townsman, limit=1)] == [first.filed.case_id]
    assert worklist.offers_to(by=district.clerk) == ()
    acts.take(
        "decline_handover",
        case_id=first.filed.case_id,
        reason="不属本机关",
        by=district.townsman,
        at=moment("2026-11-18"),
    )
    assert [offer.case_id for offer in worklist.offers_to(by=district.townsman)] == [second.filed.case_id]


def test_who_registers_but_does_not_handle_is_shown_no_offers(district: District) -> None:
    """What waits for a decision waits for those who handle."""
    life = Life.begin(district).until("accepted")
    offered(district, life.filed.case_id)
    assert worklist.offers_to(by=serving("xinan", "clerk")) == ()
    assert [offer.case_id for offer in worklist.offers_to(by=district.townsman)] == [life.filed.case_id]


def test_the_oldest_offer_is_the_one_received_first_whenever_it_was_written_down(district: District) -> None:
    """What was written down second had come two days before."""
    late = Life.begin(district).until("accepted")
    early = received(district, on="2026-09-06")
    acts.take("forward", case_id=early, to="environment", by=district.dispatcher, at=moment("2026-09-07"))
    acts.take("notify", case_id=early, text="已收到。", by=district.green, at=moment("2026-09-08"))
    acts.take("accept", case_id=early, by=district.green, at=moment("2026-09-09"))
    for case_id in (late.filed.case_id, early):
        offered(district, case_id)
    assert [offer.case_id for offer in worklist.offers_to(by=district.townsman)] == [early, late.filed.case_id]


def test_what_was_withdrawn_is_offered_to_nobody_any_more(district: District) -> None:
    life = Life.begin(district).until("accepted")
    offered(district, life.filed.case_id)
    petitioner = Actor.petitioner(life.filed.case_id)
    acts.take("withdraw", case_id=life.filed.case_id, reason="不反映了", by=petitioner, at=moment("2026-11-18"))
    assert worklist.offers_to(by=district.townsman) == ()


@pytest.mark.sqlite
def test_the_few_matters_that_are_offered_are_found_by_an_index(district: District) -> None:
    with plans.recorded() as asked:
        worklist.offers_to(by=district.townsman)
    assert ["case_offered" in plans.explain(sql, params) for sql, params in asked if plans.is_read(sql)] == [True]


def keys(by: Actor, **narrowed: str) -> set[str]:
    """The rules whose duties can stand in somebody's list, without their versions."""
    return {pack.id for pack in worklist.packs_of(by=by, today=date(2026, 11, 23), **narrowed)}


SEALED = "cn-xinfang-retaliation"


def test_rules_on_sealed_reports_are_shown_in_organs_of_the_competent_kind_alone(district: District) -> None:
    assert SEALED in keys(district.inspector)
    assert SEALED in keys(district.inspector, organ="discipline")
    for by, organ in ((district.clerk, ""), (district.green, ""), (district.supervisor, "discipline")):
        assert SEALED not in keys(by, organ=organ)
        assert "cn-xinfang" in keys(by, organ=organ)


def test_rules_on_sealed_reports_are_shown_to_the_named_readers_alone(district: District) -> None:
    reader = name_reader(district)
    assert SEALED in keys(reader)
    assert SEALED not in keys(reader, organ="housing")
    for who in ("secretary", "colleague"):
        assert SEALED not in keys(Actor.of_staff(staff(district, who)))


def test_rules_on_sealed_reports_are_shown_to_readers_of_any_organ_that_named_them(district: District) -> None:
    """A petition office is not of the competent kind; it takes reports in, and has named a reader."""
    assert SEALED not in keys(district.clerk)
    head, second = staff(district, "chief"), staff(district, "dispatcher")
    proposal = readers.propose(staff=staff(district, "clerk").id, by=head, at=moment("2026-01-06"))
    sealed.answer_proposal(proposal=proposal, approve=True, by=second, at=moment("2026-01-06", 11))
    assert SEALED in keys(Actor.of_staff(staff(district, "clerk")))
    assert SEALED not in keys(Actor.of_staff(staff(district, "dispatcher")))
