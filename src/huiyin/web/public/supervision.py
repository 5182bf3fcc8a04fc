"""That a matter is under supervision, as its petitioner reads it: who asked whom, why,
until when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.casework.matter import supervision
from huiyin.casework.matter.supervision import Supervision
from huiyin.casework.matter.views import CaseView
from huiyin.organisations.translated import law_text, organ_name
from huiyin.web.kit import dates
from huiyin.web.kit.labels import citation_full


@dataclass(frozen=True, slots=True)
class Supervised:
    """A heading, a sentence with its article, and how far it is; ``note`` where the
    circumstance is unverified.
    """

    title: str
    sentence: str
    further: tuple[str, ...]
    ground: str
    note: str


def section(view: CaseView, today: date) -> Supervised | None:
    """The supervision that is going on; None where there is none. What was answered
    stands in the history.
    """
    supervised = supervision.of_matter(view)
    if supervised is None or not supervised.running:
        return None
    vocabulary = view.pack.terms.get("circumstances")
    term = vocabulary.terms.get(supervised.circumstance) if vocabulary else None
    sentence = _(
        "%(supervisor)s asked %(supervised)s on %(day)s to explain and to put "
        "right: %(circumstance)s."
    ) % {
        "supervisor": organ_name(supervised.supervisor),
        "supervised": organ_name(supervised.supervised),
        "day": dates.say_short(supervised.asked_date, today),
        "circumstance": law_text(term.title)
        if term
        else supervised.circumstance,
    }
    return Supervised(
        title=_("This matter is under supervision"),
        sentence=sentence,
        further=_further(supervised, today),
        ground=citation_full(view.pack.cited(term), term.article)
        if term
        else "",
        note="" if term is None or term.verified else law_text(term.note),
    )


def _further(supervised: Supervision, today: date) -> tuple[str, ...]:
    if supervised.status == "answered":
        return (
            _(
                "It has been answered; the answer stands below. The supervising "
                "organ is looking at it."
            ),
        )
    lines = [
        _("An answer is due on %(day)s.")
        % {"day": dates.say_short(supervised.due_date, today)}
    ]
    if supervised.superior:
        lines.append(
            _("%(organ)s, its superior, was asked to have it put right.")
            % {"organ": organ_name(supervised.superior)}
        )
    return tuple(lines)
