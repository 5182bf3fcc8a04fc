"""Identities: each one that a matter names is in the vault, opens or was erased by an
event, and none is left over.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.casework.matter.work import stream as stream_of
from huiyin.casework.models import Agent, Case, Contact, Participant
from huiyin.casework.upkeep.verify.moments import a_moment
from huiyin.casework.upkeep.verify.report import Problem, Progress
from huiyin.people import verify as vault

ROWS_AT_ONCE = 1000


def check(progress: Progress) -> Iterator[Problem]:
    """Compare what matters name with what the vault holds, both ways, and yield where
    they differ.
    """
    beside = _named_beside_contacts()
    done = 0
    batches = vault.in_batches(ROWS_AT_ONCE)
    while True:
        with a_moment():
            identities = next(batches, None)
            problems = list(_left_over(identities or {}, beside))
        yield from problems
        if identities is None:
            break
        done += len(identities)
        progress("people", done)
    yield from _missing(beside)
    for stream, seq, message in vault.check():
        yield Problem(stream, seq, message)


def _named_beside_contacts() -> dict[str, str]:
    """The identities of signatories and agents, which are few, with their matters."""
    matters: dict[str, str] = {}
    for model in (Participant, Agent):
        matters.update(
            model.objects.exclude(identity="")
            .values_list("identity", "case_id")
            .iterator()
        )
    return matters


def _left_over(
    identities: dict[str, bool], beside: dict[str, str]
) -> Iterator[Problem]:
    """Identities that no matter names, and those that are sealed while their matter is
    not, or the other way round.
    """
    contacts = Contact.objects.filter(identity__in=list(identities)).exclude(
        identity=""
    )
    owners = dict(contacts.values_list("identity", "case_id"))
    owners |= {key: beside[key] for key in identities if key in beside}
    sealed = dict(
        Case.objects.filter(pk__in=set(owners.values())).values_list(
            "pk", "sealed"
        )
    )
    for identity, is_sealed in identities.items():
        case_id = owners.get(identity)
        if case_id is None:
            said = _(
                "identity %(identity)s is in the vault, and no matter names it"
            )
            yield Problem("", 0, said % {"identity": identity})
        elif sealed.get(case_id) != is_sealed:
            said = _("identity %(identity)s is not sealed as its matter is")
            yield Problem(stream_of(case_id), 0, said % {"identity": identity})


def _missing(beside: dict[str, str]) -> Iterator[Problem]:
    """Identities that a matter names and the vault does not hold."""
    last = ""
    named = Contact.objects.exclude(identity="")
    columns = named.order_by("id").values_list("id", "identity", "case_id")
    while rows := list(columns.filter(id__gt=last)[:ROWS_AT_ONCE]):
        yield from _not_there(
            {identity: case_id for _key, identity, case_id in rows}
        )
        last = rows[-1][0]
    yield from _not_there(beside)


def _not_there(named: dict[str, str]) -> Iterator[Problem]:
    for identity in sorted(set(named) - vault.known(named)):
        said = _(
            "identity %(identity)s is named here, and the vault does not hold it"
        )
        yield Problem(
            stream_of(named[identity]), 0, said % {"identity": identity}
        )
