"""What is major or urgent is reported at once, and takes nothing from the petitioner
(R22 Art 22, 25).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import FOUNDED, District, moment
from tests.plugins.matters import Life
from tests.web.officer.test_acts import do, words

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter import reads
from huiyin.casework.models import Duty
from huiyin.casework.upkeep.verify import run
from huiyin.organisations import acts as register

SignIn = Callable[[str], Client]
Now = Callable[..., Any]


@pytest.fixture
def life(district: District) -> Life:
    """A matter that the petition office registered on Wednesday 9 September 2026; the
    city has an office too.
    """
    register.create_organ(
        code="city-office",
        name_zh="泉城市信访局",
        level="city",
        kind="petition_office",
        parent="city",
        by="system",
        at=FOUNDED,
    )
    return Life.begin(district).until("registered")


def test_the_office_reports_to_its_authority_and_above(life: Life, sign_in: SignIn, now: Now) -> None:
    now("2026-09-09")
    case_id, office = life.filed.case_id, sign_in("dispatcher")
    before = set(Duty.objects.values_list("kind", "due_date"))
    do(office, case_id, "mark_urgent", ground="harm", text="脚手架倾斜")
    opened = set(Duty.objects.values_list("kind", "due_date")) - before
    # the same day, Wednesday 9 September
    assert opened == {("report_urgent", date(2026, 9, 9)), ("report_urgent_above", date(2026, 9, 9))}
    assert before <= set(Duty.objects.values_list("kind", "due_date"))
    listed = words(office.get(reverse("officer:duties")))
    assert "报告重大紧急事项" in listed
    page = words(office.get(reverse("officer:act", args=[case_id, "report_urgent"])))
    assert "脚手架倾斜" in page
    do(
        office,
        case_id,
        "report_urgent",
        text="已通知停工",
        proposal="建议立即检查",
        informed="区住建局、联席会议办公室",
    )
    do(office, case_id, "report_urgent_above", text="脚手架倾斜，已停工")
    parties = reads.access_case(by=Actor.system(), case_id=case_id).state.parties
    assert (parties["urgent_authority"], parties["urgent_office"]) == ("district", "city-office")
    shown = words(office.get(reverse("officer:case", args=[case_id])))
    assert "可能危及人身、财产安全" in shown
    assert "已报告" in shown
    do(sign_in("governor"), case_id, "direct_urgent", text="同意，立即检查")
    assert "已有决定" in words(office.get(reverse("officer:case", args=[case_id])))
    assert run().problems == ()


def test_a_bureau_reports_to_its_own_government_only(district: District, sign_in: SignIn, now: Now) -> None:
    case_id = Life.begin(district).until("forwarded").filed.case_id
    now("2026-09-16")
    do(sign_in("green"), case_id, "mark_urgent", ground="spreading", text="污水外溢")
    view = reads.access_case(by=Actor.system(), case_id=case_id)
    urgent = [(duty.kind, duty.owner) for duty in view.open_duties if duty.kind.startswith("report_urgent")]
    assert urgent == [("report_urgent", "environment")]


def test_it_takes_nothing_from_the_petitioner(life: Life, district: District) -> None:
    """What they may do, and what they are owed, is the same before and after."""
    petitioner = Actor.petitioner(life.filed.case_id)

    def theirs() -> tuple[set[str], set[str], set[str]]:
        view = life.view
        options = reads.options(view=view, by=petitioner, at=moment("2026-09-09"))
        allowed = {one.step for one in options if one.ruling.allowed}
        owed = {duty.kind for duty in view.open_duties if not duty.kind.startswith("report_urgent")}
        return allowed, owed, {right.kind for right in view.state.rights}

    before = theirs()
    told = {"ground": "many_concerned", "text": "停水"}
    acts.take("mark_urgent", case_id=life.filed.case_id, **told, by=district.dispatcher, at=moment("2026-09-09"))
    assert theirs() == before


def test_the_petitioner_reads_that_it_was_reported(life: Life, district: District, client: Client) -> None:
    case_id, at = life.filed.case_id, moment("2026-09-09")
    acts.take("mark_urgent", case_id=case_id, ground="harm", text="裂缝", by=district.dispatcher, at=at)
    told = {"text": "已撤离", "informed": "区住建局"}
    acts.take("report_urgent", case_id=case_id, **told, by=district.dispatcher, at=at)
    client.post("/follow", {"number": life.filed.number, "code": life.filed.query_code})
    page = client.get("/follow/matter").content.decode()
    assert "认为该事项重大、紧急" in page
    assert "向泉东区人民政府报告了该重大、紧急事项" in page
