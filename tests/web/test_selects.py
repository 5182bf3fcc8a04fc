"""A select that was drawn once looks as Django draws it, for every answer, mistake and language."""

from __future__ import annotations

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy

from huiyin.web.kit import selects

YES = gettext_lazy("Yes")


class Where(forms.Form):
    """A form with a select of groups, one that must be answered, and one of lazy words."""

    area = forms.ChoiceField(
        choices=[("", "—"), ("新安镇", [("xinan-1", "一社区"), ("xinan-2", "<二>社区")])], required=False
    )
    organ = forms.ChoiceField(
        choices=[("", "请选择"), ("a", "甲"), ("b", "乙")], widget=forms.Select(attrs={"lang": "zh"})
    )
    sure = forms.ChoiceField(choices=[("yes", YES)])
    several = forms.MultipleChoiceField(choices=[("a", "甲"), ("b", "乙")])


def test_as_django_draws_it() -> None:
    answers: tuple[dict[str, object] | None, ...] = (
        None,
        {},
        {"area": "xinan-2", "organ": "b", "sure": "yes", "several": ["a", "b"]},
        {"area": "elsewhere", "organ": ""},
    )
    drawn = set()
    for _again in range(2):
        for given in answers:
            for language in ("zh-hans", "en"):
                for place in ("", "second"):
                    form = Where(given, auto_id=f"{place}_%s", prefix=place or None)
                    with translation.override(language):
                        for bound in form:
                            attrs = {"class": "govuk-select", "aria-describedby": "hint"}
                            told = str(selects.draw(bound, dict(attrs)))
                            assert told == str(bound.as_widget(attrs=dict(attrs)))
                            drawn.add(told)
    # Two places; the area thrice (nothing, one, an unknown one), the organ with and without a mistake, ...
    assert len(drawn) > 20


def test_words_follow_the_language() -> None:
    words = set()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words.add(str(selects.draw(Where()["sure"], {})))
    assert len(words) == 2
