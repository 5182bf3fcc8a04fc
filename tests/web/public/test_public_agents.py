"""Letting somebody act, on the public pages: the paper, the code shown once, what an
agent sees and may do there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.plugins.matters import Life

from huiyin.casework.models import Agent, Case
from huiyin.ledger.models import LedgerEvent

pytestmark = pytest.mark.django_db

At = Callable[..., Any]
NEW = "/follow/matter/agents/new"
SAID = {
    "kind": "lawyer",
    "scope": "general",
    "since": "2026-09-08",
    "until": "2026-10-30",
    "name": "沈若兰",
    "phone": "13900000007",
    "address": "海州市律师楼",
    "do": "send",
}


def words(response: Any) -> str:
    """A page without tags."""
    body = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", body))


def paper() -> SimpleUploadedFile:
    """The authorisation."""
    return SimpleUploadedFile("授权委托书.txt", "委托沈若兰".encode())


def enter(client: Client, life: Life, code: str = "") -> int:
    """Give number and code."""
    given = {"number": life.filed.number, "code": code or life.filed.query_code}
    return client.post("/follow", given).status_code


def appoint(life: Life, **changes: Any) -> str:
    """The petitioner lets somebody act; the code that was shown."""
    client = Client()
    enter(client, life)
    shown = client.post(NEW, {**SAID, "files": paper(), **changes}).content.decode()
    found = re.findall(r'<dd class="hy-code">([^<]+)</dd>', shown)
    assert len(found) == 2, words(client.post(NEW, {**SAID, **changes}))
    return str(found[1])


def test_the_petitioner_lets_somebody_act_and_sees_them(citizen: Client, life: Life) -> None:
    enter(citizen, life)
    assert "委托代理人" in words(citizen.get("/follow/matter"))
    page = words(citizen.get(NEW))
    assert "条例未规定代理人" in page
    assert "不能撤回，不能请求复查、复核" in page
    code = appoint(life)
    shown = words(citizen.get("/follow/matter"))
    assert "1号（律师） · 一般授权，至10月30日" in shown
    assert "您委托了1号代理人" in shown
    assert "沈若兰" not in shown
    assert code not in shown


def test_what_is_missing_is_said_on_the_page_and_what_was_written_stays(citizen: Client, life: Life) -> None:
    enter(citizen, life)
    page = words(citizen.post(NEW, {"do": "send"}))
    for said in ("请选择代理人的类别", "请选择授权范围", "请填写授权开始之日", "请填写代理人姓名"):
        assert said in page
    assert "没有附上授权书或者监护关系证明" in words(citizen.post(NEW, SAID))
    page = citizen.post(NEW, {**SAID, "until": "", "files": paper()})
    assert "授权应当有期限" in words(page)
    assert "沈若兰" in page.content.decode()
    kept = re.findall(r'value="drop-([0-9a-f]+)"', page.content.decode())
    token = re.findall(r'name="token" value="([^"]+)"', page.content.decode())[0]
    dropped = citizen.post(NEW, {**SAID, "do": f"drop-{kept[0]}", "token": token}).content.decode()
    assert "drop-" not in dropped
    assert "沈若兰" in dropped
    assert Agent.objects.count() == 0


def test_a_page_that_is_loaded_again_shows_the_same_code(citizen: Client, life: Life) -> None:
    enter(citizen, life)
    token = re.findall(r'name="token" value="([^"]+)"', citizen.get(NEW).content.decode())[0]
    first = citizen.post(NEW, {**SAID, "files": paper(), "token": token})
    again = citizen.post(NEW, {**SAID, "files": paper(), "token": token})
    assert words(first) == words(again)
    assert Agent.objects.count() == 1


def test_an_agent_comes_in_with_their_own_code_and_acts(citizen: Client, life: Life, at: At) -> None:
    code = appoint(life)
    at("2026-09-09")
    assert enter(citizen, life, code) == 302
    page = words(citizen.get("/follow/matter"))
    assert "您以代理人身份代信访人办理" in page
    assert "授权委托书" not in page
    assert citizen.post("/follow/matter/supplement", {"text": "补充说明", "do": "send"}).status_code == 302
    assert LedgerEvent.objects.get(type="matter.supplemented").actor == "agent:1"
    assert "您补充了材料（由1号代理人代为办理）" in words(citizen.get("/follow/matter"))
    own = Client()
    enter(own, life)
    page = own.get("/follow/matter").content.decode()
    assert "（由1号代理人代为办理）" in page
    assert "授权委托书.txt" in page


def test_an_agent_without_special_authority_may_not_withdraw(citizen: Client, life: Life) -> None:
    code = appoint(life)
    enter(citizen, life, code)
    page = words(citizen.get("/follow/matter"))
    assert "代理人没有特别授权，不能代为进行此项：撤回" in page
    assert "请由信访人本人办理" in words(citizen.get("/follow/matter/withdraw"))
    citizen.post("/follow/matter/withdraw", {"reason": ""})
    assert Case.objects.get().state == "filed"


def test_an_agent_with_special_authority_withdraws(citizen: Client, life: Life) -> None:
    enter(citizen, life, appoint(life, scope="special"))
    citizen.post("/follow/matter/withdraw", {"reason": ""})
    assert Case.objects.get().state == "withdrawn"
    assert LedgerEvent.objects.get(type="matter.withdrawn").actor == "agent:1"


def test_the_petitioners_own_pages_do_not_exist_for_an_agent(citizen: Client, life: Life) -> None:
    code = appoint(life)
    paper_id = Agent.objects.get().paper
    enter(citizen, life, code)
    for path in (
        NEW,
        "/follow/matter/rate",
        "/follow/matter/signatories",
        "/follow/matter/new-facts",
        f"/follow/matter/files/{paper_id}",
        "/follow/matter/act/add_signatories",
        "/follow/matter/act/forward",
        "/follow/matter/agents/2/end",
    ):
        assert citizen.get(path).status_code == 404, path
    own = Client()
    enter(own, life)
    assert own.get(f"/follow/matter/files/{paper_id}").status_code == 200


def test_once_revoked_the_code_opens_nothing_not_even_where_it_was_open(citizen: Client, life: Life) -> None:
    code = appoint(life)
    enter(citizen, life, code)
    own = Client()
    enter(own, life)
    assert "1号（律师）" in words(own.get("/follow/matter/agents/1/end"))
    assert own.post("/follow/matter/agents/1/end").status_code == 302
    assert own.get("/follow/matter/agents/1/end").status_code == 404
    page = words(own.get("/follow/matter"))
    assert "1号（律师） · 一般授权；已经终止" in page
    assert "1号代理人的代理终止" in page
    left = citizen.get("/follow/matter")
    assert (left.status_code, left.url) == (302, "/follow")
    wrong = citizen.post("/follow", {"number": life.filed.number, "code": "ABCDEABCDE"})
    revoked = citizen.post("/follow", {"number": life.filed.number, "code": code})
    said = "没有找到与此编号和查询码相符的事项"
    assert (said in words(wrong)) == (said in words(revoked))
    assert wrong.status_code == revoked.status_code == 200


def test_the_authority_is_over_after_its_last_day(citizen: Client, life: Life, at: At) -> None:
    code = appoint(life, until="2026-09-10")
    at("2026-09-10")
    assert enter(citizen, life, code) == 302
    at("2026-09-11", hour=0)
    assert citizen.get("/follow/matter").status_code == 302
    assert enter(citizen, life, code) == 200
    own = Client()
    enter(own, life)
    assert "已于9月10日（周四）期满" in words(own.get("/follow/matter"))


def test_an_agent_lays_the_authority_down(citizen: Client, life: Life) -> None:
    enter(citizen, life, appoint(life))
    assert "辞去代理" in words(citizen.get("/follow/matter/agents/1/end"))
    done = citizen.post("/follow/matter/agents/1/end")
    assert done.url == "/follow"
    assert "1号代理人的代理已经终止" in words(citizen.get("/follow"))
    assert LedgerEvent.objects.get(type="matter.agent_ended").actor == "agent:1"


def test_a_third_agent_is_refused_before_anything_is_asked(citizen: Client, life: Life) -> None:
    appoint(life)
    appoint(life, kind="relative")
    enter(citizen, life)
    assert "同时最多有两名代理人" in words(citizen.post(NEW, {**SAID, "files": paper()}))


def test_in_english(english: Client, life: Life) -> None:
    enter(english, life)
    assert "Let somebody act for me" in words(english.get("/follow/matter"))
    appoint(life)
    assert "No. 1 (lawyer) · General authority until Fri 30 Oct" in words(english.get("/follow/matter"))
    assert "You let agent no. 1 act for you" in words(english.get("/follow/matter"))


def test_a_report_of_wrongdoing_offers_no_agents(citizen: Client, district: Any, at: At) -> None:
    life = Life.begin(district, category="accusation")
    enter(citizen, life)
    assert "您的代理人" not in words(citizen.get("/follow/matter"))
    assert "检举控告不登记代理人" in words(citizen.get(NEW))
