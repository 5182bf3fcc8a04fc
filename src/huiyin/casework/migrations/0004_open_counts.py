"""Open duties of an organ by kind and date: what an officer's page counts, answered from the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_offered")]

    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["owner", "kind", "due_date"], name="duty_open_counts"
            ),
        ),
    ]
