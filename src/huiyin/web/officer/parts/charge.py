"""Who is in charge of a matter, in words: at a glance, and in its history. For the offices
alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import Actor
from huiyin.casework.charge import INNER, Charge
from huiyin.casework.matter import in_charge
from huiyin.casework.matter.leaving import CAUSE, POST_ENDS
from huiyin.casework.matter.timeline import Entry
from huiyin.casework.matter.views import CaseView
from huiyin.organisations import staff_reads
from huiyin.web.kit import labels
from huiyin.web.kit.components import Link, Row


def rows(view: CaseView, by: Actor) -> Iterator[Row]:
    """Who is in charge and who helps, with a link to change it for whoever may; nothing
    where nobody is and the reader has no say in it. No query where nobody is.
    """
    charge, may = view.state.charge, in_charge.allowed(by, view.state)
    if not charge and not may.change:
        return
    names = names_of(charge)
    address = reverse("officer:charge", args=[view.case_id])
    change = Link(address, _("Change"), _("who is in charge"))
    helps = by.name in charge.helpers
    yield Row(
        _("In charge"),
        names[charge.of] if charge else _("Nobody yet"),
        (change,) if may.change or helps else (),
    )
    if charge.helpers:
        helping = labels.listed(names[helper] for helper in charge.helpers)
        yield Row(_("Helping"), helping)


def names_of(charge: Charge) -> dict[str, str]:
    """The names of who is in charge and who helps, by how events name them; no query
    where nobody is.
    """
    if not charge:
        return {}
    known = staff_reads.names_of(labels.staff_ids(charge.people))
    return {
        person: labels.actor_name(person, known) for person in charge.people
    }


def people(entry: Entry) -> tuple[str, ...]:
    """Those whom an event names as in charge, or as helping."""
    said = entry.payload.get("charge")
    return Charge.read(said).people if said else ()


def lines(entry: Entry, staff: Mapping[int, str]) -> Iterator[str]:
    """What followed from an event as to who is in charge; ``staff`` are names by id."""
    said = entry.payload.get("charge")
    if said is None:
        return
    charge = Charge.read(said)
    if not charge:
        yield _("Nobody is in charge any more")
    else:
        yield _("In charge: %(name)s") % {
            "name": labels.actor_name(charge.of, staff)
        }
    if charge.helpers:
        names = [labels.actor_name(name, staff) for name in charge.helpers]
        yield _("Helping: %(names)s") % {"names": labels.listed(names)}
    elif charge and entry.type not in INNER:
        yield _("Nobody helps any more")
    if entry.payload.get("data", {}).get(CAUSE) == POST_ENDS:
        yield _("The post of whoever had it ends")
