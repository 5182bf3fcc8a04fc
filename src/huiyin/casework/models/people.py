"""Those who bring a matter or act for them: by position, never by name."""

from __future__ import annotations

from django.db import models

from huiyin.casework.models.matter import Case


class Participant(models.Model):
    """Somebody who brings the matter together with others. Who it is lies in the vault;
    nobody can be searched for.

    Position 1 is whoever filed. The event holds role, position and a commitment to the
    identity's id.
    """

    id = models.CharField(primary_key=True, max_length=48)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="participants"
    )
    event_seq = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    identity = models.CharField(max_length=36)
    salt = models.CharField(max_length=32)
    ended_seq = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("case", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "position"], name="participant_position"
            ),
        )

    def __str__(self) -> str:
        return self.id


class Agent(models.Model):
    """Somebody who acts for the petitioner in one matter. Who it is lies in the vault;
    nobody can be searched for.

    The event holds everything but the keyed hash of the agent's own code; of the
    identity a commitment to its id. ``paper`` is the attachment that proves the
    authority, ``until_date`` its last day.
    """

    id = models.CharField(primary_key=True, max_length=48)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="agents"
    )
    event_seq = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    scope = models.CharField(max_length=40)
    since_date = models.DateField()
    until_date = models.DateField(null=True)
    paper = models.CharField(max_length=36)
    identity = models.CharField(max_length=36)
    salt = models.CharField(max_length=32)
    code_hash = models.CharField(max_length=64)
    # Unique where it is given
    token = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001
    ended_seq = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("case", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "position"], name="agent_position"
            ),
        )

    def __str__(self) -> str:
        return self.id


class ErasureWaiting(models.Model):
    """A request that somebody's name is erased, as long as it is not answered. A
    projection of the matter's events.

    ``organ`` answers it until ``due_date``; ``proposed``: a second person must confirm
    it. Whose name it is stands in the event, as a place in the matter.
    """

    id = models.CharField(primary_key=True, max_length=48)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="erasures_waiting"
    )
    event_seq = models.PositiveIntegerField()
    organ = models.CharField(max_length=40)
    asked_date = models.DateField()
    due_date = models.DateField()
    proposed = models.BooleanField(default=False)

    class Meta:
        ordering = ("due_date", "id")
        indexes = (
            models.Index(
                fields=["organ", "due_date", "id"], name="erasure_waiting_organ"
            ),
        )

    def __str__(self) -> str:
        return self.id
