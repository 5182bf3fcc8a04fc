"""What a field lets one choose from, as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

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
