"""The one way in which a matter changes: a command says what somebody wants to do, a
preview shows what would follow, and an act does it: lock the matter, let the law rule,
write event, row and duties together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.basis import commitments
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.events import CaseState
from huiyin.casework.matter import agents, fillers, reads, succession
from huiyin.casework.matter.views import CaseView
from huiyin.casework.matter.work import NO_DATA, Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Note
from huiyin.casework.sealing import envelope, keyring
from huiyin.law.rules.steps import Step
from huiyin.law.terms.ruling import Ruling
from huiyin.ledger.append import Conflict
from huiyin.reading import visible

NOTE_LIMIT = 20_000
EMPTY_ANSWERS: tuple[Any, ...] = (None, "", (), [])
PLACE_LIMIT = 200


def checked_text(
    field: str, text: str, *, required: bool, limit: int = NOTE_LIMIT
) -> str:
    """A text as it will be kept: trimmed. Invalid, on ``field``, where it is empty and
    ``required``, and beyond ``limit`` characters.

    Without invisible signs: they only hide what stands there, or turn its direction.
    """
    cleaned = visible(text.replace("\x00", "")).strip()
    if required and not cleaned:
        raise Invalid(field, _("must not be empty"))
    if len(cleaned) > limit:
        raise Invalid(
            field,
            _("is %(length)s characters long; at most %(limit)s can be taken")
            % {"length": len(cleaned), "limit": limit},
        )
    return cleaned


Files = Sequence[
    Mapping[str, str]
]  # ids and salted digests of files, as an event keeps them


def files_data(files: Files) -> dict[str, Any]:
    """What goes into an event's data of the files that were handed in with an act;
    nothing where there are none.
    """
    return {"files": [dict(file) for file in files]} if files else {}


class Notes:
    """Words to be kept beside an event, and their commitments inside it; in boxes where
    the matter is sealed.
    """

    def __init__(self, work: Work, **texts: str) -> None:
        case_id, public = work.start.case_id, work.sealed_key
        self.texts = {
            key: envelope.kept(text, public, case_id, "note")
            for key, text in texts.items()
            if text
        }
        self.salts = {key: commitments.new_salt() for key in self.texts}

    def data(self) -> dict[str, Any]:
        """What goes into the event's data."""
        if not self.texts:
            return {}
        return {
            "notes": {
                key: commitments.commit(self.salts[key], text)
                for key, text in self.texts.items()
            }
        }

    def rows(self, case_id: str, seq: int) -> list[Note]:
        """The rows to write once the event has its number."""
        return [
            Note(
                id=f"{case_id}.{seq}.{key}",
                case_id=case_id,
                event_seq=seq,
                key=key,
                text=text,
                salt=self.salts[key],
            )
            for key, text in self.texts.items()
        ]


