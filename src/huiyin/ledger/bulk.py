"""Inserting many rows quickly: COPY on PostgreSQL, one prepared statement on SQLite.

The ORM prepares each field of each row through half a dozen calls; for an old ledger of
a hundred thousand matters that is most of the work. Here each column knows once how its
values are written. The rows that result are the same. They can be made ready in one
process and written by another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import (
    AutoField,
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

ROWS_TO_COPY = 50
"""Below this many rows opening a COPY costs more than it saves."""

AS_THEY_ARE = (CharField, TextField, IntegerField, BooleanField, BinaryField)

Convert = Callable[[Any], Any] | None
"""How a value is written; None where it is as it stands."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Rows of a model, their values in the order of its columns and as the database
    takes them; ``write`` inserts them, here or in another process.
    """

    model: type[Model]
    rows: list[tuple[Any, ...]]


def insert(rows: Sequence[Model]) -> None:
    """Insert unsaved rows of one model, all columns as they stand on the instances; one
    statement or one COPY.

    For models whose rows are complete: no automatic key is read back, no signal is
    sent. Constraints and triggers hold as ever, and a violation raises Django's
    ``IntegrityError``.
    """
    if rows:
        write(ready(type(rows[0]), rows))


def ready(model: type[Model], rows: Iterable[Any]) -> Ready:
    """Rows of ``model`` as the database takes them: unsaved instances, or whatever has
    the columns as attributes. Asks the database nothing.
    """
    read = attrgetter(*(field.attname for field in _fields(model)))
    converters = [
        (place, convert)
        for place, field in enumerate(_fields(model))
        if (convert := _converter(field)) is not None
    ]
    made: list[tuple[Any, ...]] = []
    for row in rows:
        values = list(read(row))
        for place, convert in converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        made.append(tuple(values))
    return Ready(model, made)


def write(prepared: Ready) -> None:
    """Insert rows that are ready, in one statement or one COPY; see ``insert``."""
    rows = prepared.rows
    if not rows:
        return
    model = prepared.model
    columns = [str(field.column) for field in _fields(model)]
    names = ", ".join(map(connection.ops.quote_name, columns))
    # Documented API of models
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= ROWS_TO_COPY:
            with (
                connection.wrap_database_errors,
                cursor.cursor.copy(
                    f"COPY {table} ({names}) FROM STDIN"
                ) as copy,
            ):
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            # The names are those of our own tables and columns.
            insertion = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(insertion, rows)


def update(
    model: type[Model], changes: Mapping[str, Mapping[str, Any]]
) -> None:
    """Set columns of rows of ``model``, by their primary keys: the same columns of each,
    by name; one prepared statement. No signal is sent; constraints and triggers hold.
    """
    if not changes:
        return
    meta = model._meta  # noqa: SLF001 - documented API of models
    names = list(next(iter(changes.values())))
    fields = [field for field in _fields(model) if field.attname in names]
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(meta.pk.column))
    # The names are those of our own tables and columns.
    statement = f"UPDATE {quote(meta.db_table)} SET {settings} WHERE {key} = %s"  # noqa: S608
    rows: list[tuple[Any, ...]] = []
    for row, said in changes.items():
        values = [said[field.attname] for field in fields]
        rows.append((*_converted(values, fields), row))
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _converted(
    values: Iterable[Any], fields: Iterable[Field[Any, Any]]
) -> Iterator[Any]:
    for value, field in zip(values, fields, strict=True):
        convert = _converter(field)
        yield value if value is None or convert is None else convert(value)


@cache
def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented API of models
    return [field for field in fields if not isinstance(field, AutoField)]


def _converter(field: Field[Any, Any]) -> Convert:
    """For one use: what converts belongs to this thread's connection."""
    while isinstance(field, ForeignKey):
        field = field.target_field
    if isinstance(field, JSONField):
        return _as_json(field)
    if isinstance(field, AS_THEY_ARE):
        return None
    if isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, DateField):
        return connection.ops.adapt_datefield_value
    return lambda value: field.get_db_prep_save(value, connection)


def _as_json(field: JSONField) -> Convert:
    encoder = field.encoder
    return lambda value: json.dumps(value, cls=encoder)
