"""The control that changes the language sends the form of its page along, so that nothing
written in it is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpResponse

from huiyin.web.kit.kept import envelope

_FORM = re.compile(rb'<form\b(?P<rest>[^>]*\bmethod="post"[^>]*)>')
_WRITTEN = re.compile(
    rb'<textarea\b|<input\b[^>]*type="(?:text|tel|email|number|date|search)"'
    # A page on which the answers are looked at once more
    rb'|<input\b[^>]*type="hidden"[^>]*name="text"'
)
# Cheap to look for in a long table, which holds none of them
_PERHAPS = (
    b"<textarea",
    b'type="text"',
    b'type="tel"',
    b'type="email"',
    b'type="number"',
    b'type="date"',
    b'type="search"',
    b'name="text"',
)
_ID = re.compile(rb'\bid="([^"]+)"')
_BUTTON = re.compile(rb"<button\b(?P<attributes>[^>]*)>")
_NO_SUBMIT = re.compile(rb'\btype="(?:button|reset)"|\bdisabled\b')
_SENT = re.compile(rb'\b(?:name|value|formaction)="[^"]*"|\bformnovalidate\b')
_SWITCH = b'data-language name="language"'


def join_language(response: HttpResponse) -> None:
    """Let the control that changes the language send the page's form along, so that
    nothing written in it is lost.
    """
    page = response.content
    place = page.find(b"<main")
    if place < 0 or _SWITCH not in page:
        return
    forms = [form for form in _forms(page, place) if _is_written(form.inside)]
    if not forms:
        return
    form = next(
        (form for form in forms if b"<textarea" in form.inside), forms[0]
    )
    named = _ID.search(form.attributes)
    name = named[1] if named else b"hy-words"
    if not named:
        page = page[: form.place] + b' id="' + name + b'"' + page[form.place :]
    switch = (
        b'form="'
        + name
        + b'" formnovalidate name="'
        + envelope.LANGUAGE.encode()
        + b'"'
    )
    control = page.find(b"<button", page.rfind(b"<form", 0, page.find(_SWITCH)))
    page = page[:control] + _default(form.inside, name) + page[control:]
    response.content = page.replace(_SWITCH, switch, 1)


class _Form(NamedTuple):
    """A form of a page: where its attributes begin, what they are, what is inside."""

    place: int
    attributes: bytes
    inside: bytes


def _forms(page: bytes, place: int) -> Iterator[_Form]:
    """The forms that are posted, behind a place."""
    for tag in _FORM.finditer(page, place):
        # Looked for as it stands: a table of fifty rows may lie between
        end = page.find(b"</form>", tag.end())
        if end >= 0:
            inside = page[tag.end() : end]
            yield _Form(tag.start("rest"), tag["rest"], inside)


def _is_written(inside: bytes) -> bool:
    """Whether a form has a field in which somebody writes."""
    perhaps = any(mark in inside for mark in _PERHAPS)
    return perhaps and _WRITTEN.search(inside) is not None


def _default(inside: bytes, form: bytes) -> bytes:
    """What Enter in a field does. Browsers press the form's first button, wherever it
    stands: without this one it would be the language's, which stands above the form.
    """
    for tag in _BUTTON.finditer(inside):
        if _NO_SUBMIT.search(tag["attributes"]):
            continue
        kept = b" ".join(
            match[0] for match in _SENT.finditer(tag["attributes"])
        )
        return (
            b'<button form="'
            + form
            + b'" '
            + kept
            + b' class="govuk-visually-hidden" tabindex="-1" '
            b'aria-hidden="true"></button>'
        )
    return b""
