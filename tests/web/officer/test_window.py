"""The window: one page to a registered matter and its receipt, further contacts, and
the queue beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District
from tests.web.officer.building import filed

from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter import reads
from huiyin.ledger import reads as ledger

SignIn = Callable[[str], Client]
ADDRESS = "/office/register"
GIVEN: dict[str, Any] = {
    "draft": "0" * 32,
    "channel": "visit",
    "persons": "1",
    "representatives": "0",
    "text": "工地夜间施工，已连续一周。",
    "read_back": "on",
    "title": "夜间施工噪声",
    "claims": "停止夜间施工\n\n公布监督电话",
    "name": "周明",
    "phone": "13900000000",
    "address": "新安镇建设路9号",
    "email": "",
    "category": "appeal",
    "topic": "noise",
    "area": "xinan",
    "do": "confirm",
}


def plain(got: Any) -> str:
    """The page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", got.content.decode()))


def case_of(number: str) -> Any:
    """The matter with this number."""
    return reads.access_case(by=Actor.system(), case_id=reads.find_number(by=Actor.system(), number=number))


def test_from_the_window_to_the_receipt(district: District, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    got = client.post(ADDRESS, GIVEN, follow=True)
    assert got.redirect_chain[-1][0].endswith("/receipt")
    said = plain(got)
    assert "XF2026-000001" in said
    # fifteen days from Monday 23 November end on Tuesday 8 December
    assert "区信访局最迟应在12月8日（周二）把您的信访事项转送给有权处理的机关" in said
    assert "周明" not in said
    code = re.search(r"查询码 (\w{8,})", said)
    assert code
    view = reads.access_own(number="XF2026-000001", query_code=code[1])
    assert [claim.text for claim in view.claims] == ["停止夜间施工", "公布监督电话"]
    assert view.state.state == "registered"
    assert view.contacts[0].spoken
    # printed again it is the same, after the next person it is gone
    assert code[1] in plain(client.get(got.redirect_chain[-1][0]))
    client.post(ADDRESS, {**GIVEN, "draft": "1" * 32})
    assert code[1] not in plain(client.get(got.redirect_chain[-1][0]))


def test_the_same_form_twice_is_one_matter(district: District, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    first = client.post(ADDRESS, GIVEN)
    second = client.post(ADDRESS, GIVEN)
    assert first["Location"] == second["Location"]


def test_a_spoken_statement_is_read_back(district: District, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    got = client.post(ADDRESS, {name: value for name, value in GIVEN.items() if name != "read_back"})
    assert got.status_code == 422
    assert "请向本人宣读记录" in plain(got)
    assert "工地夜间施工" in got.content.decode()
    letter = {name: value for name, value in GIVEN.items() if name != "read_back"} | {"channel": "letter"}
    assert client.post(ADDRESS, letter).status_code == 302


def test_files_survive_a_question(district: District, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    file = SimpleUploadedFile("照片说明.txt", b"night")
    got = client.post(ADDRESS, {**GIVEN, "title": "", "attachments": file})
    assert got.status_code == 422
    assert "照片说明.txt" in plain(got)
    back = re.search(r'value="(drop:\w+)"', got.content.decode())
    assert back
    dropped = client.post(ADDRESS, {**GIVEN, "do": back[1]})
    assert dropped.status_code == 200
    assert "照片说明.txt" not in plain(dropped)
    client.post(ADDRESS, {**GIVEN, "attachments": SimpleUploadedFile("再来.txt", b"again")})
    assert [one.name for one in case_of("XF2026-000001").attachments] == ["再来.txt"]


def test_a_file_of_another_kind_is_refused_at_its_field(district: District, sign_in: SignIn) -> None:
    got = sign_in("clerk").post(ADDRESS, {**GIVEN, "attachments": SimpleUploadedFile("a.exe", b"MZ")})
    assert got.status_code == 422
    assert 'id="id_attachments-error"' in got.content.decode()


def test_whoever_comes_with_many_is_registered_and_asked_for_representatives(
    district: District, sign_in: SignIn
) -> None:
    client = sign_in("clerk")
    ahead = client.post(ADDRESS, {**GIVEN, "persons": "8", "do": "preview"}, headers={"HX-Request": "true"})
    assert "劝导其推选1至5名代表；未推选的，照样登记。 第20条" in plain(ahead)
    kept = []
    for number, representatives in enumerate(("0", "6", "5"), start=1):
        told = {**GIVEN, "persons": "8", "representatives": representatives, "draft": str(number) * 32}
        got = client.post(ADDRESS, told, follow=True)
        assert got.redirect_chain[-1][0].endswith("/receipt")
        kept.append(plain(got))
    assert "照样登记。（信访工作条例第20条）" in kept[0]
    assert "按5名代表登记，其他人仍是信访人" in kept[1]
    assert "代表" not in kept[2]
    views = [case_of(f"XF2026-00000{number}") for number in (1, 2, 3)]
    assert [one.contacts[0].representatives for one in views] == [0, 5, 5]
    assert [one.contacts[0].persons for one in views] == [8, 8, 8]
    again = client.post(
        reverse("officer:contact", args=[views[0].case_id]), {**GIVEN, "persons": "7", "draft": "9" * 32}, follow=True
    )
    assert "照样登记" in plain(again)
    assert len(case_of("XF2026-000001").contacts) == 2


def test_who_may_be_competent_is_suggested_with_the_reason(district: District, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    got = client.post(ADDRESS, {**GIVEN, "do": "preview"}, headers={"HX-Request": "true"})
    said = plain(got)
    assert "区生态环境分局 职权表：内容“噪声”" in said
    assert "<html" not in got.content.decode()
    said = plain(client.post(ADDRESS, {**GIVEN, "category": "accusation", "do": "preview"}))
    assert "区纪委监委" in said
    assert "区生态环境分局 职权表" not in said


def test_without_a_name(district: District, sign_in: SignIn) -> None:
    given = {**GIVEN, "anonymous": "on", "name": "", "phone": "", "address": ""}
    assert sign_in("clerk").post(ADDRESS, given).status_code == 302
    assert not case_of("XF2026-000001").contacts[0].has_identity


def test_the_queue_stands_beside(district: District, sign_in: SignIn) -> None:
    case_id = filed(title="路灯不亮")
    page = sign_in("clerk").get(ADDRESS).content.decode()
    assert "路灯不亮" in page
    assert reverse("officer:act", args=[case_id, "register"]) in page


def test_a_further_contact_by_number(district: District, sign_in: SignIn) -> None:
    case_id = filed()
    client = sign_in("clerk")
    assert client.post("/office/contact", {"n-number": "XF2026-000099"}).status_code == 422
    found = client.post("/office/contact", {"n-number": "xf2026-000001"})
    address = reverse("officer:act", args=[case_id, "contact"])
    assert found["Location"] == address
    given = {**GIVEN, "text": "三天过去了，仍在施工。", "draft": "2" * 32}
    got = client.post(address, given, follow=True)
    assert "已完成：登记重复信访" in plain(got)
    view = case_of("XF2026-000001")
    assert view.state.contacts == 2
    assert view.contacts[1].repeat
    refused = client.post(address, {**given, "arrived_on": "2026-11-24", "draft": "3" * 32})
    assert refused.status_code == 409
    assert case_of("XF2026-000001").state.contacts == 2


def test_a_further_contact_by_phone_only_when_asked_and_logged(district: District, sign_in: SignIn) -> None:
    case_id = filed()
    client = sign_in("clerk")
    got = client.post("/office/contact", {"p-phone": "13800000000"})
    assert got.status_code == 422
    assert ledger.events("access:office") == ()
    got = client.post("/office/contact", {"p-phone": "+86 138-0000-0000", "p-requested": "on"})
    assert reverse("officer:act", args=[case_id, "contact"]) in got.content.decode()
    assert [event.type for event in ledger.events("access:office")] == ["identity.looked_up"]
    none = client.post("/office/contact", {"p-phone": "13800000001", "p-requested": "on"})
    assert "本机关登记簿中没有" in plain(none)


@pytest.mark.parametrize("username", ["builder_head", "supervisor", "auditor"])
def test_who_does_not_sit_at_the_window(district: District, sign_in: SignIn, username: str) -> None:
    client = sign_in(username)
    allowed = username == "builder_head"  # officers register too: every organ that receives a petition does
    assert (client.get(ADDRESS).status_code == 200) is allowed
    assert (client.post(ADDRESS, GIVEN).status_code == 302) is allowed


def test_the_auditor_sees_look_ups_and_openings_without_names(district: District, sign_in: SignIn) -> None:
    case_id = filed()
    clerk = sign_in("clerk")
    clerk.post("/office/contact", {"p-phone": "13800000000", "p-requested": "on"})
    clerk.post(reverse("officer:identity", args=[case_id, f"{case_id}.1"]), {"purpose": "check"})
    got = sign_in("auditor").get(reverse("officer:openings"))
    said = plain(got)
    assert "按电话查找 找到1条" in said
    assert "窗口核对本人身份" in said
    assert "Clerk 区信访局" in said
    assert "XF2026-000001" in said
    assert "林知远" not in said
    assert "13800000000" not in said
    assert sign_in("clerk").get(reverse("officer:openings")).status_code == 404


def test_the_log_of_openings_has_pages(district: District, sign_in: SignIn, django_assert_max_num_queries: Any) -> None:
    case_id = filed()
    clerk = sign_in("clerk")
    for _n in range(52):
        clerk.post(reverse("officer:identity", args=[case_id, f"{case_id}.1"]), {"purpose": "check"})
    auditor = sign_in("auditor")
    auditor.get(reverse("officer:openings"))
    with django_assert_max_num_queries(8):
        first = auditor.get(reverse("officer:openings"))
    following = re.search(r'href="([^"]+)" rel="next"', first.content.decode())
    assert following
    second = auditor.get(following[1]).content.decode()
    assert second.count("<tr>") == 1 + 2


def test_a_letter_that_came_on_friday_counts_from_friday(district: District, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    came = {**GIVEN, "channel": "letter", "arrived_on": "2026-11-20", "posted_on": "2026-11-18"}
    # 15 days from Friday 20 November end on a Saturday, and so on Monday 7 December
    ahead = plain(client.post(ADDRESS, {**came, "do": "preview"}, headers={"HX-Request": "true"}))
    assert "12月7日（周一）" in ahead
    said = plain(client.post(ADDRESS, came, follow=True))
    assert "收到日期 2026年11月20日（周五）" in said
    assert "区信访局最迟应在12月7日（周一）把您的信访事项转送给有权处理的机关" in said
    view = case_of("XF2026-000001")
    shown = plain(client.get(reverse("officer:case", args=[view.case_id])))
    assert "交寄 2026年11月18日（周三）" in shown
    assert "收到之日：2026年11月20日（周五）" in shown


def test_a_day_that_cannot_be_is_refused_and_one_long_ago_is_asked_about(district: District, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    got = client.post(ADDRESS, {**GIVEN, "arrived_on": "2026-11-24"})
    assert got.status_code == 409
    assert "收到之日不能晚于今天" in plain(got)
    assert "工地夜间施工" in got.content.decode()
    got = client.post(ADDRESS, {**GIVEN, "arrived_on": "2026-11-01"}, follow=True)
    assert got.redirect_chain  # 22 days ago: an office that is behind is not asked
    old = {**GIVEN, "draft": "1" * 32, "arrived_on": "2026-09-01"}
    got = client.post(ADDRESS, old)
    assert got.status_code == 422
    assert "83天前" in plain(got)
    assert 'name="long_ago"' in got.content.decode()
    assert "工地夜间施工" in got.content.decode()
    assert client.post(ADDRESS, {**old, "long_ago": "on"}).status_code == 302
    assert case_of("XF2026-000002").state.received_date.isoformat() == "2026-09-01"


def test_a_further_letter_before_the_first_is_asked_about(district: District, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    client.post(ADDRESS, GIVEN)
    case_id = case_of("XF2026-000001").case_id
    address = reverse("officer:contact", args=[case_id])
    again = {**GIVEN, "channel": "letter", "draft": "2" * 32, "arrived_on": "2026-11-20"}
    got = client.post(address, again)
    assert got.status_code == 422
    assert "早于此事项的收到之日" in plain(got)
    assert client.post(address, {**again, "long_ago": "on"}).status_code == 302
    assert case_of("XF2026-000001").contacts[1].contact_date.isoformat() == "2026-11-20"


def test_where_exactly_it_is_stands_on_the_page_of_the_matter(district: District, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    assert 'name="place"' in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, {**GIVEN, "place": "建设路口站牌后"})
    page = plain(client.get(reverse("officer:case", args=[case_of("XF2026-000001").case_id])))
    assert "具体地点 建设路口站牌后" in page


def test_whoever_agrees_at_the_window_is_served_online(district: District, sign_in: SignIn) -> None:
    """CPL Art 90 by analogy: the tick is never set beforehand, and without it there is
    no consent.
    """
    client = sign_in("clerk")
    fresh = client.get(ADDRESS).content.decode()
    assert 'name="online_service"' in fresh
    assert not re.search(r'name="online_service"[^>]*checked', fresh)
    turned = client.post(ADDRESS, {**GIVEN, "online_service": "on", "title": ""})
    assert turned.status_code == 422
    assert re.search(r'name="online_service"[^>]*checked', turned.content.decode())
    client.post(ADDRESS, {**GIVEN, "online_service": "on"})
    assert case_of("XF2026-000001").state.values["online_service"] is True
    client.post(ADDRESS, {**GIVEN, "draft": "3" * 32})
    assert "online_service" not in case_of("XF2026-000002").state.values


def test_the_day_on_which_material_came_is_kept(district: District, sign_in: SignIn) -> None:
    client = sign_in("dispatcher")
    case_id = filed()  # on 16 November
    address = reverse("officer:act", args=[case_id, "supplement"])
    assert "只作记录，期限不从这一天起算" in plain(client.get(address))
    told = {"draft": "4" * 32, "text": "现场照片说明", "do": "confirm"}
    for day, said in (("2026-11-24", "收到之日不能晚于今天"), ("2026-11-13", "不能早于收到信访事项之日")):
        got = client.post(address, {**told, "arrived_on": day})
        assert got.status_code == 409
        assert said in plain(got)
        assert "现场照片说明" in got.content.decode()
    assert client.post(address, {**told, "arrived_on": "2026-11-20"}).status_code == 302
    page = plain(client.get(reverse("officer:case", args=[case_id])))
    assert "收到之日：2026年11月20日（周五）" in page
