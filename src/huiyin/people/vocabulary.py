"""Why an identity may be opened or erased. Codes, so that no free text about a person
enters the ledger.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """Why somebody opens an identity."""

    CONTACT = "contact", _("Contact the petitioner about the matter")
    NOTIFY = "notify", _("Notify the petitioner in writing")
    SERVE = "serve", _("Serve the decision")
    LETTER = "letter", _("Write a letter")
    HANDLE = "handle", _("Investigate and handle the matter")
    CHECK = "check", _("Check at the window who is asking")
    CORRECT = "correct", _("Correct what was recorded")
    SUPERVISE = "supervise", _("Supervise the handling")
    OWN = "own", _("Show petitioners what they wrote themselves")


class Seen(TextChoices):
    """How it is known at the counter who somebody is, and that what they say of
    themselves is right.
    """

    DOCUMENT = "document", _("An identity document or another paper was shown")
    WRITTEN = "written", _("A signed request in writing")
    KNOWN = (
        "known",
        _(
            "In person or by the recorded telephone: asked, and the answers fitted what is recorded"
        ),
    )
    OWN_MISTAKE = (
        "own_mistake",
        _("Our own mistake in writing it down, seen in the papers"),
    )


class ErasureReason(TextChoices):
    """Why an identity is erased."""

    REQUESTED = "requested", _("The person asked for it")
    RETENTION_OVER = "retention_over", _("The period of keeping is over")
    MISTAKEN = "mistaken", _("Recorded by mistake")


class Mistake(TextChoices):
    """What mistake it was that a name was recorded in a matter at all. A misspelt name
    is none: that is corrected.
    """

    ANOTHER_MATTER = (
        "another_matter",
        _("It belongs to another matter, and was recorded here"),
    )
    NOT_INVOLVED = (
        "not_involved",
        _("The person has nothing to do with this matter"),
    )
    TWICE = "twice", _("The same person is recorded twice in this matter")
