"""Rules that nobody has compared with the text of the law for longer than their review period."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huiyin.law.rules.every_rule import rules
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Text


@dataclass(frozen=True, slots=True)
class Stale:
    """A rule that is to be compared again: when that was last done, and by when it was
    due again.
    """

    pack: str
    rule: str
    checked: date
    months: int
    due: date

    @property
    def text(self) -> Text:
        """One sentence that names the rule and both days."""
        return wording.text(
            "stale",
            rule=self.rule,
            checked=self.checked,
            months=self.months,
            due=self.due,
        )


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on; the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stale(pack: Pack, on: date) -> Iterator[Stale]:
    """The rules of ``pack`` whose review period is over on the day ``on``: its last day was before.

    A rule without a review period (``review_months = 0``) is never among them.
    """
    for name, rule in rules(pack).items():
        if not pack.own(rule):
            continue  # the pack beneath answers for it
        due = months_later(rule.checked, rule.review_months)
        if rule.review_months and due < on:
            yield Stale(pack.key, name, rule.checked, rule.review_months, due)
