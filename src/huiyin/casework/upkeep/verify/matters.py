"""A matter's rows compared with its events: state, duties, words, people and files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments, law_access, rows
from huiyin.casework.events import CaseState, DutyState, FoldError, fold
from huiyin.casework.matter import agents
from huiyin.casework.matter.work import stream as stream_of
from huiyin.casework.models.matter import Case, Duty, Remedy
from huiyin.casework.models.people import Agent, ErasureWaiting, Participant
from huiyin.casework.models.words import (
    Attachment,
    Claim,
    Contact,
    EarlierDecision,
    Note,
)
from huiyin.casework.sealing import envelope
from huiyin.casework.upkeep.verify import erasures
from huiyin.casework.upkeep.verify.report import Problem
from huiyin.casework.upkeep.verify.words import (
    check_decisions,
    check_notes,
    check_words,
    resealed,
)
from huiyin.law.rules import tracks
from huiyin.ledger import reads as ledger
from huiyin.ledger.event import Event
from huiyin.organisations import reads as organs


def histories(case_ids: Sequence[str]) -> dict[str, list[Event]]:
    """The events of some matters, by id."""
    found: dict[str, list[Event]] = {case_id: [] for case_id in case_ids}
    for event in ledger.events_of([stream_of(case_id) for case_id in case_ids]):
        found[event.stream.removeprefix("case:")].append(event)
    return found


def _by_case(queryset: Any, case_ids: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in queryset.filter(case_id__in=case_ids):
        found.setdefault(row.case_id, []).append(row)
    return found


def check_batch(
    batch: Sequence[Case], histories: dict[str, list[Event]]
) -> Iterator[tuple[Case, list[Problem]]]:
    """Each matter with what is wrong with its rows."""
    ids = [case.pk for case in batch]
    duties, contacts = (
        _by_case(Duty.objects.all(), ids),
        _by_case(Contact.objects.all(), ids),
    )
    claims, notes = (
        _by_case(Claim.objects.all(), ids),
        _by_case(Note.objects.all(), ids),
    )
    earlier, remedies = (
        _by_case(EarlierDecision.objects.all(), ids),
        _by_case(Remedy.objects.all(), ids),
    )
    together, acting = (
        _by_case(Participant.objects.all(), ids),
        _by_case(Agent.objects.all(), ids),
    )
    attached = _by_case(Attachment.objects.all(), ids)
    waiting = _by_case(ErasureWaiting.objects.all(), ids)
    for case in batch:
        history = histories[case.pk]
        words = [
            *check_words(
                case, history, contacts.get(case.pk, []), claims.get(case.pk, [])
            )
        ]
        words.extend(
            check_decisions(
                case, history, claims.get(case.pk, []), earlier.get(case.pk, [])
            )
        )
        words.extend(check_notes(case, history, notes.get(case.pk, [])))
        words.extend(_check_participants(case, history, together.get(case.pk, [])))
        words.extend(_check_agents(case, history, acting.get(case.pk, [])))
        words.extend(_check_files(case, history, attached.get(case.pk, [])))
        words.extend(erasures.check(case, history, waiting.get(case.pk, [])))
        kept = duties.get(case.pk, []), remedies.get(case.pk, [])
        yield case, [*check_case(case, history, *kept), *words]


def check_case(
    case: Case,
    history: Sequence[Event],
    duties: Sequence[Duty],
    remedies: Sequence[Remedy] = (),
) -> list[Problem]:
    """Compare a case's rows with the fold of its events, and look for the duty an open
    matter must have.
    """
    name = stream_of(case.pk)
    try:
        state = fold(case.pk, history)
    except (FoldError, KeyError, ValueError) as error:
        return [
            Problem(
                name,
                case.event_seq,
                _("the events do not fold: %(error)s") % {"error": error},
            )
        ]
    found = [
        Problem(name, 0, _differs(column, getattr(case, column), value))
        for column, value in rows.case_columns(state).items()
        if getattr(case, column) != value
    ]
    found.extend(_check_duties(name, state, duties))
    told = {remedy.route: remedy for remedy in state.remedies}
    if told != {row.route: rows.remedy_state(row) for row in remedies}:
        found.append(
            Problem(
                name,
                0,
                _("the last days of other ways are not those that the events say"),
            )
        )
    return found


def _differs(column: str, row: object, events: object) -> str:
    said = _("column %(column)s of the case row is %(row)r, the events say %(events)r")
    return said % {"column": column, "row": row, "events": events}


def _check_duties(
    name: str, state: CaseState, duties: Sequence[Duty]
) -> Iterator[Problem]:
    told: dict[str, DutyState] = {duty.ref: duty for duty in state.duties}
    kept = {duty.ref: rows.duty_state(duty) for duty in duties}
    for ref in sorted(set(told) | set(kept)):
        if told.get(ref) != kept.get(ref):
            said = _("duty %(duty)s: the row says %(row)s, the events say %(events)s")
            yield Problem(
                name,
                0,
                said % {"duty": ref, "row": kept.get(ref), "events": told.get(ref)},
            )
    if not state.final and all(duty.stopped for duty in state.open_duties):
        yield Problem(
            name,
            state.event_seq,
            _("the matter is open and nobody has a duty that runs"),
        )
    for duty in state.duties:
        if duty.closed_date is not None and duty.closed_date < duty.opened_date:
            said = _(
                "duty %(duty)s was closed on %(closed)s, before it was opened on %(opened)s"
            )
            days = {"closed": duty.closed_date, "opened": duty.opened_date}
            yield Problem(name, duty.event_seq, said % {"duty": duty.ref, **days})
    for duty in state.open_duties:
        if not duty.owner or not duty.article:
            yield Problem(
                name,
                duty.event_seq,
                _("duty %(duty)s has no owner or no article") % {"duty": duty.ref},
            )
        if _is_gone(duty.owner):
            said = _("duty %(duty)s is owed by %(organ)s, which no longer exists")
            yield Problem(
                name, duty.event_seq, said % {"duty": duty.ref, "organ": duty.owner}
            )
    beside = tracks.duties(
        law_access.pack(state.pack)
    )  # an ended matter can be supervised and complained of
    if state.final and any(duty.kind not in beside for duty in state.open_duties):
        yield Problem(
            name, state.event_seq, _("the matter is closed and a duty stands open")
        )


def _is_gone(code: str) -> bool:
    """Whether an organ has ended, so that somebody else must owe what it owed (`huiyin organ`)."""
    found = organs.organs([code]).get(code)
    return found is not None and bool(found.ending) and not found.active


def _check_participants(
    case: Case, history: Sequence[Event], rows: Sequence[Participant]
) -> Iterator[Problem]:
    """Each participant stands in one event, with role and identity; whoever left did so
    by an event.
    """
    told, left = {}, {}
    for event in history:
        data = event.payload.get("data", {})
        for one in data.get("participants", ()):
            told[one["position"]] = (event.seq, one["role"], one["identity"])
        if "left" in data:
            left[data["left"]] = event.seq
    kept = {
        row.position: (
            row.event_seq,
            row.role,
            commitments.commit(row.salt, row.identity),
            row.ended_seq,
        )
        for row in rows
    }
    for position in sorted(set(told) | set(kept)):
        said = (*told[position], left.get(position, 0)) if position in told else None
        if said != kept.get(position):
            words = _("participant %(position)s is not who was recorded")
            yield Problem(stream_of(case.pk), 0, words % {"position": position})


def _check_agents(
    case: Case, history: Sequence[Event], rows: Sequence[Agent]
) -> Iterator[Problem]:
    """Each agent stands in one event, with everything but the hash of their code; an
    authority ends by an event.
    """
    told, ended = {}, {}
    for event in history:
        data = event.payload.get("data", {})
        if "agent" in data:
            told[data["agent"]["position"]] = (
                event.seq,
                data["agent"],
                data.get("agent_code"),
            )
        if "agent_ended" in data:
            ended[data["agent_ended"]] = event.seq
    kept: dict[int, Any] = {
        row.position: (
            row.event_seq,
            agents.data_of(row),
            agents.code_of(row),
            row.ended_seq,
        )
        for row in rows
    }
    for position in sorted(set(told) | set(kept)):
        said = (*told[position], ended.get(position, 0)) if position in told else None
        found = kept.get(position)
        if (
            said and found and said[2] is None
        ):  # recorded before codes were committed to
            found = (*found[:2], None, found[3])
        if said != found:
            words = _("agent %(position)s is not who was recorded")
            yield Problem(stream_of(case.pk), 0, words % {"position": position})


def _check_files(
    case: Case, history: Sequence[Event], rows: Sequence[Attachment]
) -> Iterator[Problem]:
    """Each file stands in one event with its digest; whether the bytes are in the store
    is asked with ``files``.
    """
    anew, told = resealed(history), {}
    for event in history:
        for one in event.payload.get("data", {}).get("files", ()):
            digest = anew.get("files", {}).get(one["id"], one["digest"])
            about = anew.get("about_files", {}).get(one["id"], one.get("about"))
            told[one["id"]] = (event.seq, digest, about)
    kept = {row.id: row for row in rows}
    for key in sorted(set(told) | set(kept)):
        if key not in kept:
            yield Problem(
                stream_of(case.pk),
                told[key][0],
                _("the row of file %(file)s is missing") % {"file": key},
            )
        elif key not in told:
            said = _("file %(file)s stands in the rows and no event knows it")
            yield Problem(stream_of(case.pk), 0, said % {"file": key})
        elif not _same_file(kept[key], *told[key]):
            said = _("the row of file %(file)s is not what was recorded")
            yield Problem(stream_of(case.pk), told[key][0], said % {"file": key})


def _same_file(row: Attachment, seq: int, digest: str, about: str | None) -> bool:
    same = (
        row.event_seq == seq
        and not row.draft
        and commitments.commit(row.salt, row.sha256) == digest
    )
    return same and about in {
        None,
        commitments.commit(row.salt, envelope.about_file(row)),
    }
