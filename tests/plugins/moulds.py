"""Rows that many tests begin with, made once in a process by the acts that make them, and
afterwards put into the empty database as they were.

What is kept is every row that the acts wrote, the chain of the ledger with it, so that a
test finds what it would find had the acts been performed again. They are performed
again wherever that could differ: something is in those tables already, the clock was
moved, or a setting is another one than before.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from huiyin.organisations import register

Made = TypeVar("Made")
Row = tuple[Any, ...]
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Mould:
    """What came out of the acts: rows by table, and what the acts returned."""

    rows: Rows
    made: Any


_moulds: dict[tuple[str, ...], Mould] = {}


def cast(name: str, make: Callable[[], Made]) -> Made:
    """What ``make`` returns, with the rows that it writes; ``name`` says what that is."""
    if time_machine.escape_hatch.is_travelling():
        return make()
    key = (name, *_settings())
    if key not in _moulds:
        return _taken(key, make)
    mould = _moulds[key]
    if not _are_empty(mould.rows):
        return make()
    with transaction.atomic():
        for table, rows in mould.rows.items():
            _insert(table, rows)
    register.forget()
    made: Made = copy.deepcopy(mould.made)
    return made


def _taken(key: tuple[str, ...], make: Callable[[], Made]) -> Made:
    """Perform the acts, and keep what they leave, where they write into empty tables only."""
    before = {table: _rows(table) for table in _tables()}
    made = make()
    after = {table: _rows(table) for table in before}
    written = {table: rows for table, rows in after.items() if rows != before[table]}
    if not any(before[table] for table in written):
        _moulds[key] = Mould(written, copy.deepcopy(made))
    return made


def _are_empty(tables: Iterable[str]) -> bool:
    asked = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in tables)  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 WHERE {asked}")
        return cursor.fetchone() is None


def _settings() -> Iterable[str]:
    """Every setting of ours, and how passwords are kept."""
    ours = (name for name in dir(settings) if name.startswith("HUIYIN_") or name == "PASSWORD_HASHERS")
    return (repr(getattr(settings, name)) for name in ours)


def _tables() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _columns(table: str) -> list[str]:
    return [connection.ops.quote_name(field.column) for field in _tables()[table]._meta.local_concrete_fields]


def _rows(table: str) -> list[Row]:
    """Rows as the database has them, unread by Django and by its driver."""
    columns = _columns(table)
    keys = _tables()[table]._meta.pk_fields
    primary = ", ".join(connection.ops.quote_name(key.column) for key in keys)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # a plus, because the driver reads a column of days as days, but not an expression
            cursor.execute(f'SELECT {", ".join(f"+{column}" for column in columns)} FROM "{table}" ORDER BY {primary}')  # noqa: S608 - our own names
            return list(cursor.fetchall())
        chosen = f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY {primary}'  # noqa: S608 - our own names
        with cursor.copy(f"COPY ({chosen}) TO STDOUT") as out:
            lines = b"".join(bytes(part) for part in out)
        return [(line,) for line in lines.splitlines(keepends=True)]


def _insert(table: str, rows: list[Row]) -> None:
    columns = _columns(table)
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # noqa: S608 - our own names
            # Numbers go on behind these rows: after a test that was flushed they would leave a gap, as if events were missing.
            last = f'UPDATE sqlite_sequence SET seq = (SELECT max(rowid) FROM "{table}") WHERE name = %s'  # noqa: S608 - the same
            cursor.execute(last, [table])
            return
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as into:
            into.write(b"".join(row[0] for row in rows))
