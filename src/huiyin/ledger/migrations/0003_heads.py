"""Where streams end, and heads over all of them. Streams that are there already are entered as they end now."""

from django.db import migrations, models

# Matters keep the end of their stream on their own row.
FILL = (
    "INSERT INTO ledger_stream_head (stream, seq, hash)"
    " SELECT event.stream, event.seq, event.hash FROM ledger_event event JOIN"
    " (SELECT stream, max(seq) AS seq FROM ledger_event WHERE stream NOT LIKE 'case:%%' GROUP BY stream) ending"
    " ON event.stream = ending.stream AND event.seq = ending.seq"
)


def fill(_apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FILL, [])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="StreamHead",
            fields=[
                ("stream", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("seq", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"db_table": "ledger_stream_head"},
        ),
        migrations.CreateModel(
            name="TreeHead",
            fields=[
                ("size", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("last_id", models.PositiveBigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("peaks", models.JSONField()),
                ("taken_at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_tree_head"},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
