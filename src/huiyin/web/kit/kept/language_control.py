"""The control that changes the language sends the form of its page along, so that nothing
written in it is lost.
"""

from __future__ import annotations

import re

from django.http import HttpResponse

from huiyin.web.kit.kept import envelope

_FORM = re.compile(
    rb'<form\b(?P<rest>[^>]*\bmethod="post"[^>]*)>(?P<inside>.*?)</form>',
    re.DOTALL,
)
_WRITTEN = re.compile(
    rb'<textarea\b|<input\b[^>]*type="(?:text|tel|email|number|date|search)"'
    # A page on which the answers are looked at once more
    rb'|<input\b[^>]*type="hidden"[^>]*name="text"'
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
    forms = [
        form
        for form in _FORM.finditer(page, place)
        if _WRITTEN.search(form["inside"])
    ]
    if not forms:
        return
    form = next(
        (form for form in forms if b"<textarea" in form["inside"]), forms[0]
    )
    named = _ID.search(form["rest"])
    name = named[1] if named else b"hy-words"
    if not named:
        page = (
            page[: form.start("rest")]
            + b' id="'
            + name
            + b'"'
            + page[form.start("rest") :]
        )
    switch = (
        b'form="'
        + name
        + b'" formnovalidate name="'
        + envelope.LANGUAGE.encode()
        + b'"'
    )
    control = page.find(b"<button", page.rfind(b"<form", 0, page.find(_SWITCH)))
    page = page[:control] + _default(form["inside"], name) + page[control:]
    response.content = page.replace(_SWITCH, switch, 1)


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
