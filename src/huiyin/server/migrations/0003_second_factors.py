"""Secrets of second factors that lie in the clear go under the vault's keys.

A machine without keys leaves them: they are read as they are, and `huiyin keys rotate` takes them along.
"""

from django.conf import settings
from django.db import migrations

from huiyin.web.kit import second_factors


def encrypt(apps, _schema_editor):
    """Encrypt what is not encrypted yet."""
    if not settings.HUIYIN_VAULT_KEYS:
        return
    for row in apps.get_model("mfa", "Authenticator").objects.order_by("pk"):
        row.data = second_factors.anew(row.data)
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("server", "0002_key_prints"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]
