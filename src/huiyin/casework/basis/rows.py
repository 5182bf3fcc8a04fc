"""Between the pure state of a case and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import make_dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from huiyin.casework.charge import Charge
from huiyin.casework.events import CaseState, DutyState, RemedyState, RightState
from huiyin.casework.models import Case, Duty, Remedy
from huiyin.law.rules.registers import PETITION

VALUE_COLUMNS = (
    "category",
    "channel",
    "topic",
    "area",
    "outcome",
    "rating",
    "follows",
)
DUTY_COLUMNS = tuple(DutyState.__dataclass_fields__)
_told = attrgetter(*DUTY_COLUMNS)
# The columns are those of the state, whatever they are: no literal says them again.
DutyRow = make_dataclass(
    "DutyRow", ("id", "case_id", *DUTY_COLUMNS), slots=True
)
"""The row of a duty as ``ledger.bulk`` takes it: its columns as attributes, and no instance."""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


ASIDE = ("recused", "recusal_declared")
"""The values that name who stands aside in a matter."""


def aside(values: Mapping[str, Any]) -> str:
    """Who has nothing to do with a matter, as one column: "|staff:7|staff:9|", "" for nobody.

    Only ever asked about one actor: what to leave out of their lists.
    """
    named: set[str] = set()
    for name in ASIDE:
        named.update(values.get(name) or ())
    return _listed(sorted(named))


def _listed(names: Sequence[str]) -> str:
    return f"|{'|'.join(names)}|" if names else ""


def names(column: str) -> tuple[str, ...]:
    """The names in a column that lists some ("|staff:7|staff:9|"), as events name them."""
    return tuple(column.strip("|").split("|")) if column else ()


def case_columns(state: CaseState) -> dict[str, Any]:
    """The derived columns of the case row for a state."""
    columns: dict[str, Any] = {
        name: str(state.values.get(name) or "") for name in VALUE_COLUMNS
    }
    return columns | {
        "number": state.number,
        "pack": state.pack,
        "register": str(state.values.get("register") or PETITION),
        "state": state.state,
        "final": state.final,
        "sealed": bool(state.values.get("sealed", False)),
        "aside": aside(state.values),
        "in_charge": state.charge.of,
        "helpers": _listed(state.charge.helpers),
        "receiver": state.parties.get("receiver", ""),
        "handler": state.parties.get("handler", ""),
        "offered": state.parties.get("offered", ""),
        "parties": dict(state.parties),
        "values": dict(state.values),
        "dates": {name: day.isoformat() for name, day in state.dates.items()},
        "rights": [
            {
                "kind": right.kind,
                "article": right.article,
                "last": _iso(right.last_day),
                "due": _iso(right.due_date),
                "provisional": right.provisional,
            }
            for right in state.rights
        ],
        "received_date": state.received_date,
        "resolved_date": state.resolved_date,
        "ending": state.ending,
        "closed_date": state.closed_date,
        "reopened_date": state.reopened_date,
        "contacts_count": state.contacts,
        "event_seq": state.event_seq,
        "event_hash": state.event_hash,
        "event_at": state.event_at,
    }


def duty_id(case_id: str, ref: str) -> str:
    """The key of a duty's row; ``ref`` is its place in the matter, as in ``DutyState``."""
    return f"{case_id}.{ref}"


def new_duty_row(case_id: str, duty: DutyState) -> Any:
    """The row of a duty of a new matter, as ``ledger.bulk`` takes it."""
    return DutyRow(duty_id(case_id, duty.ref), case_id, *_told(duty))


def duty_row(case_id: str, duty: DutyState) -> Duty:
    """The row of a duty, unsaved."""
    columns = {name: getattr(duty, name) for name in DUTY_COLUMNS}
    return Duty(id=duty_id(case_id, duty.ref), case_id=case_id, **columns)


def duty_state(row: Duty) -> DutyState:
    """The pure duty of a row."""
    return DutyState(*_told(row))


def remedy_row(case_id: str, remedy: RemedyState) -> Remedy:
    """The row of a way outside petitioning, unsaved."""
    return Remedy(
        id=f"{case_id}.{remedy.route}",
        case_id=case_id,
        route=remedy.route,
        last_day=remedy.last_day,
        provisional=remedy.provisional,
    )


def remedy_state(row: Remedy) -> RemedyState:
    """The pure remedy of a row."""
    return RemedyState(row.route, row.last_day, row.provisional)


def rights_of(rights: Iterable[Mapping[str, Any]]) -> tuple[RightState, ...]:
    """The pure rights of the JSON column."""
    return tuple(
        RightState(
            kind=right["kind"],
            article=right["article"],
            last_day=_date(right["last"]),
            due_date=_date(right["due"]),
            provisional=right["provisional"],
        )
        for right in rights
    )


def state_of(case: Case, duties: Iterable[Duty]) -> CaseState:
    """The state that the rows hold; with only the open duties given, that is all an act needs."""
    return CaseState(
        case_id=case.id,
        number=case.number,
        pack=case.pack,
        state=case.state,
        final=case.final,
        title=case.title,
        values=case.values,
        dates={
            name: date.fromisoformat(day) for name, day in case.dates.items()
        },
        parties=case.parties,
        rights=rights_of(case.rights),
        duties=tuple(duty_state(row) for row in duties),
        received_date=case.received_date,
        resolved_date=case.resolved_date,
        ending=case.ending,
        closed_date=case.closed_date,
        reopened_date=case.reopened_date,
        contacts=case.contacts_count,
        charge=Charge(case.in_charge, names(case.helpers)),
        event_seq=case.event_seq,
        event_hash=case.event_hash,
        event_at=case.event_at,
    )
