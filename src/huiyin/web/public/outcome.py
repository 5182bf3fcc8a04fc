"""How a matter came out: what was decided on each request, or why it was not accepted
and where to go instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import pgettext

from huiyin.casework.matter import joint_organs as joint
from huiyin.casework.matter.timeline import Entry
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.vocabularies import Term
from huiyin.organisations.translated import law_text, organ_name
from huiyin.web.kit.labels import citation_full, term_title
from huiyin.web.public.presenter import answered


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided on one request."""

    number: int
    claim: str
    outcome: str
    plain: str
    facts: str
    basis: str
    reply: str
    favourable: bool
    ground: str


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Why the matter was not accepted or went another way, who is competent, and what
    can be done until when.
    """

    title: str
    plain: str
    explanation: str
    competent: str
    remedy: str
    last_day: date | None
    limit: str
    limit_law: str
    ground: str
    note: str


def decisions(view: CaseView) -> list[Decided]:
    """The decision on each request, once it was served; before that it is not yet given."""
    if not answered(view):
        return []
    return list(_decisions(view))


def _decisions(view: CaseView) -> Iterable[Decided]:
    vocabulary = view.pack.terms["outcomes"].terms
    for claim in view.claims:
        term = vocabulary.get(claim.outcome)
        yield Decided(
            number=claim.position,
            claim=claim.text,
            outcome=term_title(view.pack, "outcomes", claim.outcome),
            plain=law_text(term.plain) if term else "",
            facts=claim.facts,
            basis=claim.basis,
            reply=claim.reply,
            favourable=bool(term and term.attributes.get("favourable")),
            ground=citation_full(view.pack.cited(term), term.article)
            if term
            else "",
        )


def overall(view: CaseView) -> str:
    """The decision as a whole, once it was served."""
    outcome = str(view.state.values.get("outcome") or "")
    return (
        term_title(view.pack, "outcomes", outcome)
        if outcome and answered(view)
        else ""
    )


@dataclass(frozen=True, slots=True)
class InTheName:
    """Who handles the matter together: the lead, the others, those that sign the
    answer, those that gave no opinion.
    """

    lead: str
    joint: str
    signed: str
    without: str
    decided: bool


def joint_organs(view: CaseView) -> InTheName | None:
    """The organs that handle a matter together; None where one handles it alone."""
    together = joint.organs_of(view)
    if not together:
        return None

    def names(codes: Iterable[str]) -> str:
        return pgettext("list", ", ").join(organ_name(code) for code in codes)

    return InTheName(
        lead=organ_name(view.state.parties.get("handler", "")),
        joint=names(organ.code for organ in together),
        signed=names(organ.code for organ in together if organ.signs),
        without=names(
            organ.code for organ in together if organ.status == "without"
        ),
        decided=answered(view),
    )


def turned_away(view: CaseView, entries: Sequence[Entry]) -> TurnedAway | None:
    """Why the matter was not accepted, or which other way it was led to; None where
    neither happened.
    """
    named = _ground(view.pack, view.state.state)
    if named is None:
        return None
    value, vocabulary = named
    values = view.state.values
    term = view.pack.terms[vocabulary].terms.get(str(values.get(value) or ""))
    notes = next(
        (
            entry.notes
            for entry in reversed(entries)
            if "explanation" in entry.notes
        ),
        {},
    )
    day = values.get("remedy_last_day")
    written = TurnedAway(
        title="",
        plain="",
        explanation=notes.get("explanation", ""),
        competent=str(
            values.get("competent_organ") or notes.get("competent_organ", "")
        ),
        remedy="",
        last_day=date.fromisoformat(str(day)) if day else None,
        limit="",
        limit_law="",
        ground="",
        note="",
    )
    return written if term is None else _by_law(written, view.pack, term)


def _by_law(written: TurnedAway, pack: Pack, term: Term) -> TurnedAway:
    """What an organ wrote, with what the law says of the ground that it named."""
    return replace(
        written,
        title=law_text(term.title),
        plain=law_text(term.plain) if term.plain != term.title else "",
        competent=written.competent or law_text(term.competent_text),
        remedy=law_text(term.remedy),
        limit=law_text(term.limit.text) if term.limit else "",
        limit_law=law_text(term.limit.law) if term.limit else "",
        ground=citation_full(pack.cited(term), term.article),
        note="" if term.verified else law_text(term.note),
    )


def _ground(pack: Pack, state: str) -> tuple[str, str] | None:
    """The value that names why a matter was turned away into ``state``, and its
    vocabulary; None for other states.
    """
    for step in pack.steps.values():
        if step.target != state:
            continue
        for arg in step.args:
            if arg.vocabulary and pack.terms[arg.vocabulary].refusal:
                kept = (
                    item.name
                    for item in step.values
                    if item.source.path == f"args.{arg.name}"
                )
                return next(kept, arg.name), arg.vocabulary
    return None
