"""Components as template tags. They are builtins: no page needs to load them. See them
all at /styleguide.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from huiyin.web.kit import clock, dates, fields, file_words
from huiyin.web.kit.components import (
    Chart,
    Count,
    Happening,
    Refusal,
    Row,
    Side,
    Step,
)
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


@register.inclusion_tag("huiyin/components/error_summary.html")
def error_summary(*parts: Any) -> dict[str, Any]:
    """`{% error_summary form formset … %}`: every error with a link to its field;
    nothing when there are none.
    """
    return {
        "errors": fields.errors_of(
            *[part for part in parts if getattr(part, "is_bound", False)]
        )
    }


@register.inclusion_tag("huiyin/components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """`{% field form.text rows=8 count=2000 %}`: label, hint, error and control.
    Options: kit.fields.context.
    """
    return fields.context(bound, options)


@register.simple_tag
def file_limits(hint: str = "") -> str:
    """`{% file_limits form.files.help_text as hint %}`: a hint, and after it how large
    and how many files may be.
    """
    return f"{hint} {file_words.limits()}".strip()


@register.inclusion_tag("huiyin/components/fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """`{% form_fields form %}`: all fields of a form, one after another, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("huiyin/components/summary_list.html")
def summary_list(
    rows: Sequence[Row], card: str = "", level: int = 2
) -> dict[str, Any]:
    """`{% summary_list rows card=_("Title") %}`: what was said, with links to change
    it. Rows: components.Row.
    """
    return {"rows": rows, "card": card, "level": level}


@register.simple_tag
def tag(text: object, state: str = "") -> SafeString:
    """`{% tag _("Accepted") "intime" %}`: a badge. States: overdue, today, intime,
    done, or none.
    """
    mark = dates.MARKS.get(state, "") if state else ""
    return format_html(
        '<span class="hy-tag{}">{}{}</span>',
        f" hy-tag--{state}" if state else "",
        format_html('<span class="hy-mark" aria-hidden="true">{}</span>', mark)
        if mark
        else "",
        text,
    )


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
    if day is None:
        return "—"
    today = today or _today(context)
    said = dates.due(
        dates.local_day(day), today, done=done, provisional=provisional
    )
    words = said.said
    if short:
        words = dates.say_short(said.day, today)
    time = format_html(
        '<time datetime="{}" title="{}" data-full="{}">{}</time>',
        said.day.isoformat(),
        said.exact,
        dates.say_full(said.day),
        words,
    )
    left = format_html(
        '<span class="hy-due__left"><span class="hy-mark" aria-hidden="true">{}</span>{}</span>',
        said.mark,
        said.left,
    )
    both = (
        format_html("{} {}", left, time)
        if short
        else format_html("{}{} {}", time, _comma(), left)
    )
    return format_html(
        '<span class="hy-due hy-due--{}{}">{}</span>',
        said.state,
        " hy-due--provisional" if provisional else "",
        both,
    )


def _comma() -> str:
    return "，" if (get_language() or "").startswith("zh") else ","


@register.simple_tag(takes_context=True)
def day(context: Context, moment: date | datetime | None) -> SafeString | str:
    """`{% day case.received %}`: a day with its weekday, the exact one on hover."""
    if moment is None:
        return "—"
    local = dates.local_day(moment)
    said = dates.say_day(local, _today(context))
    return format_html(
        '<time datetime="{0}" title="{0}" data-full="{1}">{2}</time>',
        local.isoformat(),
        dates.say_full(local),
        said,
    )


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None) -> SafeString | str:
    """`{% moment event.at %}`: day and time of day, the exact instant on hover."""
    if at is None:
        return "—"
    said, full = dates.say_moment(at, _today(context)), dates.say_moment(at)
    exact = at.isoformat(timespec="seconds")
    return format_html(
        '<time datetime="{0}" title="{0}" data-full="{1}">{2}</time>',
        exact,
        full,
        said,
    )


@register.inclusion_tag("huiyin/components/progress.html")
def progress(steps: Sequence[Step]) -> dict[str, Any]:
    """`{% progress steps %}`: 收到 转交 告知 办理 答复. Steps: components.Step."""
    return {"steps": steps}


@register.inclusion_tag("huiyin/components/timeline.html", takes_context=True)
def timeline(
    context: Context, happenings: Sequence[Happening], level: int = 3
) -> dict[str, Any]:
    """`{% timeline happenings %}`: what happened, newest first as given. Entries:
    components.Happening.
    """
    return {"happenings": happenings, "level": level, "today": _today(context)}


@register.inclusion_tag("huiyin/components/counts.html")
def counts(numbers: Sequence[Count]) -> dict[str, Any]:
    """`{% counts numbers %}`: numbers at the head of a page, each a link. Numbers:
    components.Count.
    """
    return {"counts": numbers}


@register.inclusion_tag("huiyin/components/pager.html")
def pager(previous: str = "", following: str = "") -> dict[str, Any]:
    """`{% pager previous=url following=url %}`: one page back, one page on; nothing
    when both are empty.
    """
    return {"previous": previous, "following": following}


@register.inclusion_tag("huiyin/components/notice.html")
def notice(text: object, tone: str = "") -> dict[str, Any]:
    """`{% notice _("Saved") tone="success" %}`: a banner. Tones: success, or none for
    what is important to know.
    """
    return {"text": text, "tone": tone}


@register.inclusion_tag("huiyin/components/chart.html")
def chart(drawing: Chart) -> dict[str, Any]:
    """`{% chart drawing %}`: a chart with its table, which is all there is without a
    script. See components.Chart.
    """
    return {"chart": drawing, "data_id": f"{drawing.id}-data"}


@register.inclusion_tag("huiyin/components/confirmation.html")
def confirmation(
    title: object, text: object = "", code: object = ""
) -> dict[str, Any]:
    """`{% confirmation _("Filed") text=… code=number %}`: the panel on the page after
    something was done.
    """
    return {"title": title, "text": text, "code": code}


@register.inclusion_tag("huiyin/components/consequences.html")
def consequences(
    items: Sequence[object], ground: str = "", title: object = ""
) -> dict[str, Any]:
    """`{% consequences items ground=… %}`: what will follow, shown before an act is
    done. Items: sentences.
    """
    return {"items": items, "ground": ground, "title": title}


@register.inclusion_tag("huiyin/components/refusals.html")
def refusals(reasons: Sequence[Refusal], title: object = "") -> dict[str, Any]:
    """`{% refusals reasons %}`: why something is not possible, with article and remedy.
    See components.Refusal.
    """
    return {"reasons": reasons, "title": title}


@register.inclusion_tag("huiyin/components/ways.html")
def ways(shown: Ways, *, brief: bool = False) -> dict[str, Any]:
    """`{% ways shown %}`: ways outside petitioning with their last days; `brief=True`
    only those that are open.
    """
    return {
        "shown": shown,
        "ways": shown.open if brief else shown.ways,
        "brief": brief,
    }


@register.inclusion_tag("huiyin/components/side.html")
def side(navigation: Side) -> dict[str, Any]:
    """`{% side navigation %}`: the side navigation of officers' pages. See components.Side."""
    return {"side": navigation}


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
    shown = format_html_join(
        " · ", "{}", ((article,) for article in articles if article)
    )
    return (
        format_html('<span class="hy-ground">{}</span>', shown)
        if shown
        else SafeString("")
    )
