"""The database refuses to change or remove an event. The statements are in ../sql, one file for each database."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"

UNDO = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS ledger_event_no_replace",
        "DROP TRIGGER IF EXISTS ledger_event_no_delete",
        "DROP TRIGGER IF EXISTS ledger_event_no_update",
    ),
    "postgresql": ("DROP FUNCTION IF EXISTS ledger_event_refuse() CASCADE",),
}


def forbid(_apps, schema_editor):
    path = SQL / f"append_only.{schema_editor.connection.vendor}.sql"
    for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
        statement = "\n".join(line for line in paragraph.splitlines() if not line.startswith("--")).strip()
        if statement:
            schema_editor.execute(statement, params=None)


def allow(_apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(forbid, allow)]
