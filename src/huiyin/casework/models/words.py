"""What was said and handed in, outside the events, which hold commitments to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiyin.casework.models.matter import Case


class Contact(models.Model):
    """One letter, visit, call or online submission (件次) about a matter, with what was
    said in it.
    """

    id = models.CharField(primary_key=True, max_length=48)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="contact_rows"
    )
    event_seq = models.PositiveIntegerField()
    channel = models.CharField(max_length=40)
    contact_date = models.DateField()
    office = models.CharField(max_length=40)
    repeat = models.BooleanField(default=False)
    persons = models.PositiveIntegerField(default=1)
    representatives = models.PositiveSmallIntegerField(default=0)
    spoken = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    identity = models.CharField(max_length=36, blank=True)
    # Unique where it is given
    external_number = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001
    # Unique where it is given
    token = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001

    class Meta:
        ordering = ("case", "event_seq")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "event_seq"], name="contact_event"
            ),
            models.CheckConstraint(
                condition=Q(persons__gte=1), name="contact_has_persons"
            ),
        )
        indexes = (
            models.Index(
                fields=["contact_date", "repeat"], name="contact_date"
            ),
            models.Index(
                fields=["identity"],
                name="contact_identity",
                condition=~Q(identity=""),
            ),
        )

    def __str__(self) -> str:
        return self.id


class Claim(models.Model):
    """One thing asked for, and what was decided on it; decided claim by claim (处理意见)."""

    id = models.CharField(primary_key=True, max_length=48)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="claims"
    )
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    outcome = models.CharField(max_length=40, blank=True)
    facts = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        ordering = ("case", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "position"], name="claim_position"
            ),
        )

    def __str__(self) -> str:
        return self.id


class EarlierDecision(models.Model):
    """What was decided on a claim before the matter had to be handled anew; the claim
    itself holds the latest one.
    """

    id = models.CharField(primary_key=True, max_length=60)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="earlier_decisions"
    )
    event_seq = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=40)
    facts = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    reply = models.TextField(blank=True)

    class Meta:
        ordering = ("case", "event_seq", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "event_seq", "position"],
                name="earlier_decision_position",
            ),
        )

    def __str__(self) -> str:
        return self.id


class Note(models.Model):
    """Words that belong to an event: a reason, an explanation, a report. The event
    holds only their commitment.
    """

    id = models.CharField(primary_key=True, max_length=60)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="notes"
    )
    event_seq = models.PositiveIntegerField()
    key = models.CharField(max_length=30)
    text = models.TextField()
    salt = models.CharField(max_length=32)

    class Meta:
        ordering = ("case", "event_seq", "key")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "event_seq", "key"], name="note_key"
            ),
        )

    def __str__(self) -> str:
        return self.id


class Attachment(models.Model):
    """A file handed in with a contact, stored outside the web root; the event holds its digest."""

    id = models.CharField(primary_key=True, max_length=36)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="attachments", null=True
    )
    event_seq = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=2500)
    media_type = models.CharField(max_length=100, blank=True)
    key = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    path = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    draft = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(
                fields=["draft"],
                name="attachment_draft",
                condition=~Q(draft=""),
            ),
        )

    def __str__(self) -> str:
        return self.name
