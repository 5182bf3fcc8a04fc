"""Ways outside petitioning in a matter: what is known, the last days kept, whose rights
lapse soon. Days by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life
from tests.plugins.tampering import wrong

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.lists.closing_remedies import lapse_counts, lapses_by_organ, lapsing, remedies, sorting, suggested
from huiyin.casework.matter import views
from huiyin.casework.models import Remedy
from huiyin.casework.upkeep.redating import recompute
from huiyin.casework.upkeep.verify import run

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 22)


def sort(case_id: str, by: Actor, on: str = "2026-09-16", **args: Any) -> None:
    acts.take("sort_by_law", case_id=case_id, **args, by=by, at=moment(on))


def state(case_id: str, on: str = "2026-09-16", **args: Any) -> None:
    by = Actor.petitioner(case_id)
    acts.take("state_circumstances", case_id=case_id, **args, by=by, at=moment(on))


def rows(case_id: str) -> dict[str, date]:
    return dict(Remedy.objects.filter(case_id=case_id).values_list("route", "last_day"))


def test_sorting_keeps_the_last_days_and_the_ledger_proves_them(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    case_id = life.filed.case_id
    sort(case_id, district.green, claim_kind="administrative_act", known_on=date(2026, 8, 3))
    # 60 days to 2 October, in the holiday until the 7th; six months to 3 February, a Wednesday.
    assert rows(case_id) == {"reconsideration": date(2026, 10, 8), "administrative_suit": date(2027, 2, 3)}
    assert run().ok
    view = life.view
    assert [duty.kind for duty in view.open_duties] == ["notify"]
    found = {remedy.route.id: remedy for remedy in remedies(view, today=TODAY)}
    assert found["reconsideration"].state == "open"
    assert found["suit_after_reconsideration"].state == "later"
    assert remedies(view, today=date(2026, 10, 9))[0].state == "lapsed"


def test_a_correction_says_everything_anew(district: District) -> None:
    case_id = Life.begin(district).until("forwarded").filed.case_id
    sort(case_id, district.green, claim_kind="administrative_act", known_on=date(2026, 8, 3))
    sort(case_id, district.green, claim_kind="non_performance", requested_on=date(2026, 6, 1))
    # No statutory time is known: 60 days to 31 July, 60 more to 29 September
    # (Implementing Regulations of the
    # Administrative Reconsideration Law, Art. 16); the suit must wait for the reconsideration.
    assert rows(case_id) == {"reconsideration": date(2026, 9, 29)}
    sort(case_id, district.green, claim_kind="judicial")
    assert rows(case_id) == {}
    assert run().ok


def test_a_day_that_nobody_stated_is_not_made_up(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    assert remedies(life.view, today=TODAY) == ()
    sort(life.filed.case_id, district.green, claim_kind="labour")
    first = remedies(life.view, today=TODAY)[0]
    assert (first.state, first.missing, first.last_day) == ("unknown", ("known_on",), None)
    assert rows(life.filed.case_id) == {}


def test_what_the_petitioner_states_is_kept_apart(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    case_id = life.filed.case_id
    state(case_id, claim_kind="labour", known_on=date(2025, 12, 8))
    assert rows(case_id) == {"labour_arbitration": date(2026, 12, 8)}
    assert not sorting(life.view).by_office
    sort(case_id, district.green, claim_kind="labour", known_on=date(2025, 12, 1))
    found = sorting(life.view)
    assert (found.by_office, found.known["known_on"]) == (True, date(2025, 12, 1))
    assert found.differing == {"known_on": date(2025, 12, 8)}
    assert rows(case_id) == {"labour_arbitration": date(2026, 12, 1)}
    state(case_id, wages=True)
    assert remedies(life.view, today=TODAY)[0].state == "open"  # wages owed by an employer one still works for
    assert rows(case_id) == {}
    assert run().ok


def test_only_those_responsible_sort_and_only_appeals(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    with pytest.raises(Refused):
        sort(life.filed.case_id, Actor.petitioner(life.filed.case_id), claim_kind="labour")
    other = intake.receive(
        petition=petition(category="suggestion"), office="office", by=district.dispatcher, at=moment("2026-09-08")
    )
    with pytest.raises(Refused):
        sort(other.case_id, district.dispatcher, claim_kind="labour")


def test_the_way_that_is_suggested(district: District) -> None:
    life = Life.begin(district).until("forwarded")
    assert suggested(life.view, today=TODAY) is None
    sort(life.filed.case_id, district.green, claim_kind="information_refused", known_on=date(2026, 8, 3))
    found = suggested(life.view, today=TODAY)
    assert found is not None
    assert (found.route.way, found.last_day) == ("reconsideration", date(2026, 10, 8))
    assert suggested(life.view, today=date(2026, 10, 9)) is None  # lapsed, and the suit may not come first


def test_rows_that_were_changed_are_found(district: District) -> None:
    case_id = Life.begin(district).until("forwarded").filed.case_id
    sort(case_id, district.green, claim_kind="labour", known_on=date(2025, 12, 8))
    Remedy.objects.update(last_day=date(2027, 1, 1))
    assert wrong() == ["the last days of other ways are not those that the events say"]


def cost(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_whose_rights_lapse_soon(district: District) -> None:
    ends = {0: date(2026, 9, 22), 5: date(2026, 9, 28), 6: date(2026, 9, 29), 20: date(2026, 10, 12)}
    lives = [Life.begin(district).until("forwarded") for _ in range(4)]
    # Labour arbitration: the year ends on the day with the same number. 27 September is
    # a rest day (Mid-Autumn).
    for life, known in zip(lives, ("2025-09-22", "2025-09-27", "2025-09-29", "2025-10-12"), strict=True):
        sort(life.filed.case_id, district.green, claim_kind="labour", known_on=date.fromisoformat(known))
    page = lapsing(by=district.green, today=TODAY)
    assert [one.last_day for one in page.items] == sorted(ends.values())
    assert lapse_counts(by=district.green, today=TODAY) == {5: 1, 15: 3, 30: 4}
    assert lapses_by_organ(codes=["environment", "housing"], today=TODAY) == {"environment": 2}
    assert [one.last_day for one in lapsing(by=district.green, today=TODAY, within=5).items] == [ends[0]]
    assert lapsing(by=district.builder, today=TODAY).items == ()
    assert lapsing(by=district.builder, today=TODAY, organ="environment").items == ()
    assert len(lapsing(by=district.supervisor, today=TODAY, organ="environment").items) == 4
    assert lapsing(by=district.auditor, today=TODAY).items == ()
    acts.take(
        "divert",
        case_id=lives[0].filed.case_id,
        route="labour_arbitration",
        competent_organ="仲裁委",
        explanation="请申请仲裁",
        by=district.green,
        at=moment("2026-09-22"),
    )
    assert len(lapsing(by=district.green, today=TODAY).items) == 3


def test_the_list_pages_in_order_and_costs_the_same_at_any_size(district: District) -> None:
    def look() -> tuple[int, int, int]:
        return (
            cost(lambda: lapsing(by=district.green, today=TODAY)),
            cost(lambda: lapse_counts(by=district.green, today=TODAY)),
            cost(lambda: lapses_by_organ(codes=["environment"], today=TODAY)),
        )

    look()  # the tree of organs is read once
    few = look()
    for n in range(7):
        life = Life.begin(district).until("forwarded")
        sort(life.filed.case_id, district.green, claim_kind="labour", known_on=date(2025, 10, 9 + n % 2))
    assert look() == few == (1, 1, 1)
    seen, after = [], ""
    while True:
        page = lapsing(by=district.green, today=TODAY, after=after, limit=3)
        seen += [(one.last_day, one.case_id) for one in page.items]
        if not page.next:
            break
        after = page.next
    assert len(set(seen)) == 7
    assert seen == sorted(seen, key=lambda one: one[0])


def test_a_calendar_that_is_published_moves_last_days(
    district: District, settings: LazySettings, tmp_path: Path
) -> None:
    life = Life.begin(district).until("forwarded")
    case_id = life.filed.case_id
    sort(case_id, district.green, claim_kind="administrative_act", known_on=date(2026, 8, 3))
    acts.take(
        "divert",
        case_id=case_id,
        route="reconsideration",
        competent_organ="区政府",
        explanation="可以复议",
        by=district.green,
        at=moment("2026-09-17"),
    )
    (tmp_path / "2027.toml").write_text(
        'calendar = "CN"\nyear = 2027\npublished = true\nsource = "made up"\nchecked = 2026-12-01\n\n'
        '[[off]]\nfrom = 2027-02-03\nname = { zh = "假", en = "day off" }\n',
        "utf-8",
    )
    settings.HUIYIN_CALENDAR_DIR = str(tmp_path)
    assert recompute(at=moment("2026-12-01"), reason="2027年放假安排") == []
    assert rows(case_id)["administrative_suit"] == date(2027, 2, 4)
    assert not Remedy.objects.filter(provisional=True).exists()
    assert run().ok
    assert views.view_of(Remedy.objects.all()[0].case).state.state == "diverted"
