"""Members of staff whom a step names, as the ledger names them ("staff:7"), and what
the law asks of them.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    found = []
    for one in references or ():
        named = str(one)
        which = (
            whole_number(named.removeprefix(PREFIX), 0, LARGEST)
            if named.startswith(PREFIX)
            else None
        )
        if which is not None:
            found.append(which)
    return tuple(found)


def known_of(step: Step, args: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What a step asks of the staff it is told: the organ in which all of them hold a
    post on a day ("" where it is not one and the same), whether one of them heads it,
    and how many they are.

    Raises Invalid, on the argument, for somebody who holds no post.
    """
    found: dict[str, Any] = {}
    for arg in step.args:
        named = args.get(arg.name) if arg.kind == "staff" else None
        if not named:
            continue
        people = [
            _person(arg.name, one, on)
            for one in (named if isinstance(named, tuple) else (named,))
        ]
        codes = {one.organ for one in people}
        if step.arg(f"{arg.name}_organ"):
            found[f"{arg.name}_organ"] = codes.pop() if len(codes) == 1 else ""
        if step.arg(f"{arg.name}_number"):
            found[f"{arg.name}_number"] = len({one.id for one in people})
        if step.arg(f"{arg.name}_head"):
            found[f"{arg.name}_head"] = any(
                permissions.may(one, "case.head", one.organ) for one in people
            )
    return found


def _person(name: str, named: str, on: date) -> StaffInfo:
    ids = numbers((named,))
    person = staff_reads.staff_info(ids[0], on) if ids else None
    if person is None or not person.organ:
        raise Invalid(name, _("holds no post"))
    return person
