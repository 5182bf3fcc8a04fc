"""Casework's tables. Case and Duty are projections of the ledger; the others hold what
was said, outside the events.
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
                fields=["handler", "received_date", "id"], name="case_handler_received"
            ),
            models.Index(
                fields=["receiver", "received_date", "id"],
                name="case_receiver_received",
            ),
            models.Index(fields=["received_date", "handler"], name="case_received"),
            models.Index(fields=["resolved_date", "handler"], name="case_resolved"),
            models.Index(
                fields=["offered"], name="case_offered", condition=~Q(offered="")
            ),
            models.Index(
                fields=["receiver", "id"],
                name="case_other_register",
                condition=~Q(register="petition"),
            ),
            models.Index(
                fields=["follows"], name="case_follows", condition=~Q(follows="")
            ),
            models.Index(fields=["id"], name="case_aside", condition=~Q(aside="")),
        )

    def __str__(self) -> str:
        return self.number


class Duty(models.Model):
    """What an organ must do, by when, under which article. A projection: only
    ``matter.work`` writes it.
    """

    id = models.CharField(primary_key=True, max_length=48)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="duties")
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
            models.CheckConstraint(condition=~Q(owner=""), name="duty_has_owner"),
            models.CheckConstraint(condition=~Q(article=""), name="duty_has_article"),
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
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remedies")
    route = models.CharField(max_length=40)
    last_day = models.DateField()
    provisional = models.BooleanField(default=False)

    class Meta:
        ordering = ("last_day", "id")
        constraints = (
            models.UniqueConstraint(fields=["case", "route"], name="remedy_route"),
        )
        indexes = (models.Index(fields=["last_day", "id"], name="remedy_last_day"),)

    def __str__(self) -> str:
        return f"{self.route} {self.last_day}"


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
            models.UniqueConstraint(fields=["case", "event_seq"], name="contact_event"),
            models.CheckConstraint(
                condition=Q(persons__gte=1), name="contact_has_persons"
            ),
        )
        indexes = (
            models.Index(fields=["contact_date", "repeat"], name="contact_date"),
            models.Index(
                fields=["identity"], name="contact_identity", condition=~Q(identity="")
            ),
        )

    def __str__(self) -> str:
        return self.id


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
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agents")
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
            models.UniqueConstraint(fields=["case", "position"], name="agent_position"),
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


class Claim(models.Model):
    """One thing asked for, and what was decided on it; decided claim by claim (处理意见)."""

    id = models.CharField(primary_key=True, max_length=48)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claims")
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
            models.UniqueConstraint(fields=["case", "position"], name="claim_position"),
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
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
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
                fields=["draft"], name="attachment_draft", condition=~Q(draft="")
            ),
        )

    def __str__(self) -> str:
        return self.name


class SealedHolder(models.Model):
    """A key pair: of a reader named by an organ, or (``staff`` 0) the key that waits
    for an organ's first reader.

    The private key lies wrapped under a key that is not in the database; ``proof``
    shows that the row is ours.
    """

    id = models.CharField(primary_key=True, max_length=80)
    organ = models.CharField(max_length=40)
    staff = models.PositiveIntegerField(default=0)
    public = models.CharField(max_length=60)
    wrapped = models.TextField()
    proof = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["organ"], name="sealed_holder_organ"),)

    def __str__(self) -> str:
        return self.id


class SealedKey(models.Model):
    """A sealed matter's private key, wrapped to one holder. Without a row here nobody
    opens the matter.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sealed_keys")
    holder = models.CharField(max_length=80)
    wrapped = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "holder"], name="sealed_key_holder"
            ),
        )
        indexes = (models.Index(fields=["holder"], name="sealed_key_holder_index"),)

    def __str__(self) -> str:
        return f"{self.case_id} → {self.holder}"


class Series(models.Model):
    """The running number of an office's register in one year."""

    name = models.CharField(primary_key=True, max_length=60)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
