"""The pages that officers open all day are answered by an index, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life

from bench import plans
from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.legacy_import.acts import carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.casework.lists import terms_over
from huiyin.casework.lists.closing_remedies import lapse_counts
from huiyin.casework.lists.duty_shapes import Filters
from huiyin.casework.lists.worklist import duty_counts, my_duties, offers_to, overdue_under
from huiyin.casework.matter import in_charge, links, reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Case, Duty

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 20)
HANDLERS = ("environment", "housing", "xinan", "dadu", "discipline")


@pytest.fixture
def register(district: District) -> District:
    """A register with some hundred open matters, so that the planners have something to
    choose between.
    """
    matters = [
        LegacyMatter(f"J{n}", date(2026, 7, 1 + n % 28), "letter", "噪声", "夜间施工噪声扰民", HANDLERS[n % 5])
        for n in range(400)
    ]
    assert carry_over(matters=matters, office="office", at=moment("2026-09-20")).problems == []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return district


def explained(read: Callable[[], object]) -> list[str]:
    """The plan of each question that a read asks. PostgreSQL may not take the short way
    over small tables.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    with plans.recorded() as asked:
        read()
    return [plans.explain(sql, params) for sql, params in asked if plans.is_read(sql)]


@pytest.mark.parametrize("filters", [Filters(), Filters(bucket="overdue"), Filters(bucket="week", kind="register")])
def test_the_worklist_is_read_by_owner_and_due_date(register: District, filters: Filters) -> None:
    found = explained(lambda: my_duties(by=register.green, filters=filters, today=TODAY))
    assert found
    # Over few rows PostgreSQL may find the owner's by the other index and sort them.
    names = ("duty_open_by_owner", "duty_open_counts")[: 2 if connection.vendor == "postgresql" else 1]
    assert all(any(name in plan for name in names) for plan in found), found


