"""Answers on their way out, and the short ones to requests that never reach an application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

_SAID: Final = {
    400: ("没有收到完整的内容", "Not all of it arrived"),
    408: ("发送得太慢，已经中断", "It came too slowly and was given up"),
    413: ("文件加在一起太大", "The files together are too large"),
    503: ("现在上传的人太多", "Too many people are uploading just now"),
}
_DO: Final = {
    400: ("请按“返回”，再提交一次。", "Press Back and send it again."),
    408: (
        "请按“返回”，换个信号好的地方再提交一次。",
        "Press Back and send it again where reception is better.",
    ),
    413: (
        "请按“返回”，少选几个文件，或者选小一点的。",
        "Press Back and choose fewer or smaller files.",
    ),
    503: (
        "请按“返回”，过几分钟再提交一次。",
        "Press Back and send it again in a few minutes.",
    ),
}
_PAGE: Final = """<!doctype html>
<html lang="zh-Hans"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{zh} – 回音</title>
<h1>{zh}</h1><p>{zh_do}没有存下任何东西。写的内容这里没能读到，返回后一般还在表里；不在就请再写一次。</p>
<p lang="en"><strong>{en}.</strong> {en_do}
Nothing was stored. What you wrote could not be read here;
it is usually still in the form when you go back. If it is not, please write it again.</p></html>
"""


@dataclass
class Answer:
    """What an application answers: status, headers, the first piece of the body, and
    what follows it, if anything.
    """

    status: int = 500
    headers: list[tuple[str, str]] = field(default_factory=list)
    first: bytes = b""
    rest: Iterator[bytes] | None = None
    close: Callable[[], None] | None = None


def refusal(status: int) -> Answer:
    """The page for a request that could not be taken in, in both languages: who asks is
    not known yet.
    """
    (zh, en), (zh_do, en_do) = _SAID[status], _DO[status]
    headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", "default-src 'none'"),
        ("cache-control", "no-store"),
        ("connection", "close"),
    ]
    if status == 503:
        headers.append(("retry-after", "60"))
    return Answer(
        status,
        headers,
        _PAGE.format(zh=zh, en=en, zh_do=zh_do, en_do=en_do).encode(),
    )
