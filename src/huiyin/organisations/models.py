"""Tables of the room: organs in a tree, areas, topics, competence, staff and postings."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.info import StaffInfo
from huiyin.organisations.vocabulary import Ending, Kind, Level, Post

CODE_LENGTH = 32
NAME_LENGTH = 120
PATH_LENGTH = 400


class Area(models.Model):
    """A stretch of land under one administration, down to the grid."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, primary_key=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=NAME_LENGTH)
    name_en = models.CharField(
        _("name in English"), max_length=NAME_LENGTH, blank=True, default=""
    )
    level = models.CharField(_("level"), max_length=16, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )

    def __str__(self) -> str:
        """The Chinese name."""
        return self.name_zh


class Topic(models.Model):
    """What a matter is about; topics form a tree."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, primary_key=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=NAME_LENGTH)
    name_en = models.CharField(
        _("name in English"), max_length=NAME_LENGTH, blank=True, default=""
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )

    def __str__(self) -> str:
        """The Chinese name."""
        return self.name_zh


class Organ(models.Model):
    """An organ. ``parent`` is its superior; ``path`` spells the way down from the root
    ("/370000/370100/").

    ``department_above`` is the department one level up that directs its work (上级主管部门),
    where it has one.

    One that ends keeps its row and its name: ``ended_date`` is the first day without
    it, ``successors`` are those who go on exercising its powers, and ``passed_on`` says
    that every matter has gone over.
    """

    code = models.CharField(_("code"), max_length=CODE_LENGTH, primary_key=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=NAME_LENGTH)
    name_en = models.CharField(
        _("name in English"), max_length=NAME_LENGTH, blank=True, default=""
    )
    level = models.CharField(_("level"), max_length=16, choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    department_above = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        verbose_name=_("superior department"),
        null=True,
        blank=True,
        related_name="+",
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    path = models.CharField(max_length=PATH_LENGTH, unique=True)
    active = models.BooleanField(_("active"), default=True)
    ending = models.CharField(
        _("how it ended"),
        max_length=12,
        choices=Ending.choices,
        blank=True,
        default="",
    )
    ended_date = models.DateField(
        _("no longer exists since"), null=True, blank=True
    )
    successors = models.JSONField(default=list, blank=True)
    passed_on = models.BooleanField(default=False)

    class Meta:
        """The path ends in the organ's own code, so that it cannot drift from the tree."""

        constraints = (
            models.CheckConstraint(
                condition=~Q(parent=F("code")),
                name="organisations_organ_not_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(path__startswith="/", path__endswith="/"),
                name="organisations_organ_path",
            ),
        )

    def __str__(self) -> str:
        """The Chinese name."""
        return self.name_zh


class Competence(models.Model):
    """An organ is competent for a topic, in one area or (``area`` empty) in every area."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(
        _("basis or note"), max_length=200, blank=True, default=""
    )

    class Meta:
        """One row for each topic, area and organ; no area counts as a value."""

        constraints = (
            models.UniqueConstraint(
                fields=["topic", "area", "organ"],
                name="organisations_competence_once",
            ),
            models.UniqueConstraint(
                # Two empty areas would count as different above, and SQLite knows no
                # NULLS NOT DISTINCT.
                fields=["topic", "organ"],
                condition=Q(area__isnull=True),
                name="organisations_competence_once_anywhere",
            ),
        )

    def __str__(self) -> str:
        """Topic, area and organ by code."""
        return f"{self.topic_id}/{self.area_id or '*'} → {self.organ_id}"


class Staff(AbstractUser):
    """A member of staff, who signs in by username. What they may do follows from their
    posts alone.
    """

    # One name: where the family name stands is not ours to know.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=80)
    temporary_password = models.BooleanField(
        _("has a password for once"), default=False
    )

    on_day: tuple[date, StaffInfo] | None = None
    """Whom and what the office knows them as on a day, where it was read with them."""

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """Word for the table."""

        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")

    def __str__(self) -> str:
        """The name that colleagues know."""
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as it is written."""
        return self.name

    def get_short_name(self) -> str:
        """The same: Chinese names are not cut."""
        return self.name


class Posting(models.Model):
    """A post that somebody holds in an organ from ``from_date`` until before
    ``to_date`` (open when empty).
    """

    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="postings"
    )
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(_("post"), max_length=16, choices=Post.choices)
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("until before"), null=True, blank=True)

    class Meta:
        """A period is not empty; the same post is not held twice at once."""

        constraints = (
            models.CheckConstraint(
                condition=Q(to_date__isnull=True)
                | Q(to_date__gt=F("from_date")),
                name="organisations_posting_period",
            ),
            models.UniqueConstraint(
                fields=["staff", "organ", "post"],
                condition=Q(to_date__isnull=True),
                name="organisations_posting_open_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["organ", "to_date"], name="organisations_posting_organ"
            ),
        )

    def __str__(self) -> str:
        """Who, where, as what."""
        return f"{self.staff_id} @ {self.organ_id}: {self.post}"


class ReaderProposal(models.Model):
    """The head of an organ proposes somebody to read its sealed reports; a second
    person approves or declines.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        """One open proposal for a person in an organ."""

        constraints = (
            models.UniqueConstraint(
                fields=["organ", "staff"],
                condition=Q(answer=""),
                name="organisations_reader_proposed_once",
            ),
        )

    def __str__(self) -> str:
        """Whom, where."""
        return f"{self.staff_id} @ {self.organ_id}"


class Revision(models.Model):
    """One row whose token changes with every change of the register, so that processes
    know when their copy is old.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.CharField(max_length=32)

    class Meta:
        """A single row."""

        constraints = (
            models.CheckConstraint(
                condition=Q(id=1), name="organisations_revision_single"
            ),
        )

    def __str__(self) -> str:
        """The token."""
        return self.token
