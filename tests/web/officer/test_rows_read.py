"""No page of the offices reads many rows for the few that it shows.

A plan can name an index and still walk through every matter, so that what is judged is how many
rows were read (on SQLite: how many steps were taken) against how many came back. The same
pages are judged on a hundred thousand matters by ``make bench``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from tests.plugins.district import District, moment

from bench import plans
from huiyin.casework.chapters.legacy_import.acts import carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.casework.lists import spelled
from huiyin.casework.models import Case
from huiyin.ledger.follow import Walk
from huiyin.oversight.tallies import FIGURES

pytestmark = pytest.mark.django_db
HANDLERS = ("environment", "housing", "xinan", "dadu", "office")
PAGES = {
    "builder": ("", "?bucket=overdue", "?bucket=week&kind=handle", "?topic=noise", "lapses", "number?number=楼道"),
    "dispatcher": ("", "erasures", "organs", "number?number=楼道"),
    "supervisor": ("overview/", "overview/matters", "overview/supervised", "overview/annual"),
    "auditor": ("openings", "heads"),
}


def is_open(n: int) -> bool:
    """One in twenty of each organ's."""
    return n // len(HANDLERS) % 20 == 0


@pytest.fixture
def register(district: District) -> District:
    """Matters of two years, one in twenty of them open, so that an answer by the wrong
    index is an answer out of thousands.
    """
    matters = [
        LegacyMatter(
            f"J{n}",
            date(2026, 11, 1 + n % 14) if is_open(n) else date(2025, 1 + n % 12, 1 + n % 28),
            "letter",
            f"第{n}号楼道夜间施工噪声扰民",
            "夜间施工，影响休息。",
            HANDLERS[n % 5],
            answered_on=None if is_open(n) else date(2026, 1, 15),
            outcome="" if is_open(n) else "supported",
            claimant="林知远",
        )
        for n in range(plans.FEW + 500)
    ]
    taken = carry_over(matters=matters, office="office", at=moment("2026-11-20"))
    assert taken.problems == []
    for follower in (spelled.WORDS, FIGURES):
        Walk(follower).go(at=moment("2026-11-20"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return district


def _weighed_by_postgresql(page: str) -> bool:
    """Whether PostgreSQL may read the open duties again for each of them: so few as
    they are here that costs as much as an index, and both plans are met.
    """
    return connection.vendor == "postgresql" and page == "overview/matters"


def test_no_page_reads_many_rows_for_few(register: District, sign_in: Callable[[str], Client]) -> None:
    wrong: list[str] = []
    for who, pages in PAGES.items():
        browser = sign_in(who)
        case_id = Case.objects.filter(handler="housing", final=False).latest("received_date").pk
        more = (f"case/{case_id}",) if who == "builder" else ()
        for page in (*pages, *more):
            address = f"/office/{page}"
            browser.get(address)
            with plans.recorded() as asked:
                answer = browser.get(address)
            assert answer.status_code == 200, (who, address)
            assert asked
            for sql, params in asked:
                if plans.is_read(sql) and not _weighed_by_postgresql(page):
                    wrong += plans.problems(f"{who} {address}", sql, params)
    assert wrong == [], "\n".join(wrong)


def test_reading_much_for_little_is_noticed(register: District) -> None:
    """The check itself: one row out of thousands, by a column that no index has."""
    with plans.recorded() as asked:
        assert Case.objects.filter(title__contains="第7号").order_by().count() == 1
        list(Case.objects.filter(title__contains="第7号").order_by("received_date")[:5])
    said = [plans.problems("a page", sql, params) for sql, params in asked]
    assert "reads all of casework_case" in said[0][0]
    assert any("to return 1:" in one for one in said[1])
