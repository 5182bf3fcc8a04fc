"""Components as template tags. They are builtins: no page needs to load them. See them
all at /styleguide.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from huiyin.web.kit import clock, fields, file_words, inline
from huiyin.web.kit.components import (
    Chart,
    Count,
    DutyLine,
    Happening,
    Refusal,
    Row,
    Side,
    Step,
)
from huiyin.web.kit.drawing import draw, drawn
from huiyin.web.kit.kept import marks
from huiyin.web.sections.remedies import Ways

register = template.Library()


def _today(context: Context) -> date:
    given = context.get("today")
    return given if isinstance(given, date) else clock.today()


class FormMark(CsrfTokenNode):
    """Django's token against forged forms, and beside it whose form it is: nobody else
    gets the words in it back.
    """

    def render(self, context: Context) -> SafeString:
        """The hidden controls; the second only where somebody is known."""
        return SafeString(
            super().render(context) + marks.control(context.get("request"))
        )


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> FormMark:
    """`{% csrf_token %}`, as Django's, in every form that is sent by POST."""
    return FormMark()


@register.simple_tag
def error_summary(*parts: Any) -> SafeString:
    """`{% error_summary form formset … %}`: every error with a link to its field;
    nothing when there are none.
    """
    sent = [part for part in parts if getattr(part, "is_bound", False)]
    return draw("error_summary", errors=fields.errors_of(*sent))


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """`{% field form.text rows=8 count=2000 %}`: label, hint, error and control.
    Options: kit.fields.context.
    """
    return draw("field", **fields.context(bound, options))


@register.simple_tag(takes_context=True)
def part(context: Context, name: str, **given: Any) -> SafeString:
    """`{% part "officer/parts/history" lines=lines %}`: a part of a page that is drawn by
    Jinja2, with what it is given and the day.
    """
    return drawn(name, today=_today(context), **given)


@register.simple_tag
def file_limits(hint: str = "") -> str:
    """`{% file_limits form.files.help_text as hint %}`: a hint, and after it how large
    and how many files may be.
    """
    return f"{hint} {file_words.limits()}".strip()


@register.simple_tag
def form_fields(form: Any) -> SafeString:
    """`{% form_fields form %}`: all fields of a form, one after another, hidden ones included."""
    drawn = [field(bound) for bound in form.visible_fields()]
    return draw("fields", hidden=form.hidden_fields(), fields=drawn)


@register.simple_tag
def summary_list(
    rows: Sequence[Row], card: object = "", level: int = 2
) -> SafeString:
    """`{% summary_list rows card=_("Title") %}`: what was said, with links to change
    it. Rows: components.Row.
    """
    return draw("summary_list", rows=rows, card=card, level=level)


@register.simple_tag
def tag(text: object, state: str = "") -> SafeString:
    """`{% tag _("Accepted") "intime" %}`: a badge. States: overdue, today, intime,
    done, or none.
    """
    return inline.tag(text, state)


@register.simple_tag(takes_context=True)
def due(
    context: Context,
    day: date | datetime | None,
    done: date | datetime | None = None,
    *,
    provisional: bool = False,
    short: bool = False,
    today: date | None = None,
) -> SafeString | str:
    """`{% due duty.due %}`: the date as people say it, and what is left:
    10月15日（周四），还有 6 天.

    `done=` the day it was discharged; `provisional=True` marks an unpublished calendar;
    `short=True` leaves the weekday out and puts what is left first, for tables.
    """
    return inline.due(
        day,
        today or _today(context),
        done=done,
        provisional=provisional,
        short=short,
    )


@register.simple_tag(takes_context=True)
def day(context: Context, moment: date | datetime | None) -> SafeString | str:
    """`{% day case.received %}`: a day with its weekday, the exact one on hover."""
    return inline.day(moment, _today(context))


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None) -> SafeString | str:
    """`{% moment event.at %}`: day and time of day, the exact instant on hover."""
    return inline.moment(at, _today(context))


@register.simple_tag
def progress(steps: Sequence[Step]) -> SafeString:
    """`{% progress steps %}`: 收到 转交 告知 办理 答复. Steps: components.Step."""
    return draw("progress", steps=steps)


