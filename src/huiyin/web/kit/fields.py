"""How a field of a Django form becomes GOV.UK markup: label, hint, error and control,
tied together for all readers.

Forms stay plain Django forms; templates write `{% field form.text rows=8 count=2000 %}`.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.reading import whole_number
from huiyin.web.kit import error_words, selects

_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.DateInput, "date"),
)
_CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
}


UNITS = {
    "under": _("You have %{count} characters remaining"),
    "at": _("You have 0 characters remaining"),
    "over": _("You have %{count} characters too many"),
}


def kind_of(bound: BoundField) -> str:
    """Return how the field is drawn: text, textarea, radios, checkboxes, checkbox,
    select, file or date.
    """
    widget = bound.field.widget
    return next(
        (kind for cls, kind in _KINDS if isinstance(widget, cls)), "text"
    )


def first_id(bound: BoundField) -> str:
    """Return the id that a link from the error summary leads to: the control, or the
    first of several.
    """
    return (
        f"{bound.auto_id}_0"
        if kind_of(bound) in {"radios", "checkboxes"}
        else bound.auto_id
    )


def context(bound: BoundField, options: dict[str, Any]) -> dict[str, Any]:
    """Return what huiyin/components/field.html draws.

    Options: `heading` (the label is the page's heading), `size` (s, m, l, xl), `hint`
    (instead of help_text), `rows`, `count` (most characters, counted down while
    typing), `width` (characters, or "one-half" and the like), `inline` and `small`
    (radios, checkboxes), `hints` (value → text under a choice), `optional` (False hides
    the mark), `lead` (True hides the label from sight but not from those who listen),
    and any other as attribute with - for _.
    """
    kind = kind_of(bound)
    given = dict(options)
    shown = {
        name: given.pop(name, None)
        for name in ("heading", "size", "inline", "small", "hints", "lead")
    }
    hint = given.pop("hint", bound.help_text)
    optional = given.pop("optional", True) and kind != "checkbox"
    count = given.pop("count", None)
    ids = {
        "hint": f"{bound.auto_id}-hint" if hint else "",
        "error": f"{bound.auto_id}-error" if bound.errors else "",
    }
    described = _described_by(bound, ids, count)
    attrs = _attributes(bound, kind, given)
    if count:
        attrs["class"] += " govuk-js-character-count"
    if described:
        attrs["aria-describedby"] = described
    return {
        **shown,
        **_classes(shown["size"]),
        **_drawn(bound, kind, attrs, shown["hints"] or {}),
        "bound": bound,
        "errors": error_words.said(bound) if bound.form.is_bound else [],
        "kind": kind,
        "hint": hint,
        "optional": optional and not bound.field.required,
        "count": count,
        "ids": ids,
        "described": attrs.get("aria-describedby", ""),
        "first_id": first_id(bound),
        "units": UNITS,
    }


def _described_by(bound: BoundField, ids: dict[str, str], count: object) -> str:
    """The ids of what describes the control, as aria-describedby lists them."""
    counter = f"{bound.auto_id}-info" if count else ""
    return " ".join(filter(None, (ids["hint"], ids["error"], counter)))


def _classes(size: str | None) -> dict[str, str]:
    return {
        "label_class": f"govuk-label--{size}" if size else "",
        "legend_class": f"govuk-fieldset__legend--{size or 's'}",
    }


def _drawn(
    bound: BoundField, kind: str, attrs: dict[str, Any], hints: dict[str, str]
) -> dict[str, Any]:
    """The control, or the options of one that consists of several."""
    several = kind in {"radios", "checkboxes"}
    single = not several and kind != "checkbox"
    return {
        "control": _control(bound, kind, attrs) if single else "",
        "options": _choices(bound, hints) if several else (),
        "checked": kind == "checkbox" and bool(bound.value()),
    }


def _attributes(
    bound: BoundField, kind: str, given: dict[str, Any]
) -> dict[str, Any]:
    classes = [_CLASSES.get(kind, "govuk-input")]
    if bound.errors:
        classes.append(f"{classes[0]}--error")
    width = given.pop("width", None) or ("10" if kind == "date" else None)
    if width:
        classes.append(
            f"govuk-input--width-{width}"
            if whole_number(width, 1, 100)
            else f"govuk-!-width-{width}"
        )
    rows = given.pop("rows", None)
    attrs: dict[str, Any] = {"class": " ".join(classes)}
    if kind == "textarea":
        attrs["rows"] = rows or 5
    attrs.update(
        {name.replace("_", "-"): value for name, value in given.items()}
    )
    # 5.2 marks it by itself; an empty field that was not yet sent must not be announced as invalid
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return attrs


def _control(bound: BoundField, kind: str, attrs: dict[str, Any]) -> str:
    if kind == "date":
        # one ISO date: browsers show their own calendar in the reader's language, and
        # it prints and sorts
        bound.field.widget.input_type = "date"
        bound.field.widget.format = "%Y-%m-%d"
    if kind == "select":
        return selects.draw(bound, attrs)
    return bound.as_widget(attrs=attrs)


def _choices(bound: BoundField, hints: dict[str, str]) -> list[dict[str, Any]]:
    choices = []
    for option in bound.subwidgets:
        data = option.data
        choices.append(
            {
                "id": data["attrs"].get("id", ""),
                "name": data["name"],
                "value": data["value"],
                "label": option.choice_label,
                "checked": data["selected"],
                "disabled": data["attrs"].get("disabled", False),
                "hint": hints.get(str(data["value"]), ""),
            }
        )
    return choices


def errors_of(
    *parts: forms.BaseForm | forms.BaseFormSet[Any],
) -> list[tuple[str, str]]:
    """Return every error of forms and formsets as (id to go to, words), in the order of
    the page.
    """
    errors: list[tuple[str, str]] = []
    for part in parts:
        if isinstance(part, forms.BaseFormSet):
            errors += [("", str(error)) for error in part.non_form_errors()]
            for form in part.forms:
                errors += errors_of(form)
            continue
        errors += [("", str(error)) for error in part.non_field_errors()]
        for bound in part:
            errors += [
                (first_id(bound), _named(bound, error))
                for error in error_words.said(bound)
            ]
    return errors


def _named(bound: BoundField, error: str) -> str:
    """Say which field an error is about, unless it says so itself: in the summary it
    stands away from its field.
    """
    label = error_words.name_of(bound)
    return (
        error
        if label in error
        else gettext("%(field)s: %(error)s") % {"field": label, "error": error}
    )
