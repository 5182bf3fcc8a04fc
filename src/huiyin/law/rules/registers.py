"""The register that a pack's files stand in: a kind of file that an office keeps, as the
head of the pack describes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PETITION: Final = "petition"
"""The register that citizens know and that the figures count; others stand beside it."""

LISTED_FOR: Final = ("office", "supervisors", "readers")
"""Who finds its files: the officers of the organs concerned, by pages made from the
pack; those who supervise, by pages of their own; or only the organs that are competent
for sealed reports, with their named readers.
"""


@dataclass(frozen=True, slots=True)
class Register:
    """One register.

    ``name`` is what the rows of its files are kept under. ``line`` tells kinds of file
    apart that stand in one register under different rules. ``beside`` is the id of the
    pack beside which it stands, "" for the pack that an installation runs on.
    ``listed_for`` is one of :data:`LISTED_FOR`. ``counted`` says whether its files are
    petitions in the figures.
    """

    name: str = PETITION
    line: str = ""
    beside: str = ""
    listed_for: str = LISTED_FOR[0]
    counted: bool = True

    @property
    def key(self) -> str:
        """What the kind of file is asked for by."""
        return self.line or self.name


PETITIONS: Final = Register()
