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
