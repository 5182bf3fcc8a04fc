"""Reading one matter: always through a permission check, deny by default."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from huiyin.casework.basis import consent, law_access, numbers, rows, timing
from huiyin.casework.basis.actors import AGENT, Actor, keepers, roles
from huiyin.casework.basis.commitments import normalise_code
from huiyin.casework.basis.errors import NotFound, StandsAside
from huiyin.casework.events import CaseState
from huiyin.casework.matter.rulings import facts_of
from huiyin.casework.matter.views import CaseView, view_of
from huiyin.casework.matter.work import Work
from huiyin.casework.models import Agent, Case
from huiyin.casework.sealing import envelope, hpke, keyring, visibility
from huiyin.casework.sealing.hpke import Pair
from huiyin.law.engine import procedure
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.registers import PETITION
from huiyin.law.rules.steps import Step
from huiyin.law.terms.ruling import Ground, Option
from huiyin.ledger.timing import not_before
from huiyin.organisations import reads as organs
from huiyin.people.reads import Towards


def query_hash(number: str, code: str) -> str:
    """The keyed hash under which a query code is kept."""
    message = f"{number}\n{normalise_code(code)}".encode()
    return hmac.new(
        settings.HUIYIN_LOOKUP_KEY.encode(), message, hashlib.sha256
    ).hexdigest()


def may_read(by: Actor, case: Case) -> bool:
    """Whether the actor may know this matter.

    The petitioner: the one matter that their number and code have opened; an agent the
    same, unless it is sealed, as long as the authority was not ended. Staff: with
    case.read in an organ that is or was entrusted with it, or with case.supervise over
    the organ that handles it. A sealed matter (检举控告) has come through
    ``visibility.known``: to everybody else its row does not exist (R22 Art 30).
    """
    if by.kind == "system":
        return True
    if by.kind == AGENT:
        standing = Agent.objects.filter(
            case_id=by.own_case, position=by.position, ended_seq=0
        )
        return by.own_case == case.pk and not case.sealed and standing.exists()
    if by.staff is None:
        return by.kind == "petitioner" and by.own_case == case.pk
    if case.sealed:
        return visibility.works_on_sealed(by)
    entrusted = set(map(organs.heir_code, case.parties.values()))
    if any(by.may("case.read", organ) for organ in entrusted & {by.organ}):
        return True  # its own, or that of an organ whose place it took
    return any(
        by.may("case.supervise", organ)
        for organ in {case.handler, case.receiver}
    )


def still_knows(by: Actor, state: CaseState) -> bool:
    """Whether a member of staff may know a matter as it stands after what they did in
    it, so that it need not be read again (``access_row``). No query.
    """
    case = Case(pk=state.case_id, **rows.case_columns(state))
    owners = {duty.owner for duty in state.open_duties}
    known = visibility.may_know(by, case, owners)
    return known and may_read(by, case) and not _kept_away(by, case)


def _kept_away(by: Actor, case: Case) -> Sequence[Ground]:
    """Why an actor has nothing to do with a matter (回避); empty where they have."""
    if not case.aside or by.staff is None:
        return ()
    facts = facts_of(rows.state_of(case, ()))
    return procedure.kept_away(
        law_access.pack(case.pack), facts, by.name, organ=by.organ
    )


def may(by: Actor, permission: str, view: CaseView) -> bool:
    """Whether the actor has a permission towards this matter: in one of the organs that
    keep it, or that reach it.

    What somebody may do in their own organ says nothing about a matter that they see
    because they supervise.
    """
    return any(
        by.may(permission, organ) for organ in keepers(view.state.parties)
    )


def towards(view: CaseView) -> Towards:
    """The matter as the vault knows it, for opening an identity in it."""
    return Towards(view.case_id, keepers(view.state.parties))


def access_row(*, by: Actor, case_id: str, lock: bool = False) -> Case:
    """The row of a matter, for casework's own use; ``lock`` locks it until the
    transaction ends. Raises NotFound where the actor may not know it.

    StandsAside where they may, but have nothing to do with it (回避, R22 Art 28).
    """
    case = visibility.one_known(by, case_id, lock=lock)
    if case is None or not may_read(by, case):
        raise NotFound("there is no such matter")
    grounds = _kept_away(by, case)
    if grounds:
        raise StandsAside(case.number, grounds)
    return case


def lock_case(*, by: Actor, case_id: str) -> Case:
    """The row of a matter, locked until the transaction ends. Raises as ``access_row``."""
    return access_row(by=by, case_id=case_id, lock=True)


def access_case(*, by: Actor, case_id: str) -> CaseView:
    """A matter with its contacts, claims, attachments and duties, for staff entitled to it.

    The words of a sealed matter are there for its named readers only; others who work
    on it see that they are sealed.
    """
    case = access_row(by=by, case_id=case_id)
    pair = keyring.pair_for(by, case.pk) if case.sealed else None
    return view_of(case, pair, by=by)


def access_pair(*, by: Actor, case_id: str) -> Pair | None:
    """The key of a sealed matter, for an actor who may know the matter and open its
    words; None where there is none.
    """
    case = access_row(by=by, case_id=case_id)
    return keyring.pair_for(by, case.pk) if case.sealed else None


def access_own(*, number: str, query_code: str) -> CaseView:
    """The petitioner's own matter, by number and query code (R22 Art 21); NotFound when
    they do not fit.
    """
    meant = (*numbers.spellings(number), *numbers.of_running_digits(number))
    known = {
        row.number: row
        for row in Case.objects.filter(number__in=meant, register=PETITION)
    }
    case = None
    for spelling in meant:
        # Compared in constant time and also without a case, so that the answer's timing
        # tells nothing.
        row = known.get(spelling)
        kept = row.query_hash if row else "0" * 64
        if (
            hmac.compare_digest(query_hash(spelling, query_code), kept)
            and case is None
        ):
            case = row
    if case is None:
        raise NotFound("number and query code do not fit")
    if not case.sealed:
        return view_of(case)
    reporter = Actor.petitioner(case.pk, unlock_of(case.number, query_code))
    return view_of(case, keyring.pair_for(reporter, case.pk))


def unlock_of(number: str, query_code: str) -> str:
    """The key that follows from a sealed matter's query code; slow on purpose."""
    return hpke.text_of(
        hpke.pair_of_code(number, normalise_code(query_code)).private
    )


