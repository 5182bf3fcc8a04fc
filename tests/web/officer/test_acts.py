"""A matter's life through the pages: each act is shown with what follows, then done;
refusals lose nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.web.officer.building import filed, forwarded, registered

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import contacts
from huiyin.casework.matter import reads
from huiyin.casework.upkeep import verify

SignIn = Callable[[str], Client]
Now = Callable[..., Any]
SEEN = re.compile(r'name="seen" value="(\w+)"')


def words(got: Any) -> str:
    """The page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", got.content.decode()))


AS_OF = re.compile(r'name="as_of" value="([^"]+)"')


def as_of(page: str) -> str:
    """How the matter stood when the page was drawn."""
    found = AS_OF.search(page)
    assert found
    return found[1]


def seen(page: str) -> str:
    """What followed when the page was drawn."""
    found = SEEN.search(page)
    assert found
    return found[1]


def banner(got: Any) -> str:
    """What the page says was done."""
    found = re.search(r'govuk-notification-banner__content">(.*?)</div>', got.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


def do(client: Client, case_id: str, step: str, **answers: Any) -> HttpResponse:
    """Look at what follows with these answers, then do it."""
    address = reverse("officer:act", args=[case_id, step])
    ahead = client.post(address, {**answers, "do": "preview"})
    assert ahead.status_code == 200, words(ahead)
    seen = SEEN.search(ahead.content.decode())
    return client.post(address, {**answers, "do": "confirm", "seen": seen[1] if seen else ""}, follow=True)


def state(case_id: str) -> str:
    """The state the matter is in."""
    return reads.access_case(by=Actor.system(), case_id=case_id).state.state


def test_a_whole_life(district: District, sign_in: SignIn, now: Now) -> None:
    case_id = filed("2026-11-20", claims=("停止夜间施工", "公布监督电话"))
    office, branch = sign_in("dispatcher"), sign_in("green_head")

    got = do(office, case_id, "register", category="appeal", topic="noise", area="xinan")
    # filed on Friday 20 November: fifteen days end on Saturday 5 December, and roll to
    # Monday the 7th
    assert banner(got) == "已完成：登记。 接下来：区信访局最迟应在12月7日（周一）完成“转送、交办”，还有 14 天。"

    got = do(office, case_id, "forward", to="environment", report_by="2026-12-31", note="请依法办理")
    assert "区生态环境分局最迟应在12月8日（周二）完成“书面告知”" in banner(got)
    assert state(case_id) == "forwarded"

    now("2026-11-25")
    got = do(branch, case_id, "notify", text="您反映的噪声问题已由我局接收，按信访程序办理。")
    assert "决定是否受理" in banner(got)
    now("2026-11-26")
    got = do(branch, case_id, "accept", note="")
    # sixty days from 26 November end on 25 January 2027, a Monday
    assert "反馈办理结果" in banner(got)
    assert "2027年1月25日（周一）" in words(got)

    now("2026-12-20")
    got = do(branch, case_id, "extend", days="30", reason="需要连续监测")
    assert state(case_id) == "accepted"
    assert "2月24日" in words(got)

    told = {
        "outcome": "partly",
        "outcome_1": "supported",
        "facts_1": "属实",
        "basis_1": "法",
        "outcome_2": "explained",
        "facts_2": "已公布",
        "basis_2": "条例",
    }
    unheard = do(branch, case_id, "decide", **told)
    assert unheard.status_code == 409
    assert "应当听取信访人陈述事实和理由" in words(unheard)
    assert "第31条第6项" in words(unheard)
    assert "\n属实</textarea>" in unheard.content.decode()
    alone = do(branch, case_id, "decide", **{**told, "outcome": "settled"}, heard="call")
    assert "调解、和解须双方自愿，并制作协议书" in words(alone)
    got = do(
        branch,
        case_id,
        "decide",
        heard="call",
        heard_on="2026-12-18",
        outcome="partly",
        outcome_1="supported",
        facts_1="夜间施工属实",
        basis_1="噪声污染防治法",
        reply_1="已责令停工",
        outcome_2="explained",
        facts_2="电话已公布",
        basis_2="信息公开条例",
        reply_2="",
    )
    assert state(case_id) == "decided"
    assert "已责令停工" in words(got)
    assert "听取陈述：电话或者视频听取、2026年12月18日" in words(got)

    now("2026-12-23")
    got = do(branch, case_id, "serve", method="post", received_on="2026-12-22")
    # thirty days from 22 December end on 21 January
    assert "1月21日" in words(got)
    do(branch, case_id, "report", text="已办结，报告如下。")

    now("2026-12-28")
    refused = do(branch, case_id, "conclude", reason="期满")
    assert refused.status_code == 409
    assert "请求复查的期限未满" in words(refused)
    got = do(branch, case_id, "conclude", reason="信访人书面同意", petitioner_agrees="on")
    # what was promised is still owed: sixty days from 22 December are 20 February, a
    # Saturday in 2027
    assert banner(got).startswith("已完成：结案。 接下来：")
    assert "区生态环境分局最迟应在2027年2月22日（周一）完成“执行处理意见”" in banner(got)
    assert state(case_id) == "executing"
    got = do(branch, case_id, "execute", what="已停止夜间施工", done_on="2026-12-28")
    assert banner(got) == "已完成：执行完毕。 此事项已办结。"
    assert state(case_id) == "concluded"
    assert verify.run().problems == ()


def test_what_was_chosen_is_taken_at_once(district: District, sign_in: SignIn) -> None:
    case_id = registered(district=district)
    client = sign_in("dispatcher")
    address = reverse("officer:act", args=[case_id, "forward"])
    fresh = client.get(address).content.decode()
    # the organ is chosen after the page came, and confirmed before the page could say
    # what follows from that
    got = client.post(address, {"to": "environment", "do": "confirm", "as_of": as_of(fresh), "seen": seen(fresh)})
    assert got.status_code == 302
    assert state(case_id) == "forwarded"
    assert "区生态环境分局最迟应在" in banner(client.get(got["Location"])), "what follows is said afterwards"


def test_nothing_is_done_after_somebody_else_acted_before_what_follows_was_on_the_page(
    district: District, sign_in: SignIn
) -> None:
    case_id = registered(district=district)
    client = sign_in("dispatcher")
    address = reverse("officer:act", args=[case_id, "forward"])
    fresh = client.get(address).content.decode()
    contacts.add_material(case_id=case_id, text="补充", by=district.clerk, at=moment("2026-11-20"))
    given = {"to": "environment", "note": "请依法办理此事项", "do": "confirm"}
    got = client.post(address, {**given, "as_of": as_of(fresh), "seen": seen(fresh)})
    assert got.status_code == 200
    assert "请看过现在的后续结果" in words(got)
    assert "请依法办理此事项" in got.content.decode()
    assert state(case_id) == "registered"
    again = got.content.decode()
    client.post(address, {**given, "as_of": as_of(again), "seen": seen(again)})
    assert state(case_id) == "forwarded"


def test_a_script_gets_only_what_follows(district: District, sign_in: SignIn) -> None:
    case_id = registered(district=district)
    address = reverse("officer:act", args=[case_id, "forward"])
    given = {"to": "environment", "report_by": "2026-12-31", "do": "preview"}
    got = sign_in("dispatcher").post(address, given, headers={"HX-Request": "true"})
    page = got.content.decode()
    assert page.startswith('<div id="following"')
    assert "反馈办理结果" in page
    assert "<html" not in page


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(district: District, sign_in: SignIn) -> None:
    case_id = registered(district=district)
    address = reverse("officer:act", args=[case_id, "refuse"])
    got = sign_in("dispatcher").post(address, {"ground": "not_competent", "last_day": "2026-13-40", "do": "confirm"})
    assert got.status_code == 422
    page = got.content.decode()
    assert 'href="#id_explanation"' in page
    assert 'href="#id_last_day"' in page
    assert re.search(r'value="not_competent" checked', page)
    assert state(case_id) == "registered"


def test_a_refusal_of_the_law_names_article_and_remedy(district: District, sign_in: SignIn) -> None:
    case_id = registered(district=district, category="accusation", topic="housing")
    got = do(sign_in("dispatcher"), case_id, "forward", to="housing", note="请核查")
    assert got.status_code == 409
    said = words(got)
    assert "检举控告只能转送有权限的纪检监察机关" in said
    assert "信访工作条例第22条、第30条" in said
    assert "处理建议：请选择按管理权限有权受理的纪检监察机关" in said
    assert "请核查" in said
    assert state(case_id) == "registered"


def test_an_act_that_cannot_be_done_now_says_why_and_what_can(district: District, sign_in: SignIn) -> None:
    case_id = registered(district=district)
    got = sign_in("dispatcher").get(reverse("officer:act", args=[case_id, "notify"]))
    assert got.status_code == 409
    assert "信访部门应当转送有权处理的机关" in words(got)
    assert reverse("officer:act", args=[case_id, "forward"]) in got.content.decode()
    assert sign_in("dispatcher").get(reverse("officer:act", args=[case_id, "no-such-step"])).status_code == 404


def test_refusing_tells_the_organ_that_the_ground_names(district: District, sign_in: SignIn) -> None:
    case_id = registered(district=district)
    given = {"ground": "concluded_after_rereview", "earlier_number": "XF2020-000001", "facts": "same"}
    got = do(sign_in("dispatcher"), case_id, "refuse", **given, explanation="已经复核")
    assert "此事项已办结" in banner(got)
    assert state(case_id) == "refused"
    assert "当地党委、政府和基层组织（疏导和帮扶）" in words(got)


def test_a_petition_office_does_not_end_what_it_must_pass_on(district: District, sign_in: SignIn) -> None:
    """R22 Art 22: it forwards within 15 days; not even a letter on litigation is turned away."""
    case_id = registered(district=district)
    client = sign_in("dispatcher")
    for ground, rule in (("not_competent", "应当在15日内转送"), ("litigation", "应当转送同级政法部门")):
        got = do(client, case_id, "refuse", ground=ground, explanation="不是我们的事")
        assert got.status_code == 409
        assert rule in words(got)
        assert "不是我们的事" in words(got)
    got = client.get(reverse("officer:act", args=[case_id, "divert"]))
    assert got.status_code == 409
    assert "信访部门应当转送、交办" in words(got)
    assert state(case_id) == "registered"


def test_whoever_was_sent_a_matter_cannot_end_it_as_not_theirs(district: District, sign_in: SignIn) -> None:
    """R22 Art 23(3): it may object within 5 working days, and otherwise handles it."""
    case_id = forwarded(district=district)
    got = do(sign_in("green"), case_id, "refuse", ground="not_competent", explanation="属于住建局")
    assert got.status_code == 409
    assert "5个工作日内可以提出异议" in words(got)
    assert state(case_id) == "forwarded"


def test_whoever_decides_on_the_route_begins_it(district: District, sign_in: SignIn, now: Now) -> None:
    """R22 Art 31(5): asked to act, the organ acts or answers itself."""
    now("2026-11-20")
    case_id = forwarded(district=district)
    client = sign_in("green")
    got = do(client, case_id, "divert", route="enforcement", explanation="请另行举报")
    assert "依法履行或者答复" in words(got)
    do(client, case_id, "notify", text="已收到")
    do(client, case_id, "lead_in", route="enforcement", explanation="我局直接查处")
    assert state(case_id) == "led_in"
    given = {"outcome": "done", "reasons": "已查处", "remedies": "可以申请行政复议", "method": "post"}
    got = do(client, case_id, "answer_led_in", **given, received_on="2026-11-20")
    assert state(case_id) == "concluded"


def test_diverting_shows_the_time_to_go_there(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    address = reverse("officer:act", args=[case_id, "divert"])
    client = sign_in("green")
    ahead = words(client.post(address, {"route": "reconsideration", "do": "preview"}))
    assert "提出期限：一般自知道行政行为之日起60日" in ahead
    got = do(client, case_id, "divert", route="reconsideration", explanation="对处罚决定不服", competent_organ="区政府")
    assert state(case_id) == "diverted"
    assert "区政府" in words(got)


def test_objection_and_return(district: District, sign_in: SignIn, now: Now) -> None:
    now("2026-11-18")
    case_id = forwarded(district=district)
    branch, office = sign_in("green"), sign_in("dispatcher")
    do(branch, case_id, "object", reason="该路段由住建局管理")
    page = office.get(reverse("officer:act", args=[case_id, "agree_return"]))
    assert "该路段由住建局管理" in words(page)
    got = do(office, case_id, "agree_return")
    assert state(case_id) == "registered"
    assert "区信访局最迟应在11月25日" in banner(got)


def test_objecting_too_late_is_refused(district: District, sign_in: SignIn, now: Now) -> None:
    case_id = forwarded(district=district)
    # five working days from Monday 16 November end on Monday the 23rd
    now("2026-11-24")
    got = sign_in("green").get(reverse("officer:act", args=[case_id, "object"]))
    assert got.status_code == 409
    assert "5个工作日" in words(got)


def test_a_hand_over_moves_duties_with_their_dates(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    do(sign_in("green"), case_id, "offer_handover", to="housing", reason="路灯由住建局管养")
    builder = sign_in("builder")
    offers = words(builder.get(reverse("officer:duties")))
    assert "有1件事项提出移交给本机关" in offers
    page = builder.get(reverse("officer:act", args=[case_id, "accept_handover"]))
    assert "“书面告知”转由区住房和城乡建设局承担，期限仍为12月1日（周二）" in words(page)
    assert "路灯由住建局管养" in words(page)
    do(builder, case_id, "accept_handover")
    assert "12月1日" in words(builder.get(reverse("officer:case", args=[case_id])))


def test_whoever_declines_an_offer_is_led_back_to_their_list(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    acts.take("offer_handover", case_id=case_id, to="housing", reason="x", by=district.green, at=moment("2026-11-17"))
    got = do(sign_in("builder"), case_id, "decline_handover", reason="不属于本局")
    assert got.redirect_chain[-1][0] == reverse("officer:duties")  # type: ignore[attr-defined]
    assert "已完成：不接收移交" in banner(got)


def test_the_common_superior_decides(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    green = sign_in("green")
    ahead = words(green.get(reverse("officer:act", args=[case_id, "refer_competence"])))
    assert "泉东区人民政府最迟应在12月7日（周一）完成“决定受理机关”" in ahead
    do(green, case_id, "refer_competence", reason="与住建局有争议")
    got = do(sign_in("governor"), case_id, "decide_competence", to="housing", reason="路灯管养职责")
    assert "区住房和城乡建设局" in banner(got)


def test_withdrawing_an_offer(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    green = sign_in("green")
    do(green, case_id, "offer_handover", to="housing", reason="路灯由住建局管养")
    do(green, case_id, "withdraw_handover")
    assert "提出移交给本机关" not in words(sign_in("builder").get(reverse("officer:duties")))


def test_material_is_added_with_its_file(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    client = sign_in("green")
    address = reverse("officer:act", args=[case_id, "supplement"])
    draft = re.search(r'name="draft" value="(\w+)"', client.get(address).content.decode())
    assert draft
    given = {"draft": draft[1], "text": "监测报告", "do": "confirm"}
    got = client.post(address, {**given, "attachments": SimpleUploadedFile("报告.txt", b"55 dB")}, follow=True)
    assert "已完成：补充材料" in banner(got)
    assert "报告.txt" in words(got)
    bad = client.post(address, {**given, "attachments": SimpleUploadedFile("run.exe", b"MZ")})
    assert bad.status_code == 422


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_act_has_its_page_in_both_languages(
    district: District, sign_in: SignIn, language: str, settings: Any
) -> None:
    case_id = forwarded(district=district)
    acts.take("notify", case_id=case_id, text="收到", by=district.green, at=moment("2026-11-18"))
    acts.take("accept", case_id=case_id, by=district.green, at=moment("2026-11-19"))
    client = sign_in("green_head")
    for step in ("decide", "extend", "divert", "offer_handover", "refer_competence"):
        got = client.get(reverse("officer:act", args=[case_id, step]), headers={"accept-language": language})
        assert got.status_code == 200, step
        assert ("What will follow" in words(got)) == (language == "en")
