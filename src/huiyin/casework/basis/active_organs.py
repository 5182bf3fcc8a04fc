"""What is there: nothing is given to an organ that no longer exists, whoever takes its
place is named instead (R22 Art 24); and whether an organ below has a matter already
(Art 19).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.models import Case
from huiyin.law.rules.steps import Step
from huiyin.organisations import reads as organs
from huiyin.organisations.info import OrganInfo

PETITION_OFFICE = "petition_office"


def check(step: Step | None, args: Mapping[str, Any]) -> None:
    """Raises Invalid where a step names an organ that has ended, with the organ that
    took its place, or an area that nobody knows.

    An organ that has a part in the matter already (``among``) may be named: it is let
    go, or replaced in a moment.
    """
    for arg in step.args if step else ():
        code = str(args.get(arg.name) or "")
        if not code:
            continue
        if arg.kind == "area" and organs.area(code) is None:
            raise Invalid(arg.name, _("there is no such area"))
        if arg.kind == "organ" and not arg.among:
            organ = organs.organs([code]).get(code)
            if organ is not None and organ.ending and not organ.active:
                raise Invalid(arg.name, ended(organ))


def handled_below(number: str, organ: str) -> bool | None:
    """Whether the matter with this number is with an organ below ``organ`` (R22 Art 19,
    3); None where none has it.

    A petition office stands for the government that it belongs to.
    """
    handler = (
        Case.objects.filter(number=number)
        .values_list("handler", flat=True)
        .first()
        if number
        else None
    )
    if not handler:
        return None
    acting = organs.organ(organ)
    above = organs.superior(organ) if acting.kind == PETITION_OFFICE else acting
    return (
        above is not None
        and handler != organ
        and organs.is_under(handler, above.code)
    )


def ended(organ: OrganInfo) -> str:
    """In words: since when an organ no longer exists, and whom to choose instead."""
    language = get_language() or ""
    after = organ.successors or (organs.heir(organ.code).code,)
    names = [organs.heir(code).name(language) for code in after]
    told = {
        "organ": organ.name(language),
        "day": date_format(organ.ended_date, "DATE_FORMAT")
        if organ.ended_date
        else "",
        "successor": _(" or ").join(dict.fromkeys(names)),
    }
    return (
        _(
            "%(organ)s no longer exists since %(day)s. Choose %(successor)s, which takes its place."
        )
        % told
    )