class Act:
    """How a step is taken: its one event, and nothing else.

    What a chapter writes besides (answers to claims, who signs) it says in an act of
    its own that derives from this one, made for a piece of work (``work``), what was
    said (``told``, by the names of the step's arguments), who says so and when.
    ``OWN`` are the names among what was said that are the act's own business: neither
    the law nor the ledger is told them.
    """

    OWN: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, work: Work, told: Mapping[str, Any], *, by: Actor, at: datetime
    ) -> None:
        self.work = work
        self.told = told
        self.by = by
        self.at = at

    def args(self) -> Mapping[str, Any]:
        """What the law is told besides what was said. Raises Invalid for what cannot be
        taken; writes nothing.
        """
        return NO_DATA

    def rule(self, step: str, args: Mapping[str, Any]) -> Ruling:
        """What would follow. Raises Refused, or says so in the ruling."""
        return self.work.rule(step, args, by=self.by, at=self.at)

    # the arguments are for acts that write more
    def data(self, args: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG002
        """What the event keeps besides: ids, positions and commitments."""
        return NO_DATA

    def take(
        self, step: str, args: Mapping[str, Any], data: Mapping[str, Any]
    ) -> None:
        """Take the step in memory, so that ``work`` has its event."""
        self.work.take(step, args, by=self.by, at=self.at, data=data)

    def write(self, state: CaseState) -> None:
        """Write the rows that stand beside the event, in the same transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What somebody wants to do in a matter. The same object is previewed and performed.

    ``told`` is what they say, by the names of the step's arguments: the pack says which
    of it are words, kept beside the event, and what needs no saying is filled in
    (``fillers``). What the step has no argument for are words that go along with it.
    ``files`` is what the event keeps of signed papers; ``agent`` is the position of the
    agent who stood at the window, 0 for nobody: their authority must cover the step
    too, and the event names them. ``act`` is how the step is taken (``casework.acts``
    knows it).
    """

    step: str
    case: str
    told: Mapping[str, Any]
    files: Files = ()
    agent: int = 0
    act: type[Act] = Act

    def said(self, rule: Step | None) -> dict[str, Any]:
        """What the law is told of what was said: without blanks, and without what is empty."""
        named = {
            name: value
            for name, value in fillers.trimmed(self.told).items()
            if name not in self.act.OWN
        }
        given = {
            name: value
            for name, value in named.items()
            if value not in EMPTY_ANSWERS
        }
        if rule is None:
            return given
        return {
            name: value
            for name, value in given.items()
            if rule.arg(name) is not None or not isinstance(value, str)
        }

    def words(self, rule: Step | None) -> dict[str, str]:
        """The words that are kept beside the event. Raises Invalid, on the argument,
        for what is too long.
        """
        words: dict[str, str] = {}
        if rule is None:
            return words
        for name, value in self.told.items():
            arg = rule.arg(name)
            kept = arg is None or (arg.note and arg in rule.asked)
            if kept and isinstance(value, str) and name not in self.act.OWN:
                words[name] = checked_text(name, value, required=False)
        return words


def preview(
    command: Command,
    *,
    work: Work,
    by: Actor,
    at: datetime,
    needs: Sequence[str] = (),
) -> Ruling | None:
    """What will follow from a command, shown before: nothing is written.

    ``work`` is the matter in memory (``reads.work_on``), which is used up. Words that
    are still to be written count as written. None while something is not said on which
    it depends: an argument that the law requires, or one of ``needs``. Raises Refused
    where one of several steps would be refused, Invalid for unusable input.
    """
    rule = work.pack.steps.get(command.step)
    if rule is None:
        return None
    act = command.act(work, command.told, by=by, at=at)
    known = fillers.Known.of(work, by=by, at=at)
    args = command.said(rule)
    with suppress(Invalid):
        args = fillers.completed(rule, args, known, settled=act.args())
    args = fillers.supposed(rule, args)
    if any(
        arg.name not in args
        for arg in rule.args
        if arg.required or arg.name in needs
    ):
        return None
    if command.agent:
        ruling = _of_agent(work, command, args, at=at)
        if ruling.refused:
            return ruling
    return act.rule(command.step, args)


def perform(
    command: Command,
    *,
    by: Actor,
    at: datetime,
    seen: CaseView | None = None,
) -> CaseState:
    """Do what a command says, in one transaction, and return the matter's new state.

    ``by`` is who does it, ``at`` an aware instant. ``seen`` is the matter as it was
    read for them in this request: it is not read again, unless somebody else has done
    something in it meanwhile. Raises NotFound where the actor may not know the matter,
    Refused with the law's grounds, Invalid for unusable input; then nothing is changed.
    """
    if seen is not None and _goes_on_from(seen, command, by):
        # The place of the next event is taken once: whoever was faster takes it, and
        # then it is done again on the matter as it is now.
        with suppress(Conflict):
            return _performed(command, reads.work_on(seen), by=by, at=at)
    return _performed(command, None, by=by, at=at)


def _goes_on_from(seen: CaseView, command: Command, by: Actor) -> bool:
    """Whether a matter that was read can be gone on with: by whom it was read for, and
    not a closed one that may have to go over to another organ first.
    """
    step = seen.pack.steps.get(command.step)
    goes_over = seen.state.final and step is not None and step.track
    return seen.by == by and seen.case_id == command.case and not goes_over


@transaction.atomic
def _performed(
    command: Command, work: Work | None, *, by: Actor, at: datetime
) -> CaseState:
    """The same with the matter as it was read, or None: then it is read under a lock."""
    if work is None:
        work = _locked(command.case, command.step, by=by, at=at)
    rule = work.pack.steps.get(command.step)
    act = command.act(work, command.told, by=by, at=at)
    args = command.said(rule)
    if rule is not None:
        known = fillers.Known.of(work, by=by, at=at)
        args = fillers.completed(rule, args, known, settled=act.args())
    kept = Notes(work, **command.words(rule))
    data = {
        # Of a step that this law does not know there is nothing to keep: it is refused
        **(act.data(args) if rule is not None else NO_DATA),
        **files_data(command.files),
        **kept.data(),
        **_through(work, command, args, at=at),
    }
    act.take(command.step, args, data)
    note_rows = kept.rows(command.case, work.state.event_seq)
    if note_rows:
        Note.objects.bulk_create(note_rows)
    state = _written(work, by=by)
    act.write(state)
    return state


def _written(work: Work, *, by: Actor) -> CaseState:
    """Write what was done. A matter that was sorted as a report of wrongdoing only now,
    or found to be none, turns with the event: what exists of it is sealed, or opened.
    """
    if not work.sealing_turned:
        return commit(work)
    case = reads.lock_case(by=by, case_id=work.start.case_id)
    pair = None if work.sealed_key else keyring.pair_for(by, case.pk)
    turned = envelope.turn(case, public=work.sealed_key, pair=pair)
    work.tell(turned.data)
    return commit(work, outside=turned.columns)


def _of_agent(
    work: Work, command: Command, args: Mapping[str, Any], *, at: datetime
) -> Ruling:
    """What the law says of the step where the agent at the window takes it."""
    standing = agents.at_window(
        case_id=command.case, position=command.agent, at=at
    )
    return work.rule(command.step, args, by=standing, at=at)


def _through(
    work: Work, command: Command, args: Mapping[str, Any], *, at: datetime
) -> Mapping[str, Any]:
    """What the event says of the agent at the window; refuses what the law would refuse
    that agent.
    """
    if not command.agent:
        return NO_DATA
    ruling = _of_agent(work, command, args, at=at)
    if ruling.refused:
        raise Refused(ruling.refusals)
    return {agents.THROUGH: command.agent}


def _locked(case_id: str, step: str, *, by: Actor, at: datetime) -> Work:
    """The matter, locked, as a piece of work. A closed one stays with an organ that
    ended, until somebody is asked for a step beside its procedure: it goes over first.
    """
    case = reads.lock_case(by=by, case_id=case_id)
    work = Work.load(case)
    if case.final and step in work.pack.steps and work.pack.step(step).track:
        succession.catch_up(case, at=at)
        work = Work.load(reads.lock_case(by=by, case_id=case_id))
    return work
