"""Members of staff whom a step names, as the ledger names them ("staff:7"), and what
the law asks of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid
from huiyin.law.rules.steps import Step
from huiyin.organisations import permissions, staff_reads
from huiyin.organisations.info import StaffInfo
from huiyin.reading import LARGEST, whole_number

PREFIX = "staff:"


def reference(staff: int) -> str:
    """How events name a member of staff: an id, never a name."""
    return f"{PREFIX}{staff}"


def numbers(references: Any) -> tuple[int, ...]:
    """The ids behind references; what is none is left out."""
    ids = (_number(str(reference)) for reference in references or ())
    return tuple(number for number in ids if number is not None)


def _number(named: str) -> int | None:
    if not named.startswith(PREFIX):
        return None
    return whole_number(named.removeprefix(PREFIX), 0, LARGEST)


def known_of(step: Step, args: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What a step asks of the staff it is told: the organ in which all of them hold a
    post on a day ("" where it is not one and the same), whether one of them heads it,
    and how many they are.

    ``args`` name them by reference ("staff:7"), one or several in an argument; what is
    asked of an argument is returned under its name with "_organ", "_head" or "_number"
    behind. Raises Invalid, on the argument, for somebody who holds no post.
    """
    known: dict[str, Any] = {}
    for arg in step.args:
        named = args.get(arg.name) if arg.kind == "staff" else None
        if not named:
            continue
        references = named if isinstance(named, tuple) else (named,)
        people = [_person(arg.name, reference, on) for reference in references]
        if step.arg(f"{arg.name}_organ"):
            known[f"{arg.name}_organ"] = _common_organ(people)
        if step.arg(f"{arg.name}_number"):
            known[f"{arg.name}_number"] = len({person.id for person in people})
        if step.arg(f"{arg.name}_head"):
            known[f"{arg.name}_head"] = any(map(_heads_own, people))
    return known


def _common_organ(people: Iterable[StaffInfo]) -> str:
    codes = {person.organ for person in people}
    return codes.pop() if len(codes) == 1 else ""


def _heads_own(person: StaffInfo) -> bool:
    return permissions.may(person, "case.head", person.organ)


def _person(name: str, reference: str, on: date) -> StaffInfo:
    number = _number(str(reference))
    person = staff_reads.staff_info(number, on) if number is not None else None
    if person is None or not person.organ:
        raise Invalid(name, _("holds no post"))
    return person
