"""The second band of the case page: what was brought, what was decided on it, and what
the petitioner may do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import Actor
from huiyin.casework.lists import closing_remedies
from huiyin.casework.matter import hearings, links, recusal, supervision
from huiyin.casework.matter.timeline import Entry
from huiyin.casework.matter.views import AttachmentView, CaseView, ClaimView
from huiyin.law.terms.party_slots import members
from huiyin.organisations import staff_reads, translated
from huiyin.web.kit import dates, labels
from huiyin.web.kit.components import Link, Row
from huiyin.web.sections import remedies as other_ways
from huiyin.web.sections.remedies import Ways


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and its outcome in words; ``state`` colours the badge."""

    position: int
    text: str
    outcome: str
    state: str
    facts: str
    basis: str
    reply: str


@dataclass(frozen=True, slots=True)
class Right:
    """Something the petitioner may still do."""

    title: str
    last_day: date | None
    provisional: bool
    citation: str


def facts(view: CaseView) -> list[Row]:
    """The matter at a glance."""
    return [
        *_brought(view),
        *_organs(view),
        *_came_out(view),
        *_running(view),
        *_rests_on(view),
    ]


def _brought(view: CaseView) -> Iterator[Row]:
    """When it came, and what it is about."""
    state = view.state
    category, topic, area = (
        str(state.values.get(name) or "")
        for name in ("category", "topic", "area")
    )
    received, posted = state.received_date, state.dates.get("posted")
    yield Row(_("Received"), dates.say_full(received) if received else "—")
    if posted:
        yield Row(_("Posted"), dates.say_full(posted))
    yield Row(
        _("Category"),
        labels.term_title(view.pack, "categories", category)
        or _("Not registered yet"),
    )
    yield Row(_("Topic"), translated.topic_name(topic) or "—")
    yield Row(_("Area"), translated.area_name(area) or "—")


def _organs(view: CaseView) -> Iterator[Row]:
    """Every party that an organ stands in for."""
    for role, party in view.pack.parties.items():
        codes = members(view.state.parties, role)
        if codes:
            names = labels.listed(map(translated.organ_name, codes))
            yield Row(labels.law_title(party.title), names)


def _came_out(view: CaseView) -> Iterator[Row]:
    values = view.state.values
    if values.get("outcome"):
        outcome = labels.term_title(
            view.pack, "outcomes", str(values["outcome"])
        )
        yield Row(_("Outcome"), outcome)
    if values.get("rating"):
        rating = labels.term_title(view.pack, "ratings", str(values["rating"]))
        yield Row(_("Rating"), rating)


def _running(view: CaseView) -> Iterator[Row]:
    """What runs beside the procedure: a supervision, and who stands aside."""
    supervised = supervision.of_matter(view)
    if supervised is not None and supervised.running:
        yield Row(
            _("Under supervision"),
            labels.term_title(
                view.pack, "circumstances", supervised.circumstance
            ),
        )
    recused = recusal.of_matter(view)
    if recused is not None and recused.aside:
        names = staff_reads.names_of(recused.aside)
        yield Row(
            _("Stand aside in this matter"),
            labels.listed(
                names[staff] for staff in recused.aside if staff in names
            ),
        )


def _rests_on(view: CaseView) -> Iterator[Row]:
    """The matters that it rests on, and the law."""
    pack, received = view.pack, view.state.received_date
    if view.state.values.get("refers"):
        yield Row(_("Rests on the matters"), str(view.state.values["refers"]))
    law = translated.law_text(pack.title)
    if received and pack.predates(received):
        law += _(" (by analogy: the matter is older)")
    yield Row(_("Law in force for it"), law)


def place(view: CaseView, entries: Sequence[Entry]) -> list[Row]:
    """Where exactly it is, in the words of whoever filed it; nothing where nobody said."""
    said = entries[0].notes.get("place") if entries else ""
    return [Row(_("Where exactly"), said)] if said and view.readable else []


