"""The casework room as a Django application."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Matters, their duties and what people said; one app, one migration history."""

    name = "huiyin.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
