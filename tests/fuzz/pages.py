"""What a page offers: its links, and its forms with their fields and choices. Read
without a tree, for speed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_TAG = re.compile(r"<(input|textarea|select|option|button)\b([^>]*)>([^<]*)", re.DOTALL)
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_LINK = re.compile(r'href="(/[^"#]*)')


@dataclass
class Field:
    """A field of a form: its kind (a tag or an input's type), what it holds, what can be chosen."""

    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form of a page: where it goes, and its fields by name."""

    action: str
    method: str
    fields: dict[str, Field]


def links(page: str) -> list[str]:
    """The addresses that a page leads to, in their order, each once."""
    found = (html.unescape(one) for one in _LINK.findall(page))
    return [one for one in dict.fromkeys(found) if not one.startswith("/static/")]


def forms(page: str, address: str) -> list[Form]:
    """The forms of a page that lies at ``address``."""
    return [_form(head, body, address) for head, body in _FORM.findall(page)]


def _attributes(text: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _form(head: str, body: str, address: str) -> Form:
    about = _attributes(head)
    fields: dict[str, Field] = {}
    current = ""
    for tag, rest, inside in _TAG.findall(body):
        given = _attributes(rest)
        if tag == "option":
            if current in fields:
                fields[current].choices.append(given.get("value", html.unescape(inside).strip()))
            continue
        name = given.get("name", "")
        if not name:
            continue
        current = name
        kind = given.get("type", "text") if tag == "input" else tag
        one = fields.setdefault(name, Field(kind))
        if kind in {"radio", "checkbox", "button"}:
            one.choices.append(given.get("value", "on"))
        else:
            one.value = html.unescape(inside) if tag == "textarea" else given.get("value", "")
    return Form(about.get("action") or address, about.get("method", "get").upper(), fields)
