"""Lets a test empty the tables at its end although the ledger refuses: triggers stand
aside around the flush only.

A transactional test cannot be rolled back, so Django truncates the tables after it.
Outside that moment every trigger is in force in tests too. What needs Django is looked
up by name, because this plugin is loaded before Django is ready.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from typing import Any

import pytest


@contextmanager
def _aside_on_sqlite(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


@contextmanager
def _aside_on_postgresql(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        # 32 is TRUNCATE in pg_trigger.tgtype; nothing else fires when a test is flushed.
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgtype & 32 > 0"
        )
        triggers = cursor.fetchall()
        for table, name, _enabled in triggers:
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        yield
        for table, name, enabled in triggers:
            mode = "ENABLE ALWAYS" if enabled == "A" else "ENABLE"
            cursor.execute(f'ALTER TABLE {table} {mode} TRIGGER "{name}"')


@pytest.fixture(autouse=True, scope="session")
def _flush_beside_triggers() -> Iterator[None]:
    atomic = resolve_name("django.db.transaction:atomic")
    operations = resolve_name("django.db.backends.base.operations:BaseDatabaseOperations")
    flush: Callable[..., None] = operations.execute_sql_flush

    def aside(self: Any, sql_list: list[str]) -> None:
        stand = _aside_on_sqlite if self.connection.vendor == "sqlite" else _aside_on_postgresql
        with atomic(using=self.connection.alias), stand(self.connection):
            flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", aside)
        yield


@pytest.fixture(autouse=True)
def _forget_organs() -> None:
    """The register is kept in memory between requests; between tests the database is
    another one.
    """
    resolve_name("huiyin.organisations.register:forget")()
