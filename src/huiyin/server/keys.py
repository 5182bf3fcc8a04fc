"""Which keys belong to the data: their fingerprints stand in the database, and are
compared wherever it is opened.

A database without its keys, or with those of another installation, looks whole until
somebody opens a name. So nothing starts with wrong keys, and no new ones are made over
data.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from huiyin.casework.upkeep import sealed_keys
from huiyin.people import reads as people
from huiyin.server import factors, secrets
from huiyin.server.models import KeyPrint

VAULT, SEALED, LOOKUP, SECRET = (
    "vault_keys",
    "sealed_keys",
    "lookup_key",
    "secret_key",
)
NEEDED = (VAULT, SEALED, LOOKUP)
"""Keys without which data is lost. The fourth, ``secret_key``, signs sessions and
forms: a new one ends those.
"""
LENGTH = 12
DATA = ("people_identity", "casework_case", "server_keyprint")


def here() -> dict[str, tuple[str, ...]]:
    """The fingerprints of the keys on this machine by kind, the one that encrypts first."""
    return {
        VAULT: people.key_names(),
        SEALED: sealed_keys.prints(),
        LOOKUP: _prints(LOOKUP, settings.HUIYIN_LOOKUP_KEY),
        # Not from the settings, which refuse to have none: this is asked before there are any keys.
        SECRET: _prints(
            SECRET, secrets.read(SECRET, settings.HUIYIN_DATA_DIR / "secrets")
        ),
    }


def _prints(kind: str, key: str) -> tuple[str, ...]:
    return (
        (
            hashlib.sha256(f"huiyin {kind}\x00{key}".encode()).hexdigest()[
                :LENGTH
            ],
        )
        if key
        else ()
    )


def belonging() -> dict[str, tuple[str, ...]]:
    """The fingerprints of the keys under which data lies, by kind, the oldest first."""
    by_kind: dict[str, tuple[str, ...]] = {}
    for kind, fingerprint in (
        KeyPrint.objects.filter(retired=False)
        .order_by("pk")
        .values_list("kind", "fingerprint")
    ):
        by_kind[kind] = (*by_kind.get(kind, ()), fingerprint)
    return by_kind


def problems() -> list[str]:
    """What is wrong with the keys on this machine, in words; nothing where all that
    belong to the data are here.

    A machine that is told to hold no keys for sealed reports (``none``) is right without them.
    """
    present, wanted = here(), belonging()
    said = []
    for kind in NEEDED:
        if kind == SEALED and secrets.has_none():
            continue
        absent = [
            fingerprint
            for fingerprint in wanted.get(kind, ())
            if fingerprint not in present[kind]
        ]
        if absent:
            words = _(
                "the key %(prints)s of %(kind)s, which belongs to this database, is "
                "not on this machine"
            )
            said.append(words % {"prints": ", ".join(absent), "kind": kind})
    said += _not_opened(present)
    return said


def _not_opened(present: dict[str, tuple[str, ...]]) -> list[str]:
    """Keys that data lies under although no fingerprint of theirs was kept: of a
    database from before they were.
    """
    known = set(
        KeyPrint.objects.filter(kind=VAULT).values_list(
            "fingerprint", flat=True
        )
    )
    there = {*present[VAULT], *known}
    identities = _(
        "%(number)d identities lie under the vault key %(key)s, which is not on this machine"
    )
    second = _(
        "%(number)d second factors lie under the vault key %(key)s, which is not on this machine"
    )
    said = []
    for words, used in (
        (identities, people.keys_in_use()),
        (second, factors.keys_in_use()),
    ):
        said += [
            words % {"number": used[name], "key": name}
            for name in sorted(set(used) - there)
        ]
    return said


def vault_keys_in_use() -> dict[str, int]:
    """How much lies under each vault key, by the key's name: identities, and secrets of
    second factors.
    """
    return dict(Counter(people.keys_in_use()) + Counter(factors.keys_in_use()))


def record(*, at: datetime) -> None:
    """Keep the fingerprints of the keys on this machine, where those that belong to the
    data are among them.

    Does nothing where ``problems`` finds any: wrong keys must not become right ones by being seen.
    """
    if problems():
        return
    known = set(KeyPrint.objects.values_list("kind", "fingerprint"))
    for kind, prints in here().items():
        for fingerprint in prints:
            if (kind, fingerprint) not in known:
                KeyPrint.objects.get_or_create(
                    kind=kind, fingerprint=fingerprint, defaults={"since": at}
                )
    # Nothing lies under the one that signs: an older one is not missed.
    KeyPrint.objects.filter(kind=SECRET).exclude(
        fingerprint__in=here()[SECRET]
    ).update(retired=True)


def retire_unused() -> None:
    """Note which vault keys and which keys for sealed reports nothing lies under any
    more, so that they may go.
    """
    present = here()
    for kind, used in (
        (VAULT, set(vault_keys_in_use())),
        (SEALED, set(sealed_keys.in_use())),
    ):
        used |= set(present[kind][:1])
        if "" not in used:
            KeyPrint.objects.filter(kind=kind).exclude(
                fingerprint__in=used
            ).update(retired=True)


def holds_data() -> bool:
    """Whether the database holds anything that keys belong to; also before its tables
    are brought up to date.
    """
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table in tables.intersection(DATA):
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - one of DATA
            if cursor.fetchone():
                return True
    return False
