"""A matter's rows compared with its events: state, duties, words, people and files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments, law_access, rows
from huiyin.casework.events import CaseState, DutyState, FoldError, fold
from huiyin.casework.matter import agents
from huiyin.casework.matter.work import stream as stream_of
from huiyin.casework.models import (
    Agent,
    Attachment,
    Case,
    Claim,
    Contact,
    Duty,
    EarlierDecision,
    ErasureWaiting,
    Note,
    Participant,
    Remedy,
)
from huiyin.casework.sealing import locked_files
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
    """The events of some matters in order, by id; empty for a matter without any."""
    by_case: dict[str, list[Event]] = {case_id: [] for case_id in case_ids}
    for event in ledger.events_of([stream_of(case_id) for case_id in case_ids]):
        by_case[event.stream.removeprefix("case:")].append(event)
    return by_case


class _Rows:
    """The rows of a model that belong to some matters; one query."""

    def __init__(self, model: Any, case_ids: Sequence[str]) -> None:
        self._by_case: dict[str, list[Any]] = {}
        for row in model.objects.filter(case_id__in=case_ids):
            self._by_case.setdefault(row.case_id, []).append(row)

    def of(self, case: Case) -> list[Any]:
        return self._by_case.get(case.pk, [])


def check_batch(
    batch: Sequence[Case], histories: dict[str, list[Event]]
) -> Iterator[tuple[Case, list[Problem]]]:
    """Each matter of ``batch`` with what is wrong with its rows; ten queries for all.

    ``histories`` holds the events of each of them, by id.
    """
    case_ids = [case.pk for case in batch]
    duties = _Rows(Duty, case_ids)
    remedies = _Rows(Remedy, case_ids)
    contacts = _Rows(Contact, case_ids)
    claims = _Rows(Claim, case_ids)
    earlier = _Rows(EarlierDecision, case_ids)
    notes = _Rows(Note, case_ids)
    participants = _Rows(Participant, case_ids)
    acting = _Rows(Agent, case_ids)
    attachments = _Rows(Attachment, case_ids)
    waiting = _Rows(ErasureWaiting, case_ids)
    for case in batch:
        history = histories[case.pk]
        problems = check_case(case, history, duties.of(case), remedies.of(case))
        problems.extend(
            check_words(case, history, contacts.of(case), claims.of(case))
        )
        problems.extend(
            check_decisions(case, history, claims.of(case), earlier.of(case))
        )
        problems.extend(check_notes(case, history, notes.of(case)))
        problems.extend(
            _check_participants(case, history, participants.of(case))
        )
        problems.extend(_check_agents(case, history, acting.of(case)))
        problems.extend(_check_files(case, history, attachments.of(case)))
        problems.extend(erasures.check(case, history, waiting.of(case)))
        yield case, problems


def check_case(
    case: Case,
    history: Sequence[Event],
    duties: Sequence[Duty],
    remedies: Sequence[Remedy] = (),
) -> list[Problem]:
    """What is wrong with a case: where its rows differ from the fold of its events, and
    the duty an open matter must have and has not.

    ``history`` are all events of the matter in order; ``duties`` and ``remedies`` all
    its rows. Where the events do not fold, that is the one problem.
    """
    name = stream_of(case.pk)
    try:
        state = fold(case.pk, history)
    except (FoldError, KeyError, ValueError) as error:
        said = _("the events do not fold: %(error)s") % {"error": error}
        return [Problem(name, case.event_seq, said)]
    problems = [
        Problem(name, 0, _differs(column, getattr(case, column), value))
        for column, value in rows.case_columns(state).items()
        if getattr(case, column) != value
    ]
    problems.extend(_check_duties(name, state, duties))
    told = {remedy.route: remedy for remedy in state.remedies}
    if told != {row.route: rows.remedy_state(row) for row in remedies}:
        said = _(
            "the last days of other ways are not those that the events say"
        )
        problems.append(Problem(name, 0, said))
    return problems


def _differs(column: str, row: object, events: object) -> str:
    said = _(
        "column %(column)s of the case row is %(row)r, the events say %(events)r"
    )
    return said % {"column": column, "row": row, "events": events}


def _check_duties(
    name: str, state: CaseState, duties: Sequence[Duty]
) -> Iterator[Problem]:
    yield from _compare_duties(name, state, duties)
    if not state.final and all(duty.stopped for duty in state.open_duties):
        said = _("the matter is open and nobody has a duty that runs")
        yield Problem(name, state.event_seq, said)
    for duty in state.duties:
        if duty.closed_date is not None and duty.closed_date < duty.opened_date:
            said = _(
                "duty %(duty)s was closed on %(closed)s, before it was opened on %(opened)s"
            )
            days = {"closed": duty.closed_date, "opened": duty.opened_date}
            yield Problem(
                name, duty.event_seq, said % {"duty": duty.ref, **days}
            )
    for duty in state.open_duties:
        yield from _check_owner(name, duty)
    if state.final and _owes_what_ends(state):
        said = _("the matter is closed and a duty stands open")
        yield Problem(name, state.event_seq, said)


def _compare_duties(
    name: str, state: CaseState, duties: Sequence[Duty]
) -> Iterator[Problem]:
    told = {duty.ref: duty for duty in state.duties}
    kept = {row.ref: rows.duty_state(row) for row in duties}
    for ref in sorted(set(told) | set(kept)):
        if told.get(ref) != kept.get(ref):
            said = _(
                "duty %(duty)s: the row says %(row)s, the events say %(events)s"
            )
            both = {"row": kept.get(ref), "events": told.get(ref)}
            yield Problem(name, 0, said % {"duty": ref, **both})


def _check_owner(name: str, duty: DutyState) -> Iterator[Problem]:
    if not duty.owner or not duty.article:
        said = _("duty %(duty)s has no owner or no article")
        yield Problem(name, duty.event_seq, said % {"duty": duty.ref})
    if _is_gone(duty.owner):
        said = _("duty %(duty)s is owed by %(organ)s, which no longer exists")
        both = {"duty": duty.ref, "organ": duty.owner}
        yield Problem(name, duty.event_seq, said % both)


def _owes_what_ends(state: CaseState) -> bool:
    """Whether a duty is open that cannot be in a matter that has ended; an ended one
    can still be supervised and complained of.
    """
    outlasting = tracks.duties(law_access.pack(state.pack))
    return any(duty.kind not in outlasting for duty in state.open_duties)


def _is_gone(code: str) -> bool:
    """Whether an organ has ended, so that somebody else must owe what it owed (`huiyin organ`)."""
    organ = organs.organs([code]).get(code)
    return organ is not None and bool(organ.ending) and not organ.active


def _check_participants(
    case: Case, history: Sequence[Event], rows: Sequence[Participant]
) -> Iterator[Problem]:
    """Each participant stands in one event, with role and identity; whoever left did so
    by an event.
    """
    told, left = {}, {}
    for event in history:
        data = event.payload.get("data", {})
        for entry in data.get("participants", ()):
            told[entry["position"]] = (
                event.seq,
                entry["role"],
                entry["identity"],
            )
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
        said = (
            (*told[position], left.get(position, 0))
            if position in told
            else None
        )
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
        said = (
            (*told[position], ended.get(position, 0))
            if position in told
            else None
        )
        row = kept.get(position)
        if said and row and said[2] is None:
            # Recorded before codes were committed to
            row = (*row[:2], None, row[3])
        if said != row:
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
        for entry in event.payload.get("data", {}).get("files", ()):
            key = entry["id"]
            digest = anew.get("files", {}).get(key, entry["digest"])
            about = anew.get("about_files", {}).get(key, entry.get("about"))
            told[key] = (event.seq, digest, about)
    kept = {row.id: row for row in rows}
    for key in sorted(set(told) | set(kept)):
        if key not in kept:
            said = _("the row of file %(file)s is missing")
            yield Problem(
                stream_of(case.pk), told[key][0], said % {"file": key}
            )
        elif key not in told:
            said = _("file %(file)s stands in the rows and no event knows it")
            yield Problem(stream_of(case.pk), 0, said % {"file": key})
        elif not _same_file(kept[key], *told[key]):
            said = _("the row of file %(file)s is not what was recorded")
            yield Problem(
                stream_of(case.pk), told[key][0], said % {"file": key}
            )


def _same_file(
    row: Attachment, seq: int, digest: str, about: str | None
) -> bool:
    if row.event_seq != seq or row.draft:
        return False
    if commitments.commit(row.salt, row.sha256) != digest:
        return False
    return about in {
        None,
        commitments.commit(row.salt, locked_files.about(row)),
    }
