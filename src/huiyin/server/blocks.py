"""The body of a request as a file that is used up: what was read is let go, so that a
large one is not held twice.
"""

from __future__ import annotations

import io
from collections import deque
from mmap import mmap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK: Final = 1024 * 1024
"""Bytes that are let go at once. Pieces are gathered into blocks: each alone would cost
more than it holds.

A full block is a mapping of its own, which the system has back at once; what is freed
in between others stays ours.
"""

AT_ONCE: Final = 64 * 1024


class Blocks(io.RawIOBase):
    """Written first, to the end, then read once. ``size`` is what was written."""

    def __init__(self) -> None:
        self.size = 0
        self._full: deque[bytearray | mmap] = deque()
        self._last = bytearray()
        self._read = 0

    def add(self, piece: bytes) -> None:
        """Write a piece."""
        self.size += len(piece)
        self._last += piece
        if len(self._last) >= BLOCK:
            block = mmap(-1, len(self._last))
            block[:] = bytes(self._last)
            self._full.append(block)
            self._last = bytearray()

    def input(self) -> io.BufferedReader:
        """The file to read it from."""
        self._full.append(self._last)
        self._last = bytearray()
        return io.BufferedReader(self, AT_ONCE)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, target: WriteableBuffer) -> int:
        """Fill the target with what comes next, and let go of a block that is used up;
        0 at the end.
        """
        place, filled = memoryview(target).cast("B"), 0
        while self._full and filled < len(place):
            first = self._full[0]
            taken = min(len(place) - filled, len(first) - self._read)
            place[filled : filled + taken] = first[
                self._read : self._read + taken
            ]
            filled, self._read = filled + taken, self._read + taken
            if self._read == len(first):
                self._full.popleft()
                self._read = 0
        return filled