def find_number(*, by: Actor, number: str) -> str:
    """The id of a matter by its number, however it is typed, for staff entitled to it.

    NotFound otherwise, also where the running digits alone ("503") fit several matters
    that the actor may read.
    """
    fitting = find_numbers(by=by, number=number)
    if len(fitting) != 1:
        raise NotFound("no such matter in your office's register")
    case_id, _number = fitting[0]
    return case_id


def find_numbers(*, by: Actor, number: str) -> list[tuple[str, str]]:
    """The matters that a number may mean to staff entitled to them, as (id, number):
    the one that it names, or those whose running digits were typed, the latest year
    first.
    """
    named = _readable(by, numbers.spellings(number))[:1]
    return named or _readable(by, numbers.of_running_digits(number))


def _readable(by: Actor, meant: Sequence[str]) -> list[tuple[str, str]]:
    if not meant:
        return []
    known = visibility.known(by, Case.objects.all()).filter(number__in=meant)
    ids = {row.number: row.pk for row in known if may_read(by, row)}
    return [(ids[number], number) for number in meant if number in ids]


def opened_by_code(case: Case) -> bool:
    """Whether the query code of a matter opens a sealed report's words as well: such a
    code is longer.
    """
    return case.sealed and keyring.known_to_reporter(case.pk)


def numbers_of(
    case_ids: Iterable[str], *, organs_read: Sequence[str]
) -> dict[str, str]:
    """The numbers of matters that some organs took in or handle, for a log that names
    matters by id; one query.

    Sealed matters (检举控告) are left out: a log must not tell that they exist.
    """
    rows = visibility.told_to_all(Case.objects.filter(pk__in=list(case_ids)))
    rows = rows.filter(Q(handler__in=organs_read) | Q(receiver__in=organs_read))
    return dict(rows.values_list("pk", "number"))


def options(*, view: CaseView, by: Actor, at: datetime) -> tuple[Option, ...]:
    """Every step of the procedure for this matter today: what would follow, or why it
    cannot be taken.

    Steps that name one of several signatories are left out where one person brought the
    matter, and those that name an agent where there never was one; where several
    signed, nobody is asked to consent to service online for the others.
    """
    held, facts = roles(by, view.state.parties), facts_of(view.state)
    instants = timing.instants(
        view.pack, at, not_before(at, view.state.event_at, actor=by.name)
    )
    by_instant = [
        procedure.available(
            view.pack, facts, held, instant, by.name, organ=by.organ
        )
        for instant in instants
    ]
    return tuple(
        option
        for option in timing.merged(by_instant)
        if concerns(view, view.pack.step(option.step))
    )


def concerns(view: CaseView, step: Step) -> bool:
    """Whether a step has anything to do with those who brought the matter: what is about
    one of several, or about an agent, only where there are any.
    """
    values = view.state.values
    if values.get("together"):
        if step.id == consent.AGREES:
            return False
    elif _of_one(step, "signatory"):
        return False
    return bool(values.get("agents")) or not _of_one(step, "agent")


def _of_one(step: Step, name: str) -> bool:
    arg = step.arg(name)
    return arg is not None and arg.required


def work_on_new(pack: Pack, accused: Sequence[str] = ()) -> Work:
    """A matter that nobody has filed yet, for rulings in memory: a preview of filing.
    ``accused`` are the codes of the organs that a report of wrongdoing is about.
    """
    work = Work(CaseState(case_id="-", pack=pack.key), pack)
    work.barred = tuple(envelope.barred_mark("-", organ) for organ in accused)
    return work


def work_on(view: CaseView) -> Work:
    """The matter as a piece of work, for rulings in memory (previews on a page that has
    the view already).
    """
    return Work(view.state, view.pack, rows=view.rows)
