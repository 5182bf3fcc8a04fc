"""Who stands aside in a matter, as one column, so that their lists can leave it out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_agents")]

    operations = [
        migrations.AddField(model_name="case", name="aside", field=models.TextField(blank=True, default="")),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("aside", ""), _negated=True), fields=["id"], name="case_aside"),
        ),
    ]
