"""PostgreSQL refuses a case row that changes without its event; on SQLite `huiyin verify` finds it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "follows_ledger.postgresql.sql"


def tie(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(SQL.read_text(encoding="utf-8"), params=None)


def untie(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS casework_case_follows_ledger() CASCADE", params=None)
        schema_editor.execute("DROP FUNCTION IF EXISTS casework_case_no_truncate() CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [migrations.RunPython(tie, untie)]
