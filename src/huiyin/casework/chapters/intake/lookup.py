"""Finding the matter that a caller means: by number, or at their own recorded request
by the telephone they give.
"""

from __future__ import annotations

from datetime import datetime

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.matter.reads import may_read
from huiyin.casework.models import Contact
from huiyin.casework.sealing.visibility import visible
from huiyin.organisations import reads as organs
from huiyin.people import reads as people


def by_phone(
    *, office: str, phone: str, by: Actor, at: datetime, request_recorded: bool
) -> list[tuple[str, str, str]]:
    """The caller's matters in this office's register: (case id, number, title), newest
    first, at most 20.

    Only for repeat contacts: exact number, this office and those whose place it took,
    at the person's own request, which the clerk records (``request_recorded``); every
    look-up is logged and open to the auditor. Raises NotFound without the post for it.
    There is no wider search.
    """
    if not by.may("people.lookup", office):
        raise NotFound("there is no such register")
    registers = (office, *organs.taken_over(office))
    identities: list[str] = []
    for register in registers:
        identities += people.lookup_phone(
            office=register,
            phone=phone,
            by=by.name,
            organ=by.organ,
            at=at,
            request_recorded=request_recorded,
        )
    contacts = Contact.objects.filter(
        identity__in=identities, office__in=registers
    )
    rows = (
        visible(contacts.exclude(identity=""), by=by)
        .select_related("case")
        .order_by("-contact_date", "-id")
    )
    cases = {
        row.case_id: row.case for row in rows[:50] if may_read(by, row.case)
    }
    return [
        (case.pk, case.number, case.title) for case in list(cases.values())[:20]
    ]
