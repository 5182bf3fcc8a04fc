"""Looks at what becomes of every form that is sent, and gives back what was written
where the answer does not.

Listed behind the check of CSRF: its ``process_view`` sees only forms that have passed,
and what it does with an answer comes after every view, also after a page of refusal, of
a limit or of a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import (
    HttpRequest,
    HttpResponse,
    QueryDict,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.datastructures import MultiValueDict

from huiyin.web.kit import clock
from huiyin.web.kit.kept import envelope, owners
from huiyin.web.kit.kept.envelope import Envelope
from huiyin.web.kit.kept.filling import fill
from huiyin.web.kit.kept.language_control import join_language

SESSION = "huiyin_kept"
_WITHOUT = ("/account/", "/language/", "/health/")
_MAIN = re.compile(r"<main\b[^>]*>")
_UNREADABLE = (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    MultiPartParserError,
    SuspiciousOperation,
    UnreadablePostError,
)


class KeptWords:
    """The middleware; what it does stands at the head of this module."""

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase]
    ) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request pass, then look at the answer."""
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and not request.path.startswith(
            _WITHOUT
        ):
            _look_at(request, response)
        return response

    def process_view(
        self,
        request: HttpRequest,
        _view: object,
        _args: Sequence[object],
        _kwargs: Mapping[str, object],
    ) -> None:
        """Draw the form again instead of taking it: with words that come back, or in
        another language.
        """
        if request.method == "POST" and envelope.FIELD in request.POST:
            words = envelope.opened(
                request.POST[envelope.FIELD], at=clock.now()
            )
            draw_again(
                request,
                words
                if words is not None and _may_have(request, words)
                else None,
            )
        elif request.method == "POST" and request.POST.get(
            envelope.LANGUAGE
        ) in dict(settings.LANGUAGES):
            _speak(request, request.POST[envelope.LANGUAGE])
            draw_again(request, envelope.of_request(request, at=clock.now()))
        elif (
            request.method == "GET"
            and _loads_session(request)
            and SESSION in request.session
        ):
            _collect(request)


def draw_again(request: HttpRequest, words: Envelope | None) -> None:
    """Make the request one that only looks: the page is drawn afresh, and ``words`` are
    put into its form.
    """
    request.method = request.META["REQUEST_METHOD"] = "GET"
    request.POST = QueryDict()
    # What FILES hands out; there is no public way
    setattr(request, "_files", MultiValueDict())  # noqa: B010
    if words is not None:
        request.huiyin_kept = words  # type: ignore[attr-defined]


def of(request: HttpRequest) -> Envelope | None:
    """The words that are being put back onto the page of this request; None where none are."""
    return getattr(request, "huiyin_kept", None)


def given(request: HttpRequest, name: str, default: str = "") -> str:
    """A field as it was sent now, or as it is being put back: for what names files that
    were kept before.
    """
    words = of(request)
    if words is not None:
        return dict(words.fields).get(name, default)
    return str(request.POST.get(name, default))


def given_many(request: HttpRequest, name: str) -> list[str]:
    """All values of a field that comes several times: as sent now, as being put back,
    or as the address says.
    """
    words = of(request)
    if words is not None:
        return [value for known, value in words.fields if known == name]
    return (request.POST or request.GET).getlist(name)


def turned_away(response: HttpResponse) -> HttpResponse:
    """Mark an answer that leads to another page because somebody has to sign in, or
    open their matter, again.
    """
    response.huiyin_turned_away = True  # type: ignore[attr-defined]
    return response


def sent_again(request: HttpRequest) -> Envelope | None:
    """What a form brought whose page had expired, if its sender may have it back; None otherwise.

    Never for a form that another site sent: it would put words into somebody's mouth.
    """
    words = _words(request)
    if words is None or request.path.startswith(_WITHOUT):
        return None
    if owners.is_somebodys(request) and (
        not words.owner or owners.looked_up(request) not in {"", words.owner}
    ):
        return None
    request.huiyin_expired = True  # type: ignore[attr-defined]
    return words


def _words(request: HttpRequest) -> Envelope | None:
    if of(request) is not None:
        return of(request)
    if request.method != "POST" or not _from_here(request):
        return None
    try:
        if envelope.FIELD in request.POST:
            return envelope.opened(request.POST[envelope.FIELD], at=clock.now())
        return envelope.of_request(request, at=clock.now())
    except _UNREADABLE:
        return None  # nothing of the form could be read


