"""Proof on the vault: every identity opens, or was erased by an event, and no event
speaks of one that is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from huiyin.ledger import reads as ledger
from huiyin.people import telephones, vault
from huiyin.people.acts import phone_hashes
from huiyin.people.models import Identity
from huiyin.people.particulars import Particulars

ROWS_AT_ONCE = 1000
NATIONAL_DIGITS = 10
ERASED = "identity.erased"
ABOUT_ONE = frozenset({ERASED, "identity.amended", "identity.revealed"})

Told = tuple[str, int, str]
"""Something wrong: the stream, the event (0: the rows), and it in words."""


def in_batches(size: int) -> Iterator[dict[str, bool]]:
    """Every identity of the vault by id, with whether it is sealed, ``size`` of them at
    a time.
    """
    last = ""
    while rows := dict(
        Identity.objects.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "sealed")[:size]
    ):
        yield rows
        last = max(rows)


def known(identities: Collection[str]) -> set[str]:
    """Those of some ids that the vault holds, erased ones included."""
    return set(
        Identity.objects.filter(pk__in=list(identities)).values_list(
            "pk", flat=True
        )
    )


def check() -> Iterator[Told]:
    """Compare the vault with the log of what was done to identities, and open every one
    that was not erased; yields what is wrong.

    Nothing that is opened here leaves this function. Identities whose key is not on
    this machine are counted by key.
    """
    erased: dict[str, datetime] = {}
    log = _log()
    while lines := list(islice(log, ROWS_AT_ONCE)):
        there = known(
            {identity for _stream, _seq, identity, _erased_at in lines}
        )
        for stream, seq, identity, erased_at in lines:
            if erased_at is not None:
                erased[identity] = erased_at
            if identity not in there:
                yield (
                    stream,
                    seq,
                    _("speaks of identity %s, which the vault does not hold")
                    % identity,
                )
    locked: Counter[str] = Counter()
    last = ""
    while rows := list(
        Identity.objects.filter(pk__gt=last).order_by("pk")[:ROWS_AT_ONCE]
    ):
        for row in rows:
            yield from _check_row(row, erased.get(row.pk), locked)
        last = rows[-1].pk
    for name, number in sorted(locked.items()):
        said = _(
            "%(number)d identities lie under the vault key %(key)s, which is not on this machine"
        )
        yield "", 0, said % {"number": number, "key": name}


def _log() -> Iterator[tuple[str, int, str, datetime | None]]:
    """Events about one identity: stream, place, whose, and when it was erased, if it was."""
    for entry in ledger.iterate(type_prefix="identity."):
        event = entry.event
        if event.type in ABOUT_ONE:
            identity = str(event.payload.get("identity", ""))
            yield (
                event.stream,
                event.seq,
                identity,
                event.at if event.type == ERASED else None,
            )


def _check_row(
    row: Identity, erased_at: datetime | None, locked: Counter[str]
) -> Iterator[Told]:
    if row.erased_at != erased_at:
        yield _about(
            row, _("when identity %s was erased is not what its event says")
        )
    if row.erased_at is not None:
        if _something_is_left(row):
            yield _about(
                row, _("identity %s was erased, and something of it is there")
            )
        return
    name = row.wrapped_key.partition(".")[0]
    if not vault.has_key(name):
        locked[name] += 1
        return
    try:
        data_key = vault.unwrap(row.wrapped_key, owner=row.pk)
        person = Particulars.unpack(
            vault.decrypt(
                bytes(row.ciphertext), data_key=data_key, owner=row.pk
            )
        )
    except (vault.VaultError, ValueError, TypeError):
        yield _about(
            row, _("identity %s does not open: it is not what was recorded")
        )
        return
    if not _found_by_its_own(row, person.phone):
        yield _about(
            row,
            _(
                "identity %s is found under a telephone number that is not its own"
            ),
        )


def _about(row: Identity, words: str) -> Told:
    """Something wrong with a row of the vault; ``words`` leave a place for its id."""
    return "", 0, words % row.pk


def _something_is_left(row: Identity) -> bool:
    """Whether an erased identity still holds a key, words, or a way to be found."""
    found_by = (row.phone_hash, row.second_phone_hash)
    return bool(
        row.wrapped_key or bytes(row.ciphertext) or found_by != (None, None)
    )


def _found_by_its_own(row: Identity, phone: str) -> bool:
    """Whether an identity is found by its own numbers, by one of them, or by none."""
    found_by = {row.phone_hash, row.second_phone_hash} - {None}
    if not found_by:
        return True
    try:
        own = set(phone_hashes(phone, row.office).values())
    except telephones.NotATelephone:
        own = set()
    return found_by <= own | {
        vault.phone_hash(_plain_digits(phone), office=row.office)
    }


def _plain_digits(phone: str) -> str:
    """A number as an earlier release spelled it: digits alone, without the code of the country."""
    digits = "".join(str(int(sign)) for sign in phone if sign.isdecimal())
    for code in ("0086", "86"):
        if (
            digits.startswith(code)
            and len(digits) - len(code) >= NATIONAL_DIGITS
        ):
            return digits[len(code) :]
    return digits
