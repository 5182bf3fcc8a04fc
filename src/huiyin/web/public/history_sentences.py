"""The sentences of a matter's history about what happens under every law, by the event
that each of them tells; what only one law knows, its pack says (``past`` of a step).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from huiyin.casework.events import (
    CODE_RENEWED,
    CORRECTED,
    ERASED,
    ERASURE_ASKED,
    ERASURE_DUE,
    ERASURE_MISTAKEN,
    ERASURE_PROPOSED,
    ERASURE_REFUSED,
    ERASURE_SENT_BACK,
    ERASURE_TAKEN_BACK,
    SUCCEEDED,
    SUCCESSOR_NAMED,
)

# %(organ)s acted; %(to)s takes the place of %(old)s.
SENTENCES = {
    "matter.withdrawn": gettext_lazy("You withdrew the matter"),
    "matter.rated": gettext_lazy("You rated how the matter was handled"),
    "matter.went_over": gettext_lazy(
        "The matter goes on under a new version of the law"
    ),
    SUCCEEDED: gettext_lazy(
        "%(old)s no longer exists: %(to)s takes its place, and every date stays as it is"
    ),
    SUCCESSOR_NAMED: gettext_lazy(
        "%(organ)s named %(to)s to take the matter over; every date stays as it is"
    ),
    CORRECTED: gettext_lazy(
        "%(organ)s corrected what is recorded of a name or of how to reach somebody"
    ),
    CODE_RENEWED: gettext_lazy(
        "%(organ)s gave out a new query code; the one before it opens nothing any more"
    ),
    ERASURE_TAKEN_BACK: gettext_lazy(
        "You took back the request to erase your name"
    ),
    ERASURE_PROPOSED: gettext_lazy(
        "%(organ)s proposed that the name is erased; a second person has to confirm it"
    ),
    ERASURE_DUE: gettext_lazy(
        "%(organ)s proposed that the names are erased, because the term of keeping them "
        "is over; a second person has to confirm it"
    ),
    ERASURE_MISTAKEN: gettext_lazy(
        "%(organ)s proposed that a name recorded by mistake is erased; a second person "
        "has to confirm it"
    ),
    ERASURE_SENT_BACK: gettext_lazy(
        "%(organ)s looks again at whether a name is erased"
    ),
    ERASURE_REFUSED: gettext_lazy("The name is not erased now"),
    ERASED: gettext_lazy("%(organ)s erased the name and how to reach somebody"),
    "duty.redated": gettext_lazy(
        "A date was corrected, because the official calendar changed"
    ),
}


# By the petitioner, and by an organ.
SENTENCES_OF_EITHER = {
    "matter.supplemented": (
        gettext_lazy("You added material"),
        gettext_lazy("%(organ)s added material"),
    ),
    ERASURE_ASKED: (
        gettext_lazy("You asked that your name is erased"),
        gettext_lazy(
            "%(organ)s recorded that somebody asks for their name to be erased"
        ),
    ),
}


NOTE_LABELS = {
    "place": gettext_lazy("Where exactly"),
    "text": gettext_lazy("What was said"),
    "note": gettext_lazy("Note"),
    "reason": gettext_lazy("Reason"),
    "explanation": gettext_lazy("Explanation"),
    "competent_organ": gettext_lazy("Competent organ"),
    "comment": gettext_lazy("Your words"),
}
