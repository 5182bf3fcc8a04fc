"""What kind of file somebody handed in. Its content decides; the name only where
content cannot (text, old WPS).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import olefile
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake.file_names import LONGEST_NAME, tidy_name


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, and the endings that its names have, the usual one first."""

    media_type: str
    endings: tuple[str, ...]


_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."

PDF: Final = Kind("application/pdf", (".pdf",))
JPEG: Final = Kind("image/jpeg", (".jpg", ".jpeg", ".jfif", ".jpe"))
PNG: Final = Kind("image/png", (".png",))
WEBP: Final = Kind("image/webp", (".webp",))
HEIC: Final = Kind("image/heic", (".heic", ".heif", ".hif", ".heics", ".heifs"))
AVIF: Final = Kind("image/avif", (".avif",))
GIF: Final = Kind("image/gif", (".gif",))
BMP: Final = Kind("image/bmp", (".bmp", ".dib"))
TIFF: Final = Kind("image/tiff", (".tif", ".tiff"))
DOCX: Final = Kind(_OPEN_XML + "wordprocessingml.document", (".docx",))
XLSX: Final = Kind(_OPEN_XML + "spreadsheetml.sheet", (".xlsx",))
PPTX: Final = Kind(_OPEN_XML + "presentationml.presentation", (".pptx",))
DOC: Final = Kind("application/msword", (".doc", ".dot", ".wps", ".wpt"))
XLS: Final = Kind("application/vnd.ms-excel", (".xls", ".xlt", ".et", ".ett"))
PPT: Final = Kind("application/vnd.ms-powerpoint", (".ppt", ".pps", ".dps"))
WPS: Final = Kind("application/wps-office.wps", (".wps", ".wpt"))
ET: Final = Kind("application/wps-office.et", (".et", ".ett"))
OFD: Final = Kind("application/ofd", (".ofd",))
ODT: Final = Kind(_OPEN_DOCUMENT + "text", (".odt",))
ODS: Final = Kind(_OPEN_DOCUMENT + "spreadsheet", (".ods",))
TEXT: Final = Kind("text/plain", (".txt",))
MP3: Final = Kind("audio/mpeg", (".mp3",))
M4A: Final = Kind("audio/mp4", (".m4a", ".m4b"))
AMR: Final = Kind("audio/amr", (".amr",))
WAV: Final = Kind("audio/wav", (".wav",))
AAC: Final = Kind("audio/aac", (".aac",))
MP4: Final = Kind("video/mp4", (".mp4", ".m4v"))
MOV: Final = Kind("video/quicktime", (".mov", ".qt"))
THREE_GP: Final = Kind("video/3gpp", (".3gp", ".3gpp", ".3g2"))
AVI: Final = Kind("video/x-msvideo", (".avi",))

KINDS: Final = (
    PDF,
    JPEG,
    PNG,
    WEBP,
    HEIC,
    AVIF,
    GIF,
    BMP,
    TIFF,
    DOCX,
    DOC,
    XLSX,
    XLS,
    PPTX,
    PPT,
    WPS,
    ET,
    OFD,
    ODT,
    ODS,
    TEXT,
    MP3,
    M4A,
    AMR,
    WAV,
    AAC,
    MP4,
    MOV,
    THREE_GP,
    AVI,
)
PICTURES: Final = frozenset(
    kind.media_type for kind in (JPEG, PNG, WEBP, HEIC, AVIF, GIF, BMP, TIFF)
)

_PDF_WITHIN: Final = 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC_BRANDS: Final = frozenset(
    b"heic heix heim heis hevc hevx hevm hevs mif1 mif2 msf1".split()
)
_BITMAP_HEADERS: Final = frozenset((12, 40, 52, 56, 64, 108, 124))
"""How long the second header of a bitmap can be; its two letters alone are too little
to know one by.
"""

