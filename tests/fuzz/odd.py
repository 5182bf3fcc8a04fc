"""Odd things to send: texts, numbers, dates, files, bodies, headers. Everything is
drawn from a seeded generator.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from dataclasses import dataclass
from random import Random

TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202e\u2066x",
    "\u200b",
    "\ufeff",
    "\ufffd",
    "\x0b\x0c\x1f\x7f",
    "\r\n\r\n",
    "²",
    "①",
    "٣",
    "１２",
    "-1",
    "+1",
    "1e5",
    "1_0",
    "NaN",
    "Infinity",
    "0x10",
    "9" * 20,
    "9" * 5000,
    "1.5",
    "-0",
    "00",
    "2147483648",
    "9223372036854775808",
    "18446744073709551616",
    "None",
    "null",
    "true",
    "[]",
    "{}",
    "undefined",
    "𠮷野家",
    "👩‍👩‍👧",
    "e\u0301" * 40,
    "é" * 300,
    "字" * 20_001,
    "x" * 70_000,
    "a" * 256,
    "()%$*\\",
    "%s%d%(x)s",
    "{0.__class__}",
    "{{ 7 }}",
    "{% now %}",
    "' OR 1=1--",
    '"><script>alert(1)</script>',
    "../../etc/passwd",
    "..\\..\\x",
    "%00",
    "%ED%A0%80",
    "drop-",
    "drop-\x00",
    "drop:\x00",
    "drop:²",
    "remove-²",
    "remove-" + "9" * 400,
    "remove-0",
    "approve:²",
    "end:" + "9" * 30,
    "propose",
    "end:-1",
    "staff:²",
    "staff:" + "9" * 30,
    "staff:1",
    "agent:1",
    "0" * 32,
    "f" * 32 + ".1",
    "A" * 32,
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "0001-01-01",
    "1900-01-01",
    "２０２６-01-01",
    "2026-13-01T99:99",
    "2026-11-28",
    "2027-01-01",
    "二〇二六年十一月",
    "XF2026-000001",
    "xf2026-1",
    "XF2026-" + "9" * 30,
    "13800000000",
    "+86 " * 50,
    "a@b",
    "a@" + "b" * 300 + ".cn",
    "周某@例子.中国",
    "http://[::1",
    "//evil.example",
    "javascript:alert(1)",
    "/office/\r\nX: y",
)

CURSORS = tuple(
    base64.urlsafe_b64encode(text.encode()).decode()
    for text in (
        '["2026-01-01", "x"]',
        '["2026-01-01", "\\u0000"]',
        '["9999-12-31", "\\ud800"]',
        "[" * 60_000,
        "1",
        '["0001-01-01", 5]',
        "{}",
        '["2026-01-01"]',
        "[null, null]",
        "NaN",
        '["2026-01-01", "' + "9" * 400 + '"]',
    )
)

PLAUSIBLE = (
    "夜间施工噪声扰民",
    "新安镇一处工地连续多日在夜里十一点以后施工，影响休息。",
    "要求书面道歉",
    "林知远",
    "13800000000",
    "建设路1号",
    "2026-11-20",
    "2026-11-28",
    "2026-12-15",
    "1",
    "2",
    "30",
    "经查，反映属实，已责令整改。",
    "yes",
    "no",
    "on",
)

HEADS = (
    b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
    b"\xef\xbb\xbf\n%PDF-1.7\n",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    b"GIF89a",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"PK\x03\x04",
    b"\x00\x00\x00\x18ftypheic",
    b"#!AMR\n",
    b"RIFF\x24\x00\x00\x00WAVEfmt ",
    b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    b"\xff\xfeh\x00i\x00",
    b"MZ\x90\x00",
    b"<html>",
    b"\x00",
    b"ID3",
    "噪声".encode(),
    "噪声".encode("gb18030"),
)
ENDINGS = (
    "pdf",
    "PDF",
    "jpg",
    "jpeg",
    "png",
    "webp",
    "heic",
    "heif",
    "docx",
    "xlsx",
    "txt",
    "mp3",
    "m4a",
    "mp4",
    "doc",
    "xls",
    "wps",
    "et",
    "ofd",
    "mov",
    "3gp",
    "amr",
    "wav",
    "tif",
    "tiff",
    "gif",
    "bmp",
    "exe",
    "html",
    "svg",
    "zip",
    "",
    "jpg ",
    "．jpg",
    "pdf\x00",
    "p\u202edf",
)


@dataclass(frozen=True)
class SentFile:
    """A file of a form: a name, the type that the sender claims, and what is in it."""

    name: str
    kind: str
    body: bytes


def text(rng: Random) -> str:
    """Something that a field was not made for."""
    chosen = rng.random()
    if chosen < 0.8:
        return rng.choice(TEXTS)
    if chosen < 0.9:
        return rng.choice(CURSORS)
    signs = [
        rng.choice(
            (rng.randrange(32), rng.randrange(0x20, 0x7F), rng.randrange(0x80, 0xD800), rng.randrange(0xE000, 0x110000))
        )
        for _ in range(rng.randrange(1, 60))
    ]
    return "".join(map(chr, signs))


def file(rng: Random) -> SentFile:
    """A file that may be what its name says, or not."""
    name = (
        rng.choice(("现场", "a", "x" * 300, "../../a", "a\\b", "\u202egpj", "字" * 90, "", ".", "a\r\nb", "con")) + "."
    )
    body = rng.choice(HEADS) + rng.randbytes(rng.choice((0, 0, 10, 600, 40_000)))
    if rng.random() < 0.15:
        body = archive(rng)
    kind = rng.choice(
        ("application/octet-stream", "image/jpeg", "text/html", "", "x" * 300, "text/plain; charset=no-such")
    )
    return SentFile(name + rng.choice(ENDINGS), kind, body if rng.random() > 0.03 else b"")


def archive(rng: Random) -> bytes:
    """A document of an office suite, whole, with macros, damaged or of nothing."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as made:
        for part in rng.sample(
            ("word/document.xml", "xl/workbook.xml", "word/vbaProject.bin", "OFD.xml", "a/../../b"), 2
        ):
            made.writestr(part, "<x/>")
    whole = body.getvalue()
    return whole if rng.random() < 0.6 else whole[: rng.randrange(4, len(whole))] + rng.randbytes(20)


