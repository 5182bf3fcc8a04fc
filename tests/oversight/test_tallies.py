"""The follower of the figures: what it keeps, what a reader makes of it, and when it is
not used.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from tests.oversight.changing import over_the_rows
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.lists import contributions
from huiyin.casework.lists.recounted import Recounted
from huiyin.casework.lists.tallied import Tallied
from huiyin.ledger import follow
from huiyin.ledger.follow import Walk
from huiyin.oversight import annual, cells, counting, overview, tallies
from huiyin.oversight.models import TallyCell, TallyMatter
from huiyin.oversight.scope import WHOLE

AT, TODAY = moment("2026-11-23"), date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def followed() -> int:
    """The follower comes; how much it had to do."""
    return Walk(tallies.FIGURES).go(at=AT)


def counts_by() -> type:
    """Who counts now."""
    with counting.counting(None) as counts:
        return type(counts)


def test_three_matters_counted_by_hand(district: District) -> None:
    """Filed on 8 September 2026: one only filed, one forwarded to the environment branch,
    one accepted by it. Registering is owed within 15 days by the petition office.
    """
    for state in ("registered", "forwarded", "accepted"):
        Life.begin(district).until(state)
    followed()
    with counting.counting(None) as counts:
        assert isinstance(counts, Tallied)
        [flow] = counts.flow(2026)
        assert (flow.stock_start, flow.new, flow.stock_end, flow.ended) == (0, 3, 3, 0)
        assert [(line.key, line.new) for line in counts.flow(2026, by="handler")] == [("environment", 2), ("office", 1)]
        assert [(line.key, line.stock_end) for line in counts.flow(2026, by="topic")] == [("noise", 3)]
        assert [(line.channel, line.first, line.repeat) for line in counts.contacts(2026)] == [("online", 3, 0)]
        assert counts.contact_total(2026) == (3, 0)
        assert counts.new_by_month(2026) == {9: 3}
        assert counts.new_by_area(2026) == {("noise", "xinan"): 3}
        # 76 days old on 23 November
        assert counts.ages(TODAY) == [0, 0, 3, 0, 0, 0, 0]
        assert counts.years() == [2026]
    assert TallyMatter.objects.count() == 3


def test_what_the_follower_has_not_come_to_is_counted_beside(district: District) -> None:
    Life.begin(district).until("forwarded")
    followed()
    before = annual.compose(year=2026, today=TODAY)
    life = Life.begin(district).until("decided")
    kept = cells.kept_cells()
    report = annual.compose(year=2026, today=TODAY)
    assert counts_by() is Tallied
    assert (before.total.new, report.total.new) == (1, 2)
    assert cells.kept_cells() == kept
    with over_the_rows():
        assert annual.compose(year=2026, today=TODAY) == report
    assert life.filed.case_id not in dict(cells.kept_matters())


def test_an_installation_with_matters_is_counted_over_the_rows_until_all_are_read(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "BLOCK", 2)
    for _ in range(3):
        Life.begin(district).until("forwarded")
    assert counts_by() is Recounted
    blocks: list[int] = []

    def looked(done: int) -> None:
        blocks.append(done)
        last = counts_by()
        assert last is (Tallied if len(blocks) == 3 else Recounted)
        assert annual.compose(year=2026, today=TODAY).total.new == 3

    Walk(tallies.FIGURES).go(at=AT, progress=looked)
    assert blocks == [2, 3, 4]
    assert follow.check(tallies.FIGURES) == ()


def test_one_that_is_killed_while_it_reads_all_goes_on_where_it_was(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "BLOCK", 1)
    for _ in range(4):
        Life.begin(district).until("forwarded")

    class Killed(BaseException):
        pass

    def killed(done: int) -> None:
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        Walk(tallies.FIGURES).go(at=AT, progress=killed)
    assert TallyMatter.objects.count() == 2
    # Meanwhile one that was read goes on, and another comes.
    acts.take("notify", case_id=TallyMatter.objects.earliest("pk").pk, text="已收到", by=district.green, at=AT)
    Life.begin(district)
    followed()
    assert counts_by() is Tallied
    assert TallyMatter.objects.count() == 5
    assert follow.check(tallies.FIGURES) == ()


def test_with_too_much_behind_it_all_is_counted_over_the_rows(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    Life.begin(district)
    followed()
    for _ in range(3):
        Life.begin(district)
    monkeypatch.setattr(counting, "MOST_BESIDE", 3)
    assert counts_by() is Tallied
    monkeypatch.setattr(counting, "MOST_BESIDE", 2)
    assert counts_by() is Recounted
    monkeypatch.setattr(counting, "MOST_BESIDE", 3)
    monkeypatch.setattr(counting, "MOST_EVENTS", 2)
    assert counts_by() is Recounted


def test_other_rules_are_not_read_until_all_is_counted_by_them(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    Life.begin(district)
    followed()
    assert counts_by() is Tallied
    monkeypatch.setattr(contributions, "RULES", 1000)
    assert counts_by() is Recounted
    assert followed() == 2
    assert counts_by() is Tallied
    assert followed() == 0


def test_what_was_changed_by_hand_is_found_and_written_anew(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    Life.begin(district)
    followed()
    assert follow.check(tallies.FIGURES) == ()
    TallyCell.objects.filter(figure="flow").update(number=7)
    [wrong] = [
        problem for problem in follow.check(tallies.FIGURES) if "environment" in problem and "topic" not in problem
    ]
    assert "7" in wrong
    TallyMatter.objects.filter(pk=life.filed.case_id).delete()
    assert any(life.filed.case_id in problem for problem in follow.check(tallies.FIGURES))
    follow.rewind(tallies.FIGURES)
    assert (TallyCell.objects.count(), TallyMatter.objects.count()) == (0, 0)
    followed()
    assert follow.check(tallies.FIGURES) == ()


def test_a_matter_that_moves_leaves_nothing_behind(district: District) -> None:
    life = Life.begin(district).until("registered")
    followed()
    assert TallyCell.objects.filter(figure="flow", organ="office").exists()
    life.forwarded()
    followed()
    assert not TallyCell.objects.filter(figure="flow", organ="office").exists()
    assert not TallyCell.objects.filter(number=0).exists()


def test_queries_do_not_grow_with_the_register(district: District) -> None:
    def asked(look: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queries:
            look()
        return len(queries)

    looks = (lambda: overview.look(scope=WHOLE, today=TODAY), lambda: annual.compose(year=2026, today=TODAY))
    numbers = []
    for _ in range(2):
        for _ in range(4):
            Life.begin(district).until("forwarded")
        followed()
        numbers.append([asked(look) for look in looks])
    # A savepoint of the tests and its end; cursor, events behind it; the cells.
    assert numbers == [[8, 24], [8, 24]]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_counted_when_it_is_there(district: District) -> None:
    """Two matters are forwarded; the event that was drawn first commits last."""
    slow, quick = (Life.begin(district).until("registered") for _ in range(2))
    followed()
    drawn, commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            slow.forwarded()
            drawn.set()
            commit.wait(20)
        connections.close_all()

    def by_organ() -> dict[str, int]:
        return {line.key: line.new for line in annual.compose(year=2026, today=TODAY).by_organ}

    writer = threading.Thread(target=write_slowly)
    writer.start()
    assert drawn.wait(20)
    quick.forwarded()
    assert followed() == 0  # nothing is settled
    assert by_organ() == {"environment": 1, "office": 1}
    commit.set()
    writer.join()
    assert by_organ() == {"environment": 2}
    assert followed() == 2
    assert by_organ() == {"environment": 2}
    assert follow.check(tallies.FIGURES) == ()


@pytest.mark.django_db(transaction=True)
def test_all_figures_of_a_page_are_of_one_moment(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes, and the follower comes, between two of its figures."""
    Life.begin(district)
    followed()

    def meanwhile() -> None:
        Life.begin(district)
        followed()
        connections.close_all()

    with counting.counting(None) as counts:
        [first] = counts.flow(2026)
        writer = threading.Thread(target=meanwhile)
        writer.start()
        writer.join()
        assert first.new == counts.balance(2026).stock_end == sum(counts.new_by_month(2026).values()) == 1
    assert annual.compose(year=2026, today=TODAY).total.new == 2
