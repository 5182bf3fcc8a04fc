"""What an organ that is no petition office passes on: the petitioner is told in writing
where it went (R22 Art 23).
"""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.errors import Refused
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.upkeep.verify import run


@pytest.fixture
def brought(district: District) -> Filed:
    """Brought to the town on 8 September 2026 and registered there: 15 days end on the 23rd."""
    filed = intake.file_petition(petition=petition(), office="xinan", by=district.townsman, at=moment("2026-09-08"))
    acts.take(
        "register",
        case_id=filed.case_id,
        category="appeal",
        topic="noise",
        area="xinan",
        by=district.townsman,
        at=moment("2026-09-08"),
    )
    return filed


def test_passing_it_on_is_no_notice(brought: Filed, district: District) -> None:
    with pytest.raises(Refused) as caught:
        acts.take("forward", case_id=brought.case_id, to="environment", by=district.townsman, at=moment("2026-09-09"))
    assert [(ground.rule, ground.article) for ground in caught.value.grounds] == [
        ("step:forward.told_in_writing", "23")
    ]


def test_the_petitioner_reads_where_it_went(
    brought: Filed, district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "您反映的噪声问题已转送区生态环境分局，由该局书面告知您接收情况。"
    acts.take(
        "forward",
        case_id=brought.case_id,
        to="environment",
        told_where=said,
        note="请尽快",
        by=district.townsman,
        at=moment("2026-09-09"),
    )
    monkeypatch.setattr("huiyin.web.kit.clock.now", lambda: moment("2026-09-10"))
    client.post("/follow", {"number": brought.number, "code": brought.query_code})
    page = client.get("/follow/matter").content.decode()
    assert said in page
    assert "请尽快" not in page  # between offices
    assert run().problems == ()


def test_the_page_asks_for_it_where_the_law_does_and_a_letter_is_owed(
    brought: Filed, district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiyin.web.kit.clock.now", lambda: moment("2026-09-10"))
    elsewhere = intake.file_petition(petition=petition(), office="office", by=district.clerk, at=moment("2026-09-08"))
    acts.take(
        "register",
        case_id=elsewhere.case_id,
        category="appeal",
        topic="noise",
        area="xinan",
        by=district.clerk,
        at=moment("2026-09-08"),
    )
    for username, case_id, expected in (("townsman", brought.case_id, True), ("dispatcher", elsewhere.case_id, False)):
        user = get_user_model().objects.get(username=username)
        client.force_login(user, backend="huiyin.web.kit.accounts.StaffBackend")
        page = client.get(reverse("officer:act", args=[case_id, "forward"])).content.decode()
        assert ('name="told_where"' in page) is expected
        given = {"to": "environment", "told_where": "已转送区生态环境分局", "do": "preview"}
        ahead = client.post(reverse("officer:act", args=[case_id, "forward"]), given).content.decode()
        assert ("转送、交办去向告知书" in ahead) is expected
