"""An index over the matters that have ended, by receiver and end: those whose names are due to be erased."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0017_unrecorded_ending")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("final", True)),
                fields=["receiver", "closed_date", "id"],
                name="case_ended",
            ),
        ),
    ]
