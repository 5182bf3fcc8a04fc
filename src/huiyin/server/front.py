"""What stands between connections and threads: a request reaches Django once all of it has arrived.

Granian gives a WSGI application a thread as soon as the head of a request is there, and
the thread then waits for the body: a handful of clients that send slowly hold up
everybody. Here waiting costs no thread. The body is gathered on the event loop, with a
limit on its size, on how slowly it may come and on what all of them hold in memory
together; the answer is sent from the loop too, so that whoever reads it slowly holds
nobody up. Why: decision 26.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import structlog

from huiyin.server import wsgi_environ
from huiyin.server.answers import Answer, refusal
from huiyin.server.blocks import Blocks
from huiyin.server.written import Written

log = structlog.get_logger("huiyin.front")

MEGABYTE: Final = 1024 * 1024
SILENCE: Final = 15.0
"""Seconds without a byte after which a body is given up."""

GRACE: Final = 30.0
SLOWEST: Final = 2048
"""Bytes a second that a body must come in at, on the whole, once GRACE seconds have passed."""

SMALL: Final = 64 * 1024
"""A body up to this size is always taken: forms must get through while others upload."""

PASSING: Final = 300.0
"""Seconds for which the rest of a refused body is let pass by, so that its sender hears why."""

LINGER: Final = 10.0
"""Seconds for which reading goes on after an answer that could not wait for the end of the body."""

AT_ONCE: Final = MEGABYTE
"""An answer up to this size is handed over in one piece."""

READER: Final = 60.0
"""Seconds in which a client must take the next piece of a long answer."""

Application = Callable[..., Iterable[bytes]]


class Refused(Exception):
    """A request is not taken in: the status says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status
        self.written: bytes | None = None
        """The form without its files, where it could be read."""


