"""In which encoding a text was written, and where the first byte stands that does not belong."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.sheets import UnusableFile

BLOCK = 1024 * 1024
UTF8, GB18030 = "utf-8-sig", "gb18030"
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SPOKEN = {UTF8: "UTF-8", GB18030: "GB18030"}
ENOUGH = 4  # so many good signs for each bad byte say that a text is in this encoding, and spoilt
COMMON = 0.8


def encoding_of(path: Path, head: bytes) -> str:
    """The encoding in which the whole file can be read: UTF-8 first, because other text
    hardly ever passes for it.

    Raises ``UnusableFile`` naming row and column of the first byte that does not belong.
    """
    if head.startswith(MARKS):
        return "utf-16"
    if b"\x00" in head:
        return _unmarked(head)
    good = [
        encoding for encoding in (UTF8, GB18030) if _is_readable(path, encoding)
    ]
    if UTF8 in good:
        return UTF8
    if good and not _is_spoilt_utf8(head):
        return GB18030
    raise UnusableFile(_where(path, UTF8 if _is_spoilt_utf8(head) else GB18030))


def looks_like_big5(head: bytes) -> bool:
    """Whether a text that passes for GB18030 is rather Big5: its signs are common ones
    there, and rare ones here.
    """
    high = [(head[place], head[place + 1]) for place in _pairs(head)]
    if len(high) < ENOUGH:
        return False
    big = sum(0xA4 <= lead <= 0xC6 and trail >= 0x40 for lead, trail in high)
    simple = sum(0xB0 <= lead <= 0xD7 and trail >= 0xA1 for lead, trail in high)
    return big > COMMON * len(high) and simple < COMMON * len(high)


def _pairs(head: bytes) -> list[int]:
    places = []
    place = 0
    while place < len(head) - 1:
        if head[place] < 0x80:
            place += 1
            continue
        places.append(place)
        place += 2
    return places


def _is_readable(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked(head: bytes) -> str:
    """UTF-16 without its mark: whichever order of bytes gives rows of text."""
    whole = head[: len(head) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = whole.decode(encoding, errors="replace")
        strange = sum(
            sign < " " and sign not in "\r\n\t" for sign in text
        ) + text.count("�")
        if ("\n" in text or "\r" in text) and strange <= 1:
            return encoding
    raise UnusableFile(
        _("This is no table. Save the table as .xlsx or .csv and import that.")
    )


def _is_spoilt_utf8(head: bytes) -> bool:
    text = head.decode("utf-8", errors="replace")
    bad = text.count("�")
    good = sum(sign > "\x7f" for sign in text) - bad
    return bad > 0 and good >= ENOUGH * bad


def _where(path: Path, encoding: str) -> str:
    """Which byte is bad, in the words of a spreadsheet, as far as the rows before it
    can be told apart.
    """
    read = path.read_bytes()
    try:
        read.decode(encoding)
    except UnicodeDecodeError as error:
        before = read[: error.start].decode(encoding, errors="ignore")
        cut_off = error.end >= len(read) and error.reason.startswith(
            ("unexpected end", "incomplete")
        )
        row, column = _place(before)
        told = {"encoding": SPOKEN[encoding], "row": row, "column": column}
        if cut_off:
            return (
                _(
                    "The file is cut off in the middle of a sign, at its end (row "
                    "%(row)s, column %(column)s). "
                    "Ask for the file anew, or save the table as CSV in UTF-8."
                )
                % told
            )
        return (
            _(
                "The text is %(encoding)s, but a sign is damaged in row %(row)s, column "
                "%(column)s. Open the file, "
                "mend that cell, save it as CSV in UTF-8, and import that."
            )
            % told
        )
    return _(
        "The text is neither UTF-8 nor GB18030. Save the table as CSV in UTF-8 and import that."
    )


def _place(before: str) -> tuple[int, int]:
    """The row and column that follow a text, counted by commas, semicolons or tabs,
    whichever are most.
    """
    first = before.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(
        csv.reader(io.StringIO(before + "�", newline=""), delimiter=delimiter)
    )
    return len(rows), len(rows[-1])
