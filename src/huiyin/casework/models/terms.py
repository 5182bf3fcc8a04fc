"""What the titles of matters are found by: rows that follow the ledger and can be thrown
away. No word stands in them.
"""

from __future__ import annotations

from django.db import models

from huiyin.casework.models.matter import Case


class TitleTerm(models.Model):
    """Some signs of a title, in the matters of one organ, as a number (``lists.grams``).

    The rows of a number lie in the order in which a list of matters is read: by the day
    on which they came. They name what may be meant, and never prove it.
    """

    pk = models.CompositePrimaryKey("term", "day", "case_id")
    term = models.BigIntegerField()
    day = models.DateField()
    # Millions of rows that only a follower writes: nothing is checked for each
    case = models.ForeignKey(
        Case,
        on_delete=models.DO_NOTHING,
        related_name="title_terms",
        db_constraint=False,
        db_index=False,
    )

    def __str__(self) -> str:
        return f"{self.term} {self.day} {self.case_id}"


class TermedMatter(models.Model):
    """Which terms a matter has, eight bytes for each: its title may be sealed by the time
    they are to be taken away.
    """

    id = models.CharField(primary_key=True, max_length=32)
    day = models.DateField()
    terms = models.BinaryField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.id
