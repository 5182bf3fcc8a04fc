"""Where each follower of the ledger stands. Nothing is filled in: a follower that is new begins at the beginning."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_heads")]

    operations = [
        migrations.CreateModel(
            name="FollowerCursor",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("position", models.PositiveBigIntegerField(default=0)),
                ("stuck_id", models.PositiveBigIntegerField(null=True)),
                ("stuck_since", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={"db_table": "ledger_follower"},
        ),
    ]
