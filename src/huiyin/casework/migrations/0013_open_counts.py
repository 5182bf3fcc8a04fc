"""The index of the counts knows the matter too, so that those in which somebody stands aside are left out from it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_aside")]

    operations = [
        migrations.RemoveIndex(model_name="duty", name="duty_open_counts"),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("status", "open")),
                fields=["owner", "kind", "due_date", "stopped_date", "case"],
                name="duty_open_counts",
            ),
        ),
    ]