def _from_here(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {
        "same-origin",
        "none",
    }:
        return False
    origin = request.headers.get("Origin", "")
    return origin in {
        "",
        f"{request.scheme}://{request.get_host()}",
        *settings.CSRF_TRUSTED_ORIGINS,
    }


def _may_have(request: HttpRequest, words: Envelope) -> bool:
    if words.path != request.path:
        return False
    if not owners.is_somebodys(request):
        return True
    return bool(words.owner) and owners.looked_up(request) == words.owner


def _loads_session(request: HttpRequest) -> bool:
    """Whether the page looks into the session anyway: no other page should pay for it."""
    return owners.is_somebodys(request)


def _collect(request: HttpRequest) -> None:
    """Take what waited in the session for this page and its owner; somebody else's
    words are thrown away.
    """
    words = envelope.opened(request.session[SESSION], at=clock.now())
    owner = owners.looked_up(
        request
    )  # asked first: a session that was idle ends with it, and what waits is carried over
    if words is not None and (
        not owner or (owner == words.owner and words.path != request.path)
    ):
        return  # it waits for its owner, or for its own page
    request.session.pop(SESSION, None)
    if words is not None and _may_have(request, words):
        request.huiyin_kept = words  # type: ignore[attr-defined]


def _speak(request: HttpRequest, language: str) -> None:
    translation.activate(language)
    request.LANGUAGE_CODE = language
    request.huiyin_language = language  # type: ignore[attr-defined]


def _look_at(request: HttpRequest, response: HttpResponse) -> None:
    language = getattr(request, "huiyin_language", "")
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
        )
    elsewhere = of(request) is not None and 300 <= response.status_code < 400
    if elsewhere or getattr(response, "huiyin_turned_away", False):
        _let_wait(request, response)
    elif _is_page(request, response):
        _give_back(request, response)
        join_language(response)


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    html = response.headers.get("Content-Type", "").startswith("text/html")
    return (
        html and not response.streaming and not getattr(request, "htmx", False)
    )


def _let_wait(request: HttpRequest, response: HttpResponse) -> None:
    """Keep what was written until its owner has come back; where no owner is known,
    show it at once.
    """
    words = _words(request)
    if words is None:
        return
    if words.owner:
        request.session[SESSION] = words.sealed()
        return
    if owners.is_office(request):
        return
    page = render_to_string(
        "huiyin/errors/turned_away.html",
        {"onward": response.headers.get("Location", "/")},
        request,
    )
    response.status_code = 403
    del response.headers["Location"]
    response.content = page.encode()
    _add_words(request, response, words)


def _give_back(request: HttpRequest, response: HttpResponse) -> None:
    words = of(request)
    if words is not None and response.status_code == 200:
        _put_back(request, response, words)
    elif response.status_code >= 400:
        words = _words(request)
        if words is not None and not _are_there(response, words):
            _add_words(request, response, words)


def _put_back(
    request: HttpRequest, response: HttpResponse, words: Envelope
) -> None:
    page, left = fill(response.content.decode(response.charset), words.fields)
    rest = Envelope(words.path, words.owner, words.until, left)
    context = {
        "back": True,
        "language": bool(getattr(request, "huiyin_language", "")),
        "texts": rest.texts(),
        "files": words.files,
    }
    _insert(request, response, page, context)
    if getattr(request, "huiyin_expired", False):
        response.status_code = 403


def _add_words(
    request: HttpRequest, response: HttpResponse, words: Envelope
) -> None:
    # Whoever sends a form of an office while nobody is known to be signed in may be
    # somebody else by now.
    shown = not owners.is_office(request) or (
        bool(words.owner) and owners.known(request) == words.owner
    )
    if owners.is_office(request) and not words.owner:
        return
    context = {
        "back": False,
        "texts": words.texts() if shown else (),
        "files": words.files,
        "path": request.get_full_path(),
        "sealed": words.sealed(),
        "field": envelope.FIELD,
    }
    _insert(
        request, response, response.content.decode(response.charset), context
    )


def _insert(
    request: HttpRequest,
    response: HttpResponse,
    page: str,
    context: dict[str, Any],
) -> None:
    block = render_to_string("huiyin/kept/words.html", context, request)
    place = _MAIN.search(page)
    if place is not None:
        page = page[: place.end()] + block + page[place.end() :]
    response.content = page.encode(response.charset)
    add_never_cache_headers(response)


def _are_there(response: HttpResponse, words: Envelope) -> bool:
    """Whether the page holds everything that was written: then it gives it back itself."""
    page = _even(response.content.decode(response.charset))
    return all(_even(escape(text)) in page for text in words.texts())


def _even(text: str) -> str:
    return " ".join(text.split())
