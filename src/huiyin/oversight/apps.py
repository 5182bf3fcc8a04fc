"""Oversight as a Django application: translations, and tables that follow the ledger."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """What looks across matters."""

    name = "huiyin.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"
