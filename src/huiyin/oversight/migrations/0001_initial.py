"""How many events each organ has on each day. Filled by its follower, from the beginning of the ledger."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="EventCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organ", models.CharField(blank=True, max_length=32)),
                ("day", models.DateField()),
                ("events", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organ", "day"), name="oversight_count_once")],
            },
        ),
    ]
