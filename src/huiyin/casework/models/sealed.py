"""Who can open sealed matters: key pairs, and the matters' keys wrapped to them."""

from __future__ import annotations

from django.db import models

from huiyin.casework.models.matter import Case


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

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="sealed_keys"
    )
    holder = models.CharField(max_length=80)
    wrapped = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "holder"], name="sealed_key_holder"
            ),
        )
        indexes = (
            models.Index(fields=["holder"], name="sealed_key_holder_index"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} → {self.holder}"
