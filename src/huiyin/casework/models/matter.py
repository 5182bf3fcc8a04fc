"""The rows of a matter: the file itself, its duties, and ways outside petitioning.
Projections of the ledger.
"""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


def empty() -> dict[str, Any]:
    """Default of the JSON columns."""
    return {}


class Case(models.Model):
    """A matter (事项, 件) as its events leave it: the fold of the stream ``case:<id>``."""

    id = models.CharField(primary_key=True, max_length=32)
    number = models.CharField(max_length=40, unique=True)
    pack = models.CharField(max_length=60)
    state = models.CharField(max_length=40)
    final = models.BooleanField(default=False)
    title = models.CharField(max_length=1500)
    title_salt = models.CharField(max_length=32)
    query_hash = models.CharField(max_length=64, blank=True)
    register = models.CharField(max_length=20, default="petition")
    category = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    topic = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    rating = models.CharField(max_length=40, blank=True)
    follows = models.CharField(max_length=32, blank=True)
    sealed = models.BooleanField(default=False)
    aside = models.TextField(blank=True, default="")
    in_charge = models.CharField(max_length=30, blank=True, default="")
    helpers = models.TextField(blank=True, default="")
    receiver = models.CharField(max_length=40)
    handler = models.CharField(max_length=40)
    offered = models.CharField(max_length=40, blank=True)
    parties = models.JSONField(default=empty)
    values = models.JSONField(default=empty)
    dates = models.JSONField(default=empty)
    rights = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    received_date = models.DateField()
    resolved_date = models.DateField(null=True)
    ending = models.CharField(max_length=12, blank=True, default="")
    closed_date = models.DateField(null=True)
    reopened_date = models.DateField(null=True)
    contacts_count = models.PositiveIntegerField(default=0)
    event_seq = models.PositiveIntegerField()
    event_hash = models.CharField(max_length=64)
    event_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(
                fields=["handler", "received_date", "id"],
                name="case_handler_received",
            ),
            models.Index(
                fields=["receiver", "received_date", "id"],
                name="case_receiver_received",
            ),
            models.Index(
                fields=["handler", "id"],
                name="case_open",
                condition=Q(final=False),
            ),
            models.Index(
                fields=["received_date", "handler"], name="case_received"
            ),
            models.Index(
                fields=["resolved_date", "handler"], name="case_resolved"
            ),
            models.Index(
                fields=["offered"],
                name="case_offered",
                condition=~Q(offered=""),
            ),
            models.Index(
                fields=["receiver", "id"],
                name="case_other_register",
                condition=~Q(register="petition"),
            ),
            models.Index(
                fields=["follows"],
                name="case_follows",
                condition=~Q(follows=""),
            ),
            models.Index(
                fields=["id"], name="case_aside", condition=~Q(aside="")
            ),
            models.Index(
                fields=["in_charge", "handler", "id"],
                name="case_in_charge",
                condition=~Q(in_charge=""),
            ),
            models.Index(
                fields=["receiver", "closed_date", "id"],
                name="case_ended",
                condition=Q(final=True),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Duty(models.Model):
    """What an organ must do, by when, under which article. A projection: only
    ``matter.work`` writes it.
    """

    id = models.CharField(primary_key=True, max_length=48)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="duties"
    )
    ref = models.CharField(max_length=15)
    kind = models.CharField(max_length=40)
    owner = models.CharField(max_length=40)
    article = models.CharField(max_length=60)
    verified = models.BooleanField(default=True)
    base_date = models.DateField()
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10)
    extension_days = models.PositiveSmallIntegerField(default=0)
    last_day = models.DateField()
    due_date = models.DateField()
    provisional = models.BooleanField(default=False)
    opened_date = models.DateField()
    status = models.CharField(max_length=12)
    closed_date = models.DateField(null=True)
    event_seq = models.PositiveIntegerField()
    stopped_days = models.PositiveSmallIntegerField(default=0)
    stopped_date = models.DateField(null=True)

    class Meta:
        ordering = ("due_date", "id")
        constraints = (
            models.UniqueConstraint(fields=["case", "ref"], name="duty_ref"),
            models.CheckConstraint(
                condition=~Q(owner=""), name="duty_has_owner"
            ),
            models.CheckConstraint(
                condition=~Q(article=""), name="duty_has_article"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_date__isnull=True)
                | (~Q(status="open") & Q(closed_date__isnull=False)),
                name="duty_closed_has_date",
            ),
        )
        indexes = (
            models.Index(
                fields=["owner", "due_date", "id"],
                name="duty_open_by_owner",
                condition=Q(status="open"),
            ),
            models.Index(
                # With the matter, so that those in which the reader stands aside can be
                # left out of the counts.
                fields=["owner", "kind", "due_date", "stopped_date", "case"],
                name="duty_open_counts",
                condition=Q(status="open"),
            ),
            models.Index(
                fields=["due_date", "id"],
                name="duty_open_due",
                condition=Q(status="open"),
            ),
            models.Index(fields=["due_date", "kind"], name="duty_due_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.due_date}"


class Remedy(models.Model):
    """The last day, as estimated, of a way outside petitioning. A projection: only
    ``matter.work`` writes it.
    """

    id = models.CharField(primary_key=True, max_length=80)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="remedies"
    )
    route = models.CharField(max_length=40)
    last_day = models.DateField()
    provisional = models.BooleanField(default=False)

    class Meta:
        ordering = ("last_day", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "route"], name="remedy_route"
            ),
        )
        indexes = (
            models.Index(fields=["last_day", "id"], name="remedy_last_day"),
        )

    def __str__(self) -> str:
        return f"{self.route} {self.last_day}"


class Series(models.Model):
    """The running number of an office's register in one year."""

    name = models.CharField(primary_key=True, max_length=60)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
