"""What one matter adds to the figures, written down by hand."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.casework.lists import contributions, facts
from huiyin.casework.lists.contributions import band_of, cells
from huiyin.casework.lists.facts import Facts

BARE = Facts(
    register="petition",
    sealed=False,
    final=False,
    handler="housing",
    topic="noise",
    area="xinan",
    category="appeal",
    outcome="",
    rating="",
    ending="",
    received=20241105,
    resolved=0,
    reopened=0,
)


def test_an_open_matter_is_new_in_its_year_and_stands_ever_since() -> None:
    assert cells(BARE) == {
        ("flow", 2024, "housing", "", "new"): 1,
        ("flow_by_topic", 2024, "housing", "noise", "new"): 1,
        ("standing", 2024, "housing", "", ""): 1,
        ("standing_by_topic", 2024, "housing", "noise", ""): 1,
        ("open", 2024, "housing", "", ""): 1,
        ("age_of_open", 20241105, "housing", "", ""): 1,
        ("new_in_month", 202411, "housing", "", ""): 1,
        ("new_by_area", 2024, "housing", "noise", "xinan"): 1,
        ("new_by_area_all", 2024, "", "noise", "xinan"): 1,
    }


def test_one_that_was_resolved_two_years_later_stood_in_three() -> None:
    """Received on 5 November 2024: at the beginning of 2025 57 days old, of 2026 422 days."""
    told = BARE._replace(
        resolved=20260103, ending="resolved", outcome="supported", rating="satisfied", reopened=20250601, final=True
    )
    counted = cells(told)
    flow = {(period, how): times for (figure, period, _, _, how), times in counted.items() if figure == "flow"}
    assert flow == {
        (2024, "new"): 1,
        (2024, "stock_end"): 1,
        (2025, "stock_start"): 1,
        (2025, "stock_end"): 1,
        (2026, "stock_start"): 1,
        (2026, "resolved_of_stock"): 1,
    }
    rest = {cell for cell in counted if not cell[0].startswith(("flow", "new_"))}
    assert rest == {
        ("ended", 2026, "housing", "", ""),
        ("stock", 2025, "housing", "", ""),
        ("stock", 2026, "housing", "", ""),
        ("age", 2025, "housing", "1", ""),
        ("age", 2026, "housing", "5", ""),
        ("reopened", 2025, "housing", "", ""),
        ("ended_in_month", 202601, "housing", "resolved", ""),
        ("result", 2026, "housing", "supported", "satisfied"),
    }


def test_duties_count_under_those_who_owe_them() -> None:
    told = BARE._replace(
        duties=(
            ("office", "register", 20241126, "in_time"),
            ("housing", "handle", 20250104, "open"),
            ("housing", "serve", 20250104, "stopped"),
            ("housing", "close", 20241201, "unrecorded"),
        )
    )
    owed = {cell for cell in cells(told) if cell[0].startswith(("due", "owed"))}
    assert owed == {
        ("due_in_month", 202411, "office", "register", "in_time"),
        ("due_on_day", 20241126, "office", "register", "in_time"),
        ("due_in_month", 202501, "housing", "handle", "open"),
        ("due_on_day", 20250104, "housing", "handle", "open"),
        ("owed", 20250104, "housing", "", ""),
        ("owed_stopped", 0, "housing", "", ""),
        ("due_in_month", 202412, "housing", "close", "unrecorded"),
        ("due_on_day", 20241201, "housing", "close", "unrecorded"),
    }


def test_contacts_ways_that_lapse_and_events() -> None:
    told = BARE._replace(
        contacts=(("visit", 2024, False, 3), ("visit", 2024, True, 2), ("phone", 2025, True, 1)),
        lapses=(20250301, 20250301),
        simplified=(2024,),
        events=(("matter.supervised", 2025, 2),),
    )
    counted = cells(told)
    assert counted["contacts", 2024, "housing", "visit", "first"] == 1
    assert counted["contacts", 2024, "housing", "visit", "repeat"] == 1
    assert counted["persons", 2024, "housing", "visit", ""] == 5
    assert counted["contacts_all", 2025, "housing", "", "repeat"] == 1
    assert counted["lapses", 20250301, "housing", "", ""] == 2
    assert counted["simplified", 2024, "housing", "", ""] == 1
    assert counted["events", 2025, "housing", "matter.supervised", ""] == 2
    ended = cells(told._replace(final=True))
    assert not [cell for cell in ended if cell[0] == "lapses"]


def test_a_sealed_matter_counts_in_nothing_that_names_an_organ() -> None:
    assert cells(BARE._replace(sealed=True, handler="discipline", resolved=20250101)) == {
        ("sealed", 2024, "", "", ""): 1
    }


def test_another_register_counts_in_no_figure_of_petitions() -> None:
    told = BARE._replace(register="advice", category="improve_work", outcome="adopted", lapses=(20250301,))
    assert cells(told) == {
        ("filed:advice", 2024, "housing", "improve_work", "adopted"): 1,
        ("lapses", 20250301, "housing", "", ""): 1,
    }
    assert cells(told._replace(ending="withdrawn", final=True)) == {}


@pytest.mark.parametrize(("days", "band"), [(1, 0), (30, 0), (31, 1), (180, 3), (365, 4), (1095, 5), (1096, 6)])
def test_bands_of_age(days: int, band: int) -> None:
    assert band_of(days) == band


def test_days_are_numbers() -> None:
    assert facts.number(date(2026, 1, 9)) == 20260109
    assert facts.number(None) == 0
    assert facts.day_of(20260109) == date(2026, 1, 9)
    assert (contributions.year(20260109), contributions.month(20260109)) == (2026, 202601)


def test_what_is_packed_comes_back() -> None:
    told = BARE._replace(contacts=(("visit", 2024, False, 3),), duties=(("office", "register", 20241126, "open"),))
    assert cells(facts.unpacked(told.packed())) == cells(told)
    assert facts.unpacked(told.packed()).packed() == told.packed()
