"""The hearing that is due, as the petitioner reads it: when, who holds it, who chairs
and who sits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.casework.matter import hearings
from huiyin.casework.matter.timeline import Entry
from huiyin.casework.matter.views import CaseView
from huiyin.organisations import staff_reads
from huiyin.organisations.translated import organ_name
from huiyin.web.kit import dates


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sentence, the chair, and the members one by one."""

    sentence: str
    chair: str
    members: tuple[str, ...]
    may_object: bool


def section(
    view: CaseView, entries: Sequence[Entry], today: date, *, may_object: bool
) -> Sitting | None:
    """The hearing that is due; None where none is. ``may_object``: whether the
    petitioner may ask for recusal now.
    """
    sitting = hearings.of_matter(view, entries)
    if sitting is None:
        return None
    names = staff_reads.names_of(sitting.staff)
    sentence = _("%(organ)s holds a hearing on %(day)s.") % {
        "organ": organ_name(sitting.organ),
        "day": dates.say_short(sitting.day, today),
    }
    members = (
        *(names[member] for member in sitting.members if member in names),
        *filter(None, sitting.outside.splitlines()),
    )
    chair = names.get(sitting.chair, "") if sitting.chair is not None else ""
    return Sitting(sentence, chair, members, may_object)
