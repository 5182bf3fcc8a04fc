"""The organ a matter is offered to as a column of its own, so that its officers find their offers by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_case_follows_ledger")]

    operations = [
        migrations.AddField(model_name="case", name="offered", field=models.CharField(blank=True, max_length=40)),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("offered", ""), _negated=True), fields=["offered"], name="case_offered"
            ),
        ),
    ]
