"""Kinds of files, known by what is in them: those that people have, under all the names
that they have for them.
"""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake import kinds

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WORDS = "噪声从夜里十一点开始"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def office_file(*parts: str, mimetype: str = "") -> bytes:
    """The smallest archive that looks like a document of an office suite."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        archive.writestr("[Content_Types].xml", "<Types/>")
        for part in parts:
            archive.writestr(part, "<x/>")
    return body.getvalue()


def picture(kind: str) -> bytes:
    """A real picture."""
    body = io.BytesIO()
    Image.new("RGB", (32, 24), "red").save(body, kind)
    return body.getvalue()


def media(brand: bytes, *others: bytes) -> bytes:
    """The beginning of an ISO media file with its brands."""
    brands = brand + b"\x00\x00\x02\x00" + b"".join(others)
    return (8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands + b"\x00\x00\x00\x08free"


def compound(*streams: str) -> bytes:
    """A compound file (OLE2) of one sector of directory, with these streams or storages
    (a name that ends in /).
    """
    free, end, special = b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\xfd\xff\xff\xff"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(6)
    header += bytes(4) + b"\x01\x00\x00\x00" + b"\x01\x00\x00\x00" + bytes(4) + b"\x00\x10\x00\x00" + end + bytes(4)
    header += end + bytes(4) + b"\x00\x00\x00\x00" + free * 108
    fat = special + end + free * 126
    entries = [_entry("Root Entry", 5, child=1 if streams else None)]
    for place, name in enumerate(streams, 1):
        right = place + 1 if place < len(streams) else None
        entries.append(_entry(name.rstrip("/"), 1 if name.endswith("/") else 2, right=right))
    while len(entries) < 4:
        entries.append(bytes(64) + b"\x00\x00" + free * 3 + bytes(48 - 14 + 16))
    return header + fat + b"".join(one[:128].ljust(128, b"\x00") for one in entries)


def _entry(name: str, kind: int, *, child: int | None = None, right: int | None = None) -> bytes:
    none = 0xFFFFFFFF
    label = name.encode("utf-16-le") + b"\x00\x00"
    links = [none, none if right is None else right, none if child is None else child]
    body = label.ljust(64, b"\x00") + len(label).to_bytes(2, "little") + bytes((kind, 1))
    body += b"".join(link.to_bytes(4, "little") for link in links) + bytes(36)
    return body + b"\xfe\xff\xff\xff" + bytes(8)


TAKEN = [
    ("合同.pdf", PDF, "application/pdf"),
    ("合同.pdf", b"\xef\xbb\xbf" + PDF, "application/pdf"),
    ("合同.pdf", b"\r\n" * 500 + PDF, "application/pdf"),
    ("现场.PNG", PNG, "image/png"),
    ("现场.jpg", JPEG, "image/jpeg"),
    ("现场.JPE", JPEG, "image/jpeg"),
    ("现场.jpg ", JPEG, "image/jpeg"),
    ("现场．jpg", JPEG, "image/jpeg"),
    ("现场。ｊｐｇ".replace("ｊｐｇ", "jpg"), JPEG, "image/jpeg"),
    ("现场.gif", picture("GIF"), "image/gif"),
    ("现场.bmp", picture("BMP"), "image/bmp"),
    ("现场.tif", picture("TIFF"), "image/tiff"),
    ("现场.TIFF", b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
    ("现场.webp", picture("WEBP"), "image/webp"),
    *(
        (f"IMG.{ending}", media(brand, b"mif1"), "image/heic")
        for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
        for ending in ("heic", "HEIF", "hif")
    ),
    ("现场.avif", media(b"avif", b"mif1"), "image/avif"),
    ("说明.txt", WORDS.encode(), "text/plain"),
    ("说明.txt", WORDS.encode("gb18030"), "text/plain"),
    ("说明.txt", b"\xff\xfe" + WORDS.encode("utf-16-le"), "text/plain"),
    ("说明.txt", b"\xfe\xff" + WORDS.encode("utf-16-be"), "text/plain"),
    ("说明.txt", b"BMW, ID3 and %PDF-1.4", "text/plain"),
    ("申请.docx", office_file("word/document.xml"), DOCX),
    ("清单.xlsx", office_file("xl/workbook.xml"), XLSX),
    ("公文.ofd", office_file("OFD.xml"), "application/ofd"),
    ("申请.odt", office_file("content.xml", mimetype=ODT), ODT),
    ("申请.doc", compound("WordDocument"), "application/msword"),
    ("申请.wps", compound("WordDocument"), "application/msword"),
    ("申请.wps", compound("WpsContent"), "application/wps-office.wps"),
    ("清单.xls", compound("Workbook"), "application/vnd.ms-excel"),
    ("清单.et", compound("Workbook"), "application/vnd.ms-excel"),
    ("清单.et", compound("ETExtData"), "application/wps-office.et"),
    ("录音.amr", b"#!AMR\n\x3c", "audio/amr"),
    ("录音.wav", b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
    ("录音.mp3", b"ID3\x04\x00", "audio/mpeg"),
    ("录音.mp3", b"\xff\xfb\x90\x64", "audio/mpeg"),
    ("录音.aac", b"\xff\xf1\x50\x80", "audio/aac"),
    ("录音.m4a", media(b"M4A ", b"mp42"), "audio/mp4"),
    ("录音.m4a", media(b"mp42", b"isom"), "audio/mp4"),
    ("录像.mp4", media(b"isom", b"mp41"), "video/mp4"),
    ("录像.MOV", media(b"qt  "), "video/quicktime"),
    ("录像.mov", b"\x00\x00\x00\x20moov", "video/quicktime"),
    ("录像.3gp", media(b"3gp5", b"isom"), "video/3gpp"),
]


@pytest.mark.parametrize(
    ("name", "body", "media_type"), TAKEN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_people_have_is_taken(name: str, body: bytes, media_type: str) -> None:
    shown, kind = kinds.known(body, name)
    assert kind.media_type == media_type
    assert shown == name.strip().replace("．", ".").replace("。", ".")


@pytest.mark.parametrize(
    ("name", "body", "shown"),
    [
        ("证据.jpg", PDF, "证据.jpg.pdf"),
        ("IMG_0001.JPG", media(b"heic", b"mif1"), "IMG_0001.JPG.heic"),
        ("没有后缀", PDF, "没有后缀.pdf"),
        ("证据.docx", office_file("xl/workbook.xml"), "证据.docx.xlsx"),
        ("../../etc/passwd.pdf", PDF, "passwd.pdf"),
        ("C:\\a\\b.pdf", PDF, "b.pdf"),
        ("a\u202egpj.pdf", PDF, "agpj.pdf"),
        ("a\u200b\u2066b\u2069.pdf", PDF, "ab.pdf"),
        ("a\r\nb\x00.pdf", PDF, "ab.pdf"),
        ("合同.pdf . 　", PDF, "合同.pdf"),
        ("", PDF, "file.pdf"),
    ],
)
def test_content_decides_and_the_name_is_put_right(name: str, body: bytes, shown: str) -> None:
    assert kinds.known(body, name)[0] == shown


HIDDEN = b"<html><script>alert(1)</script>"
REFUSED = [
    ("证据.pdf", b"MZ\x90\x00\x03\x00\x00\x00", "PDF"),
    ("证据.pdf", b"%PDF-1.4\n" + HIDDEN, "PDF"),
    ("证据.pdf", PDF + b"\n<!DOCTYPE html><body>", "PDF"),
    ("证据.pdf", HIDDEN + PDF, "PDF"),
    ("证据.png", PNG + HIDDEN, "网页"),
    ("证据.jpg", JPEG + b"<ScRiPt >", "网页"),
    ("录音.wav", b"RIFF\x24\x00\x00\x00WAVE<svg/onload=x>", "网页"),
    ("录像.mp4", media(b"isom") + HIDDEN, "网页"),
    ("证据.docx", b"no archive at all", "DOCX"),
    ("证据.docx", office_file("nothing.xml"), "DOCX"),
    ("证据.txt", b"\x00\x01\x02", "TXT"),
    ("证据.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing", "DOC"),
    ("程序.exe", b"MZ\x90\x00", "程序.exe"),
    ("页面.html", b"<script>alert(1)</script>", "页面.html"),
    ("页面.svg", b"<svg onload=x>", "页面.svg"),
    ("包.zip", office_file("a.exe"), "包.zip"),
    ("申请.docx", office_file("word/document.xml", "word/vbaProject.bin"), "宏"),
    ("申请.docm", office_file("word/document.xml", "word/vbaProject.bin"), "宏"),
    ("清单.xlsx", office_file("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "宏"),
    ("清单.ods", office_file("Basic/x.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "宏"),
    ("申请.doc", compound("WordDocument", "Macros/"), "宏"),
    ("清单.xls", compound("Workbook", "_VBA_PROJECT_CUR/"), "宏"),
    ("清单.et", compound("Workbook", "_VBA_PROJECT_CUR/"), "宏"),
    ("申请.docx", compound("EncryptedPackage", "EncryptionInfo"), "密码"),
]


@pytest.mark.parametrize(("name", "body", "said"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_taken_is_refused_with_what_to_do(name: str, body: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        kinds.known(body, name)
    assert refused.value.field == "attachment"
    assert said in refused.value.message
    assert name in refused.value.message
