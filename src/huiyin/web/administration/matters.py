"""The matters of which a colleague is in charge: how many, and handing all of them on
before the post ends. Numbers only: who looks after staff reads no matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.matter import in_charge, leaving
from huiyin.casework.matter.leaving import HandedOn
from huiyin.organisations import permissions, staff_reads
from huiyin.organisations.directory import Person
from huiyin.organisations.info import PostingInfo, StaffInfo
from huiyin.reading import LARGEST, whole_number
from huiyin.web.administration.forms import HandOnForm
from huiyin.web.kit import error_words
from huiyin.web.kit.office_request import OfficeRequest

HAND_ON = "hand_on"


@dataclass(frozen=True, slots=True)
class InCharge:
    """How many matters lie with a colleague in the organs that the reader looks after,
    in which organs they handle, by which postings, and the form to hand them on.
    """

    number: int
    organs: tuple[str, ...]
    handling: tuple[int, ...]
    form: HandOnForm

    def in_the_way(self, asked: str) -> bool:
        """Whether what was asked ("close", "end:7") would leave matters with somebody who
        handles nothing any more.
        """
        if not self.number:
            return False
        what, _colon, which = asked.partition(":")
        if what != "end":
            return what == "close"
        posting = whole_number(which, 1, LARGEST)
        return self.handling == (posting,)


def of(
    request: OfficeRequest, person: Person, codes: Sequence[str]
) -> InCharge:
    """What lies with a colleague in the organs that the reader manages (``codes``)."""
    postings = staff_reads.postings_of(person.id)
    posted = dict.fromkeys(posting.organ for posting in postings)
    organs = tuple(code for code in posted if code in codes)
    number = leaving.held(person.id, organs)
    people = _colleagues(person, organs, request.today) if number else []
    sent = request.POST.get("do") == HAND_ON
    form = HandOnForm(request.POST if sent else None, people=people)
    return InCharge(number, organs, _handling(person, postings), form)


def _colleagues(
    person: Person, organs: Sequence[str], today: date
) -> list[StaffInfo]:
    """Who else handles matters in these organs."""
    colleagues: list[StaffInfo] = []
    for code in organs:
        colleagues += in_charge.possible(code, today)
    return [colleague for colleague in colleagues if colleague.id != person.id]


def _handling(
    person: Person, postings: Sequence[PostingInfo]
) -> tuple[int, ...]:
    """The postings without an end by which matters are handled."""
    still = [posting for posting in postings if posting.to_date is None]
    return tuple(posting.id for posting in still if _handles(person, posting))


def _handles(person: Person, posting: PostingInfo) -> bool:
    """Whether matters can be handled by this posting alone."""
    alone = StaffInfo(
        person.id,
        person.username,
        person.name,
        posting.organ,
        frozenset({posting.post}),
    )
    return permissions.may(alone, in_charge.HANDLE, posting.organ)


def first_hand_on() -> str:
    """Said where a post cannot end yet."""
    return _(
        "This colleague is in charge of open matters: hand them on first, below."
    )


def done(request: OfficeRequest, person: Person, held: InCharge) -> str:
    """Hand everything on, where that was asked; returns what was done, "" where it was
    something else, or with the reason in the form where it cannot be.
    """
    if request.POST.get("do") != HAND_ON or not held.form.is_valid():
        return ""
    try:
        handed = leaving.hand_on(
            staff=person.id,
            to=held.form.cleaned_data["to"],
            organs=held.organs,
            by=Actor.of_staff(request.info),
            at=request.at,
        )
    except Invalid as invalid:
        error_words.refuse(held.form, invalid)
        return ""
    return _said(handed)


def _said(handed: HandedOn) -> str:
    parts = []
    if handed.given:
        parts.append(
            ngettext(
                "%(number)d matter was handed on.",
                "%(number)d matters were handed on.",
                handed.given,
            )
            % {"number": handed.given}
        )
    if handed.back:
        parts.append(
            ngettext(
                "%(number)d matter went back to the organ.",
                "%(number)d matters went back to the organ.",
                handed.back,
            )
            % {"number": handed.back}
        )
    return " ".join(parts) or _("Nothing is in their charge any more.")
