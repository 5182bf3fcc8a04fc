"""Selects that are drawn once: the areas and topics of a district are some hundred
options, the same on every form.

What a select looks like follows from the arguments of ``_drawn`` alone, the language of
its options included; they are what it is kept under.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeAlias

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from huiyin.web.kit.drawing import Controls

KEPT = 300
"""Selects of one process; one of a hundred options takes some ten kilobytes."""

Choices: TypeAlias = "tuple[tuple[str, str | Choices], ...]"
Attributes = tuple[tuple[str, Any], ...]


def draw(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    """A select as its field draws it (``as_widget``), with more attributes."""
    widget: Any = bound.field.widget
    value = bound.value()
    plain = value is None or isinstance(value, str)
    if type(widget) is not forms.Select or not plain:
        return bound.as_widget(attrs=attrs)
    said = widget.attrs | bound.build_widget_attrs(attrs, widget)
    said.setdefault("id", bound.auto_id)
    choices = _strings(widget.choices)
    return _drawn(bound.html_name, value, tuple(said.items()), choices)


@lru_cache(maxsize=KEPT)
def _drawn(
    name: str, value: str | None, attrs: Attributes, choices: Choices
) -> SafeString:
    widget = forms.Select(choices=choices)
    return widget.render(name, value, dict(attrs), Controls())


def _strings(choices: Iterable[tuple[Any, Any]]) -> Choices:
    """The options in words: what is translated when it is shown is translated now."""
    return tuple(
        (
            "" if value is None else str(value),
            _strings(label) if isinstance(label, list | tuple) else str(label),
        )
        for value, label in choices
    )
