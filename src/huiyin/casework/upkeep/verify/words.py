"""What was said in a matter compared with what its events committed to: title, contacts,
claims, decisions, notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework import effects
from huiyin.casework.basis import commitments
from huiyin.casework.matter.work import stream as stream_of
from huiyin.casework.models import Case, Claim, Contact, EarlierDecision, Note
from huiyin.casework.sealing import envelope
from huiyin.casework.upkeep.verify.report import Problem
from huiyin.ledger.event import Event

CONTACT_FACTS = ("channel", "persons", "representatives", "spoken", "repeat")
"""What an event says of a contact in clear; the columns of the row have the same names."""


def resealed(history: Sequence[Event]) -> dict[str, Any]:
    """Commitments to words that were put into boxes, or taken out, after they were
    written: they stand for the first.

    The later of two turns counts; ``seq`` says after which event it came, since what
    was written later has its own. It is 0 where the matter was never turned.
    """
    latest: dict[str, Any] = {"seq": 0}
    for event in history:
        turned = event.payload.get("data", {}).get("resealed")
        if turned:
            latest = {**turned, "seq": event.seq}
    return latest


def check_words(
    case: Case,
    history: Sequence[Event],
    contacts: Sequence[Contact],
    claims: Sequence[Claim],
) -> Iterator[Problem]:
    """Where query code, title, contacts or claims of a matter are not those that its
    events commit to.

    ``history`` are all events of the matter in order, ``contacts`` and ``claims`` all
    its rows in any order. Yields a problem for each that differs or is missing, and for
    each contact that no event knows.
    """
    yield from _check_code(case, history)
    anew = resealed(history)
    unaccounted = {row.event_seq: row for row in contacts}
    for event in history:
        if event.seq == 1:
            yield from _check_title(case, event, anew)
        if "contact" in event.payload.get("data", {}):
            row = unaccounted.pop(event.seq, None)
            yield from _check_contact(case, row, event, anew)
        if event.seq == 1:
            yield from _check_claims(case, event, claims, anew)
    name = stream_of(case.pk)
    for seq in sorted(unaccounted):
        yield Problem(
            name, seq, _("a contact stands in the rows that no event knows")
        )


def _check_code(case: Case, history: Sequence[Event]) -> Iterator[Problem]:
    """The query code is the one that was given out last; codes of matters that were
    filed before they were committed to are not looked at.
    """
    latest = None
    for event in history:
        if "code" in event.payload.get("data", {}):
            latest = event
    if latest is None:
        return
    given_out = latest.payload["data"]["code"]
    if given_out != commitments.commit(case.pk, case.query_hash):
        said = _("the query code is not the one that was given out")
        yield Problem(stream_of(case.pk), latest.seq, said)


def _check_title(
    case: Case, filed: Event, anew: dict[str, Any]
) -> Iterator[Problem]:
    committed = anew.get("title", filed.payload.get("data", {}).get("title"))
    if committed != commitments.commit(case.title_salt, case.title):
        said = _("the title is not the one that was filed")
        yield Problem(stream_of(case.pk), filed.seq, said)


def _check_claims(
    case: Case, filed: Event, claims: Sequence[Claim], anew: dict[str, Any]
) -> Iterator[Problem]:
    committed = anew.get("claims")
    if not committed:
        texts = filed.payload.get("data", {}).get("claims") or ()
        committed = {
            str(position): text for position, text in enumerate(texts, start=1)
        }
    kept = {
        str(row.position): commitments.commit(row.salt, row.text)
        for row in claims
    }
    if kept != committed:
        said = _("the claims are not those that were filed")
        yield Problem(stream_of(case.pk), filed.seq, said)


def _check_contact(
    case: Case, row: Contact | None, event: Event, anew: dict[str, Any]
) -> Iterator[Problem]:
    """The row of the contact that an event recorded, ``None`` where there is none."""
    name = stream_of(case.pk)
    if row is None:
        yield Problem(name, event.seq, _("the contact's row is missing"))
        return
    data = event.payload["data"]["contact"]
    if not _is_as_recorded(case, row, event, anew):
        yield Problem(
            name, event.seq, _("the contact's row is not what was recorded")
        )
    if data.get("identified", bool(row.identity)) != bool(row.identity):
        said = _("whether the contact has an identity is not what was recorded")
        yield Problem(name, event.seq, said)
    beside = anew.get("beside", {}).get(str(row.event_seq), data.get("beside"))
    if beside not in {
        None,
        commitments.commit(row.salt, envelope.beside_of(row)),
    }:
        said = _(
            "whose identity, register or number the contact names is not what was recorded"
        )
        yield Problem(name, event.seq, said)


def _is_as_recorded(
    case: Case, row: Contact, event: Event, anew: dict[str, Any]
) -> bool:
    """Whether id, facts, words and day of a contact are those of its event."""
    data = event.payload["data"]["contact"]
    if row.id != f"{case.pk}.{event.seq}":
        return False
    if any(getattr(row, fact) != data[fact] for fact in CONTACT_FACTS):
        return False
    words = anew.get("contacts", {}).get(str(row.event_seq), data["text"])
    if commitments.commit(row.salt, row.text) != words:
        return False
    arrived = effects.arrived_date(event.payload["data"])
    day = arrived or date.fromisoformat(event.payload["day"])
    return row.contact_date == day


def check_decisions(
    case: Case,
    history: Sequence[Event],
    claims: Sequence[Claim],
    earlier: Sequence[EarlierDecision],
) -> Iterator[Problem]:
    """Where a decision on a claim is not the one that was given.

    The last decision stands with the ``claims``; those that were set aside are kept
    beside them in ``earlier``. ``history`` are all events of the matter in order.
    """
    salts = {claim.position: claim.salt for claim in claims}
    anew = resealed(history)
    answers = [
        event
        for event in history
        if effects.answers_claims(event.payload.get("data", effects.EMPTY))
    ]
    for event in answers:
        decided: Sequence[Claim | EarlierDecision] = claims
        turn_key = 0  # under which a turn keeps what stands with the claims
        if event is not answers[-1]:
            decided = [row for row in earlier if row.event_seq == event.seq]
            turn_key = event.seq
        committed = _committed_decisions(event, anew, turn_key)
        for row in decided:
            kept = commitments.commit(
                salts.get(row.position, ""), _decided(row)
            )
            if kept != committed.pop(row.position, None):
                yield _not_given(case, event.seq, row.position)
        for position in committed:
            yield _not_given(case, event.seq, position)


def _committed_decisions(
    event: Event, anew: dict[str, Any], turn_key: int
) -> dict[int, str]:
    """The commitments to what an event decided, by the position of the claim; those of
    a turn that came after it stand for its own.
    """
    committed = {}
    for entry in event.payload["data"].get("claims", ()):
        position = entry["position"]
        committed[position] = entry["text"]
        if event.seq <= anew["seq"]:
            committed[position] = anew["decisions"].get(
                f"{turn_key}.{position}", entry["text"]
            )
    return committed


def _decided(row: Claim | EarlierDecision) -> str:
    return commitments.decision_words(
        row.outcome, row.facts, row.basis, row.reply
    )


def _not_given(case: Case, seq: int, position: int) -> Problem:
    said = _("the decision on claim %(claim)s is not the one that was given")
    return Problem(stream_of(case.pk), seq, said % {"claim": position})


def check_notes(
    case: Case, history: Sequence[Event], notes: Sequence[Note]
) -> Iterator[Problem]:
    """Where the words kept for an event are not those that it commits to, are missing,
    or belong to no event; ``notes`` are all of the matter's rows.
    """
    anew = resealed(history).get("notes", {})
    committed = {}
    for event in history:
        written = event.payload.get("data", {}).get("notes", {})
        for key, commitment in written.items():
            committed[event.seq, key] = anew.get(
                f"{event.seq}.{key}", commitment
            )
    kept = {
        (row.event_seq, row.key): commitments.commit(row.salt, row.text)
        for row in notes
    }
    for seq, key in sorted(set(committed) | set(kept)):
        if committed.get((seq, key)) != kept.get((seq, key)):
            said = _(
                "the words kept for “%(key)s” are not those that were written"
            )
            yield Problem(stream_of(case.pk), seq, said % {"key": key})
