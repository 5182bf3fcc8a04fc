"""One piece of work on a matter: take steps in memory, each by the law's ruling, then
write all of it at once.

The single act and the bulk import are the same code: steps make events, events fold
into the new state, and state and events are written in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huiyin.casework.basis import (
    active_organs,
    consent,
    estimates,
    law_access,
    letters,
    rows,
    timing,
)
from huiyin.casework.basis.actors import Actor, roles
from huiyin.casework.basis.errors import Refused
from huiyin.casework.events import CAME, RESOLVED, CaseState, fold_one, latest
from huiyin.casework.models import Case, Duty, Remedy, SealedKey
from huiyin.casework.sealing import envelope, hpke, keyring
from huiyin.casework.sealing.hpke import Pair
from huiyin.law.engine import procedure
from huiyin.law.packs import Pack
from huiyin.law.terms.facts import Command, Facts, OpenDuty, OpenRight
from huiyin.law.terms.ruling import Deadline, Ground, Ruling
from huiyin.ledger.append import GENESIS, Batch, EventDraft, append, append_many
from huiyin.ledger.bulk import insert
from huiyin.ledger.timing import OLD_LEDGER, not_before

NO_DATA: Mapping[str, Any] = {}


def stream(case_id: str) -> str:
    """The name of a matter's stream in the ledger."""
    return f"case:{case_id}"


