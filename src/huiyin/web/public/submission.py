"""Handing a petition in: from answers to the act, and from the law's refusal to words."""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake.acts import hand_in
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.matter.contacts import Petition
from huiyin.law.terms.ruling import Ground
from huiyin.people.particulars import Particulars
from huiyin.web.kit.components import Refusal
from huiyin.web.kit.labels import refusal_full
from huiyin.web.public.context import PublicContext
from huiyin.web.public.forms import ANONYMOUS, TOGETHER, Answers, claims_of
from huiyin.web.public.steps import category, is_sealed
from huiyin.web.sections.signatories import people

__all__ = ["Filed", "petition_of", "refused", "submit"]


def petition_of(answers: Answers) -> Petition:
    """The petition that the answers make."""
    anonymous = answers.get("who") == ANONYMOUS
    person = Particulars(
        name="" if anonymous else _text(answers, "name"),
        phone="" if anonymous else _text(answers, "phone"),
        address="" if anonymous else _text(answers, "address"),
    )
    return Petition(
        title=_text(answers, "title"),
        text=_text(answers, "text"),
        claims=claims_of(answers),
        category=category(answers),
        topic=_text(answers, "topic"),
        area=_text(answers, "area"),
        place=_text(answers, "place"),
        anonymous=anonymous,
        persons=int(answers.get("persons") or 1)
        if answers.get("together") == TOGETHER
        else 1,
        person=person,
        follows=_text(answers, "follows"),
        accused=(accused,) if (accused := _text(answers, "accused")) else (),
        signatories=people(_text(answers, "names"))
        if answers.get("together") == TOGETHER
        else (),
        online_service=answers.get("online_service")
        in {True, "on", "true", "True"}
        and not anonymous,
    )


def _text(answers: Answers, name: str) -> str:
    return str(answers.get(name) or "").strip()


def submit(
    answers: Answers, *, public: PublicContext, token: str, files: bool
) -> Filed:
    """File the petition at the office of this context; raises what ``hand_in`` raises.
    ``files`` says whether some wait.
    """
    return hand_in(
        petition=petition_of(answers),
        office=_office(answers, public),
        by=Actor.petitioner(_text(answers, "follows")),
        at=public.at,
        token=token,
        draft=token if files else "",
    )


def _office(answers: Answers, public: PublicContext) -> str:
    """Where it is handed in: here, or with the organ that was chosen for a report of
    wrongdoing; whether that is the one, and which it is without a choice, is no
    business of a page.
    """
    chosen = _text(answers, "receiver")
    return (
        chosen
        if chosen and is_sealed(public.pack, answers)
        else public.office.code
    )


def refused(grounds: Sequence[Ground]) -> list[Refusal]:
    """The law's grounds as the page shows them."""
    return [refusal_full(ground) for ground in grounds]
