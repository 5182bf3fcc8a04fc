"""Following a matter: access, whose turn, why a day, progress, rights, decisions,
refusals, corrected dates.
"""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.plugins.district import moment, petition
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts, files
from huiyin.casework.upkeep import redating

pytestmark = pytest.mark.django_db


def enter(client: Client, life: Life) -> str:
    """Give number and code, and return the page of the matter."""
    given = {"number": life.filed.number, "code": life.filed.query_code}
    assert client.post("/follow", given)["Location"] == "/follow/matter"
    return client.get("/follow/matter").content.decode()


def test_a_wrong_code_shows_nothing_and_sounds_like_an_unknown_number(citizen: Client, life: Life) -> None:
    wrong = citizen.post("/follow", {"number": life.filed.number, "code": "ABCDE-FGHJK"})
    unknown = citizen.post("/follow", {"number": "XF2026-999999", "code": life.filed.query_code})
    message = "没有找到与此编号和查询码相符的信访事项"
    for response in (wrong, unknown):
        page = response.content.decode()
        assert response.status_code == 200
        assert message in page
        assert "夜间施工" not in page
    assert citizen.get("/follow/matter")["Location"] == "/follow"
    for act in ("supplement", "contact", "withdraw", "rate", f"files/{'0' * 32}"):
        assert citizen.get(f"/follow/matter/{act}")["Location"] == "/follow"
        assert Client().post(f"/follow/matter/{act}").status_code in {302, 405}


def test_number_and_code_open_the_matter_for_half_an_hour(citizen: Client, life: Life, at: Any) -> None:
    before = citizen.session.session_key
    page = enter(citizen, life)
    assert life.filed.number in page
    assert citizen.session.session_key != before
    assert life.filed.query_code not in str(dict(citizen.session.items()))
    at("2026-09-08", 11)
    assert citizen.get("/follow/matter")["Location"] == "/follow"


def test_it_can_be_closed_before(citizen: Client, life: Life) -> None:
    enter(citizen, life)
    assert citizen.post("/follow/leave")["Location"] == "/"
    assert citizen.get("/follow/matter")["Location"] == "/follow"


def test_the_page_is_not_kept_by_caches(citizen: Client, life: Life) -> None:
    enter(citizen, life)
    assert "no-store" in citizen.get("/follow/matter")["Cache-Control"]


def test_whose_turn_until_when_and_why(citizen: Client, life: Life, at: Any) -> None:
    life.until("forwarded")
    at("2026-09-24")
    page = enter(citizen, life)
    assert "当前办理单位：区生态环境分局" in page
    # Article 23: 15 September + 15 days = 30 September 2026, a Wednesday; six days are
    # left on the 24th.
    assert "区生态环境分局最迟应在9月30日（周三）书面告知您" in page
    assert "还有 6 天" in page
    assert "信访工作条例第23条" in page
    assert "起算日是转送之日：9月15日（周二）2026年" in page or "起算日是转送之日" in page
    assert "从2026年9月15日（周二）起算，当日不计，期限为15日" in page


def test_an_overdue_duty_says_so(citizen: Client, life: Life, at: Any) -> None:
    life.until("forwarded")
    at("2026-10-08")
    page = enter(citizen, life)
    assert "hy-turn--overdue" in page
    assert "逾期" in page
    assert "应当做的事仍要做" in page


