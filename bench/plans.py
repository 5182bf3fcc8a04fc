"""Which queries a page asks, and whether the database answers them by an index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# Tables that grow with the register. Organs, staff and sessions do not.
GROWING = (
    "casework_case", "casework_duty", "casework_contact", "casework_claim", "casework_note", "casework_attachment",
    "ledger_event", "people_identity",
)  # fmt: skip
FEW = 2000
SQLITE_SCAN = re.compile(r"\bSCAN (?:TABLE )?(\w+)\b(?! USING (?:COVERING )?INDEX)")
POSTGRES_SCAN = re.compile(r"\bSeq Scan on (\w+)")

Query = tuple[str, Any]


@contextmanager
def recorded() -> Iterator[list[Query]]:
    """Collect the statements asked inside, with their parameters."""
    asked: list[Query] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's signature
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
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {FEW}) AS found")  # noqa: S608 - one of GROWING
        return int(cursor.fetchone()[0]) < FEW
