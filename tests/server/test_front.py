"""The front by itself: what becomes of bodies on their way in and of answers on their way out."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from huiyin.server import front
from huiyin.server.front import Front

MEGABYTE = 1024 * 1024


@dataclass
class Headers:
    """Headers as granian gives them."""

    pairs: list[tuple[str, str]]

    def get(self, name: str, default: str | None = None) -> str | None:
        return next((value for key, value in self.pairs if key == name), default)

    def items(self) -> list[tuple[str, str]]:
        return self.pairs


@dataclass
class Scope:
    """A request's head."""

    headers: Headers
    method: str = "POST"
    path: str = "/中"
    query_string: str = "a=%20"
    proto: str = "http"
    http_version: str = "1.1"
    scheme: str = "http"
    client: str = "[2001:db8::7]:4711"
    server: str = "127.0.0.1:8000"


@dataclass
class Protocol:
    """A client: sends pieces (a number is a pause in seconds), and takes the answer;
    ``reads`` pieces of it at most.
    """

    pieces: list[bytes | float]
    reads: int | None = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._sent()

    async def _sent(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, float):
                await asyncio.sleep(piece)
            else:
                yield piece

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.taken = status, dict(headers), [body]

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Protocol:
        self.status, self.headers = status, dict(headers)
        return self

    async def send_bytes(self, piece: bytes) -> None:
        if self.reads is not None and len(self.taken) >= self.reads:
            await asyncio.sleep(3600)
        self.taken.append(piece)


def ask(application: Callable[..., Iterable[bytes]], *pieces: bytes | float, reads: int | None = None, **more: Any):
    """Send one request through a front of two threads; returns the client afterwards,
    and the front.
    """
    size = sum(len(piece) for piece in pieces if isinstance(piece, bytes))
    headers = more.pop("headers", [("content-length", str(size))])
    through = more.pop("through", None) or Front(application, threads=2, largest=MEGABYTE, room=2 * MEGABYTE)
    client = Protocol(list(pieces), reads=reads)
    asyncio.run(through.__rsgi__(Scope(Headers(headers), **more), client))
    return client, through


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the body."""
    start("200 OK", [("content-type", "text/plain")])
    return [environ["wsgi.input"].read()]


def test_a_body_arrives_whole_and_its_room_is_given_back():
    client, through = ask(echo, b"ab", 0.01, b"cd")
    assert (client.status, client.taken) == (200, [b"abcd"])
    assert client.headers["server"] == "", "which program answers is nobody's business"
    assert through._held == 0


def test_a_body_in_chunks_arrives_whole():
    client, _front = ask(echo, b"ab", b"cd", headers=[("transfer-encoding", "chunked")])
    assert client.taken == [b"abcd"]


def test_what_the_application_is_told():
    seen: dict[str, Any] = {}

    def look(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        seen.update(environ)
        return echo(environ, start)

    headers = [
        ("content-length", "2"),
        ("content-type", "text/x"),
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("x-forwarded-for", "1.1.1.1"),
        ("x-forwarded-for", "2.2.2.2"),
        ("x_forwarded_for", "6.6.6.6"),
    ]
    ask(look, b"ab", headers=headers)
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/中"
    assert (seen["REQUEST_METHOD"], seen["QUERY_STRING"], seen["REMOTE_ADDR"]) == ("POST", "a=%20", "2001:db8::7")
    assert (seen["CONTENT_TYPE"], seen["CONTENT_LENGTH"]) == ("text/x", "2")
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert seen["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2", "one with underscores is not taken for it"


@pytest.mark.parametrize(
    ("pieces", "headers", "status"),
    [
        ([b"a" * (MEGABYTE + 1)], None, 413),
        ([b"a" * 400_000] * 11, None, 413),
        ([b"ab"], [("content-length", "3")], 400),
    ],
)
def test_what_is_refused_never_reaches_the_application(pieces, headers, status):
    def never(_environ: object, _start: object) -> Iterable[bytes]:
        raise AssertionError("asked")

    more = {"headers": headers} if headers else {}
    client, through = ask(never, *pieces, **more)
    assert client.status == status
    assert through._held == 0


def test_silence_and_a_trickle_are_given_up(monkeypatch):
    monkeypatch.setattr(front, "SILENCE", 0.1)
    client, _front = ask(echo, b"ab", 1.0, b"cd")
    assert client.status == 408
    monkeypatch.setattr(front, "SILENCE", 30.0)
    monkeypatch.setattr(front, "GRACE", 0.15)
    client, _front = ask(echo, *([b"a", 0.05] * 8))
    assert client.status == 408
    client, _front = ask(echo, *([b"a" * 1000, 0.05] * 8))
    assert client.status == 200, "two kilobytes a second and more are fast enough"


def test_while_there_is_no_room_forms_get_through_and_uploads_wait():
    through = Front(echo, threads=2, largest=MEGABYTE, room=MEGABYTE)
    through.take(MEGABYTE - 1000, 0)
    upload, _front = ask(echo, b"a" * 200_000, through=through)
    assert (upload.status, upload.headers["retry-after"]) == (503, "60")
    form, _front = ask(echo, b"a" * 60_000, through=through)
    assert form.status == 200
    through.give_back(MEGABYTE - 1000)
    upload, _front = ask(echo, b"a" * 200_000, through=through)
    assert upload.status == 200


class Long:
    """An answer of many pieces that says when it is closed."""

    def __init__(self, pieces: int) -> None:
        self.left = pieces
        self.closed = threading.Event()

    def __iter__(self) -> Long:
        return self

    def __next__(self) -> bytes:
        if not self.left:
            raise StopIteration
        self.left -= 1
        return b"x" * 100_000

    def close(self) -> None:
        self.closed.set()


def sending(answer: Long) -> Callable[..., Iterable[bytes]]:
    def application(_environ: object, start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("content-length", "0")])
        return answer

    return application


def test_a_long_answer_is_sent_in_pieces_and_closed():
    answer = Long(57)
    client, _front = ask(sending(answer))
    assert b"".join(client.taken) == b"x" * 5_700_000
    assert len(client.taken) == 6, "at most a megabyte or so in memory"
    assert answer.closed.is_set()


def test_a_short_answer_is_closed_too():
    answer = Long(3)
    client, _front = ask(sending(answer))
    assert len(client.taken) == 1
    assert answer.closed.is_set()


def test_whoever_stops_reading_is_left_and_holds_no_thread(monkeypatch):
    monkeypatch.setattr(front, "READER", 0.2)
    answer = Long(100)
    client, _front = ask(sending(answer), reads=2)
    assert len(client.taken) == 2
    assert answer.left > 50, "what nobody takes is not made"
    assert answer.closed.is_set()
