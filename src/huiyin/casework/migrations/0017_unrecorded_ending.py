"""A matter of which an old ledger says that it ended, and not how, is counted as neither resolved nor anything else."""

from django.db import migrations

TRIGGER = "ALTER TABLE casework_case {} TRIGGER case_follows_ledger"


def turn(apps, schema_editor, *, old, new):
    """The rows that are there already, as their events fold."""
    matters = apps.get_model("casework", "Case").objects.filter(outcome="unrecorded", ending=old)
    if not matters.exists():
        return
    held = schema_editor.connection.vendor == "postgresql"  # what is read out of the same events comes with no new one
    if held:
        schema_editor.execute(TRIGGER.format("DISABLE"))
    matters.update(ending=new)
    if held:
        schema_editor.execute(TRIGGER.format("ENABLE"))


def say(apps, schema_editor):
    """Their ending is not recorded."""
    turn(apps, schema_editor, old="resolved", new="unrecorded")


def unsay(apps, schema_editor):
    """They were counted as resolved."""
    turn(apps, schema_editor, old="unrecorded", new="resolved")


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_erasures")]

    operations = [migrations.RunPython(say, unsay)]
