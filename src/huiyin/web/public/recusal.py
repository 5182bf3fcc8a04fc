"""That an officer is to stand aside, as the petitioner reads it: asked, until when it
is decided, and how it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.casework.matter import recusal
from huiyin.casework.matter.recusal import Recusal
from huiyin.casework.matter.views import CaseView
from huiyin.organisations.translated import law_text, organ_name
from huiyin.web.kit import dates
from huiyin.web.kit.labels import citation_full


@dataclass(frozen=True, slots=True)
class Aside:
    """Sentences with the article; ``note`` where the rule is unverified."""

    sentences: tuple[str, ...]
    ground: str
    note: str


def section(view: CaseView, today: date) -> Aside | None:
    """Where the recusal raised last stands; None where there was none."""
    aside = recusal.of_matter(view)
    rule = view.pack.duties.get(recusal.DUTY)
    if aside is None or rule is None:
        return None
    note = "" if rule.verified else law_text(rule.note)
    return Aside(
        tuple(_sentences(aside, today)),
        citation_full(view.pack.cited(rule), rule.article),
        note,
    )


def _sentences(aside: Recusal, today: date) -> list[str]:
    if aside.due_date is not None:
        raised = {
            "asked": _("On %(day)s you asked that an officer stands aside."),
            "declared": _(
                "On %(day)s an officer declared an interest. They have stopped "
                "working on your matter."
            ),
        }
        decides = _("%(organ)s decides by %(day)s and tells you why.") % {
            "organ": organ_name(aside.owner),
            "day": dates.say_short(aside.due_date, today),
        }
        first = raised.get(aside.status, raised["asked"])
        return [
            first % {"day": dates.say_short(aside.asked_date, today)},
            decides,
        ]
    day = {
        "day": dates.say_short(aside.decided_date or aside.asked_date, today)
    }
    if aside.status == "granted":
        return [
            _(
                "Decided on %(day)s: whoever is concerned stands aside. A colleague "
                "goes on; no date moves."
            )
            % day
        ]
    return [
        _(
            "Decided on %(day)s: nobody has to stand aside. The reasons stand in the history below."
        )
        % day
    ]
