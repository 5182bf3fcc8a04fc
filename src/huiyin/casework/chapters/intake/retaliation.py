"""Reports of retaliation (打击报复): by whoever brought a matter, straight above the unit
they complain of.

Such a report is a matter of its own, sealed from the first second, in a small line of
its own beside the petitions. The matter it goes back to is named in its sealed words
and nowhere else: nobody who works on that one learns of the report.

The rules are data like those of any register (channels, kind, competent organ, what is
owed, by when). Code of its own it has for what no other file does: it is begun from a
matter by whoever brought that one, goes to the organ above a unit that they name, and is
sealed with a key of its own to that organ's readers, so that not even its pages are made
from the pack. This module alone knows the line by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access, registers
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.chapters.intake.acts import file_petition
from huiyin.casework.chapters.intake.contacts import TEXT_LIMIT
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.matter import reads
from huiyin.casework.matter.command import checked_text
from huiyin.casework.matter.contacts import Petition
from huiyin.law.rules.duties import Duty
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.vocabularies import Term
from huiyin.organisations import reads as organs
from huiyin.organisations.info import OrganInfo

LINE = "retaliation"
"""The kind of file, as the head of its pack calls it."""


@dataclass(frozen=True, slots=True)
class Retaliation:
    """What is reported: the unit complained of, what happened, and what would protect
    whoever reports it.

    ``about`` is the id of the matter for which it happened.
    """

    about: str
    unit: str
    text: str
    wish: str = ""


def rules(day: date) -> Pack | None:
    """The rules on such reports in force on a day; None where the law has none."""
    return registers.pack_on(LINE, day)


def limit_of(pack: Pack) -> Duty | None:
    """What is owed from the day of the report, and by when: the duty that filing opens;
    None where it opens none.
    """
    opened = pack.step("file").opens
    return pack.duties[opened[0].kind] if opened else None


def _category(pack: Pack) -> Term:
    """The one kind of report that the line is for."""
    return next(iter(pack.terms["categories"].terms.values()))


def competent(unit: str, day: date) -> OrganInfo | None:
    """The organ that looks into retaliation by a unit: of the kind that the law names,
    above the unit; None without.
    """
    pack = rules(day)
    if pack is None or unit not in organs.organs([unit]):
        return None
    return organs.competent_above(unit, _category(pack).competent)


def report_retaliation(
    *,
    report: Retaliation,
    by: Actor,
    at: datetime,
    token: str = "",
    draft: str = "",
) -> Filed:
    """Report retaliation for a matter, by whoever brought it, to the organ above the
    unit (R22 Art 18, 46); returns what was filed.

    That organ alone knows of it, and owes an answer. Raises
    NotFound for whoever did not bring the matter, Invalid where the law has no such
    reports or the tree no organ above the unit, Refused where the law refuses.
    ``token`` and ``draft`` as in ``file_petition``.
    """
    if by.kind != "petitioner" or by.own_case != report.about:
        raise NotFound("there is no such matter of yours")
    matter = reads.access_row(by=by, case_id=report.about)
    day = law_access.office_day(at)
    pack = rules(day)
    if pack is None:
        raise Invalid(
            "unit",
            _("the law of this installation knows no reports of retaliation"),
        )
    above = competent(report.unit, day)
    if above is None:
        raise Invalid(
            "unit", _("there is no competent organ above this one in the tree")
        )
    petition = Petition(
        title=_("Retaliation after %(number)s") % {"number": matter.number},
        text=checked_text("text", report.text, required=True, limit=TEXT_LIMIT),
        claims=(checked_text("wish", report.wish, required=False, limit=2000),),
        category=_category(pack).id,
        # Who it is may stand in the words: those who protect somebody must know whom
        anonymous=True,
        accused=(report.unit,),
    )
    return file_petition(
        petition=petition,
        office=above.code,
        by=Actor.petitioner(),
        at=at,
        token=token,
        draft=draft,
        under=pack,
    )
