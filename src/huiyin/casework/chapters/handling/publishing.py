"""Telling everybody the result of a re-review after a hearing (R22 Art 36), and nothing
about a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.matter.command import Act
from huiyin.casework.matter.work import NO_DATA

PUBLISHED = ("heading", "text")
LONG_NUMBER = re.compile(
    r"\d[\d \-‐–—\uff10-\uff19]{5,}\d|\d{7,}"
)  # a telephone or an identity number, never a date
A_DAY = re.compile(r"(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)")


class Publishing(Act):
    """Publish the result of a re-review after a hearing (R22 Art 36). Names are for
    whoever publishes to look for, and they confirm that there are none.
    """

    def args(self) -> Mapping[str, Any]:
        """Raises Invalid where the words hold a long number, as telephones and identity
        papers have.
        """
        for name in PUBLISHED:
            if LONG_NUMBER.search(
                A_DAY.sub("", str(self.told.get(name) or ""))
            ):
                raise Invalid(
                    name,
                    _(
                        "there is a long number in it, as telephones and identity "
                        "papers have: take it out"
                    ),
                )
        return NO_DATA