class Front:
    """An application for granian (RSGI) around a WSGI application.

    ``threads`` answer requests; ``largest`` is the most bytes that one request may
    have, ``room`` what the bodies of all that are on their way may take in memory
    together.
    """

    def __init__(
        self, application: Application, *, threads: int, largest: int, room: int
    ) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="huiyin")
        self._largest = largest
        self._room = room
        self._held = 0

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Take one request in, and answer it."""
        if scope.proto != "http":
            return
        loop = asyncio.get_running_loop()
        body = Body(self, scope.headers.get("content-type") or "")
        try:
            await body.receive(protocol, _declared(scope))
            environ = wsgi_environ.of(scope, body.content)
            answer = await loop.run_in_executor(
                self._threads, self._answer, environ
            )
        except Refused as refused:
            log.warning("request.refused", status=refused.status)
            if refused.written is None:
                answer = refusal(refused.status)
            else:  # the application gives the words back
                environ = wsgi_environ.of(scope, body.only(refused.written)) | {
                    wsgi_environ.REFUSED: refused.status
                }
                answer = await loop.run_in_executor(
                    self._threads, self._answer, environ
                )
        finally:
            body.release()
        await self._send(answer, protocol, loop)
        await body.linger()

    def take(self, size: int, held: int, came: int = 0) -> None:
        """Make room for ``size`` more bytes of a body that holds ``held``; Refused
        where there is none.

        Also where ``came``, what has come of the body, is more than one request may have.
        """
        if came > self._largest:
            raise Refused(413)
        if held + size > SMALL and self._held + size > self._room:
            raise Refused(503)
        self._held += size

    def give_back(self, size: int) -> None:
        """Free the room of ``size`` bytes again."""
        self._held -= size

    @property
    def largest(self) -> int:
        """The most bytes that one request may have."""
        return self._largest

    def _answer(self, environ: dict[str, Any]) -> Answer:
        """Call the application in this thread and gather the answer, up to AT_ONCE bytes."""
        answer = Answer()

        def start(
            status: str,
            headers: list[tuple[str, str]],
            exc_info: Any = None,  # noqa: ARG001  # WSGI's
        ) -> None:
            answer.status, answer.headers = (
                int(status.split(" ", 1)[0]),
                headers,
            )

        result = self._application(environ, start)
        answer.close = getattr(result, "close", None)
        pieces = iter(result)
        answer.first, ended = _gathered(pieces)
        if ended:
            _close(answer)
        else:
            answer.rest = pieces
        return answer

    async def _send(
        self, answer: Answer, protocol: Any, loop: asyncio.AbstractEventLoop
    ) -> None:
        headers = [
            *answer.headers,
            ("server", ""),
        ]  # granian writes its name where there is none
        if answer.rest is None:
            protocol.response_bytes(answer.status, headers, answer.first)
            return
        stream = protocol.response_stream(answer.status, headers)
        try:
            piece, ended = answer.first, False
            while piece:
                async with asyncio.timeout(READER):
                    await stream.send_bytes(piece)
                if ended:
                    break
                piece, ended = await loop.run_in_executor(
                    self._threads, _gathered, answer.rest
                )
        # Whatever a client does in the middle of an answer ends the answer
        except Exception as broken:  # noqa: BLE001
            log.info("answer.broken_off", kind=type(broken).__name__)
        finally:
            await loop.run_in_executor(self._threads, _close, answer)


class Body:
    """The body of one request on its way in, held in memory: a report of wrongdoing
    must not lie in a file in clear.
    """

    def __init__(self, front: Front, content_type: str) -> None:
        self._front = front
        self._written = Written(content_type)
        self._held = 0
        self._pieces: Any = None
        self._cut_short = False
        self.content = Blocks()

    async def receive(self, protocol: Any, declared: int | None) -> None:
        """Gather the body, of which ``declared`` bytes were announced (None where that
        was left open); Refused (408, 413, 503) where it comes too slowly, is too large,
        or there is no room.

        What is refused is let pass by, unkept, before it is said: a connection that is
        closed while its sender still sends is reset, and no browser shows an answer
        then. How much and for how long is bounded.
        """
        if declared == 0:
            return
        loop = asyncio.get_running_loop()
        began, self._pieces = loop.time(), aiter(protocol)
        size, why, ends = 0, None, 0.0
        while (piece := await self._next(self._pieces)) is not None:
            size += len(piece)
            spent = loop.time() - began
            if spent > GRACE and size < spent * SLOWEST:
                raise Refused(408)
            if why is None:
                why, ends = self._kept(piece, size), loop.time() + PASSING
            if why is None:
                continue
            self._written.feed(piece)
            if size > 4 * self._front.largest or loop.time() > ends:
                self._cut_short = True
                break
        if why is not None:
            why.written = self._written.body()
            raise why
        if declared is not None and size < declared:
            raise Refused(400)

    def _kept(self, piece: bytes, size: int) -> Refused | None:
        """Keep a piece; why not, where it is too much: what was kept before is then let go."""
        try:
            self._front.take(len(piece), self._held, size)
        except Refused as refused:
            gathered = self.content.input()
            while before := gathered.read(SMALL):
                self._written.feed(before)
            self.release()
            return refused
        self._held += len(piece)
        self.content.add(piece)
        return None

    async def linger(self) -> None:
        """After an answer in the middle of a body: read on a little, so that the answer
        is not lost in a reset.
        """
        if not self._cut_short:
            return
        try:
            async with asyncio.timeout(LINGER):
                while await self._next(self._pieces) is not None:
                    pass
        except (TimeoutError, Refused, OSError):
            log.info("request.left")

    @staticmethod
    def only(written: bytes) -> Blocks:
        """What was written, as a body."""
        content = Blocks()
        content.add(written)
        return content

    def release(self) -> None:
        """Give the room back, and what it held."""
        self._front.give_back(self._held)
        self._held = 0
        self.content = Blocks()

    @staticmethod
    async def _next(pieces: Any) -> bytes | None:
        try:
            async with asyncio.timeout(SILENCE):
                return bytes(await anext(pieces)) or None
        except StopAsyncIteration:
            return None
        except TimeoutError:
            raise Refused(408) from None


def _declared(scope: Any) -> int | None:
    """How long the head says the body is; None where it does not say (it then comes in chunks)."""
    length = scope.headers.get("content-length")
    if length is not None:
        return int(length)
    return None if scope.headers.get("transfer-encoding") else 0


def _gathered(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    """The next pieces up to AT_ONCE bytes, and whether that was all."""
    gathered = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= AT_ONCE:
            return b"".join(gathered), False
    return b"".join(gathered), True


def _close(answer: Answer) -> None:
    if answer.close is not None:
        answer.close()
        answer.close = None
