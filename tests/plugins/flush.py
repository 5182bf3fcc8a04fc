"""Lets a test empty the tables at its end although the ledger refuses: triggers stand aside around the flush only.

A transactional test cannot be rolled back, so Django truncates the tables after it. Outside that moment every trigger is
in force in tests too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

_flush: Callable[..., None] = BaseDatabaseOperations.execute_sql_flush


_POSTGRES_TRIGGERS = """
    SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE NOT tgisinternal AND tgenabled <> 'D' AND nspname = current_schema()
"""
_ENABLE = {"A": "ENABLE ALWAYS", "O": "ENABLE", "R": "ENABLE REPLICA"}


@contextmanager
def triggers_aside(connection: Any) -> Iterator[None]:
    """Run the block without triggers on the tables of this connection."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_TRIGGERS)
            triggers = cursor.fetchall()
            aside = [f'ALTER TABLE {table} DISABLE TRIGGER "{name}"' for table, name, _ in triggers]
            back = [f'ALTER TABLE {table} {_ENABLE[how]} TRIGGER "{name}"' for table, name, how in triggers]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            aside = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
            back = [sql for _, sql in triggers]
        for statement in aside:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in back:
                cursor.execute(statement)


def _aside_on_sqlite(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


@contextmanager
def _aside_on_postgresql(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        # 32 is TRUNCATE in pg_trigger.tgtype; nothing else fires when a test is flushed.
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 > 0"
        )
        triggers = cursor.fetchall()
        for table, name, _enabled in triggers:
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        yield
        for table, name, enabled in triggers:
            mode = "ENABLE ALWAYS" if enabled == "A" else "ENABLE"
            cursor.execute(f'ALTER TABLE {table} {mode} TRIGGER "{name}"')


def _flush_with_triggers_aside(operations: Any, sql_list: list[str]) -> None:
    aside = _aside_on_sqlite if operations.connection.vendor == "sqlite" else _aside_on_postgresql
    with transaction.atomic(using=operations.connection.alias), aside(operations.connection):
        _flush(operations, sql_list)


def pytest_configure(config: pytest.Config) -> None:
    """Put the flush that knows about triggers in place of Django's."""
    BaseDatabaseOperations.execute_sql_flush = _flush_with_triggers_aside  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _forget_organs() -> None:
    """The register is kept in memory between requests; between tests the database is another one."""
    # By name: this plugin is loaded before Django is ready for models.
    resolve_name("huiyin.organisations.reads:forget")()
