"""What somebody wrote in a form whose files find no room: kept while the rest of the
body passes by.

The fields of a form come before and between its files. Of a body that is refused, the
files are dropped and the text is kept, so that the page that refuses it can give back
every word.
"""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 256 * 1024
"""Bytes of text that are kept of one form; of more than that, nothing is."""

_HEAD: Final = 16 * 1024
_BOUNDARY: Final = re.compile(
    r'multipart/form-data\s*;.*?\bboundary="?([^";]{1,70})"?', re.IGNORECASE
)


class Written:
    """The text fields of one multipart body, as a body of their own."""

    def __init__(self, content_type: str) -> None:
        boundary = _BOUNDARY.match(content_type)
        self._between = b"\r\n--" + boundary[1].encode() if boundary else b""
        self._buffer = b"\r\n"
        self._in_head = self._in_text = False
        self._kept: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> None:
        """Take what comes next."""
        if not self._between:
            return
        self._buffer += piece
        while self._head() if self._in_head else self._value():
            pass

    def body(self) -> bytes | None:
        """A body with the text fields alone; None where they could not be read, or not
        to their end.
        """
        if not self._kept or self._in_text or self._size > MOST:
            return None
        return b"".join([*self._kept, self._between, b"--\r\n"])[2:]

    def _head(self) -> bool:
        """Read the head of a part; whether it was all there."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            self._buffer = self._buffer[-_HEAD:]
            return False
        head, self._buffer = self._buffer[:end], self._buffer[end + 2 :]
        self._in_head, self._in_text = False, b"filename" not in head.lower()
        self._keep(self._between + head + b"\r\n")
        return True

    def _value(self) -> bool:
        """Read the value of a part as far as it is there; whether it has ended."""
        at = self._buffer.find(self._between)
        if at < 0:
            passed = max(0, len(self._buffer) - len(self._between))
            self._keep(self._buffer[:passed])
            self._buffer = self._buffer[passed:]
            return False
        self._keep(self._buffer[:at])
        self._buffer = self._buffer[at + len(self._between) :]
        self._in_head, self._in_text = True, False
        return True

    def _keep(self, piece: bytes) -> None:
        if self._in_text and self._size <= MOST:
            self._size += len(piece)
            self._kept.append(piece)
