"""Letters that events owe. Filled by its follower, from the beginning of the ledger."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OwedLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.PositiveBigIntegerField()),
                ("stream", models.CharField(max_length=80)),
                ("seq", models.PositiveIntegerField()),
                ("pack", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=60)),
                ("addressee", models.CharField(max_length=60)),
                ("organ", models.CharField(blank=True, max_length=32)),
                ("owed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("event_id", "kind", "addressee"), name="correspondence_once")
                ],
            },
        ),
    ]
