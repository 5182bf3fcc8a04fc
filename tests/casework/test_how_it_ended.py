"""How a matter ended is kept apart: what was passed on or taken back is never among
what was resolved (R22 Art 41).
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.legacy_import.acts import carry_over
from huiyin.casework.chapters.legacy_import.records import LegacyMatter
from huiyin.casework.events import CaseState, fold_one
from huiyin.casework.lists import statistics
from huiyin.casework.models import Case
from huiyin.casework.upkeep import verify

START, END = date(2026, 1, 1), date(2027, 1, 1)


def passed_on(district: District) -> Life:
    """A matter that goes to a court: it asks for damages between neighbours."""
    life = Life.begin(district).until("notified")
    acts.take(
        "divert",
        case_id=life.filed.case_id,
        route="litigation",
        competent_organ="新安区人民法院",
        explanation="民事损害赔偿争议",
        by=district.green,
        at=moment("2026-09-20"),
    )
    return life


def taken_back(district: District) -> Life:
    """A matter that its petitioner takes back."""
    life = Life.begin(district).until("registered")
    acts.take(
        "withdraw",
        case_id=life.filed.case_id,
        reason="",
        by=Actor.petitioner(life.filed.case_id),
        at=moment("2026-09-10"),
    )
    return life


def test_each_ending_is_counted_by_itself(district: District) -> None:
    Life.begin(district).until("served")
    passed_on(district)
    taken_back(district)
    Life.begin(district).until("registered")
    counted = statistics.endings(start=START, end=END, codes=None)
    assert counted == {("", "passed_on"): 1, ("", "resolved"): 1, ("", "withdrawn"): 1}
    (flow,) = statistics.flow(start=START, end=END, codes=None)
    assert (flow.resolved, flow.passed_on, flow.withdrawn, flow.refused) == (1, 1, 1, 0)
    assert flow.ended == 3
    assert statistics.endings(start=START, end=END, codes=None, by="handler")["environment", "passed_on"] == 1


def test_an_open_matter_has_no_ending(district: District) -> None:
    life = Life.begin(district).until("accepted")
    assert Case.objects.get(pk=life.filed.case_id).ending == ""


@pytest.mark.parametrize(
    ("event", "said", "ending"),
    [
        ("matter.refused", {}, "refused"),
        ("matter.diverted", {}, "passed_on"),
        ("matter.withdrawn", {}, "withdrawn"),
        ("matter.served", {}, "resolved"),
        ("matter.diverted", {"ending": "unresolved"}, "unresolved"),  # what an event says is so
        ("matter.served", {"values": {"outcome": "unrecorded"}}, "unrecorded"),
        ("matter.served", {"values": {"outcome": "supported"}}, "resolved"),
        ("matter.withdrawn", {"values": {"outcome": "unrecorded"}}, "withdrawn"),
    ],
)
def test_events_that_do_not_say_it_fold_to_what_they_were(event: str, said: dict[str, str], ending: str) -> None:
    payload = {"day": "2026-09-20", "to": "over", "final": True, "resolved": True, **said}
    assert fold_one(CaseState(case_id="c"), seq=1, type=event, payload=payload).ending == ending


def test_rows_from_before_it_was_kept_apart_are_put_right(district: District) -> None:
    """What an old ledger says has ended, and not how, stood among the resolved."""
    said = {
        "number": "A1",
        "received_on": date(2014, 3, 5),
        "channel": "letter",
        "title": "路灯不亮",
        "text": "路灯不亮",
        "handler": "housing",
        "answered_on": date(2014, 3, 25),
    }
    rows = [LegacyMatter(**said, outcome="unrecorded"), LegacyMatter(**said | {"number": "A2"}, outcome="supported")]
    assert carry_over(matters=rows, office="office", at=moment("2026-11-23")).problems == []

    def endings() -> dict[str, str]:
        return dict(Case.objects.values_list("number", "ending"))

    kept = import_module("huiyin.casework.migrations.0017_unrecorded_ending")
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        kept.unsay(apps, editor)
        assert endings() == {"A1": "resolved", "A2": "resolved"}
        assert verify.run().problems != ()
        kept.say(apps, editor)
    assert endings() == {"A1": "unrecorded", "A2": "resolved"}
    assert verify.run().problems == ()