def raw(rng: Random) -> tuple[str, bytes]:
    """A body as no browser sends it, with the type that it claims to be."""
    boundary = rng.choice(("b", "b" * 71, "", 'b"', "字"))
    head = rng.choice(
        (
            'form-data; name="title"',
            "form-data",
            "form-data; name=",
            "form-data; name*=no-such''x",
            "form-data; name*=utf-8''%00",
            'form-data; name="files"; filename="a.txt"',
            "form-data; name=files; filename*=base64''a",
            'form-data; name="files"; filename="\x00"',
            'attachment; name="x"',
            "",
            'form-data; name="a"; name="b"',
        )
    )
    transfer = rng.choice(("", "", "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: no-such\r\n"))
    charset = rng.choice(
        (
            "",
            "",
            *(
                f"; charset={one}"
                for one in (
                    "utf-7",
                    "utf-16",
                    "base64",
                    "rot13",
                    "idna",
                    "undefined",
                    "unicode_escape",
                    "raw_unicode_escape",
                    "zlib",
                    "no-such",
                    "gb18030",
                )
            ),
        )
    )
    part = (
        f"--{boundary}\r\nContent-Disposition: {head}\r\n{transfer}\r\n".encode()
        + rng.randbytes(rng.randrange(40))
        + b"\r\n"
    )
    whole = part * rng.choice((1, 1, 2, 1200)) + rng.choice((f"--{boundary}--\r\n".encode(), b""))
    return rng.choice(
        (
            (f"multipart/form-data; boundary={boundary}{charset}", whole),
            (f"multipart/form-data{charset}", whole),
            (
                f"application/x-www-form-urlencoded{charset}",
                rng.choice((b"a=%00", b"a=%ED%A0%80&b=\xff\xfe", b"&=&;%", b"a=1&" * 1500, b"do=%F0%28")),
            ),
            ("application/json", json.dumps({"a": rng.choice(("x", 1, None))}).encode()),
            ("text/xml", b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>"),
            ("", rng.randbytes(30)),
        )
    )


def headers(rng: Random) -> dict[str, str]:
    """Headers that are seldom, wrong or meant for somebody else, as the server's
    environment holds them.
    """
    return dict(
        rng.sample(
            (
                ("HTTP_ACCEPT_LANGUAGE", rng.choice(("en", "zz-ZZ;q=x", "*" * 4000, "zh-" + "x" * 200, "en\x00"))),
                ("HTTP_HX_REQUEST", "true"),
                ("HTTP_HX_CURRENT_URL", rng.choice(("http://[", "%ED", "//"))),
                ("HTTP_HX_TARGET", "\u202e"),
                ("HTTP_X_FORWARDED_FOR", rng.choice(("1.2.3.4", "x", "::1, fe80::1%eth0", "," * 999))),
                ("HTTP_HOST", rng.choice(("testserver", "evil.example", "testserver:99999", "[::1", "a_b"))),
                ("HTTP_REFERER", rng.choice(("http://[::1", "\ud800", "about:blank", "http://testserver/office/"))),
                ("HTTP_IF_MODIFIED_SINCE", rng.choice(("x", "Sun, 99 Nov 9999 99:99:99 GMT"))),
                ("HTTP_IF_NONE_MATCH", '"x'),
                ("HTTP_RANGE", rng.choice(("bytes=0-", "bytes=-5", "bytes=9999999999-", "x"))),
                ("HTTP_ORIGIN", rng.choice(("null", "http://["))),
                ("CONTENT_LENGTH", rng.choice(("-1", "x", "²", "9" * 40))),
                ("HTTP_X_REQUEST_ID", rng.choice(("a" * 64, "\x00", "x y"))),
                (
                    "HTTP_COOKIE",
                    rng.choice(
                        (
                            'sessionid="a\\000b"',
                            "sessionid=" + "x" * 5000,
                            "csrftoken=²; messages=x",
                            "huiyin_language=\x01",
                            "huiyin_matter=a.b; a",
                            "messages=W1siX19qc29uX21lc3NhZ2UiLDAsMjUsIngiLCIiXV0:x:y",
                            "huiyin_language=en; huiyin_receipt=x",
                            "=;=;\\",
                        )
                    ),
                ),
                ("HTTP_ACCEPT", rng.choice(("application/json", "text/html;q=²", "*"))),
                ("HTTP_CONTENT_ENCODING", "gzip"),
                ("REQUEST_METHOD_OVERRIDE", "PUT"),
            ),
            rng.randrange(1, 4),
        )
    )
