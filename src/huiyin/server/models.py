"""The server's tables: what has to be counted over all processes and restarts, and
which keys belong to the data.
"""

from __future__ import annotations

from django.db import models


class Kept(models.Model):
    """A value under a key until an instant: how often a thing was done, never by whom
    in words (keys are hashed).
    """

    key = models.CharField(max_length=255, primary_key=True)
    number = models.BigIntegerField(null=True)
    text = models.TextField(blank=True, default="")
    until = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        """The key."""
        return self.key


class KeyPrint(models.Model):
    """The fingerprint of a key that belongs to the data here, so that a wrong or
    missing one is noticed at once.

    ``retired``: nothing lies under it any more, and it may be missing.
    """

    kind = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=16)
    since = models.DateTimeField()
    retired = models.BooleanField(default=False)

    class Meta:
        """Each key once."""

        constraints = (
            models.UniqueConstraint(
                fields=["kind", "fingerprint"], name="server_key_once"
            ),
        )

    def __str__(self) -> str:
        """Kind and fingerprint."""
        return f"{self.kind} {self.fingerprint}"
