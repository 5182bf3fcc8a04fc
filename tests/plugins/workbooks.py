"""Makes files of the kinds that offices keep and no library here writes: .xls (MS-XLS),
.ods, passwords.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NO_STREAM = 0xFFFFFFFF
Value = str | float


def write_ole(path: Path, streams: Mapping[str, bytes]) -> None:
    """A compound file (MS-CFB, version 3) with these streams; each fills at least 4096
    bytes, so that none is small.
    """
    contents = [data + b"\0" * max(-len(data) % SECTOR, 4096 - len(data)) for data in streams.values()]
    sizes = [len(data) // SECTOR for data in contents]
    directory_sectors = (len(streams) + 1 + 3) // 4
    fat: list[int] = [FAT_SECTOR]
    fat += [*range(2, 1 + directory_sectors), END]
    starts = []
    for size in sizes:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + size), END]
    fat += [FREE] * (SECTOR // 4 - len(fat))
    assert len(fat) == SECTOR // 4, "too large for one sector of allocation"
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for place, (name, start, data) in enumerate(zip(streams, starts, contents, strict=True), start=1):
        after = place + 1 if place < len(streams) else NO_STREAM
        entries.append(_entry(name, 2, start, len(data), right=after))
    entries += [b"\0" * 128] * (directory_sectors * 4 - len(entries))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    header += struct.pack("<I", FREE) * 108
    path.write_bytes(header + struct.pack(f"<{len(fat)}I", *fat) + b"".join(entries) + b"".join(contents))


def _entry(name: str, kind: int, start: int, size: int, *, child: int = NO_STREAM, right: int = NO_STREAM) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, NO_STREAM, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, *, short: bool = False) -> bytes:
    length = struct.pack("<B" if short else "<H", len(text))
    return length + b"\x01" + text.encode("utf-16-le")


def write_xls(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    *,
    number_format: str = "",
    old_macintosh: bool = False,
    hidden_rows: Sequence[int] = (),
    errors: Sequence[tuple[int, int]] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    password: bool = False,
) -> None:
    """A workbook of Excel 97: texts and numbers, numbers in ``number_format``. Rows and
    columns count from 0; ``errors`` are cells that hold #N/A, ``merged`` first row,
    last row, first column, last column.
    """
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    middle = _record(0x002F, b"\0" * 6) if password else b""
    middle += _record(0x0022, struct.pack("<H", int(old_macintosh)))
    middle += _record(0x041E, struct.pack("<H", 164) + _text(number_format or "General"))
    middle += b"".join(_record(0x00E0, struct.pack("<HHH", 0, code, 0) + b"\0" * 14) for code in (0, 164))
    bodies = [_xls_sheet(rows, hidden_rows, errors, merged) for rows in sheets.values()]
    names = [_text(name, short=True) for name in sheets]
    place = len(begin + middle) + sum(4 + 6 + len(name) for name in names) + 4
    bounds = b""
    for name, body in zip(names, bodies, strict=True):
        bounds += _record(0x0085, struct.pack("<IBB", place, 0, 0) + name)
        place += len(body)
    write_ole(path, {"Workbook": begin + middle + bounds + _record(0x000A, b"") + b"".join(bodies)})


def _xls_sheet(
    rows: Sequence[Sequence[Value]],
    hidden_rows: Sequence[int],
    errors: Sequence[tuple[int, int]],
    merged: Sequence[tuple[int, int, int, int]],
) -> bytes:
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    width = max(len(row) for row in rows)
    body += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, _row in enumerate(rows):
        flags = 0x20 if number in hidden_rows else 0
        body += _record(0x0208, struct.pack("<HHHHHHI", number, 0, width, 255, 0, 0, flags))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if (number, column) in errors:
                body += _record(0x0205, struct.pack("<HHHBB", number, column, 0, 0x2A, 1))
            elif isinstance(value, str):
                if value:
                    body += _record(0x0204, struct.pack("<HHH", number, column, 0) + _text(value))
            else:
                body += _record(0x0203, struct.pack("<HHHd", number, column, 1, value))
    if merged:
        spans = b"".join(struct.pack("<HHHH", *one) for one in merged)
        body += _record(0x00E5, struct.pack("<H", len(merged)) + spans)
    return body + _record(0x000A, b"")


def write_ods(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]], *, encrypted: bool = False) -> None:
    """A table of OpenDocument with texts in its cells."""
    tables = ""
    for name, rows in sheets.items():
        lines = ""
        for row in rows:
            cells = "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
                for cell in row
            )
            lines += f"<table:table-row>{cells}</table:table-row>"
        tables += f'<table:table table:name="{escape(name)}">{lines}</table:table>'
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
    content += "</office:body></office:document-content>"
    sealed = "<manifest:encryption-data/>" if encrypted else ""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="content.xml">{sealed}</manifest:file-entry></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
