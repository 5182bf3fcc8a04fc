"""What titles are found by; the follower `words` fills it."""

import django.db.models.deletion
from django.db import migrations, models

# Its key is all that there is in a row: on SQLite it need not be kept a second time.
WITHOUT_ROWID = (
    'CREATE TABLE "casework_titleterm" ("term" bigint NOT NULL, "day" date NOT NULL,'
    ' "case_id" varchar(32) NOT NULL, PRIMARY KEY ("term", "day", "case_id")) WITHOUT ROWID'
)


class CreateWithoutRowid(migrations.CreateModel):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(WITHOUT_ROWID)
        else:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_ended_matters")]

    operations = [
        migrations.CreateModel(
            name="TermedMatter",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("terms", models.BinaryField()),
            ],
            options={"ordering": ("id",)},
        ),
        CreateWithoutRowid(
            name="TitleTerm",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term", "day", "case_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("term", models.BigIntegerField()),
                ("day", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="title_terms",
                        to="casework.case",
                    ),
                ),
            ],
        ),
    ]
