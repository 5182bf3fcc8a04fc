"""What a form says about a field that was filled in wrongly: it names the field and
says what to do.

Django's own sentences ("This field is required.") say neither. Whatever sentence a form
or field does not bring itself is said here, for all forms of all doors; a sentence of
the form's own stands as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid

CALLED = "called"  # attribute of a field whose label alone does not say which one it is
CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


def refuse(form: forms.BaseForm, invalid: Invalid) -> None:
    """Put what an act found wrong to the field that it is about, or above the form where
    the form has no such field.
    """
    field = invalid.field if invalid.field in form.fields else None
    form.add_error(field, _(invalid.message))


def said(bound: BoundField) -> list[str]:
    """The sentences about one field, each naming it."""
    words: list[str] = []
    for error in bound.form.errors.as_data().get(bound.name, ()):
        own = _ours(bound, error)
        words += [own] if own else [str(message) for message in error.messages]
    return words


def name_of(bound: BoundField) -> str:
    """What the field is called in a sentence: its label without a question mark, or
    what the form calls it.
    """
    called = getattr(bound.field, CALLED, "") or bound.label
    return str(called).rstrip("？?")


def _ours(bound: BoundField, error: ValidationError) -> str:
    """Our sentence for an error that Django words itself; "" where the form has its own."""
    code = error.code or ""
    if not _is_djangos(bound.field, error):
        return ""
    values = {**(error.params or {}), "field": name_of(bound)}
    if code == "required":
        return _required(bound, values)
    if code == "invalid":
        return _invalid(bound.field, values)
    if code == "max_length" and isinstance(bound.field, forms.FileField):
        return (
            _(
                "%(field)s: the name of the file has more than %(max)d characters; "
                "give it a shorter one"
            )
            % values
        )
    sentence = _SENTENCES.get(code)
    return sentence() % values if sentence else ""


def _is_djangos(field: forms.Field, error: ValidationError) -> bool:
    """Whether a sentence comes from Django: the form or the field has put none of its
    own in its place.
    """
    code = error.code or ""
    defaults: dict[str, Any] = {}
    for known in reversed(type(field).__mro__):
        defaults.update(getattr(known, "default_error_messages", {}))
    if code in defaults:
        return bool(error.message == defaults[code])
    return bool(code) and code not in field.error_messages


def _required(bound: BoundField, values: dict[str, Any]) -> str:
    widget = bound.field.widget
    asked = str(bound.label).endswith(("？", "?"))
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick this: %(field)s") % values
    if isinstance(widget, forms.FileInput):
        return _("Choose a file: %(field)s") % values
    if asked:
        return _("Answer this: %(field)s") % values
    if isinstance(widget, CHOSEN):
        return _("Choose: %(field)s") % values
    return _("Fill in: %(field)s") % values


def _invalid(field: forms.Field, values: dict[str, Any]) -> str:
    if isinstance(field, (forms.DateField, forms.DateTimeField)):
        return (
            _("%(field)s: write a day that exists, such as 2026-10-15") % values
        )
    if isinstance(field, forms.IntegerField):
        return _("%(field)s: write it in digits, such as 12") % values
    if isinstance(field, forms.EmailField):
        return (
            _("%(field)s: write an e-mail address, such as name@example.com")
            % values
        )
    return _("%(field)s: this could not be read; write it again") % values


_SENTENCES: dict[str, Callable[[], str]] = {
    "invalid_choice": lambda: _("%(field)s: choose one of those listed"),
    "invalid_list": lambda: _("%(field)s: choose one of those listed"),
    "max_length": lambda: _(
        "%(field)s: at most %(limit_value)d characters; there are %(show_value)d"
    ),
    "min_length": lambda: _("%(field)s: at least %(limit_value)d characters"),
    "max_value": lambda: _("%(field)s: at most %(limit_value)s"),
    "min_value": lambda: _("%(field)s: at least %(limit_value)s"),
    "null_characters_not_allowed": lambda: _(
        "%(field)s: there is a character that cannot be read; write it again"
    ),
    "empty": lambda: _("%(field)s: the file is empty; choose another"),
    "missing": lambda: _("Choose a file: %(field)s"),
}
