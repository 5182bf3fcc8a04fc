"""What kind of file something is, told by its content and never by its name; files of
other kinds are named rightly.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path

import olefile
from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.sheets import UnusableFile

MAX_UNPACKED = (
    2 * 1024 * 1024 * 1024
)  # a workbook is packed XML; a small file may hide one that fills the disk
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CSV = "csv"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
LETTERS = 4096


def kind_of(path: Path, head: bytes) -> str:
    """What a file is: "csv", "xlsx", "xlsb", "xls" or "ods". Raises ``UnusableFile``
    naming what else it is and what to do.
    """
    if head.startswith((ZIP, EMPTY_ZIP)):
        return _packed(path)
    if head.startswith(OLE):
        return _compound(path)
    _refuse_other(head)
    return CSV


def has_password() -> UnusableFile:
    """What to say of a workbook that is encrypted."""
    return UnusableFile(
        _(
            "The workbook has a password. Open it, take the password away, save it, "
            "and import that file."
        )
    )


def damaged() -> UnusableFile:
    """What to say of a workbook that no reader can open."""
    return UnusableFile(
        _(
            "The workbook cannot be opened: it is damaged. Open it in Excel or WPS, "
            "save it anew, and import that file."
        )
    )


def _packed(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            stated = (
                packed.read("mimetype")[:200] if "mimetype" in names else b""
            )
            encrypted = b"encryption-data" in _manifest(packed, names)
    except (
        zipfile.BadZipFile,
        RuntimeError,
        NotImplementedError,
        OSError,
    ) as error:
        raise damaged() from error
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnusableFile(
            _(
                "The workbook is too large once unpacked. Split it or save it as CSV."
            )
        )
    if encrypted:
        raise has_password()
    if "xl/workbook.xml" in names or any(
        name.startswith("xl/worksheets/") for name in names
    ):
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if stated.startswith(ODS_TYPE):
        return "ods"
    raise UnusableFile(_other_package(names, stated))


def _manifest(packed: zipfile.ZipFile, names: Collection[str]) -> bytes:
    return (
        packed.read("META-INF/manifest.xml")
        if "META-INF/manifest.xml" in names
        else b""
    )


def _other_package(names: Collection[str], stated: bytes) -> str:
    if (
        any(name.startswith("word/") for name in names)
        or b"opendocument.text" in stated
    ):
        return _text_document()
    if (
        any(name.startswith("ppt/") for name in names)
        or b"opendocument.presentation" in stated
    ):
        return _(
            "This is a presentation, not a table. Save the table as .xlsx or .csv and import that."
        )
    if any(name.endswith(".iwa") for name in names):
        return _(
            "This is a table of Numbers. Export it as .xlsx or .csv and import that."
        )
    return _(
        "This is an archive of packed files, not a table. Unpack it and import the "
        "tables in it one by one."
    )


def _text_document() -> str:
    return _(
        "This is a text document, not a table. Copy its table into a workbook, save "
        "it as .xlsx and import that."
    )


def _compound(path: Path) -> str:
    try:
        with olefile.OleFileIO(path) as packed:
            streams = {"/".join(stream).lower() for stream in packed.listdir()}
    except (OSError, ValueError, IndexError) as error:
        raise damaged() from error
    if "encryptedpackage" in streams:
        raise has_password()
    if streams & {"workbook", "book"}:
        return "xls"
    if "worddocument" in streams:
        raise UnusableFile(_text_document())
    raise UnusableFile(
        _("This is no table. Save the table as .xlsx or .csv and import that.")
    )


def _refuse_other(head: bytes) -> None:
    start = head[:LETTERS].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if (
        start.startswith(
            (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")
        )
        or b"<html" in start[:1024]
    ):
        raise UnusableFile(_other_table(_("a web page")))
    if start.startswith((b"<?xml", b"mime-version")):
        raise UnusableFile(
            _other_table(_("a table saved as XML or as a web archive"))
        )
    if start.startswith(b"%pdf"):
        raise UnusableFile(
            _(
                "This is a PDF. Ask for the table as .xlsx or .csv and import that."
            )
        )
    if start.startswith(b"{\\rtf"):
        raise UnusableFile(_text_document())
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise UnusableFile(_other_package((), b""))
    if head.startswith(
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
    ):
        raise UnusableFile(
            _(
                "This is a picture. Ask for the table as .xlsx or .csv and import that."
            )
        )


def _other_table(what: str) -> str:
    return _(
        "This is %(what)s, whatever its name says. Open it in Excel or WPS, save it "
        "as .xlsx, and import that."
    ) % {"what": what}
