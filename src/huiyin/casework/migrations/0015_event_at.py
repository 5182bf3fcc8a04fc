"""How far time has come in a matter's stream, as a column: an act asks for it without looking at the ledger."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat

TRIGGER = "ALTER TABLE casework_case {} TRIGGER case_follows_ledger"
WITHOUT_EVENTS = datetime(1970, 1, 1, tzinfo=UTC)  # a row that no event knows; verify tells of it


def fill(apps, schema_editor):
    """The latest instant of each matter's events; one statement, each matter one step in the ledger's index."""
    matters, events = apps.get_model("casework", "Case").objects, apps.get_model("ledger", "LedgerEvent").objects
    if not matters.exists():
        return
    held = schema_editor.connection.vendor == "postgresql"  # a new column comes with no new event
    if held:
        schema_editor.execute(TRIGGER.format("DISABLE"))
    own = events.filter(stream=Concat(Value("case:"), OuterRef("pk"), output_field=models.CharField()))
    last = own.order_by().values("stream").annotate(latest=Max("at")).values("latest")
    matters.update(event_at=Coalesce(Subquery(last), Value(WITHOUT_EVENTS, output_field=models.DateTimeField())))
    if held:
        schema_editor.execute(TRIGGER.format("ENABLE"))


class Migration(migrations.Migration):
    dependencies = [("casework", "0014_ending"), ("ledger", "0003_heads")]

    operations = [
        migrations.AddField(model_name="case", name="event_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(model_name="case", name="event_at", field=models.DateTimeField()),
    ]
