"""Who is in charge of a matter in the organ that handles it, and who helps: nobody in any matter so far."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0019_title_terms")]

    operations = [
        migrations.AddField(
            model_name="case", name="in_charge", field=models.CharField(blank=True, default="", max_length=30)
        ),
        migrations.AddField(model_name="case", name="helpers", field=models.TextField(blank=True, default="")),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("in_charge", ""), _negated=True),
                fields=["in_charge", "handler", "id"],
                name="case_in_charge",
            ),
        ),
    ]
