"""Form fields in GOV.UK's markup: what belongs together is tied together."""

import re

import pytest
from django import forms
from django.template import Context, Template

from huiyin.web.kit import fields


class Form(forms.Form):
    """A few fields."""

    name = forms.CharField(label="标题", help_text="一句话")
    kind = forms.ChoiceField(
        label="类别", widget=forms.RadioSelect, choices=[("a", "申诉"), ("b", "建议")], required=False
    )
    on = forms.DateField(label="日期", widget=forms.DateInput, required=False)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_hint_and_error_are_named_to_those_who_listen():
    html = render("{% field form.name %}", form=Form({}))
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    for one in described[1].split():
        assert f'id="{one}"' in html
    assert 'aria-invalid="true"' in html
    assert '<label class="govuk-label " for="id_name">标题</label>' in html


def test_choices_are_a_group_with_a_legend():
    html = render("{% field form.kind hints=hints %}", form=Form(), hints={"a": "请求解决具体问题"})
    assert html.count('type="radio"') == 2
    assert "<legend" in html
    assert 'aria-describedby="id_kind_0-hint"' in html
    assert "（选填）" in html


def test_a_date_is_one_field_in_iso_form():
    html = render("{% field form.on %}", form=Form({"on": "2026-10-09"}))
    assert 'type="date"' in html
    assert 'value="2026-10-09"' in html


def test_a_count_is_shown_and_kept_by_the_script():
    html = render("{% field form.name count=40 %}", form=Form())
    assert 'data-maxlength="40"' in html
    assert "最多可以写 40 个字" in html


def test_the_summary_names_the_field_and_leads_to_it():
    form = Form({"kind": "x"})
    html = render("{% error_summary form %}", form=form)
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_0"' in html
    assert "请填写标题" in html


@pytest.mark.parametrize("form", [Form(), Form({"name": "a"})], ids=["empty", "right"])
def test_no_errors_no_summary(form):
    assert render("{% error_summary form %}", form=form).strip() == ""


def test_formsets_are_summed_up_too():
    formset = forms.formset_factory(Form, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "", "form-1-name": "b"}
    )
    assert [place for place, _ in fields.errors_of(formset)] == ["id_form-0-name"]
