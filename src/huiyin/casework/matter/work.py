"""One piece of work on a matter: take steps in memory, each by the law's ruling, then
write all of it at once (``writing``).

The single act and the bulk import are the same code: steps make events, events fold
into the new state, and state and events are written in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

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
from huiyin.casework.basis.rows_read import RowsRead
from huiyin.casework.charge import NOBODY, Charge
from huiyin.casework.effects import Effects
from huiyin.casework.events import CaseState, fold_in
from huiyin.casework.matter import rulings
from huiyin.casework.models import Case, Duty
from huiyin.casework.sealing import envelope, hpke
from huiyin.casework.sealing.hpke import Pair
from huiyin.compiled import Compiled
from huiyin.law.engine import procedure
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.registers import PETITION
from huiyin.law.terms.facts import Command
from huiyin.law.terms.ruling import Ruling
from huiyin.ledger.event import EventDraft
from huiyin.ledger.timing import OLD_LEDGER, not_before

NO_DATA: Mapping[str, Any] = {}


OPEN_DUTIES = Compiled(
    lambda case: Duty.objects.filter(case_id=case, status="open").order_by(
        "id"
    ),
    case=str,
)


def stream(case_id: str) -> str:
    """The name of a matter's stream in the ledger."""
    return f"case:{case_id}"


def _sealed(state: CaseState) -> bool:
    return bool(state.values.get("sealed"))


