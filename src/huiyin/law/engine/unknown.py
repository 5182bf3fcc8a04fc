"""What cannot be worked out, said so that whoever acts knows what to do instead."""

from __future__ import annotations

from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Text


class Unknown(LookupError):
    """What follows cannot be worked out: a date or a party is not known, or there is no
    place for a further party.
    """

    def __init__(
        self, key: str, name: str | Text, remedy: str = "unknown_date_remedy"
    ) -> None:
        """Say which date or party, in both languages; ``remedy`` is the sentence that
        says what to do instead.
        """
        self.text: Text = wording.text(key, date=name, party=name)
        self.remedy = remedy
        super().__init__(self.text.en)
