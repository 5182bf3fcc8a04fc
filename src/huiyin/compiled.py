"""Queries of the ORM that are built once and asked often.

Building a query costs the ORM half a millisecond to a whole one, more than the database
needs to answer; an act reads two rows, a case page eleven times a few. What is compiled
here is written as any query set, with an argument where a value comes from outside, and
asked with the values: the same SQL, the same rows. For the few reads that every request
makes; all others stay with the ORM.

    DUTIES = Compiled(lambda case: Duty.objects.filter(case_id=case), case=str)
    DUTIES.rows(case="01a2...")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable

Row = TypeVar("Row")


class Within(str):
    """The kind of an argument that is looked for inside a column (``contains``,
    ``startswith``), never compared with it.
    """

    __slots__ = ()


Kind = type[str] | type[int] | type[date]
"""What an argument may be: what stands in a column as it is (``str``, ``int``,
``date``, ``datetime``), or ``Within``.
"""

_MARK = re.compile("\x02[0-9]+\x02")


class NotCompilable(TypeError):
    """The query set needs more than is compiled: rows of other tables with it, an
    argument inside another value that is not ``Within``, another kind of rows.
    """


@dataclass(frozen=True, slots=True)
class _Place:
    """One value of a statement: that of the argument ``name``, with what stands around
    it in a pattern; without a name, the value that is always the same.
    """

    name: str
    always: Any = None
    before: str = ""
    after: str = ""
    pattern: bool = False

    def value(self, given: Mapping[str, Any]) -> Any:
        if not self.name:
            return self.always
        if self.pattern:
            sought = connection.ops.prep_for_like_query(given[self.name])
            return f"{self.before}{sought}{self.after}"
        return _adapted(given[self.name])


@dataclass(frozen=True, slots=True)
class _Statement:
    """The SQL for one kind of database. ``places`` are the values in their order."""

    sql: str
    places: tuple[_Place, ...]
    read: Callable[[Sequence[Sequence[Any]]], list[Any]]


class Compiled(Generic[Row]):
    """A query set with arguments; ``kinds`` says what each of them is."""

    def __init__(
        self, build: Callable[..., QuerySet[Any, Row]], **kinds: Kind
    ) -> None:
        self.build = build
        self.kinds = kinds
        self.statements: dict[str, _Statement] = {}

    def rows(self, **values: Any) -> list[Row]:
        """All rows, for the values of all arguments by name. One query."""
        statement = self.statements.get(connection.vendor)
        if statement is None:
            statement = self._compiled()
            self.statements[connection.vendor] = statement
        given = [place.value(values) for place in statement.places]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, given)
            return statement.read(cursor.fetchall())

    def _compiled(self) -> _Statement:
        marks = {
            name: _mark(kind, place)
            for place, (name, kind) in enumerate(self.kinds.items())
        }
        asked: Any = self.build(**marks)
        compiler = asked.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        named = {_adapted(mark): name for name, mark in marks.items()}
        places = tuple(self._place(param, named) for param in params)
        missing = set(self.kinds) - {place.name for place in places}
        if missing:
            raise NotCompilable(
                f"{', '.join(sorted(missing))} stands nowhere in {sql}"
            )
        # How a query set hands out its rows is told by nothing else
        handed_out = asked._iterable_class  # noqa: SLF001
        return _Statement(sql, places, _reader(compiler, handed_out))

    def _place(self, param: Any, named: Mapping[Any, str]) -> _Place:
        mark = _MARK.search(param) if isinstance(param, str) else None
        if mark is None:
            name = "" if isinstance(param, bool) else named.get(param, "")
            return _Place(name) if name else _Place("", always=param)
        name = named[mark[0]]
        if issubclass(self.kinds[name], Within):
            around = (param[: mark.start()], param[mark.end() :])
            return _Place(name, None, *around, pattern=True)
        if mark[0] != param:
            raise NotCompilable(f"an argument inside another value: {param!r}")
        return _Place(name)


def _reader(
    compiler: Any, handed_out: type
) -> Callable[[Sequence[Sequence[Any]]], list[Any]]:
    """What makes rows of what the driver returns."""
    converters = compiler.get_converters(
        [column for column, _, _ in compiler.select]
    )

    def converted(rows: Sequence[Sequence[Any]]) -> Any:
        if not converters:
            return rows
        return compiler.apply_converters(rows, converters)

    if handed_out is ValuesListIterable:
        return lambda rows: [tuple(row) for row in converted(rows)]
    if handed_out is not ModelIterable:
        raise NotCompilable(f"rows as {handed_out.__name__}")
    make = _maker(compiler)
    return lambda rows: [make(row) for row in converted(rows)]


def _maker(compiler: Any) -> Callable[[Sequence[Any]], Model]:
    """What makes a row of a model from the values of its columns."""
    known = compiler.klass_info
    if known.get("related_klass_infos"):
        raise NotCompilable("rows of other tables with it (select_related)")
    model: type[Model] = known["model"]
    names = [
        compiler.select[place][0].target.attname
        for place in known["select_fields"]
    ]
    alias = connection.alias
    return lambda row: model.from_db(alias, names, row)


def _mark(kind: Kind, place: int) -> Any:
    """A value that stands for an argument while the query is built, unlike any that
    could be meant.
    """
    marks: Mapping[Kind, Any] = {
        str: f"\x02{place}\x02",
        Within: f"\x02{place}\x02",
        int: 2_000_000_000 + place,
        date: date.fromordinal(place + 1),
        datetime: datetime.fromordinal(place + 2).replace(tzinfo=UTC),
    }
    return marks[kind]


def _adapted(value: Any) -> Any:
    """A value as the database's driver is given it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
