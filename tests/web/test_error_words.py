"""What forms say about mistakes: the field is named, and nobody reads a sentence of Django's."""

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from huiyin.web.kit import fields


class Form(forms.Form):
    """A field of each kind."""

    reason = forms.CharField(label="申请听证的理由")
    topic = forms.ChoiceField(label="内容分类", choices=[("a", "甲")])
    agreed = forms.BooleanField(label="本人已确认")
    day = forms.DateField(label="收到之日")
    days = forms.IntegerField(label="延长日数", min_value=1, max_value=30)
    mail = forms.EmailField(label="电子邮箱", required=False)
    short = forms.CharField(label="标题", max_length=3, required=False)
    asked = forms.CharField(label="您要反映什么情况？")
    own = forms.CharField(label="姓名", error_messages={"required": "请写明您是谁"})


def said(**data: str) -> list[str]:
    with override("zh-hans"):
        return [text for _id, text in fields.errors_of(Form(data))]


class FileForm(forms.Form):
    """A file, whose name may have ten characters."""

    head = forms.FileField(label="校验值文件", max_length=10)


def test_a_file_with_a_long_name_says_that_it_is_the_name() -> None:
    sent = SimpleUploadedFile("head-of-the-whole-ledger.json", b"{}")
    with override("zh-hans"):
        found = [text for _id, text in fields.errors_of(FileForm({}, {"head": sent}))]
    assert found == ["校验值文件：文件名超过 10 个字，请改短"]


def test_what_is_missing_is_asked_for_by_its_name():
    assert said() == [
        "请填写申请听证的理由",
        "请选择内容分类",
        "请勾选：本人已确认",
        "请填写收到之日",
        "请填写延长日数",
        "请回答：您要反映什么情况",
        "姓名：请写明您是谁",
    ]


def test_what_does_not_fit_says_what_would():
    found = said(
        reason="因为",
        topic="z",
        agreed="on",
        day="2026-02-30",
        days="31",
        mail="x",
        short="四个字呀",
        asked="有",
        own="我",
    )
    assert found == [
        "内容分类：请从列出的选项中选择",
        "收到之日：请填写存在的日期，例如 2026-10-15",
        "延长日数：不能大于 30",
        "电子邮箱：请填写电子邮箱，例如 name@example.com",
        "标题：最多 3 个字，现有 4 个字",
    ]


def test_the_field_itself_shows_the_same_sentence():
    with override("zh-hans"):
        form = Form({})
        assert fields.context(form["reason"], {})["errors"] == ["请填写申请听证的理由"]


def test_a_number_must_be_in_digits():
    assert "延长日数：请用数字填写，例如 12" in said(days="三十")
