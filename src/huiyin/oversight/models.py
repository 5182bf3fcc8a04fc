"""Oversight's tables. All of them follow the ledger and can be thrown away."""

from __future__ import annotations

from django.db import models


class EventCount(models.Model):
    """How many events an organ has on a day; "" is what no organ did (petitioners, the system)."""

    organ = models.CharField(max_length=32, blank=True)
    day = models.DateField()
    events = models.PositiveIntegerField()

    class Meta:
        """One row for each organ and day."""

        constraints = (
            models.UniqueConstraint(
                fields=["organ", "day"], name="oversight_count_once"
            ),
        )

    def __str__(self) -> str:
        """Organ, day and number."""
        return f"{self.organ} {self.day} {self.events}"


class TallyCell(models.Model):
    """How often matters count in one cell of the figures; of what and how, say the rules
    of the contributions. ``period`` is a year, a month or a day as a number.
    """

    figure = models.CharField(max_length=40)
    period = models.IntegerField()
    organ = models.CharField(max_length=40, blank=True)
    what = models.CharField(max_length=60, blank=True)
    how = models.CharField(max_length=60, blank=True)
    number = models.BigIntegerField()

    class Meta:
        """One row for each cell, and those that fell to nought found at once."""

        constraints = (
            models.UniqueConstraint(
                fields=["figure", "period", "organ", "what", "how"],
                name="oversight_cell_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["number"],
                name="oversight_cell_nought",
                condition=models.Q(number=0),
            ),
        )

    def __str__(self) -> str:
        """Where it lies, and the number."""
        where = (self.figure, str(self.period), self.organ, self.what, self.how)
        return f"{' '.join(where)}: {self.number}"


class TallyMatter(models.Model):
    """The facts of a matter as they were when its cells were counted last."""

    id = models.CharField(primary_key=True, max_length=32)
    facts = models.TextField()

    class Meta:
        """Beside the cells."""

    def __str__(self) -> str:
        """Which matter."""
        return self.id
