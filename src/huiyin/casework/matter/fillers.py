"""What a step is told that nobody has to say: organs found in the tree, the kinds of those
that are named, what is known of staff, who acts, and what the matter's record holds.

The pack names what is worked out from the record (``known = "waiting"``); ``FILLERS``
says how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis import (
    active_organs,
    consent,
    law_access,
    named_staff,
)
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.basis.found_organs import chosen_organ, meant
from huiyin.casework.basis.rows_read import RowsRead
from huiyin.casework.events import CaseState
from huiyin.casework.matter import participants, visits
from huiyin.casework.matter.work import NO_DATA, Work
from huiyin.casework.models import Claim
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms.party_slots import members
from huiyin.organisations import reads as organs

STATED = "…"
"""Stands for words still to be written: the law only asks whether there are any."""

COMMON = "common"


@dataclass(frozen=True, slots=True)
class Known:
    """What fillers may look at: the matter and its law, who acts, and the day."""

    pack: Pack
    state: CaseState
    who: Actor
    on: date
    rows: RowsRead = field(default_factory=dict)
    """Rows of the matter that were read already."""

    @classmethod
    def of(cls, work: Work, *, by: Actor, at: datetime) -> Known:
        """What is known of a piece of work."""
        on = law_access.local_day(work.pack, at)
        return cls(work.pack, work.state, by, on, work.rows)


def _assigned(_known: Known, args: Mapping[str, Any]) -> str:
    """A day for the report makes it an assignment (交办); without one it is forwarded
    (R22 Art 22).
    """
    return "assign" if args.get("report_by") else "forward"


def _brought_today(known: Known, _args: Mapping[str, Any]) -> bool:
    return visits.brought_today(known.pack, known.state, known.on)


def _handled_below(known: Known, args: Mapping[str, Any]) -> bool | None:
    """Whether an organ below has the earlier matter (R22 Art 19): the register knows it
    of its own matters; of others it is what was said.
    """
    number = str(args.get("earlier_number") or "")
    below = active_organs.handled_below(number, known.who.organ)
    said = args.get("superior")
    return said if said and below is not False else None


def _waiting(known: Known, _args: Mapping[str, Any]) -> int | None:
    return participants.waiting(known.state.case_id)


def _signatories(known: Known, _args: Mapping[str, Any]) -> int | None:
    return participants.to_agree(known.state.case_id)


def _all_agree(known: Known, _args: Mapping[str, Any]) -> bool | None:
    return participants.all_agree(known.state.case_id)


def _to_serve(known: Known, _args: Mapping[str, Any]) -> int:
    return participants.to_serve(known.state.case_id, known.rows)


def _remaining(known: Known, _args: Mapping[str, Any]) -> int:
    return len(participants.signing(known.state.case_id)) - 1


def _claims(known: Known, _args: Mapping[str, Any]) -> int:
    return Claim.objects.filter(case_id=known.state.case_id).count()


def _of_the_answers(_known: Known, _args: Mapping[str, Any]) -> None:
    """What only the answers to the claims can tell: whoever answers them (the act)
    settles it, and without answers there is nothing to tell, whatever is said.
    """


def _rereview_heard(known: Known, _args: Mapping[str, Any]) -> bool:
    return known.state.values.get("rereview_heard") is True


def _consent(known: Known, _args: Mapping[str, Any]) -> bool:
    return consent.given(known.state.values)


FILLERS: Mapping[str, Callable[[Known, Mapping[str, Any]], Any]] = {
    "all_agree": _all_agree,
    "assigned": _assigned,
    "basis_stated": _of_the_answers,
    "brought_today": _brought_today,
    "claims": _claims,
    "consent": _consent,
    "facts_stated": _of_the_answers,
    "handled_below": _handled_below,
    "remaining": _remaining,
    "rereview_heard": _rereview_heard,
    "signatories": _signatories,
    "to_serve": _to_serve,
    "waiting": _waiting,
}
"""What a pack may ask to be worked out, by the name that it uses; None says that there
is nothing to tell. ``law.rules.known`` lists the same names.
"""


def trimmed(args: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody says, its texts without blanks at their ends, several in order."""
    told = {}
    for name, value in args.items():
        told[name] = value.strip() if isinstance(value, str) else value
        if isinstance(value, list):
            told[name] = tuple(value)
    return told


def supposed(step: Step, args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as if all words that are required were written, and what must be
    ticked were ticked: for a page that shows what will follow.
    """
    full = dict(args)
    for arg in step.args:
        if (
            arg.required
            and arg.kind in {"text", "bool"}
            and arg.name not in full
        ):
            full[arg.name] = STATED if arg.kind == "text" else True
    return full


def completed(
    step: Step,
    args: Mapping[str, Any],
    known: Known,
    *,
    settled: Mapping[str, Any] = NO_DATA,
) -> dict[str, Any]:
    """The arguments of a step with the organs that are found in the tree, the kinds of
    those that are named, what is asked of staff, and what the record holds. What is
    ``settled`` already is taken as it is, as far as the step asks for it.

    Raises Invalid, on the argument, where the tree has no such organ and the step needs one.
    """
    full = dict(args)
    for arg in step.args:
        if arg.name in settled:
            full[arg.name] = settled[arg.name]
            continue
        if arg.find and arg.kind == "staff":
            full[arg.name] = known.who.name
        elif arg.find:
            _find(step, arg, full, known)
        elif arg.known:
            value = FILLERS[arg.known](known, full)
            full.pop(arg.name, None)
            if value is not None:
                full[arg.name] = value
    full |= named_staff.known_of(step, full, known.on)
    for arg in step.args:
        kind_of = arg.name.removesuffix("_kind")
        if kind_of != arg.name and full.get(kind_of):
            full[arg.name] = organs.organ(str(full[kind_of])).kind
    return full


def _find(
    step: Step, arg: Argument, full: dict[str, Any], known: Known
) -> None:
    """Fill in an organ that is found in the tree. Of a sealed report the common superior
    is the discipline organ above (R22 Art 30): nobody else is told that there is one.
    Above a party that the matter does not have there is nobody: what the law says of
    the step then goes before.
    """
    party = arg.find.removeprefix("above:")
    if party in known.pack.parties and not members(known.state.parties, party):
        return
    try:
        full[arg.name] = _discipline_above(arg, known) or chosen_organ(
            meant(step, arg, full),
            full.get(arg.name),
            known.state.parties,
            own=known.who.organ,
        )
    except Invalid:
        if arg.required or full.get(arg.name):
            raise


def _discipline_above(arg: Argument, known: Known) -> str:
    values = known.state.values
    if arg.find != COMMON or not values.get("sealed"):
        return ""
    category = known.pack.terms["categories"].terms[str(values["category"])]
    if not category.competent:
        return ""
    handler = known.state.parties["handler"]
    above = organs.competent_above(handler, category.competent)
    if above is None:
        said = _(
            "there is no organ above in the tree; ask the petition office where to turn"
        )
        raise Invalid("to", said)
    return above.code
