"""The annual report as data and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from huiyin.casework.lists.counts import ContactCount, Flow, Timeliness
from huiyin.organisations import translated
from huiyin.oversight import words
from huiyin.oversight.annual import COLUMNS, OTHERWISE, AnnualReport
from huiyin.oversight.figures import BY_KEY, FIGURES
from huiyin.oversight.identities import IDENTITIES, problems
from huiyin.oversight.indicators import Measured
from huiyin.oversight.months import Table
from huiyin.reading import for_workbook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Line = Sequence[str | int | None]


def headline(report: AnnualReport) -> dict[str, int]:
    """The main figures, by key."""
    return {
        "stock_start": report.balance.stock_start,
        "new": report.total.new,
        "resolved": report.total.resolved,
        "resolved_of_stock": report.total.resolved_of_stock,
        "resolved_of_new": report.total.resolved_of_new,
        **{ending: getattr(report.total, ending) for ending in OTHERWISE},
        "stock_end": report.balance.stock_end,
        "reopened": report.reopened,
        "contacts": report.contacts,
        "contacts_repeat": report.contacts_repeat,
        "persons": report.persons,
        "simplified": report.simplified,
    }


def as_data(report: AnnualReport) -> dict[str, Any]:
    """The whole report as plain data for JSON; names in the language in use, codes beside them."""
    failed = problems(report)
    return {
        "year": report.year,
        "organ": report.scope.organ or None,
        "as_of": report.today.isoformat(),
        "running": report.running,
        **headline(report),
        **_breakdowns(report),
        "sealed": report.sealed,
        "head": report.head.as_data() if report.head else None,
        "suggestions": [
            {**asdict(line), "name": words.suggestion(line.kind)}
            for line in report.suggestions
        ],
        "indicators": [_indicator(measured) for measured in report.indicators],
        "identities": {
            "checked": [check.__name__ for check in IDENTITIES],
            "hold": not failed,
            "problems": [asdict(problem) for problem in failed],
        },
    }


def _breakdowns(report: AnnualReport) -> dict[str, Any]:
    return {
        "by_topic": [
            _flow(line, words.topic(line.key)) for line in report.by_topic
        ],
        "by_organ": [
            _flow(line, translated.organ_name(line.key))
            for line in report.by_organ
        ],
        "by_month": [asdict(month) for month in report.by_month],
        "topic_area": _topics_and_areas(report.topic_area),
        "by_channel": [_channel(count) for count in report.by_channel],
        "age_of_stock": [
            {**asdict(band), "name": words.age(band)}
            for band in report.age_of_stock
        ],
        "timeliness": [_cohort(line, report) for line in report.timeliness],
    }


def _topics_and_areas(table: Table) -> list[dict[str, Any]]:
    """The cells of the table that are not empty, line by line."""
    cells = []
    for line in table.lines:
        for area, count in zip(table.areas, line.counts, strict=True):
            if count:
                cells.append({"topic": line.topic, "area": area, "new": count})
    return cells


def _channel(count: ContactCount) -> dict[str, Any]:
    return {
        **asdict(count),
        "name": words.channel(count.channel),
        "contacts": count.first + count.repeat,
    }


def _indicator(measured: Measured) -> dict[str, Any]:
    return {
        "id": measured.indicator.id,
        "name": translated.law_text(measured.indicator.title),
        "counts": translated.law_text(measured.indicator.plain),
        "part": measured.part,
        "whole": measured.whole,
    }


def _flow(line: Flow, name: str) -> dict[str, Any]:
    return {
        "code": line.key,
        "name": name,
        **{
            column: value
            for column, value in asdict(line).items()
            if column != "key"
        },
        "resolved": line.resolved,
    }


def _cohort(line: Timeliness, report: AnnualReport) -> dict[str, Any]:
    share = round(line.in_time / line.fell_due, 4) if line.fell_due else None
    article = words.article(
        line.kind, start=report.start, last_day=report.last_day
    )
    return {
        **asdict(line),
        "name": words.duty(line.kind),
        "article": article,
        "in_time_share": share,
    }


def workbook(report: AnnualReport) -> bytes:
    """The report as XLSX, headings in the language in use, one sheet for each
    breakdown, definitions beside figures.
    """
    book = Workbook()
    _figures(book.worksheets[0], report)
    _flows(book, report)
    _months(book, report)
    _sheet(
        book,
        _("By channel"),
        (_("Channel"), _("First contacts"), _("Repeat contacts"), _("Persons")),
        (
            (
                words.channel(count.channel),
                count.first,
                count.repeat,
                count.persons,
            )
            for count in report.by_channel
        ),
    )
    _sheet(
        book,
        _("Age of the stock"),
        (_("Age"), _("Matters")),
        ((words.age(band), band.matters) for band in report.age_of_stock),
    )
    _timeliness(book, report)
    if report.indicators:
        _indicators(book, report)
    if report.suggestions:
        _suggestions(book, report)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _figures(sheet: Worksheet, report: AnnualReport) -> None:
    """The main figures with what each counts, and under them what the report covers."""
    sheet.title = _("Figures")
    figures = headline(report)
    _fill(
        sheet,
        (_("Figure"), str(report.year), _("What is counted")),
        (
            (str(figure.title), figures.get(figure.key), str(figure.definition))
            for figure in FIGURES
        ),
    )
    sheet.append([])
    if report.sealed is not None:
        sheet.append([words.sealed(), report.sealed])
    sheet.append([for_workbook(words.covers(report.scope))])
    sheet.append([_("As of %s") % report.today.isoformat()])
    if report.head is not None:
        sheet.append(
            [words.head(report.head), report.head.text, words.why_head()]
        )


def _months(book: Workbook, report: AnnualReport) -> None:
    heads = (
        _("Month"),
        _("New"),
        _("Answered"),
        _("Refused, passed on or withdrawn"),
        str(BY_KEY["unrecorded"].title),
    )
    _sheet(
        book,
        _("By month"),
        heads,
        (
            (
                month.number,
                month.new,
                month.answered,
                month.otherwise,
                month.unrecorded,
            )
            for month in report.by_month
        ),
    )
    table = report.topic_area
    if table.lines:
        columns = (_("Topic"), *(words.area(code) for code in table.areas))
        lines: list[Line] = [
            (words.topic(line.topic), *line.counts) for line in table.lines
        ]
        _sheet(book, _("By topic and area"), columns, lines)


def _flows(book: Workbook, report: AnnualReport) -> None:
    heads = (
        _("Stock at the start"),
        _("New"),
        _("Resolved, of the stock"),
        _("Resolved, of the new"),
        *(str(BY_KEY[ending].title) for ending in OTHERWISE),
        _("Stock at the end"),
    )
    topics = (_numbers(line, words.topic(line.key)) for line in report.by_topic)
    organs = (
        _numbers(line, translated.organ_name(line.key))
        for line in report.by_organ
    )
    _sheet(book, _("By topic"), (_("Topic"), *heads), topics)
    _sheet(book, _("By organ"), (_("Organ"), *heads), organs)


def _timeliness(book: Workbook, report: AnnualReport) -> None:
    heads = (
        _("Duty"),
        _("Legal basis"),
        _("Fell due"),
        _("In time"),
        _("Late"),
        _("Still open"),
        _("Not recorded"),
    )
    _sheet(
        book,
        _("Timeliness"),
        heads,
        (
            (
                words.duty(line.kind),
                words.article(
                    line.kind, start=report.start, last_day=report.last_day
                ),
                line.fell_due,
                line.in_time,
                line.late,
                line.open_overdue,
                line.unrecorded,
            )
            for line in report.timeliness
        ),
    )


def _indicators(book: Workbook, report: AnnualReport) -> None:
    heads = (
        _("Indicator"),
        _("Number"),
        _("of"),
        _("Share"),
        _("What is counted"),
    )
    _sheet(
        book,
        _("Indicators"),
        heads,
        (
            (
                translated.law_text(measured.indicator.title),
                measured.part,
                measured.whole,
                words.share(measured),
                translated.law_text(measured.indicator.plain),
            )
            for measured in report.indicators
        ),
    )


def _suggestions(book: Workbook, report: AnnualReport) -> None:
    heads = (
        _("Kind"),
        _("Made"),
        _("Adopted"),
        _("Partly adopted"),
        _("Not adopted"),
        _("Not answered yet"),
    )
    _sheet(
        book,
        _("Suggestions"),
        heads,
        (
            (
                words.suggestion(suggestion.kind),
                suggestion.made,
                suggestion.adopted,
                suggestion.partly,
                suggestion.not_adopted,
                suggestion.unanswered,
            )
            for suggestion in report.suggestions
        ),
    )


def _numbers(line: Flow, name: str) -> Line:
    return (name, *(getattr(line, column) for column in COLUMNS))


def _sheet(
    book: Workbook, title: str, headings: Sequence[str], lines: Iterable[Line]
) -> None:
    _fill(book.create_sheet(title), headings, lines)


def _fill(
    sheet: Worksheet, headings: Sequence[str], lines: Iterable[Line]
) -> None:
    for row, line in enumerate((headings, *lines), start=1):
        for column, written in enumerate(line, start=1):
            value = for_workbook(written)
            cell = sheet.cell(row=row, column=column, value=value)
            if isinstance(value, str):
                cell.data_type = (
                    "s"  # a name that begins with = is a name, not a formula
                )
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 1:
                cell.font = Font(bold=True)
    for column, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = (
            60 if heading == _("What is counted") else 22
        )
    sheet.freeze_panes = "B2"
