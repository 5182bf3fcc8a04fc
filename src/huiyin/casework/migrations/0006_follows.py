"""The matter that a new one follows, as a column of its own, so that both are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_stopping_and_reopening"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="follows",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("follows", ""), _negated=True), fields=["follows"], name="case_follows"
            ),
        ),
    ]
