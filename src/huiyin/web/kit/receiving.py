"""What every request passes before a page sees it: text that cannot be kept is refused,
and room is found for files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from huiyin.reading import LARGEST, keepable, whole_number
from huiyin.web.kit import errors

MEGABYTE: Final = 1024 * 1024
TOO_LARGE: Final = 413
WAIT_SECONDS: Final = 10
BEYOND: Final = 10
"""How many times what is kept of a request is read at all, so that its words can be
given back with its page.
"""

REFUSED: Final = "huiyin.refused"
"""In the environment of a request whose files the server let pass by, unkept: the
status to answer with.
"""

ENCODINGS: Final = ("utf-8", "utf8", "gb18030", "gbk", "gb2312", "big5")
_CHARSET: Final = re.compile(
    r";\s*charset\s*=\s*(\"[^\"]*\"|[^;]*)", re.IGNORECASE
)
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Answer = Callable[[HttpRequest], HttpResponse]


class Receiving:
    """Answer 400 for a NUL or half a surrogate in a request, 413 for one too large, 503
    where there is no room.

    PostgreSQL takes no NUL and SQLite cuts some text at it: wherever one came in, some
    page further down broke on it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the request, find room for what it brings, and pass it on."""
        _refuse_unkeepable(
            (
                request.path_info,
                *request.COOKIES.keys(),
                *request.COOKIES.values(),
            )
        )
        _refuse_unkeepable(_texts(request.GET))
        if request.method != "POST":
            return self.get_response(request)
        length = _length(request)
        most = settings.HUIYIN_REQUEST_MAX_MB * MEGABYTE
        if length > BEYOND * most:
            return errors.too_large(request)
        with ROOM.taken(
            min(length, most), of=settings.HUIYIN_REQUESTS_MEMORY_MB * MEGABYTE
        ) as has_room:
            if not has_room:
                return errors.busy(request)
            _refuse_unkeepable(_sent(request))
            return self.get_response(request)


class Refusing:
    """Answer 413 or 503 where there was no room for the files of a form, with what was
    written in it.

    Listed behind the middleware of kept words, which puts them onto the page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what the server refused; no page sees it."""
        status = request.META.get(REFUSED)
        if status is None:
            return self.get_response(request)
        return (
            errors.too_large(request)
            if status == TOO_LARGE
            else errors.busy(request)
        )


def tidied(environ: dict[str, Any]) -> dict[str, Any]:
    """What the server gives us, with a length that is one and in an encoding that Django can take.

    Django decodes even the address in the encoding that a form claims, before any page
    or middleware is asked, and fails on those of Python that are none of text.
    """
    if whole_number(environ.get("CONTENT_LENGTH", ""), 0, LARGEST) is None:
        environ["CONTENT_LENGTH"] = ""
    kind = environ.get("CONTENT_TYPE", "")
    said = _CHARSET.search(kind)
    if said is not None and said[1].strip('" ').lower() not in ENCODINGS:
        environ["CONTENT_TYPE"] = _CHARSET.sub("", kind)
    return environ


def tidying(application: Application) -> Application:
    """The same application, for which every request is tidied first."""

    def answer(
        environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        return application(tidied(environ), start_response)

    return answer


class Room:
    """The memory of this process for what requests bring; each waits its turn, for some seconds."""

    def __init__(self) -> None:
        self.used = 0
        self._free = Condition()

    @contextmanager
    def taken(self, size: int, *, of: int) -> Iterator[bool]:
        """Hold ``size`` of ``of`` bytes meanwhile, and yield whether they came free.
        Alone, anything finds room.
        """
        with self._free:
            came_free = self._free.wait_for(
                lambda: self.used == 0 or self.used + size <= of, WAIT_SECONDS
            )
            if came_free:
                self.used += size
        try:
            yield came_free
        finally:
            if came_free:
                with self._free:
                    self.used -= size
                    self._free.notify_all()


ROOM: Final = Room()


def _length(request: HttpRequest) -> int:
    """How many bytes the request says that it brings."""
    return whole_number(request.META.get("CONTENT_LENGTH", ""), 0, LARGEST) or 0


def _sent(request: HttpRequest) -> Iterator[str]:
    """All text of a form that was sent, names of files too."""
    try:
        yield from _texts(request.POST)
        for name, sent in request.FILES.lists():
            yield name
            for part in sent:
                yield from (part.name or "", part.content_type or "")
    except (
        LookupError,
        UnicodeError,
    ) as unknown:  # an encoding that Python does not know, or that is none of text
        raise BadRequest("a form in an unknown encoding") from unknown


def _texts(given: MultiValueDict[str, str]) -> Iterator[str]:
    for name, values in given.lists():
        yield name
        yield from values


def _refuse_unkeepable(texts: Iterable[str]) -> None:
    for text in texts:
        if not keepable(text):
            raise BadRequest("a sign that cannot be kept")
