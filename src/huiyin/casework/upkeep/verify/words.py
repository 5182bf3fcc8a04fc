"""What was said in a matter compared with what its events committed to: title, contacts,
claims, decisions, notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework import effects
from huiyin.casework.basis import commitments
from huiyin.casework.matter.work import stream as stream_of
from huiyin.casework.models.matter import Case
from huiyin.casework.models.words import Claim, Contact, EarlierDecision, Note
from huiyin.casework.sealing import envelope
from huiyin.casework.upkeep.verify.report import Problem
from huiyin.ledger.event import Event


def resealed(history: Sequence[Event]) -> dict[str, Any]:
    """Commitments to words that were put into boxes, or taken out, after they were
    written: they stand for the first.

    The later of two turns counts; ``seq`` says after which event it came, since what
    was written later has its own.
    """
    found: dict[str, Any] = {"seq": 0}
    for event in history:
        turned = event.payload.get("data", {}).get("resealed")
        if turned:
            found = {**turned, "seq": event.seq}
    return found


def check_words(
    case: Case,
    history: Sequence[Event],
    contacts: Sequence[Contact],
    claims: Sequence[Claim],
) -> Iterator[Problem]:
    name = stream_of(case.pk)
    kept = {row.event_seq: row for row in contacts}
    anew = resealed(history)
    codes = [
        (event.seq, event.payload["data"]["code"])
        for event in history
        if "code" in event.payload.get("data", {})
    ]
    if codes and codes[-1][1] != commitments.commit(case.pk, case.query_hash):
        yield Problem(
            name, codes[-1][0], _("the query code is not the one that was given out")
        )
    for event in history:
        data = event.payload.get("data", {})
        title = anew.get("title", data.get("title"))
        if event.seq == 1 and title != commitments.commit(case.title_salt, case.title):
            yield Problem(name, 1, _("the title is not the one that was filed"))
        if "contact" in data:
            row = kept.pop(event.seq, None)
            if row is None:
                yield Problem(name, event.seq, _("the contact's row is missing"))
            else:
                yield from _check_contact(case, row, event, anew)
        if event.seq == 1:
            rows_ = sorted(claims, key=lambda row: row.position)
            told = anew.get("claims") or {
                str(n): text for n, text in enumerate(data.get("claims") or (), start=1)
            }
            if {
                str(row.position): commitments.commit(row.salt, row.text)
                for row in rows_
            } != told:
                yield Problem(name, 1, _("the claims are not those that were filed"))
    for seq in sorted(kept):
        yield Problem(name, seq, _("a contact stands in the rows that no event knows"))


def _check_contact(
    case: Case, row: Contact, event: Event, anew: dict[str, Any]
) -> Iterator[Problem]:
    name, data = stream_of(case.pk), event.payload["data"]["contact"]
    facts = (
        row.channel,
        row.persons,
        row.representatives,
        row.spoken,
        row.repeat,
        row.id,
    )
    told = tuple(
        data[key]
        for key in ("channel", "persons", "representatives", "spoken", "repeat")
    )
    words = anew.get("contacts", {}).get(str(row.event_seq), data["text"])
    said_on = effects.read(event.payload).arrived_date
    same = (
        facts == (*told, f"{case.pk}.{event.seq}")
        and commitments.commit(row.salt, row.text) == words
    )
    if not same or row.contact_date != said_on:
        yield Problem(name, event.seq, _("the contact's row is not what was recorded"))
    if data.get("identified", bool(row.identity)) != bool(row.identity):
        yield Problem(
            name,
            event.seq,
            _("whether the contact has an identity is not what was recorded"),
        )
    beside = anew.get("beside", {}).get(str(row.event_seq), data.get("beside"))
    if beside not in {None, commitments.commit(row.salt, envelope.beside_of(row))}:
        said = _(
            "whose identity, register or number the contact names is not what was recorded"
        )
        yield Problem(name, event.seq, said)


def check_decisions(
    case: Case,
    history: Sequence[Event],
    claims: Sequence[Claim],
    earlier: Sequence[EarlierDecision],
) -> Iterator[Problem]:
    """The last decision stands with the claims; those that were set aside are kept beside them."""
    events = [event for event in history if effects.read(event.payload).answers_claims]
    salts = {claim.position: claim.salt for claim in claims}
    anew = resealed(history)
    for event in events:
        last = event is events[-1]
        kept = (
            claims if last else [row for row in earlier if row.event_seq == event.seq]
        )
        told = {
            entry["position"]: entry["text"]
            for entry in event.payload["data"].get("claims", ())
        }
        if event.seq <= anew["seq"]:
            told |= {
                n: anew["decisions"].get(f"{0 if last else event.seq}.{n}", text)
                for n, text in told.items()
            }
        for row in kept:
            words = commitments.decision_words(
                row.outcome, row.facts, row.basis, row.reply
            )
            if commitments.commit(salts.get(row.position, ""), words) != told.pop(
                row.position, None
            ):
                yield _not_given(case, event.seq, row.position)
        for position in told:
            yield _not_given(case, event.seq, position)


def _not_given(case: Case, seq: int, position: int) -> Problem:
    said = _("the decision on claim %(claim)s is not the one that was given")
    return Problem(stream_of(case.pk), seq, said % {"claim": position})


def check_notes(
    case: Case, history: Sequence[Event], notes: Sequence[Note]
) -> Iterator[Problem]:
    name = stream_of(case.pk)
    told = {
        (event.seq, key): commitment
        for event in history
        for key, commitment in event.payload.get("data", {}).get("notes", {}).items()
    }
    anew = resealed(history).get("notes", {})
    told = {
        (seq, key): anew.get(f"{seq}.{key}", text) for (seq, key), text in told.items()
    }
    kept = {
        (row.event_seq, row.key): commitments.commit(row.salt, row.text)
        for row in notes
    }
    for seq, key in sorted(set(told) | set(kept)):
        if told.get((seq, key)) != kept.get((seq, key)):
            said = _("the words kept for “%(key)s” are not those that were written")
            yield Problem(name, seq, said % {"key": key})
