"""Correspondence's tables. No personal data: ids, codes and dates; names and words are
opened when a letter is made.
"""

from __future__ import annotations

from django.db import models


class OwedLetter(models.Model):
    """A letter that an event owes: of what kind, and to whom.

    ``event_id`` is the event's id in the ledger, ``stream`` and ``seq`` its place.
    ``addressee`` is what the event says: "petitioner", "organ:<code>", or another word
    of the pack. ``organ`` owes it, since ``owed_at``.
    """

    event_id = models.PositiveBigIntegerField()
    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    pack = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    addressee = models.CharField(max_length=60)
    organ = models.CharField(max_length=32, blank=True)
    owed_at = models.DateTimeField()

    class Meta:
        """However often an event is read, it owes each letter once."""

        constraints = (
            models.UniqueConstraint(
                fields=["event_id", "kind", "addressee"],
                name="correspondence_once",
            ),
        )

    def __str__(self) -> str:
        """What is owed to whom, and by which event."""
        return f"{self.kind} to {self.addressee} ({self.stream}#{self.seq})"
