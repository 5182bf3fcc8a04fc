"""Inserting many rows quickly: COPY on PostgreSQL, one prepared statement on SQLite.

The ORM prepares each field of each row through half a dozen calls; for an old ledger of
a hundred thousand matters that is most of the work. Here each column knows once how its
values are written. The rows that result are the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    Field,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

ROWS_TO_COPY = 50
"""Below this many rows opening a COPY costs more than it saves."""

AS_THEY_ARE = (CharField, TextField, IntegerField, BooleanField)

Column = tuple[str, Callable[[Any], Any]]


def insert(rows: Sequence[Model]) -> None:
    """Insert unsaved rows of one model, all columns as they stand on the instances; one
    statement or one COPY.

    For models whose rows are complete: no automatic key is read back, no signal is
    sent. Constraints and triggers hold as ever, and a violation raises Django's
    ``IntegrityError``.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = _columns(model, connection.vendor)
    names = ", ".join(connection.ops.quote_name(name) for name, _ in columns)
    # Documented API of models
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    read = attrgetter(*(field.attname for field in _fields(model)))
    write = [convert for _, convert in columns]

    def converted(row: Model) -> list[Any]:
        return [
            convert(value)
            for convert, value in zip(write, read(row), strict=True)
        ]

    values = map(converted, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= ROWS_TO_COPY:
            with (
                connection.wrap_database_errors,
                cursor.cursor.copy(
                    f"COPY {table} ({names}) FROM STDIN"
                ) as copy,
            ):
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            # The names are those of our own tables and columns.
            insertion = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(insertion, list(values))


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented API of models
    return [field for field in fields if not isinstance(field, AutoField)]


@cache
def _columns(model: type[Model], _vendor: str) -> tuple[Column, ...]:
    return tuple(
        (str(field.column), _converter(field)) for field in _fields(model)
    )


def _converter(field: Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, JSONField):
        encoder = field.encoder
        return lambda value: (
            None if value is None else json.dumps(value, cls=encoder)
        )
    if isinstance(field, AS_THEY_ARE):
        return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection)