class Work:
    """Steps on one matter, in memory. ``create`` starts a new matter, ``load`` goes on
    with a locked row.
    """

    def __init__(
        self, state: CaseState, pack: Pack, rows: RowsRead | None = None
    ) -> None:
        self.pack = pack
        self.rows: RowsRead = {} if rows is None else rows
        self.start = state
        self.state = state
        self.drafts: list[EventDraft] = []
        self.effects: list[Effects] = []
        self.pair: Pair | None = None
        self.barred: tuple[str, ...] = tuple(state.values.get("barred") or ())

    @property
    def sealed_key(self) -> str:
        """The public key under which words of this matter are put into boxes; "" where
        they are not sealed.
        """
        kept = str(self.state.values.get("sealed_key") or "")
        if not kept and not self.state.event_seq and self.pair is not None:
            return (
                self.pair.public
            )  # of a file that is being opened: no event says it yet
        return kept

    def seal_from_the_first(self, category: str) -> str:
        """The public key for the words of a matter that is sealed from its filing on;
        "" where it is not.
        """
        if law_access.sealed(self.pack, category):
            self.pair = self.pair or hpke.new_pair()
        return self.pair.public if self.pair else ""

    @classmethod
    def load(cls, case: Case) -> Work:
        """The work on a case whose row is locked, with its open duties; one query."""
        duties = OPEN_DUTIES.rows(case=case.pk)
        return cls(rows.state_of(case, duties), law_access.pack(case.pack))

    @classmethod
    def load_many(cls, cases: Sequence[Case]) -> list[Work]:
        """The same of many cases whose rows are locked, in their order; one query."""
        duties: dict[str, list[Duty]] = {case.pk: [] for case in cases}
        open_duties = Duty.objects.filter(case_id__in=duties, status="open")
        for duty in open_duties.order_by("id"):
            duties[duty.case_id].append(duty)
        return [
            cls(
                rows.state_of(case, duties[case.pk]), law_access.pack(case.pack)
            )
            for case in cases
        ]

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
                self.pack, rulings.facts_of(self.state), command, when
            ),
            timing.instants(self.pack, at, self.instant(at, by=by)),
            by_time_alone=step is not None and step.auto,
        )

    def _with_barred(
        self, name: str, args: Mapping[str, Any]
    ) -> Mapping[str, Any]:
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
            f"{name}_barred": envelope.is_barred(
                self.state.case_id, str(args.get(name) or ""), self.barred
            )
            for name in asked
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
        number: str = "",
        values: Mapping[str, Any] = NO_DATA,
        unrecorded: bool = False,
        ruling: Ruling | None = None,
    ) -> Ruling:
        """Take a step and return what the law says of it: adds its event and folds it
        in. Raises Refused with the law's grounds.

        ``data`` goes into the event's data, ``values`` to the values that the step
        sets; ``number`` is that of a matter that is opened by it. ``unrecorded`` closes
        the duties that it discharges without saying when: an old ledger does not know.
        What would lie before the matter's last event takes its instant. ``ruling`` is
        what the law said of this very step (``rule``), where it was asked already.
        """
        old_ledger = by.kind == OLD_LEDGER
        if not old_ledger:
            active_organs.check(self.pack.steps.get(name), args)
        ruling = ruling or self.rule(name, args, by=by, at=at)
        if ruling.refused:
            raise Refused(ruling.refusals)
        effects = rulings.effects_of(
            ruling,
            pack=self.pack.key,
            day=self.day(at, by=by),
            data={**data, **rulings.came(args)},
            unrecorded=unrecorded,
        )
        more = self._of_values(effects, values)
        if not old_ledger:
            more["letters"] = letters.owed(
                self.pack, ruling, self.state.parties
            )
        if number:
            more |= {"number": number, "pack": self.pack.key}
        effects = replace(effects, **more)
        grounds = tuple(
            f"{ground.pack or self.pack.key}#{ground.article}"
            for ground in ruling.grounds
        )
        self.add(ruling.event, effects, grounds=grounds, by=by, at=at)
        return ruling

    def _of_values(
        self, effects: Effects, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The values of the effects with what else is known of the matter: whether it is
        sealed, whom a report is about; and the last days of other ways that follow.
        """
        told = {name: value for name, value in values.items() if value}
        if not self.start.event_seq:
            told |= self._of_the_file()
        known = {**effects.values, **self._sealing(effects), **told}
        remedies = effects.remedies
        if estimates.concerned(known):
            remedies = estimates.last_days(
                self.pack, {**self.state.values, **known}
            )
        return {"values": known, "remedies": remedies}

    def _of_the_file(self) -> dict[str, Any]:
        """What is known of a file from its beginning: the register that it stands in,
        where that is not the petitions', and the organs that a report is about.
        """
        known: dict[str, Any] = {}
        if self.pack.register.name != PETITION:
            known["register"] = self.pack.register.name
        if self.barred:
            known["barred"] = list(self.barred)
        return known

    def _sealing(self, effects: Effects) -> dict[str, Any]:
        category = effects.values.get("category")
        sealed = bool(self.state.values.get("sealed", False))
        if not category or law_access.sealed(self.pack, category) == sealed:
            return {}
        public = self.seal_from_the_first(category)
        return {"sealed": bool(public), "sealed_key": public}

    def kept(self, words: str, what: str) -> str:
        """Words of this matter as they are written to a table: themselves, or of a
        sealed one in a box; ``what`` says what they are ("contact", "decision").
        """
        return envelope.kept(words, self.sealed_key, self.start.case_id, what)

    @property
    def sealing_turned(self) -> bool:
        """Whether a matter that had been filed was sealed, or opened, by what was done now."""
        return self.start.event_seq > 0 and _sealed(self.start) != _sealed(
            self.state
        )

    def tell(self, data: Mapping[str, Any]) -> None:
        """Add ids and commitments to the event that was taken last."""
        last = self.drafts[-1]
        effects = self.effects[-1]
        self.effects[-1] = replace(effects, data={**effects.data, **data})
        self.drafts[-1] = replace(last, payload=self.effects[-1].payload())

    def add(
        self,
        type_: str,
        effects: Effects,
        *,
        grounds: Sequence[str],
        by: Actor,
        at: datetime,
    ) -> None:
        """Add an event, and fold what follows from it into the matter.

        It happens on the day on which it does, whatever the effects say.
        """
        when = self.instant(at, by=by)
        day = law_access.local_day(self.pack, when)
        if effects.day != day:
            effects = replace(effects, day=day)
        seq = self.state.event_seq + 1
        after = fold_in(
            self.state, seq=seq, type=type_, effects=effects, at=when
        )
        charge = self._charge_after(after)
        if charge != after.charge:
            effects = replace(effects, charge=charge)
            after = replace(after, charge=charge)
        draft = EventDraft(
            type=type_,
            at=when,
            actor=by.name,
            organ=by.organ,
            grounds=tuple(grounds),
            pack=self.pack.key,
            payload=effects.payload(),
        )
        self.state = after
        self.drafts.append(draft)
        self.effects.append(effects)

    def _charge_after(self, after: CaseState) -> Charge:
        """Who is in charge after what was done: nobody once the matter is with another
        organ, has ended, or was sealed by it; nobody whom the law keeps away from it.
        """
        if not after.charge:
            return NOBODY
        before, organ = self.state, after.parties.get("handler", "")
        moved = organ != before.parties.get("handler", "")
        turned = _sealed(after) != _sealed(before)
        if moved or turned or after.final:
            return NOBODY
        facts = rulings.facts_of(after)
        return after.charge.without(
            {
                person
                for person in after.charge.people
                if procedure.kept_away(self.pack, facts, person, organ=organ)
            }
        )

    def unmoved(self, at: datetime, *, by: Actor, **said: Any) -> Effects:
        """Effects that leave the matter where it is; ``said`` are those that it has all
        the same (``data``, ``moves`` ...).
        """
        state = self.state
        return Effects(
            day=self.day(at, by=by),
            state=state.state,
            final=state.final,
            **said,
        )

    def case_row(self, **outside: Any) -> Case:
        """The unsaved row of a new matter; ``outside`` are the columns that are not in
        the events.
        """
        return Case(
            id=self.state.case_id, **outside, **rows.case_columns(self.state)
        )

    def changed_duties(self) -> list[Duty]:
        """The rows of the duties that were opened or changed."""
        touched = self.state.touched
        return [
            rows.duty_row(self.state.case_id, duty)
            for duty in self.state.duties
            if duty.ref in touched
        ]
