"""Tables that leave the building: CSV and XLSX whose cells are text, whatever they begin with."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Font

from huiyin.reading import for_workbook

BOM: Final = "\ufeff"
"""By which Excel knows that a CSV file is UTF-8."""
XLSX: Final = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a program may take for the beginning of a formula; full-width signs too, which
some turn into narrow ones.
"""


def harmless(text: str) -> str:
    """A cell of a CSV file that no program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(
    name: str, headings: Sequence[str], lines: Iterable[Sequence[str]]
) -> HttpResponse:
    """A table as a CSV file called ``name``."""
    response = _attached(f"{name}.csv", "text/csv; charset=utf-8")
    response.write(BOM)
    rows = csv.writer(response)
    rows.writerow(headings)
    for line in lines:
        rows.writerow([harmless(text) for text in line])
    return response


def as_xlsx(
    name: str, headings: Sequence[str], lines: Iterable[Sequence[str]]
) -> HttpResponse:
    """A table as a workbook of one sheet called ``name``; each cell is marked as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)

    def cell(text: str) -> Any:
        written = WriteOnlyCell(sheet, value=for_workbook(text))
        written.data_type = "s"
        return written

    head = [cell(text) for text in headings]
    for heading in head:
        heading.font = bold
    sheet.append(head)
    for line in lines:
        sheet.append([cell(text) for text in line])
    file = BytesIO()
    book.save(file)
    response = _attached(f"{name}.xlsx", XLSX)
    response.write(file.getvalue())
    return response


def _attached(name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
