"""Opening a file of tables, whatever kind it is."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.csv_files import open_csv
from huiyin.casework.chapters.legacy_import.kinds import CSV, kind_of
from huiyin.casework.chapters.legacy_import.sheets import Book, UnusableFile
from huiyin.casework.chapters.legacy_import.workbooks import open_workbook

MAX_BYTES = 200 * 1024 * 1024
HEAD_BYTES = 64 * 1024


def open_book(path: Path) -> Book:
    """Recognise a file by its content and open it. Raises ``UnusableFile`` saying what
    it is and what to do.
    """
    if not path.is_file():
        raise UnusableFile(_("There is no file %(path)s.") % {"path": path})
    if path.stat().st_size > MAX_BYTES:
        raise UnusableFile(
            _(
                "The file is larger than %(limit)s MB. Split it and import the "
                "parts one after the other."
            )
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    kind = kind_of(path, head)
    return open_csv(path, head) if kind == CSV else open_workbook(path, kind)