def test_the_matter_in_english(english: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    at("2026-09-24")
    page = enter(english, life)
    assert "Whose turn it is: Ecology and Environment Branch" in page
    assert "must decide on your matter by Fri 20 Nov" in page
    assert "Why this day?" in page
    assert "You brought the matter to District Petition Office (online)" in page


def test_what_the_law_leaves_open_is_marked(citizen: Client, life: Life, at: Any) -> None:
    life.until("notified")
    at("2026-09-19")
    page = enter(citizen, life)
    assert "未核实" in page
    assert "按同一15日计算" in page


@pytest.mark.parametrize(
    ("state", "stages"),
    [
        ("registered", ["收到", "转交"]),
        ("forwarded", ["收到", "转交", "告知"]),
        ("notified", ["收到", "转交", "告知", "办理"]),
        ("accepted", ["收到", "转交", "告知", "办理"]),
        ("decided", ["收到", "转交", "告知", "办理", "答复"]),
    ],
)
def test_progress(citizen: Client, life: Life, at: Any, state: str, stages: list[str]) -> None:
    *done, current = stages
    life.until(state)
    at("2026-11-21")
    page = enter(citizen, life)
    assert page.count("hy-progress__step--done") == len(done)
    assert f'aria-current="step">{current}' in page
    for title in done:
        assert f'hy-progress__step--done">{title}' in page


def test_the_answer_shows_decisions_rights_and_their_last_day(citizen: Client, life: Life, at: Any) -> None:
    life.until("decided")
    at("2026-11-20")
    page = enter(citizen, life)
    assert "噪声污染防治法第43条" not in page  # decided, but not yet given
    life.until("served")
    at("2026-11-23")
    page = enter(citizen, life)
    assert "您已收到书面答复" in page
    assert "经查，夜间施工属实。" in page
    assert "噪声污染防治法第43条" in page
    assert "已责令停止夜间施工。" in page
    # Article 35: 21 November + 30 days = 21 December 2026, a Monday.
    assert "您可以请求原办理机关的上一级机关复查，最迟12月21日（周一）提出" in page
    assert "上一级机关是泉东区人民政府" in page
    assert "起算日是收到书面答复之日" in page


def test_an_extension_shows_the_old_and_the_new_day_and_why(citizen: Client, life: Life, at: Any) -> None:
    life.until("extended")
    at("2026-11-17")
    page = enter(citizen, life)
    assert "区生态环境分局延长了办理期限" in page
    assert "原为2026年11月20日" in page
    assert "12月21日" in page
    assert "需要委托检测" in page


def test_notes_among_offices_stay_there(citizen: Client, life: Life, at: Any) -> None:
    life.until("registered")
    acts.take(
        "forward",
        case_id=life.filed.case_id,
        to="environment",
        note="内部说明",
        by=life.district.dispatcher,
        at=moment("2026-09-15"),
    )
    page = enter(citizen, life)
    assert "内部说明" not in page
    assert "区信访局转送区生态环境分局" in page


def test_a_refusal_names_ground_article_competent_organ_and_remedy(citizen: Client, life: Life, at: Any) -> None:
    life.until("forwarded")
    acts.take(
        "refuse",
        case_id=life.filed.case_id,
        ground="concluded_after_rereview",
        earlier_number="XF2020-000001",
        facts="same",
        competent_organ="区综合执法局",
        explanation="属于其职责。",
        last_day=date(2026, 11, 2),
        by=life.district.green,
        at=moment("2026-09-20"),
    )
    at("2026-09-21")
    page = enter(citizen, life)
    assert "此事项已终结：不予受理" in page
    assert "区综合执法局" in page
    assert "属于其职责。" in page
    assert "信访工作条例第36条" in page
    assert "11月2日（周一）" in page
    assert "有新的事实或者理由的，可以重新提出" in page
    assert "向上级机关反映" in page
    in_english = citizen.get("/follow/matter", headers={"accept-language": "en"}).content.decode()
    assert re.findall(r'<h2[^>]* id="away">([^<:]+)', in_english) == ["Not accepted"]


def test_a_diversion_names_the_route_and_its_time(citizen: Client, life: Life, at: Any) -> None:
    life.until("notified")
    acts.take(
        "divert",
        case_id=life.filed.case_id,
        route="reconsideration",
        competent_organ="区司法局",
        explanation="可以申请行政复议。",
        by=life.district.green,
        at=moment("2026-09-20"),
    )
    at("2026-09-21")
    page = enter(citizen, life)
    assert "导入法定途径：行政复议" in page
    assert "一般自知道行政行为之日起60日" in page
    assert "行政复议法第20条" in page


def test_a_corrected_date_is_shown_with_old_and_new_day_and_reason(
    citizen: Client, district: Any, at: Any, settings: Any, tmp_path: Path
) -> None:
    settings.HUIYIN_CALENDAR_DIR = tmp_path / "none"
    filed = intake.file_petition(petition=petition(), office="office", by=Actor.petitioner(), at=moment("2026-12-20"))
    life = Life(district, filed)
    at("2026-12-21")
    page = enter(citizen, life)
    # 20 December 2026 + 15 days = 4 January 2027: the calendar of 2027 decides whether
    # it is a working day.
    assert "暂定" in page
    assert "没有2027年的官方放假安排" in page
    (tmp_path / "2027.toml").write_text(
        'calendar = "CN"\nyear = 2027\npublished = true\nsource = "made up"\nchecked = 2026-12-22\n'
        'on = []\n[[off]]\nfrom = 2027-01-01\nto = 2027-01-05\nname = { zh = "元旦", en = "New Year" }\n',
        encoding="utf-8",
    )
    settings.HUIYIN_CALENDAR_DIR = tmp_path
    redating.recompute(at=moment("2026-12-22"), reason="2027年放假安排已公布")
    at("2026-12-23")
    page = enter(citizen, life)
    assert "日期作了更正" in page
    assert "2027年放假安排已公布" in page
    assert "1月4日" in page
    assert "1月6日" in page


def test_own_files_come_back_and_others_do_not(citizen: Client, life: Life) -> None:
    enter(citizen, life)
    assert citizen.get("/follow/matter/files/0123").status_code == 404


def test_working_papers_of_an_organ_stay_with_it(citizen: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    paper = io.BytesIO("现场检查记录".encode())
    kept = files.keep_upload(draft="f" * 32, name="检查记录.txt", content=paper, at=moment("2026-09-22"))
    contacts.add_material(
        case_id=life.filed.case_id, text="内部核查", by=life.district.green, at=moment("2026-09-22"), draft="f" * 32
    )
    at("2026-09-23")
    page = enter(citizen, life)
    assert "区生态环境分局补充了材料" in page
    assert "内部核查" not in page
    assert "检查记录.txt" not in page
    assert citizen.get(f"/follow/matter/files/{kept.id}").status_code == 404


def test_the_matter_costs_few_queries_however_long_it_is(citizen: Client, life: Life, at: Any) -> None:
    enter(citizen, life)
    with CaptureQueriesContext(connection) as young:
        citizen.get("/follow/matter")
    life.until("served")
    with CaptureQueriesContext(connection) as old:
        citizen.get("/follow/matter")
    assert len(young) == len(old) <= 9