def facts_of(state: CaseState) -> Facts:
    """The facts of a case as the law asks for them."""
    return Facts(
        state=state.state,
        values={
            name: tuple(one) if isinstance(one, list) else one
            for name, one in state.values.items()
        },
        dates=state.dates,
        parties=state.parties,
        duties=tuple(
            OpenDuty(
                id=duty.ref,
                kind=duty.kind,
                owner=duty.owner,
                base_date=duty.base_date,
                last_day=duty.last_day,
                due_date=duty.due_date,
                provisional=duty.provisional,
                extension_days=duty.extension_days,
                stopped_days=duty.stopped_days,
                stopped_on=duty.stopped_date,
            )
            for duty in state.open_duties
        ),
        rights=tuple(
            OpenRight(right.kind, right.last_day, right.due_date, right.provisional)
            for right in state.rights
        ),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def deadline_entry(deadline: Deadline) -> dict[str, Any]:
    """A deadline as events keep it."""
    still = {"stopped": deadline.stopped_days} if deadline.stopped_days else {}
    return still | {
        "base": deadline.base_date.isoformat(),
        "days": deadline.days,
        "unit": deadline.unit,
        "ext": deadline.extension_days,
        "last": deadline.last_day.isoformat(),
        "due": deadline.due_date.isoformat(),
        "provisional": deadline.provisional,
    }


def source_entry(ground: Ground, pack: str) -> dict[str, str]:
    """The pack that a rule comes from, where the matter's own pack stands on it."""
    return {"source": ground.pack} if ground.pack not in {"", pack} else {}


def _rights(ruling: Ruling, pack: str) -> list[dict[str, Any]]:
    opened = []
    for right in ruling.rights_opened:
        limit = right.deadline
        opened.append(
            {
                "kind": right.kind,
                "article": right.ground.article,
                **source_entry(right.ground, pack),
                "last": limit.last_day.isoformat() if limit else None,
                "due": limit.due_date.isoformat() if limit else None,
                "provisional": bool(limit and limit.provisional),
            }
        )
    return opened


def payload_of(
    ruling: Ruling,
    *,
    pack: str,
    day: date,
    data: Mapping[str, Any],
    unrecorded: bool = False,
) -> dict[str, Any]:
    """The event's payload: everything that follows from the ruling, so that folding
    needs no pack.
    """
    payload: dict[str, Any] = {
        "day": day.isoformat(),
        "to": ruling.state,
        "final": ruling.final,
        "resolved": ruling.resolved,
        "ending": ruling.ending if ruling.ending != RESOLVED else False,
        "unrecorded" if unrecorded else "discharges": list(ruling.discharges),
        "cancels": list(ruling.cancels),
        "stops": [ref for ref, _since in ruling.stops],
        "reassigns": [list(pair) for pair in ruling.reassigns],
        "moves": [
            {
                "ref": move.duty_id,
                "was": move.old_due_date.isoformat(),
                **deadline_entry(move.deadline),
            }
            | ({"resumed": True} if move.resumed else {})
            for move in ruling.moves
        ],
        "opens": [
            {
                "kind": duty.kind,
                "owner": duty.owner,
                "article": duty.ground.article,
                **source_entry(duty.ground, pack),
                "verified": duty.ground.verified,
                **deadline_entry(duty.deadline),
            }
            for duty in ruling.opens
        ],
        "rights_opened": _rights(ruling, pack),
        "rights_closed": list(ruling.rights_closed),
        "parties": dict(ruling.parties),
        "dates": {name: day_.isoformat() for name, day_ in ruling.dates.items()},
        "values": {name: _plain(value) for name, value in ruling.values.items()},
        "data": dict(data),
    }
    # What says nothing is left out: events are kept for ever.
    kept = {
        key: value for key, value in payload.items() if value not in ([], {}, False)
    }
    kept.setdefault("final", ruling.final)
    return kept


def _came(args: Mapping[str, Any]) -> dict[str, Any]:
    """The days of receipt and of posting that somebody said, for the event's data."""
    said = {
        name: args[name].isoformat()
        for name in ("arrived_on", "posted_on")
        if args.get(name)
    }
    return {CAME: said} if said else {}


class Work:
    """Steps on one matter, in memory. ``create`` starts a new matter, ``load`` goes on
    with a locked row.
    """

    def __init__(self, state: CaseState, pack: Pack) -> None:
        self.pack = pack
        self.start = state
        self.state = state
        self.drafts: list[EventDraft] = []
        self.pair: Pair | None = None
        self.barred: tuple[str, ...] = tuple(state.values.get("barred") or ())

    @property
    def sealed_key(self) -> str:
        """The public key under which words of this matter are put into boxes; "" where
        they are not sealed.
        """
        return str(self.state.values.get("sealed_key") or "")

    def seal_from_the_first(self, category: str) -> str:
        """The public key for the words of a matter that is sealed from its filing on;
        "" where it is not.
        """
        if law_access.sealed(self.pack, category):
            self.pair = self.pair or hpke.new_pair()
        return self.pair.public if self.pair else ""

    @classmethod
    def load(cls, case: Case) -> Work:
        """Go on with a case whose row is locked; reads its open duties."""
        duties = case.duties.filter(status="open").order_by("id")
        return cls(rows.state_of(case, duties), law_access.pack(case.pack))

    def instant(self, at: datetime, *, by: Actor) -> datetime:
        """When it happens: time never runs backwards in a matter, whatever a clock says
        (``ledger.timing``).
        """
        return not_before(at, self.state.event_at, actor=by.name)

    def day(self, at: datetime, *, by: Actor) -> date:
        """The day on which it happens, for the law."""
        return law_access.local_day(self.pack, self.instant(at, by=by))

    def rule(
        self, name: str, args: Mapping[str, Any], *, by: Actor, at: datetime
    ) -> Ruling:
        """The law's ruling on a step now; takes nothing. Where a clock was wrong, see
        ``timing.ruled``.
        """
        held, step = roles(by, self.state.parties), self.pack.steps.get(name)
        full = {
            **self._with_barred(name, args),
            **consent.args(step, self.state.values),
        }
        command = Command(
            name=name, args=full, roles=held, actor=by.name, organ=by.organ
        )
        return timing.ruled(
            lambda when: procedure.decide(
                self.pack, facts_of(self.state), command, when
            ),
            timing.instants(self.pack, at, self.instant(at, by=by)),
            by_time_alone=step is not None and step.auto,
        )

    def _with_barred(self, name: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """The arguments with what the pack asks of each organ named: whether the report
        is about it.
        """
        step = self.pack.steps.get(name)
        asked = (
            [
                arg.name
                for arg in step.args
                if arg.kind == "organ" and step.arg(f"{arg.name}_barred")
            ]
            if step
            else []
        )
        told = {
            f"{one}_barred": envelope.is_barred(
                self.state.case_id, str(args.get(one) or ""), self.barred
            )
            for one in asked
        }
        return {**args, **told}

    def take(
        self,
        name: str,
        args: Mapping[str, Any],
        *,
        by: Actor,
        at: datetime,
        data: Mapping[str, Any] = NO_DATA,
        extra: Mapping[str, Any] = NO_DATA,
        values: Mapping[str, Any] = NO_DATA,
        unrecorded: bool = False,
        ruling: Ruling | None = None,
    ) -> Ruling:
        """Take a step: refuses with the law's grounds, otherwise adds its event and folds it in.

        ``data`` goes into the event's data, ``extra`` (number, pack) beside it,
        ``values`` to the values that the step sets; ``unrecorded`` closes the duties
        that it discharges without saying when: an old ledger does not know. What would
        lie before the matter's last event takes its instant. ``ruling`` is what the law
        said of this very step (``rule``), where it was asked already.
        """
        if by.kind != OLD_LEDGER:
            active_organs.check(self.pack.steps.get(name), args)
        ruling = ruling or self.rule(name, args, by=by, at=at)
        if ruling.refused:
            raise Refused(ruling.refusals)
        day = self.day(at, by=by)
        told = {**data, **_came(args)}
        payload = {
            **payload_of(
                ruling, pack=self.pack.key, day=day, data=told, unrecorded=unrecorded
            ),
            **extra,
        }
        if self.barred and not self.start.event_seq:
            values = {**values, "barred": list(self.barred)}
        further = {
            **self._sealing(payload),
            **{name: value for name, value in values.items() if value},
        }
        if further:
            payload["values"] = {**payload.get("values", NO_DATA), **further}
        if by.kind != OLD_LEDGER and (
            owed := letters.owed(self.pack, ruling, self.state.parties)
        ):
            payload["letters"] = owed
        if estimates.concerned(payload.get("values", NO_DATA)):
            payload["remedies"] = estimates.last_days(
                self.pack, {**self.state.values, **payload["values"]}
            )
        grounds = tuple(
            f"{ground.pack or self.pack.key}#{ground.article}"
            for ground in ruling.grounds
        )
        self.add(ruling.event, payload, grounds=grounds, by=by, at=at)
        return ruling

    def _sealing(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        category = payload.get("values", NO_DATA).get("category")
        if not category or law_access.sealed(self.pack, category) == bool(
            self.state.values.get("sealed", False)
        ):
            return {}
        public = self.seal_from_the_first(category)
        return {"sealed": bool(public), "sealed_key": public}

    @property
    def sealing_turned(self) -> bool:
        """Whether a matter that had been filed was sealed, or opened, by what was done now."""
        return self.start.event_seq > 0 and bool(
            self.start.values.get("sealed")
        ) != bool(self.state.values.get("sealed"))

    def tell(self, data: Mapping[str, Any]) -> None:
        """Add ids and commitments to the event that was taken last."""
        payload = self.drafts[-1].payload
        self.drafts[-1] = replace(
            self.drafts[-1],
            payload={**payload, "data": {**payload.get("data", NO_DATA), **data}},
        )

    def add(
        self,
        type_: str,
        payload: Mapping[str, Any],
        *,
        grounds: Sequence[str],
        by: Actor,
        at: datetime,
    ) -> None:
        """Add an event that is no step of the procedure (a date recomputed), with the
        payload given.

        It happens on the day on which it does (``day``), whatever the payload says.
        """
        when = self.instant(at, by=by)
        payload = {**payload, "day": law_access.local_day(self.pack, when).isoformat()}
        draft = EventDraft(
            type=type_,
            at=when,
            actor=by.name,
            organ=by.organ,
            grounds=tuple(grounds),
            pack=self.pack.key,
            payload=payload,
        )
        folded = fold_one(
            self.state, seq=self.state.event_seq + 1, type=type_, payload=payload
        )
        self.state = replace(folded, event_at=latest(folded.event_at, when))
        self.drafts.append(draft)

    def case_row(self, **outside: Any) -> Case:
        """The unsaved row of a new matter; ``outside`` are the columns that are not in
        the events.
        """
        return Case(id=self.state.case_id, **outside, **rows.case_columns(self.state))

    def changed_duties(self) -> list[Duty]:
        """The rows of the duties that were opened or changed."""
        touched = self.state.touched
        return [
            rows.duty_row(self.state.case_id, duty)
            for duty in self.state.duties
            if duty.ref in touched
        ]


CHANGING_DUTY_COLUMNS = (
    "owner",
    "extension_days",
    "last_day",
    "due_date",
    "provisional",
    "status",
    "closed_date",
    "event_seq",
    "stopped_days",
    "stopped_date",
)


def commit(
    work: Work,
    *,
    create: Mapping[str, Any] | None = None,
    outside: Mapping[str, Any] = NO_DATA,
) -> CaseState:
    """Write events, case row and duties in the caller's transaction; ``create`` has the
    columns outside the events of a new matter, ``outside`` those that change of one
    that is there.
    """
    start = work.start
    events = append(
        stream=stream(start.case_id),
        drafts=work.drafts,
        expected_seq=start.event_seq,
        head_hash=start.event_hash or GENESIS,
    )
    work.state = replace(work.state, event_hash=events[-1].hash)
    if create is not None:
        insert([work.case_row(**create)])
    else:
        Case.objects.filter(pk=start.case_id).update(
            **rows.case_columns(work.state), **outside
        )
    _hand_keys(work, created=create is not None)
    changed = work.changed_duties()
    if create is not None:
        insert(changed)
    elif changed:
        # One statement for the duties that were opened and those that were closed or
        # moved; half the time of two.
        Duty.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=CHANGING_DUTY_COLUMNS,
        )
    _keep_remedies(work)
    return work.state


def _keep_remedies(work: Work) -> None:
    """The rows of the ways outside petitioning, where an event of this work has
    estimated them anew.
    """
    if any("remedies" in draft.payload for draft in work.drafts):
        case_id = work.state.case_id
        Remedy.objects.filter(case_id=case_id).delete()
        insert([rows.remedy_row(case_id, remedy) for remedy in work.state.remedies])


def _hand_keys(work: Work, *, created: bool) -> None:
    """The organ that is responsible now holds the key of a sealed matter, and nobody else does."""
    case_id, organ = work.state.case_id, work.state.parties.get("handler", "")
    if work.sealed_key and (
        created or work.pair or organ != work.start.parties.get("handler")
    ):
        keyring.hand_over(case_id, work.pair, organ=organ)
    elif not work.sealed_key and work.start.values.get("sealed_key"):
        SealedKey.objects.filter(case_id=case_id).delete()


@transaction.atomic
def commit_many(works: Sequence[tuple[Work, Mapping[str, Any]]]) -> list[CaseState]:
    """Write many new matters at once: the same events and rows, in a handful of queries."""
    events = append_many(
        [
            Batch(
                stream(work.start.case_id),
                tuple(work.drafts),
                work.start.event_seq,
                work.start.event_hash or GENESIS,
            )
            for work, _ in works
        ]
    )
    heads = {event.stream: event.hash for event in events}
    for work, _outside in works:
        work.state = replace(work.state, event_hash=heads[stream(work.start.case_id)])
    insert([work.case_row(**outside) for work, outside in works])
    insert([row for work, _ in works for row in work.changed_duties()])
    for work, _outside in works:
        _hand_keys(work, created=True)
    return [work.state for work, _ in works]
