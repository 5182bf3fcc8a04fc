"""What a question lets one choose from, set once it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator


class Offered(BaseChoiceIterator):
    """Choices as they are: Django else puts every list in order twice, with the lists in
    it, for each form that is sent.
    """

    def __init__(self, choices: Sequence[tuple[str, Any]]) -> None:
        self.choices = choices

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """One after another."""
        return iter(self.choices)


def offer_choices(
    form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]
) -> None:
    """Let the field ``name`` offer these choices, where it is one to choose from."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = Offered(choices)
