"""A follower can begin from the rows of others, and says in which version it counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_followers")]

    operations = [
        migrations.AddField("followercursor", "version", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("followercursor", "filling_until", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("followercursor", "filled", models.CharField(blank=True, default="", max_length=64)),
    ]
