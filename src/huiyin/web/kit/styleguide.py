"""Every component on one page, for those who build pages. Only there when HUIYIN_DEBUG is set."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.web.kit.components import (
    Chart,
    Count,
    Happening,
    Link,
    Refusal,
    Row,
    Series,
    Side,
    Step,
)

DAY = date(2026, 10, 9)
_AT = datetime(2026, 10, 9, 14, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label="标题", help_text="一句话说清楚是什么事", max_length=40
    )
    text = forms.CharField(label="请写下您的诉求", widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="您要反映的是",
        widget=forms.RadioSelect,
        choices=[("a", "申诉求决"), ("b", "建议意见"), ("c", "检举控告")],
    )
    places = forms.MultipleChoiceField(
        label="涉及的地方",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "新安镇"), ("2", "河西街道")],
    )
    organ = forms.ChoiceField(
        label="单位",
        choices=[("", "请选择"), ("1", "区住建局"), ("2", "区生态环境分局")],
    )
    on = forms.DateField(
        label="收到的日期", widget=forms.DateInput, required=False
    )
    file = forms.FileField(
        label="材料",
        required=False,
        help_text="照片、PDF 或 Word，每个不超过 20 MB",
    )
    agree = forms.BooleanField(label="我确认以上内容属实")


def _forms() -> dict[str, object]:
    wrong = {"title": "", "text": "夜间施工", "kind": "", "organ": ""}
    return {
        "form": SampleForm(auto_id="empty_%s"),
        "wrong": SampleForm(wrong, auto_id="wrong_%s"),
    }


def _charts() -> dict[str, object]:
    organs = (
        "区生态环境分局",
        "区住房和城乡建设局",
        "新安镇",
        "河西街道",
        "区城市管理局",
    )
    return {
        "chart": Chart(
            id="by-organ",
            title="各单位未完成的义务",
            categories=organs,
            series=(
                Series(
                    "逾期",
                    (2, 0, 1, 0, 3),
                    "overdue",
                    links=("#", "#", "#", "#", "#"),
                ),
                Series("本周到期", (5, 2, 4, 1, 2), "today"),
                Series("期限内", (14, 9, 12, 6, 8), "intime"),
            ),
        ),
        "line": Chart(
            id="by-month",
            title="每月收到的信访事项",
            kind="line",
            categories=tuple(f"{month}月" for month in range(1, 13)),
            series=(
                Series(
                    "初次", (9, 7, 12, 11, 8, 9, 14, 10, 9, 12, 8, 8), "intime"
                ),
            ),
        ),
    }


def _matter() -> dict[str, object]:
    return {
        "today": DAY,
        "days": [DAY + timedelta(days=days) for days in (-3, 0, 1, 6, 120)],
        **_progress(),
        **_office(),
        "rows": [
            Row("编号", "XF2026-001284"),
            Row(
                "诉求",
                "反映新安镇夜间施工噪声\n每晚十点以后",
                (Link("#", "更改"),),
            ),
            Row("主张", ("停止夜间施工", "赔偿损失")),
        ],
        "refusals": [
            Refusal(
                "异议期已过：应在收到转送之日起5个工作日内提出。",
                "信访工作条例第23条",
                "可以提出移交",
            )
        ],
        "consequences": [
            "办理期限至 12月14日（60日），可延长一次",
            "系统将通知信访人",
        ],
    }


def _progress() -> dict[str, object]:
    """How far a matter has come, and what happened to it."""
    return {
        "steps": [
            Step("收到", "done", "10月8日"),
            Step("转交", "done", "10月9日"),
            Step("告知", "current"),
            Step("办理", "todo"),
            Step("答复", "todo"),
        ],
        "happenings": [
            Happening(
                "转送 区生态环境分局",
                _AT,
                by="区信访局",
                ground="信访工作条例第22条",
            ),
            Happening(
                "您提交了信访事项",
                _AT - timedelta(days=1),
                text="通过网上提交。",
                ground="信访工作条例第17条",
            ),
        ],
    }


def _office() -> dict[str, object]:
    """What stands around an office's pages."""
    return {
        "counts": [
            Count("逾期", 2, "#", "overdue", current=True),
            Count("今天到期", 5, "#", "today"),
            Count("本周", 14, "#", "intime"),
            Count("全部", 83, "#"),
        ],
        "side": Side(
            (
                (
                    "",
                    (
                        Link("#", "我的义务", current=True, count=83),
                        Link("#", "登记来信来访"),
                    ),
                ),
                ("本单位", (Link("#", "全部事项"), Link("#", "移交", count=2))),
            )
        ),
    }


def page(request: HttpRequest) -> HttpResponse:
    """Show the components, in the citizens' clothes or, with ?officer, in the officers'."""
    layout = (
        "huiyin/base_officer.html"
        if "officer" in request.GET
        else "huiyin/base_public.html"
    )
    return render(
        request,
        "huiyin/styleguide.html",
        {**_matter(), **_charts(), **_forms(), "layout": layout},
    )
