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


def work(sql: str, params: Any, *, generic: bool = False) -> Work:
    """Run one statement on PostgreSQL and count the rows it looked at, those thrown
    away by a filter included.

    ``generic``: by the plan that a prepared statement settles on, which is made without
    knowing the parameters.
    """
    plan: Any
    with transaction.atomic(), connection.cursor() as cursor:
        if generic:
            cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
            marks = [f"${n}" for n in range(1, len(params) + 1)]
            cursor.execute(f"PREPARE looked_at AS {sql % tuple(marks)}")
            try:
                given = ", ".join(["%s"] * len(params))
                run = f"EXECUTE looked_at ({given})" if params else "EXECUTE looked_at"
                # EXECUTE takes no parameters from outside: they are written into it
                with ClientCursor(connection.connection) as written:
                    written.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + run, params)
                    plan = next(iter(written))[0]
            finally:
                cursor.execute("DEALLOCATE looked_at")
        else:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, params)
            plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    top = plan[0]["Plan"]
    return Work(_looked_at(top), int(top["Actual Rows"]))


def _looked_at(node: dict[str, Any]) -> int:
    """The rows that a node and those under it took out of growing tables, over all their loops."""
    below = sum(_looked_at(child) for child in node.get("Plans", ()))
    if node.get("Relation Name") not in GROWING:
        return below
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return below + int((node["Actual Rows"] + removed) * node["Actual Loops"])


def problems(name: str, sql: str, params: Any) -> list[str]:
    """What is wrong with how a statement of an operation is answered: a growing table
    read whole, or, by PostgreSQL's own count, many rows looked at for few.
    """
    found = [f"{name} reads all of {table}" for table in scans(explain(sql, params))]
    if connection.vendor == "postgresql":
        done = work(sql, params)
        if done.wasteful:
            found.append(f"{name} reads {done.read} rows to return {done.returned}: {sql[:120]}")
    return found
