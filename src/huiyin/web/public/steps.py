"""The way through the wizard: which questions come, in which order, and which are left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.casework.basis.found_organs import sealed_receivers
from huiyin.law.rules.pack import Pack
from huiyin.organisations import reads as organs
from huiyin.web.public.drafts import Draft
from huiyin.web.public.forms import (
    ANONYMOUS,
    UNSURE,
    Answers,
    ClaimsForm,
    DetailsForm,
    KindForm,
    QuestionForm,
    ReceiverForm,
    WhatForm,
    WhereForm,
    WhoForm,
    may_stay_anonymous,
)
from huiyin.web.public.people_form import PeopleForm

FILES = "files"


def category(answers: Answers) -> str:
    """The kind of matter that was chosen, "" when it is left to the office."""
    chosen = str(answers.get("category") or "")
    return "" if chosen == UNSURE else chosen


def is_sealed(pack: Pack, answers: Answers) -> bool:
    """Whether the kind that was chosen is known only to the organs that deal with it (检举控告)."""
    term = pack.terms["categories"].terms.get(category(answers))
    return bool(term and term.attributes.get("sealed"))


def _always(_pack: Pack, _answers: Answers) -> bool:
    return True


def _to_be_chosen(pack: Pack, answers: Answers) -> bool:
    return is_sealed(pack, answers) and bool(
        sealed_receivers(pack, category(answers))
    )


def _somewhere(_pack: Pack, _answers: Answers) -> bool:
    return bool(organs.areas() or organs.topics())


def _anonymity(pack: Pack, answers: Answers) -> bool:
    return may_stay_anonymous(pack, category(answers))


def _named(pack: Pack, answers: Answers) -> bool:
    return answers.get("who") != ANONYMOUS or not _anonymity(pack, answers)


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the wizard. ``form`` is None for the page of files, which has its own view."""

    name: str
    title: Any
    form: type[QuestionForm] | None = None
    applies: Callable[[Pack, Answers], bool] = _always


STEPS = (
    Step("kind", _("What kind of matter is it?"), KindForm),
    Step("what", _("What happened"), WhatForm),
    Step(
        "receiver",
        _("Which organ shall read your report?"),
        ReceiverForm,
        _to_be_chosen,
    ),
    Step("ask", _("What do you ask for?"), ClaimsForm),
    Step(
        "where",
        _("Where is it, and what field does it belong to?"),
        WhereForm,
        _somewhere,
    ),
    Step(FILES, _("Do you have photos, papers or recordings?")),
    Step("who", _("Do you want to give your name?"), WhoForm, _anonymity),
    Step(
        "details",
        _("Who are you, and where does the answer reach you?"),
        DetailsForm,
        _named,
    ),
    Step(
        "people",
        _("Do you bring this matter alone or together with others?"),
        PeopleForm,
    ),
)


def find(name: str) -> Step | None:
    """The step called ``name``; None where there is none."""
    return next((step for step in STEPS if step.name == name), None)


def path(pack: Pack, answers: Answers) -> list[Step]:
    """The steps that this petition goes through."""
    return [step for step in STEPS if step.applies(pack, answers)]


def after(step: Step, pack: Pack, answers: Answers) -> Step | None:
    """The next page; None when the answers are to be checked."""
    following = STEPS[STEPS.index(step) + 1 :]
    return next(
        (step for step in following if step.applies(pack, answers)), None
    )


def before(step: Step, pack: Pack, answers: Answers) -> Step | None:
    """The page before; None on the first."""
    earlier = STEPS[: STEPS.index(step)]
    return next(
        (step for step in reversed(earlier) if step.applies(pack, answers)),
        None,
    )


def first_open(draft: Draft, pack: Pack) -> Step | None:
    """The first question that has no answer yet, or none that holds any more; None when
    all are answered.
    """
    for step in path(pack, draft.answers):
        if step.name not in draft.done:
            return step
        if (
            step.form is not None
            and not bound(step.form, draft.answers, pack).is_valid()
        ):
            return step
    return None


def bound(
    form: type[QuestionForm], data: Mapping[str, Any], pack: Pack
) -> QuestionForm:
    """A form over what was answered, to look whether it still holds."""
    return form(data, pack=pack, answers=data)
