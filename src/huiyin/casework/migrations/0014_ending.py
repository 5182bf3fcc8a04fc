"""How a matter ended, as a column: what was refused, passed on or taken back is never counted as resolved."""

from django.db import migrations, models

STATES = {
    "refused": ("refused", "excluded", "not_taken_up"),
    "passed_on": ("diverted",),
    "withdrawn": ("withdrawn", "recalled"),
    "unresolved": ("unresolved",),
}
TRIGGER = "ALTER TABLE casework_case {} TRIGGER case_follows_ledger"


def say(apps, schema_editor):
    """The rows that are there already, as their events fold."""
    matters = apps.get_model("casework", "Case").objects.filter(resolved_date__isnull=False)
    if not matters.exists():
        return
    held = schema_editor.connection.vendor == "postgresql"  # a new column comes with no new event
    if held:
        schema_editor.execute(TRIGGER.format("DISABLE"))
    matters.update(ending="resolved")
    for ending, states in STATES.items():
        matters.filter(state__in=states).update(ending=ending)
    if held:
        schema_editor.execute(TRIGGER.format("ENABLE"))


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_open_counts")]

    operations = [
        migrations.AddField(
            model_name="case", name="ending", field=models.CharField(blank=True, default="", max_length=12)
        ),
        migrations.RunPython(say, migrations.RunPython.noop),
    ]
