"""What may stand in an address: the ids that we give, and numbers that a database can
hold; all else is 404.
"""

from __future__ import annotations

from typing import Final

from django.urls import register_converter

from huiyin import reading
from huiyin.reading import whole_number

LARGEST: Final = 2**31 - 1


class Id:
    """The id of a matter or a file: 32 hex digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        """The id as it is kept."""
        return value

    def to_url(self, value: str) -> str:
        """The id as it stands in an address."""
        return str(value)


class ContactId(Id):
    """The id of a contact: its matter's, and the number of the event that brought it."""

    regex = r"[0-9a-f]{32}\.[0-9]{1,9}"


class Number:
    """A position or a year: a whole number that fits into a column."""

    regex = "[0-9]{1,10}"
    largest = LARGEST

    def to_python(self, value: str) -> int:
        """The number; ValueError, which Django answers with 404, beyond what a column holds."""
        number = whole_number(value, 0, self.largest)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        """The number as it stands in an address."""
        return str(value)


class Size(Number):
    """A number of events, which may be larger than a position."""

    regex = "[0-9]{1,18}"
    largest = reading.LARGEST


register_converter(Id, "id")
register_converter(ContactId, "contact")
register_converter(Number, "number")
register_converter(Size, "size")
