"""Pages that are handed out again as long as nothing has changed that they are made of.

A page of figures is the same for the same reader until somebody writes to the ledger.
It is kept under all that it is made of (``MadeOf``), in the memory of one process, so
that a page of somebody else, of another day, language or right, or of before an event,
is not found. What is new on every page (the token against forged forms) is never in what
is kept: a hole is, and it is filled each time.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from threading import Lock
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from huiyin.casework.basis import law_access
from huiyin.ledger import snapshots
from huiyin.ledger.settling import Settling
from huiyin.ledger.snapshots import Seen, one_moment
from huiyin.organisations import reads as organisations
from huiyin.organisations.info import StaffInfo
from huiyin.web.kit.context import HOLE_ON_REQUEST
from huiyin.web.kit.office_request import OfficeRequest

P = ParamSpec("P")

MOST_BYTES: Final = 16 * 1024 * 1024
"""What one process keeps; the page that was asked for longest ago goes first."""
HOLE: Final = secrets.token_hex(16)
"""What stands in a kept page where the token belongs; nobody outside can write it."""


@dataclass(frozen=True, slots=True)
class MadeOf:
    """All that a page of figures is made of. Code, templates, packs and settings are those
    of the process, and end with it.
    """

    view: str
    address: str
    host: str
    secure: bool
    reader: StaffInfo
    language: str
    today: date
    calendars: str
    organs: str
    ledger: Seen


@dataclass(slots=True)
class Pages:
    """The pages that a process keeps, each in the pieces between its holes."""

    most_bytes: int = MOST_BYTES
    held: int = 0
    pages: OrderedDict[MadeOf, tuple[bytes, ...]] = field(
        default_factory=OrderedDict
    )
    lock: Lock = field(default_factory=Lock)

    def get(self, made_of: MadeOf) -> tuple[bytes, ...] | None:
        """The pieces of the page that is made of just that, with a hole between each and the
        next; None where none is kept."""
        with self.lock:
            pieces = self.pages.get(made_of)
            if pieces is not None:
                self.pages.move_to_end(made_of)
            return pieces

    def keep(self, made_of: MadeOf, pieces: tuple[bytes, ...]) -> None:
        """Keep a page, and let go of others where they are too much."""
        with self.lock:
            self.held -= _size(self.pages.pop(made_of, ()))
            self.pages[made_of] = pieces
            self.held += _size(pieces)
            while self.held > self.most_bytes:
                _oldest, gone = self.pages.popitem(last=False)
                self.held -= _size(gone)

    def clear(self) -> None:
        """Keep nothing any more."""
        with self.lock:
            self.pages.clear()
            self.held = 0


PAGES: Final = Pages()
"""Those of this process."""

DRAWING: Final = Lock()
"""One page of figures is drawn at a time: whoever comes meanwhile mostly wants the same
one, and drawing it in every thread would take the memory of all of them at once.
"""


def while_unchanged(
    view: Callable[Concatenate[OfficeRequest, P], HttpResponse],
) -> Callable[Concatenate[OfficeRequest, P], HttpResponse]:
    """Hand out what a page showed before, to the same reader, as long as it would show
    the same; for pages behind the gate that only read, and set no header of their own.

    All that the page reads is of one moment. Where messages wait, or a script asks for a
    part, it is drawn as ever.
    """
    name = f"{view.__module__}.{view.__qualname__}"

    @wraps(view)
    def handed_out(
        request: OfficeRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if settings.DEBUG or request.partial or len(get_messages(request)):
            return view(request, *args, **kwargs)
        pieces = PAGES.get(_made_of(name, request))
        if pieces is not None:
            return _filled(request, pieces)

        def draw() -> HttpResponse:
            return view(request, *args, **kwargs)

        with DRAWING:
            pieces = PAGES.get(_made_of(name, request))
            if pieces is not None:
                return _filled(request, pieces)
            return _drawn(name, request, draw)

    return handed_out


def _drawn(
    name: str, request: OfficeRequest, draw: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page drawn anew, and kept where what it shows is settled: an event that commits
    late can have a lower id than one that was seen, and would be missed.

    Who writes is asked before the moment in which the page is read: whoever was through
    by then is seen in it, and whoever begins later draws a larger id than the bound.
    """
    settling = Settling.begin()
    is_settled = settling.over()
    with one_moment():
        made_of = _made_of(name, request)
        response = _with_holes(request, draw)
        whole = snapshots.is_own()
    page = response.content
    pieces = tuple(page.split(HOLE.encode()))
    if response.status_code != 200 or response.cookies or response.streaming:
        return _told(request, response, pieces)
    if (
        whole
        and is_settled
        and made_of.ledger.last_id == settling.bound
        and made_of.organs == organisations.version()
    ):
        PAGES.keep(made_of, pieces)
    return _told(request, response, pieces)


def _with_holes(
    request: OfficeRequest, draw: Callable[[], HttpResponse]
) -> HttpResponse:
    setattr(request, HOLE_ON_REQUEST, HOLE)
    try:
        return draw()
    finally:
        # A page about an error is drawn outside, and is not kept
        delattr(request, HOLE_ON_REQUEST)


def _told(
    request: OfficeRequest, response: HttpResponse, pieces: tuple[bytes, ...]
) -> HttpResponse:
    if len(pieces) > 1:
        response.content = get_token(request).encode().join(pieces)
    return response


def _filled(request: OfficeRequest, pieces: tuple[bytes, ...]) -> HttpResponse:
    return HttpResponse(get_token(request).encode().join(pieces))


def _made_of(name: str, request: OfficeRequest) -> MadeOf:
    return MadeOf(
        view=name,
        address=request.get_full_path(),
        host=request.get_host(),
        secure=request.is_secure(),
        reader=request.info,
        language=get_language() or "",
        today=request.today,
        calendars=str(law_access.overrides() or ""),
        organs=organisations.version(),
        ledger=snapshots.seen(),
    )


def _size(pieces: tuple[bytes, ...]) -> int:
    return sum(map(len, pieces))
