"""The annual report as a page with charts, and as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.casework.lists.counts import Flow, Timeliness
from huiyin.organisations import translated
from huiyin.oversight import annual, export, identities, words
from huiyin.oversight.annual import AnnualReport
from huiyin.oversight.figures import BY_KEY, FIGURES, Figure
from huiyin.oversight.scope import Scope
from huiyin.reading import whole_number
from huiyin.web.kit import navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.components import Chart, Link, Series, State
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.kit.unchanged import while_unchanged
from huiyin.web.supervisor import scope as access

PERMISSION = "report.read"


@dataclass(frozen=True, slots=True)
class Main:
    """A main figure with its number."""

    figure: Figure
    number: int
    part: bool


@dataclass(frozen=True, slots=True)
class Cohort:
    """How the duties of one kind ended."""

    duty: str
    article: str
    line: Timeliness
    share: str


@require_safe
@officer
@while_unchanged
def page(request: OfficeRequest) -> HttpResponse:
    """The figures of a year with their definitions; 404 for a year that cannot be read,
    or an organ that the reader does not supervise.
    """
    scope = access.scope_of(request, PERMISSION)
    years = annual.years(request.today)
    report = _compose(request, scope, default=years[0])
    context = {
        "side": navigation.of(request),
        "report": report,
        "covers": words.covers(scope),
        "scope": scope,
        "choices": access.choices(request, PERMISSION),
        "years": [
            Link(_address(year, scope), str(year), current=year == report.year)
            for year in years
        ],
        "download": _address(report.year, scope, name="supervisor:annual_xlsx"),
        "figures": _mains(report),
        "breakdowns": _breakdowns(report),
        "months": report.by_month,
        "crossed": [
            (words.topic(line.topic), line) for line in report.topic_area.lines
        ],
        "crossed_areas": [words.area(code) for code in report.topic_area.areas],
        "channels": _channels(report),
        "ages": _ages(report),
        **_measured(report),
        "cohorts": [_cohort(line, report) for line in report.timeliness],
        "otherwise": [str(BY_KEY[ending].title) for ending in annual.OTHERWISE],
        "unrecorded": str(BY_KEY["unrecorded"].title),
        "suggestions": [
            (words.suggestion(suggestion.kind), suggestion)
            for suggestion in report.suggestions
        ],
        "definitions": FIGURES,
        "problems": identities.problems(report),
        "head": report.head,
        "head_title": words.head(report.head) if report.head else "",
        "head_why": words.why_head(),
    }
    return render(request, "supervisor/annual.html", context)


Lines = list[tuple[str, Flow]]
"""Lines of a breakdown, each with the name of what it is about."""


def _breakdowns(report: AnnualReport) -> list[tuple[Chart, str, Lines]]:
    """By topic and by organ: a chart, what a line is about, and the lines."""
    topics = [(words.topic(line.key), line) for line in report.by_topic]
    organs = [
        (translated.organ_name(line.key), line) for line in report.by_organ
    ]
    return [
        (_flows("by-topic", _("Matters by topic"), topics), _("Topic"), topics),
        (_flows("by-organ", _("Matters by organ"), organs), _("Organ"), organs),
    ]


def _measured(report: AnnualReport) -> dict[str, Any]:
    return {
        "indicators": [
            (
                translated.law_text(indicator.indicator.title),
                words.share(indicator),
                indicator,
                translated.law_text(indicator.indicator.plain),
            )
            for indicator in report.indicators
        ],
        "reservations": [
            (
                translated.law_text(indicator.indicator.title),
                translated.law_text(indicator.indicator.note),
            )
            for indicator in report.indicators
            if indicator.indicator.note and not indicator.indicator.verified
        ],
    }


@require_safe
@officer
def download(request: OfficeRequest) -> HttpResponse:
    """The same as XLSX, in the language of the page."""
    scope = access.scope_of(request, PERMISSION)
    report = _compose(request, scope, default=request.today.year)
    name = "-".join(filter(None, ("huiyin", str(report.year), scope.organ)))
    response = HttpResponse(
        export.workbook(report), content_type=export.MEDIA_TYPE
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _compose(
    request: OfficeRequest, scope: Scope, *, default: int
) -> AnnualReport:
    written = request.GET.get("year", "")
    year = (
        whole_number(written, 1900, request.today.year) if written else default
    )
    if year is None:
        raise Http404
    return annual.compose(year=year, today=request.today, scope=scope)


def _address(
    year: int, scope: Scope, *, name: str = "supervisor:annual"
) -> str:
    query = {"year": year, **({"organ": scope.organ} if scope.organ else {})}
    return f"{reverse(name)}?{urlencode(query)}"


def _mains(report: AnnualReport) -> list[Main]:
    numbers = export.headline(report)
    parts = {"resolved_of_stock", "resolved_of_new", "contacts_repeat"}
    # Most laws know no end without a solution, most ledgers say how a matter ended.
    for rare in ("unresolved", "unrecorded"):
        if not numbers[rare]:
            del numbers[rare]
    return [
        Main(BY_KEY[key], number, key in parts)
        for key, number in numbers.items()
    ]


def _flows(name: str, title: str, lines: Lines) -> Chart:
    """What became of the matters there were: of the stock at the start and the new ones,
    how many were resolved, ended otherwise, or are in the stock at the end.
    """

    def part(
        heading: str,
        key: str,
        state: State | Literal["plain", "other", "further"],
    ) -> Series:
        return Series(
            heading, tuple(getattr(line, key) for _name, line in lines), state
        )

    unsaid = part(str(BY_KEY["unrecorded"].title), "unrecorded", "further")
    return Chart(
        id=name,
        title=title,
        note=_("In the order of the register, not of the numbers."),
        categories=tuple(label for label, _line in lines),
        series=(
            part(_("Resolved, of the stock"), "resolved_of_stock", "done"),
            part(_("Resolved, of the new"), "resolved_of_new", "intime"),
            part(_("Refused, passed on or withdrawn"), "otherwise", "plain"),
            *([unsaid] if any(unsaid.values) else []),
            part(_("Stock at the end"), "stock_end", "other"),
        ),
    )


def _channels(report: AnnualReport) -> Chart:
    counts = report.by_channel
    return Chart(
        id="by-channel",
        title=_("Contacts by channel"),
        categories=tuple(words.channel(count.channel) for count in counts),
        series=(
            Series(
                _("First contacts"),
                tuple(count.first for count in counts),
                "plain",
            ),
            Series(
                _("Repeat contacts"),
                tuple(count.repeat for count in counts),
                "other",
            ),
        ),
    )


def _ages(report: AnnualReport) -> Chart:
    bands = report.age_of_stock
    return Chart(
        id="age-of-stock",
        title=_("Age of the stock at the end of the year"),
        note=_("Days since receipt."),
        categories=tuple(words.age(band) for band in bands),
        series=(
            Series(
                _("Matters"), tuple(band.matters for band in bands), "plain"
            ),
        ),
        kind="bar",
    )


def _cohort(line: Timeliness, report: AnnualReport) -> Cohort:
    article = words.article(
        line.kind, start=report.start, last_day=report.last_day
    )
    return Cohort(
        words.duty(line.kind),
        article,
        line,
        words.percent(line.in_time, line.fell_due),
    )
