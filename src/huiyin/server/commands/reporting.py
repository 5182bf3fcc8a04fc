"""`huiyin report annual`: the year's figures out of the ledger."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.utils import translation
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from huiyin.casework.lists.counts import Flow
from huiyin.organisations import reads, translated
from huiyin.oversight import annual, export, identities, scope, words
from huiyin.oversight.figures import BY_KEY
from huiyin.server.words import _, language
from huiyin.web.kit import clock

console = Console()


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True)
    group.command(
        "annual",
        help=_(
            "The figures of a year. Exit code 1 when they do not fit together."
        ),
    )(annual_report)
    group.callback(help=_("Figures and reports."))(_group)
    app.add_typer(group, name="report")


def _group() -> None:
    """Keep `annual` a command of its own, although it is the only one so far."""


YearOption = Annotated[
    int,
    typer.Option(
        "--year", min=1900, max=9998, help=_("The year."), show_default=False
    ),
]
OrganOption = Annotated[
    str,
    typer.Option(
        "--organ", help=_("Only this organ and those under it: its code.")
    ),
]
AsJsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
XlsxOption = Annotated[
    Path | None,
    typer.Option(
        "--xlsx",
        help=_("Also write the report to this XLSX file."),
        show_default=False,
    ),
]


def annual_report(
    *,
    year: YearOption,
    organ: OrganOption = "",
    as_json: AsJsonOption = False,
    xlsx: XlsxOption = None,
) -> None:
    """Count the year, check what must hold between the figures, show them."""
    with translation.override(language()):
        try:
            covered = scope.of_organ(organ) if organ else scope.WHOLE
        except reads.UnknownOrgan:
            said = _("There is no organ {code}.").format(code=organ)
            Console(stderr=True).print(
                f"[red]{_('Error')}:[/]", escape(said), highlight=False
            )
            raise typer.Exit(2) from None
        report = annual.compose(year=year, today=clock.today(), scope=covered)
        failed = identities.problems(report)
        if xlsx is not None:
            xlsx.write_bytes(export.workbook(report))
        if as_json:
            typer.echo(json.dumps(export.as_data(report), ensure_ascii=False))
        else:
            _print(report, failed)
            if xlsx is not None:
                console.print(
                    _("Written to {path}").format(path=escape(str(xlsx))),
                    highlight=False,
                )
        raise typer.Exit(1 if failed else 0)


def _print(
    report: annual.AnnualReport, failed: tuple[identities.Problem, ...]
) -> None:
    title = _("Annual report {year}: {covers}").format(
        year=report.year, covers=words.covers(report.scope)
    )
    _print_figures(title, report)
    _flows(
        _("By topic"),
        [(words.topic(line.key), line) for line in report.by_topic],
    )
    _flows(
        _("By organ"),
        [(translated.organ_name(line.key), line) for line in report.by_organ],
    )
    _print_contacts_and_ages(report)
    _print_timeliness(report)
    if report.head is not None:
        console.print(
            f"{words.head(report.head)}: {report.head.text}",
            highlight=False,
            soft_wrap=True,
        )
    if not failed:
        console.print(
            f"[green]✓[/] {_('The figures fit together.')}", highlight=False
        )
    for problem in failed:
        console.print(
            f"[red]✗[/] {escape(problem.what)}: {problem.left} ≠ {problem.right}",
            highlight=False,
        )


def _print_figures(title: str, report: annual.AnnualReport) -> None:
    figures = Table(
        title=escape(title), title_justify="left", show_header=False
    )
    figures.add_column()
    figures.add_column(justify="right")
    figures.add_column(style="dim")
    for key, number in export.headline(report).items():
        figures.add_row(
            str(BY_KEY[key].title), str(number), str(BY_KEY[key].definition)
        )
    console.print(figures)


def _print_contacts_and_ages(report: annual.AnnualReport) -> None:
    channels = _table(
        _("Contacts by channel"),
        _("Channel"),
        _("First"),
        _("Repeat"),
        _("Persons"),
    )
    for count in report.by_channel:
        name = words.channel(count.channel)
        _row(channels, name, count.first, count.repeat, count.persons)
    console.print(channels)
    ages = _table(_("Age of the stock"), _("Age"), _("Matters"))
    for band in report.age_of_stock:
        _row(ages, words.age(band), band.matters)
    console.print(ages)


def _flows(title: str, lines: list[tuple[str, Flow]]) -> None:
    table = _table(
        title,
        "",
        _("Stock at the start"),
        _("New"),
        _("of the stock"),
        _("of the new"),
        *(str(BY_KEY[ending].title) for ending in annual.OTHERWISE),
        _("Stock at the end"),
    )
    for name, line in lines:
        _row(table, name, *(getattr(line, column) for column in annual.COLUMNS))
    console.print(table)


def _print_timeliness(report: annual.AnnualReport) -> None:
    heads = (
        _("Duty"),
        _("Fell due"),
        _("In time"),
        _("Share"),
        _("Late"),
        _("Still open"),
        _("Not recorded"),
    )
    table = _table(_("Timeliness of the duties that fell due"), *heads)
    for line in report.timeliness:
        share = words.percent(line.in_time, line.fell_due)
        _row(
            table,
            words.duty(line.kind),
            line.fell_due,
            line.in_time,
            share,
            line.late,
            line.open_overdue,
            line.unrecorded,
        )
    console.print(table)


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right")
    return table


def _row(table: Table, name: str, *numbers: int | str) -> None:
    table.add_row(escape(name), *(str(number) for number in numbers))
