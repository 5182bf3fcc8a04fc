"""An organ's open matters are found without looking at those that have ended."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0020_in_charge"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("final", False)), fields=["handler", "id"], name="case_open"),
        ),
    ]
