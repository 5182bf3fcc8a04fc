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
    found = hearings.of_matter(view, entries)
    if found is None:
        return None
    names = staff_reads.names_of(found.staff)
    sentence = _("%(organ)s holds a hearing on %(day)s.") % {
        "organ": organ_name(found.organ),
        "day": dates.say_short(found.day, today),
    }
    members = (
        *(names[one] for one in found.members if one in names),
        *filter(None, found.outside.splitlines()),
    )
    chair = names.get(found.chair, "") if found.chair is not None else ""
    return Sitting(sentence, chair, members, may_object)
