"""A body is read as it was sent, and what was read is no longer held."""

from __future__ import annotations

import tracemalloc
from random import Random

from huiyin.server.blocks import BLOCK, Blocks

MEGABYTE = 1024 * 1024


def test_what_was_written_in_pieces_is_read_in_others() -> None:
    rng = Random(1)  # noqa: S311 - to be read again the same way
    sent = rng.randbytes(3 * BLOCK + 17)
    blocks, place = Blocks(), 0
    while place < len(sent):
        step = rng.choice((1, 10, 65_536, 300_000))
        blocks.add(sent[place : place + step])
        place += step
    assert blocks.size == len(sent)
    body, read = blocks.input(), b""
    while piece := body.read(rng.choice((1, 8_191, 65_536))):
        read += piece
    assert read == sent
    assert body.read() == b""


def test_lines_and_nothing_at_all_can_be_read() -> None:
    blocks = Blocks()
    blocks.add(b"a\r\nb")
    assert blocks.input().readlines() == [b"a\r\n", b"b"]
    assert Blocks().input().read() == b""


def test_a_large_body_is_not_held_beside_what_was_read_of_it() -> None:
    tracemalloc.start()
    try:
        blocks, kept = Blocks(), []
        for _ in range(40):
            blocks.add(bytes(MEGABYTE))
        body = blocks.input()
        while piece := body.read(65_536):
            kept.append(piece)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(map(len, kept)) == 40 * MEGABYTE
    assert most < 50 * MEGABYTE  # both at once would be 80


def test_single_bytes_cost_no_more_than_they_hold() -> None:
    tracemalloc.start()
    try:
        blocks = Blocks()
        for _ in range(300_000):
            blocks.add(b"x")
        assert tracemalloc.get_traced_memory()[0] < 2 * MEGABYTE
    finally:
        tracemalloc.stop()
