"""Other ways on the officers' pages: sorting by law, the panel with last days, the
suggestion when leading away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.web.officer.building import forwarded

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter import reads

SignIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def case(client: Client, case_id: str) -> str:
    return plain(client.get(reverse("officer:case", args=[case_id])).content.decode())


def confirm(client: Client, case_id: str, step: str, **given: str) -> int:
    """Look at what follows, then do it, as a person would."""
    address = reverse("officer:act", args=[case_id, step])
    looked = client.post(address, {**given, "do": "preview"}).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', looked)
    assert seen is not None, plain(looked)[:2000]
    return client.post(address, {**given, "do": "confirm", "seen": seen[1]}).status_code


def test_sorting_shows_the_other_ways(district: District, sign_in: SignIn) -> None:
    case_id, client = forwarded(district=district), sign_in("green")
    assert "尚未分类" in case(client, case_id)
    assert confirm(client, case_id, "sort_by_law", claim_kind="information_refused", known_on="2026-09-28") == 302
    said = case(client, case_id)
    assert "已分类为：政府信息不予公开。" in said
    # 60 days from 28 September: 27 November, a Friday
    assert "可以提出，据估计至11月27日（周五）止" in said
    assert "还有 4 天" in said
    assert "须先经行政复议。" in said
    assert "行政复议法第23条" in said
    assert "12348" in said
    assert "更正分类" in said


def test_a_correction_starts_from_what_is_known(district: District, sign_in: SignIn) -> None:
    case_id, client = forwarded(district=district), sign_in("green")
    own = {"claim_kind": "labour", "known_on": date(2026, 1, 5)}
    by = Actor.petitioner(case_id)
    acts.take("state_circumstances", case_id=case_id, **own, by=by, at=moment("2026-11-20"))
    said = case(client, case_id)
    assert "信访人说明属于：劳动争议。本机关尚未分类。" in said
    page = client.get(reverse("officer:act", args=[case_id, "sort_by_law"])).content.decode()
    assert 'value="labour" selected' in page
    assert 'value="2026-01-05"' in page
    assert confirm(client, case_id, "sort_by_law", claim_kind="labour", known_on="2026-01-04") == 302
    assert "信访人说明的是1月5日（周一）" in case(client, case_id)


def test_leading_a_matter_away_starts_from_the_sorting(district: District, sign_in: SignIn) -> None:
    case_id, client = forwarded(district=district), sign_in("green")
    args = {"claim_kind": "administrative_act", "known_on": date(2026, 9, 28)}
    acts.take("sort_by_law", case_id=case_id, **args, by=district.green, at=moment("2026-11-20"))
    page = client.get(reverse("officer:act", args=[case_id, "divert"])).content.decode()
    assert 'value="reconsideration" selected' in page
    assert 'value="2026-11-27"' in page
    assert "由您决定" in page
    given = {"route": "reconsideration", "explanation": "可以申请复议", "last_day": "2026-11-26"}
    assert confirm(client, case_id, "divert", **given) == 302
    view = reads.access_case(by=district.green, case_id=case_id)
    assert view.state.values["remedy_last_day"] == "2026-11-26"


def test_a_matter_for_the_justice_organs_is_led_out(district: District, sign_in: SignIn) -> None:
    case_id, client = forwarded(district=district, to="housing"), sign_in("builder")
    acts.take("sort_by_law", case_id=case_id, claim_kind="judicial", by=district.builder, at=moment("2026-11-20"))
    assert "由政法部门依法处理 诉访分离" in case(client, case_id)
    page = client.get(reverse("officer:act", args=[case_id, "divert"])).content.decode()
    assert 'value="procuratorial" selected' in page


def test_those_who_only_read_cannot_sort(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    assert "尚未分类" not in case(sign_in("supervisor"), case_id)
    assert sign_in("supervisor").get(reverse("officer:act", args=[case_id, "sort_by_law"])).status_code == 409


def test_a_day_that_lies_ahead_is_not_sorted(district: District, sign_in: SignIn) -> None:
    case_id, client = forwarded(district=district), sign_in("green")
    given = {"claim_kind": "state_compensation", "made_on": "2062-08-20", "do": "confirm"}
    answer = client.post(reverse("officer:act", args=[case_id, "sort_by_law"]), given)
    assert answer.status_code == 422
    assert "made_on-error" in answer.content.decode() or "made_on" in answer.content.decode().split("error-summary")[1]


def test_the_words_of_the_law_stand_beside_the_act_where_the_office_has_them(
    district: District, sign_in: SignIn, settings: Any, tmp_path: Path
) -> None:
    case_id, client = forwarded(district=district), sign_in("green")
    address = reverse("officer:act", args=[case_id, "sort_by_law"])
    assert "条文原文" not in client.get(address).content.decode()
    (tmp_path / "样本.md").write_text("# 信访工作条例\n\n第二十二条 这一条的样本文字。\n", "utf-8")
    settings.HUIYIN_STATUTES_DIR = tmp_path
    page = plain(client.get(address).content.decode())
    assert "条文原文" in page
    assert "这一条的样本文字。" in page


def test_only_the_days_of_the_chosen_kind_are_asked_for(district: District, sign_in: SignIn) -> None:
    case_id, client = forwarded(district=district), sign_in("green")
    address = reverse("officer:act", args=[case_id, "sort_by_law"])
    first = client.get(address).content.decode()
    assert 'name="made_on"' in first
    assert 'name="paid_on"' in first
    chosen = client.post(address, {"claim_kind": "state_compensation", "do": "preview"}).content.decode()
    assert 'name="made_on"' in chosen
    assert "赔偿决定作出之日（看决定书上的日期，不是收到之日）" in chosen
    assert 'name="paid_on"' not in chosen
    assert confirm(client, case_id, "sort_by_law", claim_kind="state_compensation", made_on="2026-08-31") == 302
    # State Compensation Law, Art. 14: three months from 31 August end on 30 November
    assert "11月30日" in case(client, case_id)
