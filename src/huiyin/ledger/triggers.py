"""The database's own refusal to change an event: what was installed, and whether it still stands.

The statements are in ``sql/``, one file for each database; a migration installs them.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.db import connection

SQL = Path(__file__).resolve().parent / "sql"
TABLE = "ledger_event"
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)")
_FUNCTION_BODY = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
_ALWAYS = "A"  # what pg_trigger.tgenabled says of a trigger that no session can step around


def statements(vendor: str) -> tuple[str, ...]:
    """The statements for one database ("sqlite" or "postgresql"), without comments."""
    text = (SQL / f"append_only.{vendor}.sql").read_text(encoding="utf-8")
    return tuple(filter(None, map(_without_comments, text.split("\n\n"))))


def _without_comments(paragraph: str) -> str:
    lines = [
        line for line in paragraph.splitlines() if not line.startswith("--")
    ]
    return "\n".join(lines).strip()


def damaged() -> tuple[tuple[str, str], ...]:
    """Triggers that do not stand as installed: their names, each with "missing" or "altered"."""
    expected = {
        match.group(1): statement
        for statement in statements(connection.vendor)
        if (match := _TRIGGER.search(statement)) is not None
    }
    standing = (
        _on_sqlite() if connection.vendor == "sqlite" else _on_postgresql()
    )
    problems: list[tuple[str, str]] = []
    for name, statement in expected.items():
        if name not in standing:
            problems.append((name, "missing"))
        elif standing[name] != _plain(statement):
            problems.append((name, "altered"))
    return tuple(problems)


def _plain(statement: str) -> str:
    return " ".join(statement.replace("public.", "").split()).rstrip(";")


def _on_sqlite() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            [TABLE],
        )
        return {name: _plain(sql or "") for name, sql in cursor.fetchall()}


def _on_postgresql() -> dict[str, str]:
    body = next(
        match.group(1)
        for text in statements("postgresql")
        if (match := _FUNCTION_BODY.search(text))
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, t.tgenabled, pg_get_triggerdef(t.oid), p.prosrc FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = %s::regclass AND NOT "
            "t.tgisinternal",
            [TABLE],
        )
        rows = cursor.fetchall()
    standing: dict[str, str] = {}
    for name, enabled, definition, source in rows:
        intact = enabled == _ALWAYS and _plain(source) == _plain(body)
        standing[name] = _plain(definition) if intact else ""
    return standing
