"""Which queries a page asks, and whether the database answers them by an index."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction
from psycopg import ClientCursor

# Tables that grow with the register. Organs, staff and sessions do not.
GROWING = (
    "casework_case",
    "casework_duty",
    "casework_contact",
    "casework_claim",
    "casework_note",
    "casework_attachment",
    "casework_titleterm",
    "ledger_event",
    "people_identity",
)
FEW = 2000
ROWS_FOR_NOTHING, ROWS_FOR_ONE = 50, 10
"""What a statement may read without being wasteful: so many rows in any case, and so
many for each that it returns.
"""
STEPS_FOR_NOTHING, STEPS_FOR_ONE, EVERY = 5_000, 500, 10
"""The same in steps of SQLite's machine, and how many are counted at once."""
TRIED = 6
"""After so many times PostgreSQL has chosen the plan of a prepared statement."""
SQLITE_SCAN = re.compile(r"\bSCAN (?:TABLE )?(\w+)\b(?! USING (?:COVERING )?INDEX)")
POSTGRES_SCAN = re.compile(r"\bSeq Scan on (\w+)")

Query = tuple[str, Any]


class Work(NamedTuple):
    """What a statement cost: rows that were looked at in the growing tables, and rows
    that it gave back.
    """

    read: int
    returned: int

    @property
    def wasteful(self) -> bool:
        """Whether far more was read than given back, so that it grows with the register
        and not with the answer.
        """
        return self.read > ROWS_FOR_NOTHING + ROWS_FOR_ONE * self.returned


@contextmanager
def recorded() -> Iterator[list[Query]]:
    """Collect the statements asked inside, with their parameters."""
    asked: list[Query] = []

    def note(
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001 - Django's signature
        context: dict[str, Any],
    ) -> Any:
        # PostgreSQL's BEGIN is sent besides as well, and nowhere counted
        if not sql.startswith("BEGIN"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def is_read(sql: str) -> bool:
    """Whether a statement is a question about the tables that grow."""
    return sql.startswith("SELECT") and any(f'"{table}"' in sql for table in GROWING)


def explain(sql: str, params: Any) -> str:
    """The database's plan of one statement, on several lines."""
    command = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(command + sql, params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def scans(plan: str) -> list[str]:
    """The growing tables that a plan reads from end to end, although they are large."""
    pattern = SQLITE_SCAN if connection.vendor == "sqlite" else POSTGRES_SCAN
    return [table for table in pattern.findall(plan) if table in GROWING and not _small(table)]


def _small(table: str) -> bool:
    """Whether a table has so few rows that PostgreSQL rightly reads it whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {FEW}) AS found"  # noqa: S608 - one of GROWING
        )
        return int(cursor.fetchone()[0]) < FEW


def work(sql: str, params: Any, *, generic: bool = False, settled: bool = False) -> Work:
    """Run one statement on PostgreSQL and count the rows it looked at, those thrown
    away by a filter included.

    ``generic``: by the plan that is made without knowing the parameters; ``settled``: by
    the one that a prepared statement settles on after some times, that one or another.
    """
    plan: Any
    with transaction.atomic(), connection.cursor() as cursor:
        if generic:
            cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        if generic or settled:
            plan = _prepared(cursor, sql, params, before=TRIED if settled else 0)
        else:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, params)
            plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    top = plan[0]["Plan"]
    return Work(_looked_at(top), _answered(top))


def _prepared(cursor: Any, sql: str, params: Any, *, before: int) -> Any:
    """The plan of a prepared statement that was asked some times before."""
    marks = [f"${n}" for n in range(1, len(params) + 1)]
    cursor.execute(f"PREPARE looked_at AS {sql % tuple(marks)}")
    given = ", ".join(["%s"] * len(params))
    run = f"EXECUTE looked_at ({given})" if params else "EXECUTE looked_at"
    try:
        # EXECUTE takes no parameters from outside: they are written into it
        with ClientCursor(connection.connection) as written:
            for _ in range(before):
                written.execute(run, params)
            written.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + run, params)
            return next(iter(written))[0]
    finally:
        cursor.execute("DEALLOCATE looked_at")


def _answered(node: dict[str, Any]) -> int:
    """The rows that a statement gives back; of one that counts, those that it counts."""
    while node["Node Type"] in {"Aggregate", "WindowAgg", "Sort", "Limit"} and node.get("Plans"):
        if node["Node Type"] == "Aggregate":
            below = node["Plans"][0]
            return int(below["Actual Rows"] * below["Actual Loops"])
        node = node["Plans"][0]
    return int(node["Actual Rows"])


def _looked_at(node: dict[str, Any]) -> int:
    """The rows that a node and those under it took out of growing tables, over all their loops."""
    below = sum(_looked_at(child) for child in node.get("Plans", ()))
    table = node.get("Relation Name")
    if table not in GROWING or (node["Node Type"] == "Seq Scan" and _small(table)):
        return below
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return below + int((node["Actual Rows"] + removed) * node["Actual Loops"])


def steps(sql: str, params: Any) -> Work:
    """Run one statement on SQLite; its steps in ``read``. SQLite does not say how many rows it
    looked at; each takes some ten steps of its machine, which it counts.
    """
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += EVERY
        return 0

    with connection.cursor() as cursor:
        connection.connection.set_progress_handler(count, EVERY)
        try:
            cursor.execute(sql, params)
            returned = len(cursor.fetchall())
        finally:
            connection.connection.set_progress_handler(None, 0)
    return Work(taken, returned)


def problems(name: str, sql: str, params: Any) -> list[str]:
    """What is wrong with how a statement of an operation is answered: a growing table
    read whole, or many rows looked at for few.

    PostgreSQL says how many: by a plan for these values, and by the one that the prepared
    statement settles on. On SQLite its steps are counted; what a statement counts itself
    is not seen there.
    """
    found = [f"{name} reads all of {table}" for table in scans(explain(sql, params))]
    if connection.vendor == "postgresql":
        for settled in (False, True):
            done = work(sql, params, settled=settled)
            if done.wasteful:
                found.append(f"{name} reads {done.read} rows to return {done.returned}: {sql[:120]}")
    elif "COUNT(" not in sql:
        done = steps(sql, params)
        if done.read > STEPS_FOR_NOTHING + STEPS_FOR_ONE * done.returned:
            found.append(f"{name} takes {done.read} steps to return {done.returned}: {sql[:120]}")
    return found
