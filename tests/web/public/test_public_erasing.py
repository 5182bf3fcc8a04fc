"""The petitioner asks on their own page that their name is erased, reads the answer,
takes it back.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.web.kept.walking import open_matter

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import erasing
from huiyin.casework.matter import erasures
from huiyin.people.particulars import Particulars
from huiyin.web.kit import clock

PAGE = "/follow/matter/erasing"
MATTER = "/follow/matter"
NOW = moment("2026-11-23")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = 3


def looking(life: Life) -> Client:
    client = Client()
    open_matter(client, life)
    return client


def withdrawn(district: District, **changes: Any) -> Life:
    life = Life.begin(district, **changes).until("registered")
    case_id = life.filed.case_id
    acts.take("withdraw", case_id=case_id, reason="", by=Actor.petitioner(case_id), at=moment("2026-09-10"))
    return life


def text(got: Any) -> str:
    return str(got.content.decode())


def test_an_open_matter_is_refused_with_reason_and_what_can_be_done(district: District) -> None:
    client = looking(Life.begin(district).until("registered"))
    assert PAGE in text(client.get(MATTER))
    before = text(client.get(PAGE))
    assert "现在的答复会是：不予删除" in before
    done = client.post(PAGE, {"do": "ask"}, follow=True)
    assert "事项尚未办结" in text(done)
    assert "人民法院" in text(done)
    history = text(client.get(MATTER))
    assert "您请求删除姓名和联系方式" in history
    assert "目前不予删除" in history
    again = client.post(PAGE, {"do": "ask"})
    assert again.status_code == 409
    assert "今天已经提出" in text(again)


def test_the_term_is_said_with_its_day(district: District) -> None:
    client = looking(withdrawn(district))
    assert "2029年9月10日" in text(client.post(PAGE, {"do": "ask"}, follow=True))


def test_without_a_term_the_page_says_why_and_who_decides(district: District, settings: Any) -> None:
    settings.HUIYIN_KEEP_IDENTITIES_YEARS = None
    assert "档案主管部门" in text(looking(withdrawn(district)).get(PAGE))


def test_it_waits_is_taken_back_and_in_the_end_done(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    life = withdrawn(district)
    later = moment("2029-10-08")
    monkeypatch.setattr(clock, "now", lambda: later)
    client = Client()
    session = client.session
    session["huiyin_matter"] = {"case": life.filed.case_id, "until": moment("2029-10-08", 11).isoformat(), "agent": 0}
    session.save()
    asked = text(client.post(PAGE, {"do": "ask"}, follow=True))
    assert "2029年11月7日" in asked  # thirty days after 8 October
    assert "收回请求" in asked
    client.post(PAGE, {"do": "take_back"})
    assert not erasures.of(life.filed.case_id)[-1].waits
    client.post(PAGE, {"do": "ask"})
    told = {"case_id": life.filed.case_id, "asked": erasures.of(life.filed.case_id)[-1].seq, "at": later}
    erasing.propose(by=district.clerk, **told)
    erasing.confirm(by=district.chief, **told)
    page = text(client.get(MATTER))
    assert "姓名已于2029年10月8日（周一）删除" in page
    assert "您留了姓名" not in page
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"do": "ask"}).status_code == 409
    # Number and code still open it.
    assert life.view.case_id == life.filed.case_id


def test_nothing_is_offered_where_nobody_gave_a_name_or_the_report_is_sealed(district: District) -> None:
    anonymous = looking(Life.begin(district, person=Particulars(), anonymous=True, category="suggestion"))
    assert PAGE not in text(anonymous.get(MATTER))
    assert anonymous.get(PAGE).status_code == 404
    sealed = looking(Life.begin(district, category="accusation"))
    assert PAGE not in text(sealed.get(MATTER))
    assert sealed.post(PAGE, {"do": "ask"}).status_code == 404
    assert Client().get(PAGE)["Location"] == "/follow"