def test_what_somebody_is_in_charge_of_is_found_by_an_index(register: District) -> None:
    by = register.green
    for case in Case.objects.filter(handler="environment")[:3]:
        in_charge.change(case_id=case.pk, to=by.name, by=by, at=moment("2026-09-20"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    (plan,) = explained(lambda: my_duties(by=by, filters=Filters(whose="mine"), today=TODAY))
    assert "case_in_charge" in plan, plan


@pytest.mark.parametrize("filters", [Filters(), Filters(bucket="overdue"), Filters(kind="register")])
def test_the_figures_above_the_worklist_are_counted_from_an_index(register: District, filters: Filters) -> None:
    (plan,) = explained(lambda: duty_counts(by=register.green, filters=filters, today=TODAY))
    # Over few rows PostgreSQL may find those that are due by the index of the list and sort them.
    names = ("duty_open_counts", "duty_open_by_owner")[: 2 if connection.vendor == "postgresql" else 1]
    assert any(name in plan for name in names), plan


def test_the_next_page_of_the_worklist_is_read_from_where_the_last_one_ended(register: District) -> None:
    first = my_duties(by=register.green, filters=Filters(), today=TODAY, limit=2)
    plan = explained(lambda: my_duties(by=register.green, filters=Filters(), today=TODAY, limit=2, after=first.next))
    # Owner and due date are both conditions on the index: what was read before is not read again.
    assert "duty_open_by_owner" in plan[0]
    assert "due_date" in plan[0].split("duty_open_by_owner", 1)[1].split("casework_case")[0]


@pytest.mark.sqlite
def test_what_is_overdue_under_many_organs_is_read_by_the_day(register: District) -> None:
    (plan,) = explained(lambda: overdue_under(by=register.supervisor, organs=HANDLERS, today=TODAY))
    # PostgreSQL weighs by itself, and over few rows sorts.
    assert "duty_open_due" in plan
    assert "TEMP B-TREE" not in plan


def test_offers_are_found_by_an_index_of_their_own(register: District) -> None:
    assert all("case_offered" in plan for plan in explained(lambda: offers_to(by=register.green)))


def test_no_part_of_a_case_is_found_by_reading_a_whole_table(register: District) -> None:
    filed = intake.receive(petition=petition(), office="office", by=register.dispatcher, at=moment("2026-09-08"))

    def read() -> None:
        view = reads.access_case(by=register.dispatcher, case_id=filed.case_id)
        seen = (view.contacts, view.claims, view.attachments, timeline(view))
        assert all(seen[:2])

    found = explained(read)
    assert len(found) == 7  # the matter, duties, contacts, claims, files, events, notes
    pattern = plans.SQLITE_SCAN if connection.vendor == "sqlite" else plans.POSTGRES_SCAN
    assert [plan for plan in found if pattern.search(plan)] == []


def test_a_scan_is_noticed() -> None:
    """The check itself: reading a table from end to end is told from searching it."""
    assert plans.SQLITE_SCAN.findall("SCAN casework_duty") == ["casework_duty"]
    assert plans.SQLITE_SCAN.findall("SCAN casework_duty USING INDEX duty_open_due") == []
    assert plans.SQLITE_SCAN.findall("SEARCH casework_duty USING INDEX duty_open_by_owner (owner=?)") == []
    assert plans.POSTGRES_SCAN.findall("->  Seq Scan on casework_case  (cost=0.00)") == ["casework_case"]
    assert plans.POSTGRES_SCAN.findall("->  Index Scan using case_offered on casework_case") == []


def test_what_follows_a_matter_is_found_by_an_index(register: District) -> None:
    view = reads.access_case(by=register.green, case_id=Case.objects.filter(handler="environment")[0].pk)
    plans_of = explained(lambda: links.linked(view=view, by=register.green)) + explained(
        lambda: links.followed(view=view)
    )
    assert len(plans_of) == 2
    assert all("case_follows" in plan for plan in plans_of), plans_of


def ended_and_followed(register: District) -> list[str]:
    """A matter that has ended, and two that bring new facts to it; by then the planner
    knows that most do not.
    """
    life = Life.begin(register).until("served")
    old, by = life.filed.case_id, register.green
    acts.take("execute", case_id=old, what="已停工", done_on=date(2026, 11, 22), by=by, at=moment("2026-11-22"))
    acts.take("conclude", case_id=old, reason="已办结", petitioner_agrees=True, by=by, at=moment("2026-11-23"))
    new = [
        intake.file_petition(
            petition=petition(follows=old), office="office", by=Actor.petitioner(old), at=moment("2026-12-01")
        )
        for _n in range(2)
    ]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [old, *(filed.case_id for filed in new)]


@pytest.mark.postgres
@pytest.mark.parametrize("generic", [False, True])
@pytest.mark.parametrize("who", ["green", "supervisor", "inspector"])
def test_the_case_page_reads_few_rows_for_what_it_shows(register: District, who: str, *, generic: bool) -> None:
    """Judged by rows read against rows returned: a plan can name an index and still
    walk through every matter.
    """
    cases = [Case.objects.filter(handler="environment")[0].pk, *ended_and_followed(register)]
    by = register.actors[who]

    def read() -> None:
        for case_id in cases:
            view = reads.access_case(by=Actor.system(), case_id=case_id)
            timeline(view)
            links.linked(view=view, by=by)
            links.followed(view=view)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with plans.recorded() as asked:
        read()
    done = [(plans.work(sql, params, generic=generic), sql) for sql, params in asked if plans.is_read(sql)]
    assert len(done) >= 15
    assert [one for one in done if one[0].wasteful] == []


@pytest.mark.postgres
def test_a_walk_through_every_matter_is_noticed(register: District) -> None:
    """The check itself, on the statement that the case page asked before: it named the
    index and read all matters.
    """
    case_id = Case.objects.filter(handler="environment")[0].pk
    following = Case.objects.filter(follows=case_id).exclude(follows="")
    asked_before = Case.objects.filter(Q(pk__in=following.values("pk")) | Q(pk="")).order_by("received_date", "pk")
    with plans.recorded() as asked:
        list(asked_before[:20])
    assert [plans.work(sql, params).wasteful for sql, params in asked] == [True]


def test_the_counts_need_no_duty_itself() -> None:
    """Whoever stands aside is left out by the matter, which the index of the counts knows."""
    index = next(one for one in Duty._meta.indexes if one.name == "duty_open_counts")
    assert "case" in index.fields


def test_names_whose_term_is_over_are_read_by_receiver_and_end(register: District, settings: Any) -> None:
    """Oldest end first, as far as the page goes and no further: nothing is sorted, and
    no list of all names that are kept is made.
    """
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 3
    ended = [
        LegacyMatter(
            f"E{n}",
            date(2014, 1, 1 + n % 28),
            "letter",
            "路灯",
            "路灯不亮",
            "office",
            answered_on=date(2014, 2, 1 + n % 28),
            outcome="withdrawn",
            claimant="林知远",
        )
        for n in range(120)
    ]
    assert carry_over(matters=ended, office="office", at=moment("2026-09-20")).problems == []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    first = terms_over.over(register.clerk, today=TODAY, limit=10)
    assert len(first.items) == 10
    for after in ("", first.next):
        plan = explained(lambda after=after: terms_over.over(register.clerk, today=TODAY, after=after, limit=10))[0]  # type: ignore[misc]
        assert "case_ended" in plan
        assert "closed_date" in plan.split("case_ended", 1)[1].splitlines()[0 if connection.vendor == "sqlite" else 1]
        assert "B-TREE" not in plan
        assert "Sort" not in plan
        pattern = plans.SQLITE_SCAN if connection.vendor == "sqlite" else plans.POSTGRES_SCAN
        assert not {"people_identity", "casework_case", "U0"} & set(pattern.findall(plan)), plan


def test_what_closes_soon_is_not_looked_for_in_all_that_an_organ_ever_had(register: District) -> None:
    (plan,) = explained(lambda: lapse_counts(by=register.green, today=TODAY))
    assert "case_handler_received" not in plan, plan
