"""Clocks that stand still, matters that are handled anew, and what was decided on them before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_open_counts")]

    operations = [
        migrations.AddField(model_name="case", name="reopened_date", field=models.DateField(null=True)),
        migrations.AddField(model_name="duty", name="stopped_days", field=models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(model_name="duty", name="stopped_date", field=models.DateField(null=True)),
        migrations.RemoveIndex(model_name="duty", name="duty_open_counts"),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("status", "open")),
                fields=["owner", "kind", "due_date", "stopped_date"],
                name="duty_open_counts",
            ),
        ),
        migrations.CreateModel(
            name="EarlierDecision",
            fields=[
                ("id", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("event_seq", models.PositiveIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("outcome", models.CharField(max_length=40)),
                ("facts", models.TextField(blank=True)),
                ("basis", models.TextField(blank=True)),
                ("reply", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earlier_decisions",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "ordering": ("case", "event_seq", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "event_seq", "position"), name="earlier_decision_position")
                ],
            },
        ),
    ]
