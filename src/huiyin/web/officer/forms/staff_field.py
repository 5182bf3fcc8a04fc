"""Choosing members of staff of an organ: by name, kept as the ledger names them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext

from huiyin.casework.basis import named_staff
from huiyin.organisations import reads as organs
from huiyin.organisations import staff_reads, translated
from huiyin.organisations.info import StaffInfo
from huiyin.organisations.vocabulary import Post

ACTING = frozenset({Post.CLERK, Post.OFFICER, Post.HEAD})


def choices(
    codes: Iterable[str], on: date, *, above: bool = False
) -> list[tuple[str, str]]:
    """Those who hold a post in these organs on a day in which matters are taken in,
    handled or headed, by username.

    ``above``: also those of the organs one level above, each with the organ's name.
    """
    own = list(codes)
    superiors = (
        dict.fromkeys(
            superior.code
            for code in own
            if (superior := organs.superior(code)) is not None
        )
        if above
        else {}
    )
    choices = []
    for code in dict.fromkeys((*own, *superiors)):
        for person in staff_reads.staff_of(code, on):
            if not ACTING.isdisjoint(person.posts):
                name = _name(person, elsewhere=code not in own)
                choices.append((named_staff.reference(person.id), name))
    return choices


def _name(member: StaffInfo, *, elsewhere: bool) -> str:
    if not elsewhere:
        return member.called
    return gettext("%(name)s (%(organ)s)") % {
        "name": member.called,
        "organ": translated.organ_name(member.organ),
    }
