"""Putting words back into the form of a page that was drawn afresh, whichever form it is.

The page is left as it is but for the controls that are filled; what finds no place is handed back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from huiyin.web.kit.kept.envelope import Fields

_CARRIED = frozenset({"draft", "token", "shown"})
_NEVER = frozenset({"password", "file", "submit", "button", "image", "reset"})

Attributes = dict[str, str | None]


@dataclass(slots=True)
class Control:
    """A control of a form: where its start tag stands, and where what it holds stands."""

    tag: str
    attributes: Attributes
    start: int
    end: int
    held: tuple[int, int] | None = None
    of_select: str = ""

    @property
    def name(self) -> str:
        """Under which name it is sent; that of its list for one of several options."""
        return self.of_select or self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        """What it is: textarea, option, or the type of an input."""
        return (
            (self.attributes.get("type") or "text").lower()
            if self.tag == "input"
            else self.tag
        )


@dataclass(slots=True)
class Form:
    """A form of the page that is sent by POST."""

    controls: list[Control] = field(default_factory=list)

    def fits(self, names: set[str]) -> int:
        """How many of the names it asks for."""
        return len(names & {control.name for control in self.controls})


class _Reader(HTMLParser):
    """Finds the forms of a page and their controls, with the places at which they stand."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[Form] = []
        self._page = page
        self._lines = [0]
        for line in page.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._form: Form | None = None
        self._select = ""
        self._textarea: Control | None = None
        self.feed(page)

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self._form = (
                Form()
                if (attributes.get("method") or "").lower() == "post"
                else None
            )
            if self._form is not None:
                self.forms.append(self._form)
        if tag == "select":
            self._select = attributes.get("name") or ""
        if self._form is None or tag not in {"input", "textarea", "option"}:
            return
        start = self._at()
        end = start + len(self.get_starttag_text() or "")
        control = Control(
            tag,
            attributes,
            start,
            end,
            of_select=self._select if tag == "option" else "",
        )
        self._form.controls.append(control)
        if tag == "textarea":
            self._textarea = control

    def handle_startendtag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            self._textarea.held = (self._textarea.end, self._at())
            self._textarea = None
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._form = None


def fill(page: str, fields: Fields) -> tuple[str, Fields]:
    """The page with its best fitting form filled, and the fields that found no place in it."""
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in fields:
        values[name].append(value)
    forms = _Reader(page).forms
    names = set(values)
    best = max(forms, key=lambda form: form.fits(names), default=None)
    if best is None or not best.fits(names):
        return page, fields
    edits: list[tuple[int, int, str]] = []
    placed: set[tuple[str, str]] = set()
    for control in best.controls:
        edits += _filled(control, values, placed)
    for start, end, text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page, tuple(kept for kept in fields if kept not in placed)


def _filled(
    control: Control, values: dict[str, list[str]], placed: set[tuple[str, str]]
) -> list[tuple[int, int, str]]:
    given = values.get(control.name)
    kind = control.kind
    if kind in _NEVER or (kind == "hidden" and not _is_carried(control.name)):
        return []
    if kind in {"checkbox", "radio", "option"}:
        return _chosen(control, given, placed)
    if not given:
        return []
    value = given.pop(0)
    placed.add((control.name, value))
    if control.held is not None:
        return [(*control.held, "\n" + escape(value))]
    return [(control.start, control.end, _tag(control, {"value": value}))]


def _chosen(
    control: Control, given: list[str] | None, placed: set[tuple[str, str]]
) -> list[tuple[int, int, str]]:
    if given is None and control.kind != "checkbox":
        return []
    own = control.attributes.get("value", "on") or ""
    chosen = own in (given or [])
    if chosen:
        placed.add((control.name, own))
    mark = "selected" if control.kind == "option" else "checked"
    if chosen == (mark in control.attributes):
        return []
    return [
        (
            control.start,
            control.end,
            _tag(control, {mark: None} if chosen else {}, without=mark),
        )
    ]


def _is_carried(name: str) -> bool:
    return name.rpartition("-")[2] in {*_CARRIED, "asked"}


def _tag(control: Control, change: Attributes, *, without: str = "") -> str:
    attributes = {
        name: value
        for name, value in control.attributes.items()
        if name != without
    } | change
    said = [
        name if value is None else f'{name}="{escape(value)}"'
        for name, value in attributes.items()
    ]
    return f"<{' '.join([control.tag, *said])}>"
