"""The server's one table: what has to be counted over all processes and restarts."""

from __future__ import annotations

from django.db import models


class Kept(models.Model):
    """A value under a key until an instant: how often a thing was done, never by whom in words (keys are hashed)."""

    key = models.CharField(max_length=255, primary_key=True)
    number = models.BigIntegerField(null=True)
    text = models.TextField(blank=True, default="")
    until = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        """The key."""
        return self.key