_MP3_SYNC: Final = frozenset(
    bytes((sign,)) for sign in (0xE2, 0xE3, 0xF2, 0xF3, 0xFA, 0xFB)
)
_AAC_SYNC: Final = frozenset(
    bytes((sign,)) for sign in (0xF0, 0xF1, 0xF8, 0xF9)
)
_OLD_MOVIE_PARTS: Final = frozenset(
    (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
)
# What a browser would run, wherever in a picture or a recording it stands.
_MARKUP: Final = re.compile(
    rb"<(?:script|html|iframe|svg|!doctype\s+html)[\s>/]", re.IGNORECASE
)
_MACROS_OPEN_XML: Final = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml)$|(^|/)macrosheets/", re.IGNORECASE
)
_MACROS_OPEN_DOCUMENT: Final = re.compile(r"^(Basic|Scripts)/.+")
_MACROS_OLE: Final = frozenset(("vba", "macros", "_vba_project_cur"))


def accepted() -> str:
    """The endings that can be taken, for people, each kind once."""
    return ", ".join(
        dict.fromkeys(kind.endings[0][1:].upper() for kind in KINDS)
    )


def endings() -> tuple[str, ...]:
    """All endings that names of files which can be taken have."""
    known_endings: set[str] = set()
    for kind in KINDS:
        known_endings.update(kind.endings)
    return tuple(sorted(known_endings))


def known(body: bytes, name: str) -> tuple[str, Kind]:
    """The name under which a file is kept, and its kind, by content; a wrong ending
    gets the right one behind it.

    Raises Invalid for what cannot be taken, with what to do: unknown kinds, macros,
    passwords, hidden web pages.
    """
    shown = tidy_name(name) or "file"
    ending = "." + shown.rsplit(".", 1)[-1].lower() if "." in shown else ""
    kind = _kind(body, ending, shown)
    if kind is None:
        raise _unfit(shown, ending)
    if ending not in kind.endings:
        usual = kind.endings[0]
        shown = shown[: LONGEST_NAME - len(usual)] + usual
    return shown, kind


def _unfit(name: str, ending: str) -> Invalid:
    if ending in endings():
        said = _(
            "“%(name)s” is not what its name says. Save it again as %(kind)s and hand that in."
        )
        return Invalid(
            "attachment", said % {"name": name, "kind": ending[1:].upper()}
        )
    said = _(
        "“%(name)s” is of a kind that cannot be taken. These can: %(kinds)s."
    )
    return Invalid("attachment", said % {"name": name, "kinds": accepted()})


def _kind(body: bytes, ending: str, name: str) -> Kind | None:
    """What the content is: by its first bytes, by what stands inside a container, and
    text by its name too.
    """
    kind = _played(body, ending)
    if kind is not None:
        return _no_markup(body, kind, name)
    if ending in TEXT.endings:
        return TEXT if _is_text(body) else None
    if b"%PDF-" in body[:_PDF_WITHIN]:
        return _pdf(body)
    if body.startswith(b"PK\x03\x04"):
        return _archive(body, name)
    return _compound(body, ending, name) if body.startswith(_OLE) else None


def _played(body: bytes, ending: str) -> Kind | None:
    """A picture, a recording or a film; a text that only begins like one is none."""
    for begin, kind in _HEADS:
        if body.startswith(begin) and (
            len(begin) > 3 or ending not in TEXT.endings
        ):
            return kind
    if body[:1] == b"\xff" and ending in (*MP3.endings, *AAC.endings):
        return _synchronised(body)
    return _in_boxes(body, ending)


def _synchronised(body: bytes) -> Kind | None:
    """A recording without a head, by the sign with which each of its frames begins."""
    sync = body[1:2]
    if sync in _AAC_SYNC:
        return AAC
    return MP3 if sync in _MP3_SYNC else None


def _in_boxes(body: bytes, ending: str) -> Kind | None:
    """The same for what says its length first, and what it is after that."""
    if body[4:8] == b"ftyp":
        return _of_brand(body, ending)
    if body[4:8] in _OLD_MOVIE_PARTS and ending in MOV.endings:
        return MOV
    if body.startswith(b"RIFF"):
        return {b"WEBP": WEBP, b"WAVE": WAV, b"AVI ": AVI}.get(body[8:12])
    if (
        body.startswith(b"BM")
        and int.from_bytes(body[14:18], "little") in _BITMAP_HEADERS
    ):
        return BMP
    return None


_HEADS: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"#!AMR", AMR),
    (b"ID3", MP3),
)


