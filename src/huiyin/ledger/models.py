"""The table of events. Rows are only ever inserted; the database itself refuses anything else."""

from __future__ import annotations

from django.db import models

from huiyin.ledger.event import Event


class LedgerEvent(models.Model):
    """One event as it is stored; ``to_event`` gives the value that everybody else works with."""

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    organ = models.CharField(max_length=32)
    grounds = models.JSONField()
    pack = models.CharField(max_length=60)
    payload = models.JSONField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """One place in a stream is taken once; this is what makes two writers at the
        same head impossible.
        """

        db_table = "ledger_event"
        constraints = (
            models.UniqueConstraint(
                fields=["stream", "seq"], name="ledger_event_place"
            ),
        )
        indexes = (
            models.Index(fields=["type", "id"], name="ledger_event_type"),
        )

    def __str__(self) -> str:
        """Stream, place and type."""
        return f"{self.stream}#{self.seq} {self.type}"

    def to_event(self) -> Event:
        """The stored event as a frozen value."""
        return Event(
            stream=self.stream,
            seq=self.seq,
            type=self.type,
            at=self.at,
            recorded_at=self.recorded_at,
            actor=self.actor,
            organ=self.organ,
            grounds=tuple(self.grounds),
            pack=self.pack,
            payload=self.payload,
            prev_hash=self.prev_hash,
            hash=self.hash,
        )


class StreamHead(models.Model):
    """Where a stream ends, kept apart from its events, so that a tail that was cut off is missed.

    For every stream but those whose writers keep the head on a row of their own (matters).
    """

    stream = models.CharField(primary_key=True, max_length=80)
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        """Beside the table of events."""

        db_table = "ledger_stream_head"

    def __str__(self) -> str:
        """Stream and place."""
        return f"{self.stream}#{self.seq}"


class TreeHead(models.Model):
    """A head over all streams: the root of a Merkle tree over the first ``size`` events
    in the order of writing.

    ``peaks`` are the roots of the complete subtrees in hex, from which the tree goes on growing.
    """

    size = models.PositiveBigIntegerField(primary_key=True)
    last_id = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    peaks = models.JSONField()
    taken_at = models.DateTimeField()

    class Meta:
        """Beside the table of events."""

        db_table = "ledger_tree_head"

    def __str__(self) -> str:
        """Size and root."""
        return f"{self.size}-{self.root}"


class FollowerCursor(models.Model):
    """How far a follower has come: the id of the last event that it has done with, and
    why it stands still if it does.

    ``stuck_id`` is the event that it could not take, ``reason`` what it said; None and
    "" while it goes on. ``version`` is how its rows were counted. While a follower begins
    from the rows of others, ``filled`` is the key of the last one that it has read, and
    ``filling_until`` the event up to which they are whole.
    """

    name = models.CharField(primary_key=True, max_length=40)
    position = models.PositiveBigIntegerField(default=0)
    stuck_id = models.PositiveBigIntegerField(null=True)
    stuck_since = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    version = models.CharField(max_length=40, blank=True, default="")
    filling_until = models.PositiveBigIntegerField(null=True)
    filled = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """Beside the table of events."""

        db_table = "ledger_follower"

    def __str__(self) -> str:
        """Name and place."""
        return f"{self.name}@{self.position}"
