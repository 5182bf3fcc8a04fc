"""What a cell means: days in the many forms in which people write them, counts, plain text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from huiyin.casework.carrying.sheets import Cell

# 2014-05-20, 2014/5/20, 2014.5.20, 2014年5月20日, each with or without a time of day, which the register does not keep.
WRITTEN = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$"
)
COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
# Excel counts days; its day 60 (29 February 1900) never was, so that later days count from here.
EXCEL_EPOCH = date(1899, 12, 30)
COUNT = re.compile(r"^(\d{1,7})(?:\.0+)?\s*[人名]?$")


def text_of(cell: Cell) -> str:
    """A cell as text: trimmed, a whole number without its point, nothing for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\x00", "").strip()


def label_of(cell: Cell) -> str:
    """A cell as a name or a code: full-width forms made plain, inner spaces single."""
    return " ".join(unicodedata.normalize("NFKC", text_of(cell)).split())


def day_of(cell: Cell) -> date | None:
    """A cell as a day, None when it is empty. Raises ``ValueError`` for anything that is no day of the calendar."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = label_of(cell)
    if not written:
        return None
    if parts := WRITTEN.match(written) or COMPACT.match(written):
        return date(*(int(part) for part in parts.groups()))
    if serial := SERIAL.match(written):
        return EXCEL_EPOCH + timedelta(days=int(serial[1]))
    raise ValueError(written)


def count_of(cell: Cell) -> int | None:
    """A cell as a number of persons, None when it is empty. Raises ``ValueError`` for anything else."""
    written = label_of(cell)
    if not written:
        return None
    found = COUNT.match(written)
    if found is None or int(found[1]) < 1:
        raise ValueError(written)
    return int(found[1])
