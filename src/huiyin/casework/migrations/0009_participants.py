"""Those who bring a matter together."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_sealed_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.CharField(max_length=48, primary_key=True, serialize=False)),
                ("event_seq", models.PositiveIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("role", models.CharField(max_length=20)),
                ("identity", models.CharField(max_length=36)),
                ("salt", models.CharField(max_length=32)),
                ("ended_seq", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="casework.case"
                    ),
                ),
            ],
            options={
                "ordering": ("case", "position"),
                "constraints": [models.UniqueConstraint(fields=("case", "position"), name="participant_position")],
            },
        ),
    ]
