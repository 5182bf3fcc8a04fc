"""What casework works out from what is recorded, so that nobody is asked: a pack names it
where a step must be told (``known = "waiting"``).
"""

from __future__ import annotations

from collections.abc import Mapping

KNOWN: Mapping[str, str] = {
    "all_agree": "whether everybody who signed agrees to withdraw",
    "assigned": '"assign" where a day to report is named, "forward" where none is',
    "basis_stated": "whether the legal basis is stated for each request",
    "brought_today": "whether a visitor brought the matter to the organ today",
    "claims": "how many requests the matter has",
    "consent": "whether the petitioner has agreed to service online",
    "facts_stated": "whether the facts are stated for each request",
    "handled_below": "whether an organ below has the earlier matter that is named",
    "remaining": "how many stand behind the matter once one of them leaves",
    "rereview_heard": "whether there was a hearing in the re-review",
    "signatories": "how many signed, where it is more than one",
    "to_serve": "on how many the answer is served",
    "waiting": "how many do not have the latest answer yet",
}
"""Each by its name, with what it is. ``casework.matter.fillers`` says how."""