@register.simple_tag(takes_context=True)
def timeline(
    context: Context, happenings: Sequence[Happening], level: int = 3
) -> SafeString:
    """`{% timeline happenings %}`: what happened, newest first as given. Entries:
    components.Happening.
    """
    return draw(
        "timeline",
        happenings=happenings,
        level=level,
        today=_today(context),
    )


@register.simple_tag
def filter_by(
    name: str, label: object, choices: Sequence[tuple[str, str]], value: str
) -> SafeString:
    """`{% filter_by "topic" _("Topic") choices value %}`: what a list can be narrowed to,
    and nothing chosen at first.
    """
    return _filter(name, str(label), tuple(choices), value)


# Topics and areas are some hundred options, the same on every page; what is drawn
# follows from the words that are given, whatever language they are in
@lru_cache(maxsize=300)
def _filter(
    name: str, label: str, choices: tuple[tuple[str, str], ...], value: str
) -> SafeString:
    return draw("filter", name=name, label=label, choices=choices, value=value)


@register.simple_tag(takes_context=True)
def duty_list(
    context: Context, lines: Sequence[DutyLine], *, choosable: bool = False
) -> SafeString:
    """`{% duty_list lines choosable=True %}`: open duties, a row each; those that can be
    chosen are handed on by the form around it. Rows: components.DutyLine.
    """
    return draw(
        "duty_list",
        lines=lines,
        choosable=choosable,
        today=_today(context),
        choose=gettext("Choose %(number)s"),
    )


@register.simple_tag
def counts(numbers: Sequence[Count]) -> SafeString:
    """`{% counts numbers %}`: numbers at the head of a page, each a link. Numbers:
    components.Count.
    """
    return draw("counts", counts=numbers)


@register.simple_tag
def pager(previous: str = "", following: str = "") -> SafeString:
    """`{% pager previous=url following=url %}`: one page back, one page on; nothing
    when both are empty.
    """
    return draw("pager", previous=previous, following=following)


@register.simple_tag
def notice(text: object, tone: str = "") -> SafeString:
    """`{% notice _("Saved") tone="success" %}`: a banner. Tones: success, or none for
    what is important to know.
    """
    return draw("notice", text=text, tone=tone)


@register.simple_tag
def chart(drawing: Chart) -> SafeString:
    """`{% chart drawing %}`: a chart with its table, which is all there is without a
    script. See components.Chart.
    """
    return draw("chart", chart=drawing, data_id=f"{drawing.id}-data")


@register.simple_tag
def confirmation(
    title: object, text: object = "", code: object = ""
) -> SafeString:
    """`{% confirmation _("Filed") text=… code=number %}`: the panel on the page after
    something was done.
    """
    return draw("confirmation", title=title, text=text, code=code)


@register.simple_tag
def consequences(
    items: Sequence[object], ground: str = "", title: object = ""
) -> SafeString:
    """`{% consequences items ground=… %}`: what will follow, shown before an act is
    done. Items: sentences.
    """
    return draw("consequences", items=items, article=ground, title=title)


@register.simple_tag
def refusals(reasons: Sequence[Refusal], title: object = "") -> SafeString:
    """`{% refusals reasons %}`: why something is not possible, with article and remedy.
    See components.Refusal.
    """
    return draw("refusals", reasons=reasons, title=title)


@register.simple_tag
def ways(shown: Ways, *, brief: bool = False) -> SafeString:
    """`{% ways shown %}`: ways outside petitioning with their last days; `brief=True`
    only those that are open.
    """
    listed = shown.open if brief else shown.ways
    return draw("ways", shown=shown, ways=listed, brief=brief)


@register.simple_tag
def side(navigation: Side) -> SafeString:
    """`{% side navigation %}`: the side navigation of officers' pages. See components.Side."""
    return draw("side", side=navigation)


@register.simple_block_tag
def empty(content: str, title: str = "") -> SafeString:
    """`{% empty title=_("Nothing is due") %}…{% endempty %}`: an empty state that says
    what would be here.
    """
    head = (
        format_html(
            '<p class="govuk-body govuk-!-font-weight-bold">{}</p>', title
        )
        if title
        else ""
    )
    return format_html('<div class="hy-empty">{}{}</div>', head, content)


@register.simple_tag
def ground(*articles: str) -> SafeString:
    """`{% ground _("Article 23") … %}`: the legal basis, in small print, second to the
    plain words.
    """
    return inline.ground(*articles)