def hearing(view: CaseView, entries: Sequence[Entry], today: date) -> list[Row]:
    """The hearing that is due, and who chairs and sits."""
    held = hearings.of_matter(view, entries)
    if held is None:
        return []
    names = staff_reads.names_of(held.staff)
    rows = [Row(_("Hearing"), dates.say_day(held.day, today))]
    if held.chair is not None:
        rows.append(Row(_("Chair of the hearing"), names.get(held.chair, "")))
    sitting = [
        *(names[member] for member in held.members if member in names),
        *filter(None, [held.outside]),
    ]
    return [*rows, Row(_("Members of the hearing"), labels.listed(sitting))]


def linked_matters(view: CaseView, by: Actor) -> list[Row]:
    """The matter that this one follows and those that follow it, as far as the actor
    may know them.
    """
    before, after = links.linked(view=view, by=by)
    rows = []
    for key, matters in (
        (_("Brings new facts to"), before),
        (_("New facts brought in"), after),
    ):
        for matter in matters:
            address = reverse("officer:case", args=[matter.case_id])
            link = Link(address, matter.number)
            rows.append(Row(key, dates.say_day(matter.received_date), (link,)))
    return rows


def claims(view: CaseView) -> tuple[Claim, ...]:
    """Each claim with its own outcome."""
    return tuple(_claim(view, claim) for claim in view.claims)


def _claim(view: CaseView, claim: ClaimView) -> Claim:
    term = view.pack.terms["outcomes"].terms.get(claim.outcome)
    favourable = bool(term and term.attributes.get("favourable"))
    return Claim(
        position=claim.position,
        text=claim.text,
        outcome=labels.law_title(term.title) if term else claim.outcome,
        state="done" if favourable else "",
        facts=claim.facts,
        basis=claim.basis,
        reply=claim.reply,
    )


def loose_files(
    view: CaseView, entries: Sequence[Entry]
) -> tuple[AttachmentView, ...]:
    """Files that came with material added later: not with a contact, nor with an act
    (its papers stand in the history), nor those that prove an agent's authority, which
    stand beside the agent.
    """
    added = {
        entry.seq for entry in entries if entry.type == "matter.supplemented"
    }
    return tuple(file for file in view.attachments if file.event_seq in added)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another lawful way that the sorting suggests."""

    claim: str
    way: str


def elsewhere(view: CaseView, today: date) -> Elsewhere | None:
    """Where the matter might be led instead of forwarded: a suggestion; None where
    there is none.
    """
    remedy = closing_remedies.suggested(view, today=today)
    if remedy is None:
        return None
    claim = other_ways.claim_title(
        view.pack, closing_remedies.sorting(view).claim
    )
    return Elsewhere(claim=claim, way=translated.law_text(remedy.route.title))


@dataclass(frozen=True, slots=True)
class Panel:
    """Other lawful ways as the officer sees them; ``stated`` where only the petitioner
    has said what they rest on.
    """

    ways: Ways | None
    stated: bool
    differing: tuple[str, ...]
    may_sort: bool


def ways(view: CaseView, today: date, *, may_sort: bool) -> Panel | None:
    """The panel of other ways; None for a matter whose law knows none, or that nobody
    has sorted, and whoever looks (``may_sort``) may not sort either.
    """
    if not view.pack.routes:
        return None
    known = closing_remedies.sorting(view)
    if not known.claim and not may_sort:
        return None
    remedies = closing_remedies.remedies(view, today=today)
    shown = (
        other_ways.shown(view.pack, known.claim, remedies, today=today)
        if known.claim
        else None
    )
    titles = {
        name: translated.law_text(question.title)
        for name, question in view.pack.questions.items()
    }
    differing = tuple(
        _("%(what)s: the petitioner stated %(day)s")
        % {
            "what": titles[name],
            "day": dates.say_day(value, today)
            if isinstance(value, date)
            else "",
        }
        for name, value in known.differing.items()
    )
    return Panel(
        ways=shown,
        stated=not known.by_office,
        differing=differing,
        may_sort=may_sort,
    )


def rights(view: CaseView) -> tuple[Right, ...]:
    """What the petitioner may still do, and until when."""
    return tuple(
        Right(
            title=labels.right_title(view.pack, right.kind),
            last_day=right.due_date,
            provisional=right.provisional,
            citation=labels.citation_short(
                view.pack.cited(view.pack.rights.get(right.kind)), right.article
            ),
        )
        for right in view.state.rights
    )
