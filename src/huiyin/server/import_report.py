"""What `huiyin import` says on the screen of what became of a file."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from huiyin.casework.chapters.legacy_import.entries import RowProblem
from huiyin.casework.chapters.legacy_import.report import Outcome
from huiyin.server.words import _, ngettext

SHOWN = 50


def show(console: Console, outcome: Outcome, rejects: Path | None) -> None:
    """Say what was taken, what was made, what was not read, and row by row what was not taken."""
    if outcome.dry_run:
        console.print(f"[yellow]{_('A dry run: nothing was kept.')}[/]")
    _show_sum(console, outcome)
    _show_made(console, outcome)
    _show_not_read(console, outcome)
    if outcome.problems:
        _show_rows(console, _("Rows that were not taken"), outcome.problems)
    if outcome.differences:
        _show_rows(
            console,
            _("Rows that differ from the register, which stays as it is"),
            outcome.differences,
        )
    if rejects and outcome.rejected:
        said = _(
            "The rows that were not taken are in {file}, each with the reason. Mend "
            "them there and import that file."
        )
        console.print(said.format(file=rejects), highlight=False, markup=False)


def _show_sum(console: Console, outcome: Outcome) -> None:
    mark = "[green]✓[/]" if outcome.ok else "[yellow]![/]"
    said = _(
        "{rows} rows: {matters} matters and {contacts} repeat contacts taken, {present} "
        "already there,"
        " {not_taken} not taken."
    )
    words = said.format(
        rows=outcome.rows,
        matters=outcome.matters,
        contacts=outcome.contacts,
        present=outcome.present,
        not_taken=outcome.rows_not_taken,
    )
    console.print(mark, words, highlight=False)
    if outcome.changed:
        said = ngettext(
            "{count} matter that was there has gone on: the file says more of it now.",
            "{count} matters that were there have gone on: the file says more of them now.",
            outcome.changed,
        )
        console.print(said.format(count=outcome.changed), highlight=False)


def _show_made(console: Console, outcome: Outcome) -> None:
    made = outcome.created
    if made.organs or made.topics or made.areas:
        words = _("Made: {organs} organs, {areas} areas, {topics} topics.")
        console.print(
            words.format(
                organs=len(made.organs),
                areas=len(made.areas),
                topics=len(made.topics),
            ),
            highlight=False,
        )
    for name, like in made.near.items():
        said = _(
            "Not made: {name}. It is much like {like}; say under [aliases] in a "
            "mapping file which it is."
        )
        console.print(
            said.format(name=name, like=like), highlight=False, markup=False
        )


def _show_not_read(console: Console, outcome: Outcome) -> None:
    for sheet in outcome.sheets:
        if sheet.name:
            said = _("Read: sheet {name}, {rows} rows.")
            console.print(
                said.format(name=sheet.name, rows=sheet.rows),
                highlight=False,
                markup=False,
            )
    for left in outcome.left:
        said = _("Not read: sheet {name}. It holds no table of this kind.")
        if left.like:
            said = _(
                "Not read: sheet {name}. It holds a table of the same kind; read it "
                "with --sheet or --all-sheets."
            )
        name = f"{left.name} ({_('hidden')})" if left.hidden else left.name
        console.print(said.format(name=name), highlight=False, markup=False)
    for remark in outcome.remarks:
        console.print(remark, highlight=False, markup=False)
    if outcome.ignored:
        console.print(
            _("Columns not taken:"),
            "、".join(outcome.ignored),
            highlight=False,
            markup=False,
        )


def _show_rows(
    console: Console, title: str, rows: Sequence[RowProblem]
) -> None:
    table = Table(title=title, title_justify="left")
    for name in (_("Row"), _("Column"), _("Value"), _("What to do")):
        table.add_column(name, overflow="fold")
    for problem in rows[:SHOWN]:
        where = f"{problem.sheet} {problem.row}".strip()
        table.add_row(
            escape(where),
            escape(problem.column),
            escape(problem.value),
            escape(problem.message),
        )
    console.print(table)
    more = len(rows) - SHOWN
    if more > 0:
        said = ngettext(
            "and {more} more; --json lists all.",
            "and {more} more; --json lists all.",
            more,
        )
        console.print(said.format(more=more), highlight=False)