def _no_markup(body: bytes, kind: Kind, name: str) -> Kind:
    """The kind, unless a web page hides behind the head of a picture or a recording."""
    if _MARKUP.search(body):
        said = _(
            "“%(name)s” holds a web page behind its beginning and cannot be taken. "
            "Save it again and hand that in."
        )
        raise Invalid("attachment", said % {"name": name})
    return kind


def _pdf(body: bytes) -> Kind | None:
    """A PDF, unless what stands before its first object or after its end is a web page."""
    start = body.index(b"%PDF-")
    first = body.find(b"obj", start)
    last = body.rfind(b"%%EOF")
    if first < 0:
        return None
    after = body[last:] if last >= 0 else b""
    return None if _MARKUP.search(body[:first] + after + b" ") else PDF


def _of_brand(body: bytes, ending: str) -> Kind | None:
    """What the brands of an ISO media file say: photos of telephones, films, recordings."""
    length = min(max(int.from_bytes(body[:4], "big"), 16), 200)
    brands = [
        body[8:12],
        *(body[place : place + 4] for place in range(16, length, 4)),
    ]
    for brand in brands:
        if brand in _HEIC_BRANDS:
            return AVIF if b"avif" in brands or b"avis" in brands else HEIC
        if brand in {b"avif", b"avis"}:
            return AVIF
        if brand == b"qt  ":
            return MOV
        if brand[:2] in {b"3g", b"3G"}:
            return THREE_GP
        if brand in {b"M4A ", b"M4B ", b"M4P "}:
            return M4A
    return next((kind for kind in (M4A, MOV) if ending in kind.endings), MP4)


def _archive(body: bytes, name: str) -> Kind | None:
    """Documents that are archives inside; the list of their parts is read, nothing is
    unpacked but a media type.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.namelist()
            kind = _of_parts(parts)
            if kind is None and "mimetype" in parts:
                said = (
                    archive.open("mimetype")
                    .read(100)
                    .decode("ascii", "replace")
                )
                kind = {ODT.media_type: ODT, ODS.media_type: ODS}.get(
                    said.strip()
                )
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ):
        return None
    if kind in {ODT, ODS} and any(
        _MACROS_OPEN_DOCUMENT.search(part) for part in parts
    ):
        raise _with_macros(name)
    if any(_MACROS_OPEN_XML.search(part.replace("\\", "/")) for part in parts):
        raise _with_macros(name)
    return kind


def _of_parts(parts: Sequence[str]) -> Kind | None:
    for begin, kind in _PARTS:
        if any(part.startswith(begin) for part in parts):
            return kind
    return None


_PARTS: Final = (
    ("word/", DOCX),
    ("xl/", XLSX),
    ("ppt/", PPTX),
    ("OFD.xml", OFD),
)


def _compound(body: bytes, ending: str, name: str) -> Kind | None:
    """Documents of Word, Excel and WPS as they were before 2007, by the streams inside."""
    names: set[str] = set()
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as file:
            for path in file.listdir(streams=True, storages=True):
                names.update(part.lower() for part in path)
    # Olefile says in many ways that a file is damaged; none of them matters here
    except Exception:  # noqa: BLE001
        return None
    if "encryptedpackage" in names:
        said = _(
            "“%(name)s” has a password. Take the password away, save it again and hand that in."
        )
        raise Invalid("attachment", said % {"name": name})
    if not _MACROS_OLE.isdisjoint(names):
        raise _with_macros(name)
    for stream, kind in (
        ("worddocument", DOC),
        ("workbook", XLS),
        ("book", XLS),
        ("powerpoint document", PPT),
    ):
        if stream in names:
            return kind
    return next((kind for kind in (WPS, ET) if ending in kind.endings), None)


def _with_macros(name: str) -> Invalid:
    said = _(
        "“%(name)s” contains a small program (macros). Save it without macros or as "
        "PDF and hand that in."
    )
    return Invalid("attachment", said % {"name": name})


def _is_text(body: bytes) -> bool:
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _decodes(body, "utf-16")
    return b"\x00" not in body and (
        _decodes(body, "utf-8") or _decodes(body, "gb18030")
    )


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
