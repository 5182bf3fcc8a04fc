"""The register that a file stands in: petitions, and beside them suggestions of petition offices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_participants")]

    operations = [
        migrations.AddField(
            model_name="case", name="register", field=models.CharField(default="petition", max_length=20)
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("register", "petition"), _negated=True),
                fields=["receiver", "id"],
                name="case_other_register",
            ),
        ),
    ]
