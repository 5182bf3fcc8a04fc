"""The table of identities: ciphertext and nothing that could be read, sorted or compared.

There are no links between identities and no names to search by: who wrote twice is
nobody's business here.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Identity(models.Model):
    """One person as they gave themselves for one matter. Erased when the wrapped key is gone."""

    id = models.CharField(max_length=32, primary_key=True)
    office = models.CharField(max_length=32)
    wrapped_key = models.TextField(blank=True, default="")
    ciphertext = models.BinaryField(blank=True, default=b"")
    # - no phone is not an empty phone
    phone_hash = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    # - the same
    second_phone_hash = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    sealed = models.BooleanField(default=False)

    class Meta:
        """Erased means that nothing is left to open or to find."""

        constraints = (
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(
                    wrapped_key="",
                    phone_hash__isnull=True,
                    second_phone_hash__isnull=True,
                ),
                name="people_identity_erased",
            ),
        )
        indexes = (
            models.Index(fields=["phone_hash"], name="people_identity_phone"),
            models.Index(
                fields=["second_phone_hash"],
                name="people_identity_second_phone",
                condition=Q(second_phone_hash__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """The id: there is nothing else to show."""
        return str(self.id)
