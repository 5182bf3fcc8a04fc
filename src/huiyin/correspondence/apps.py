"""Correspondence as a Django application: what leaves the building to a person or another organ."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    """Letters that are owed; they follow the ledger."""

    name = "huiyin.correspondence"
    label = "correspondence"
    default_auto_field = "django.db.models.BigAutoField"
