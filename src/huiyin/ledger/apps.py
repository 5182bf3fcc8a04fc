"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only events, one hash chain per stream."""

    name = "huiyin.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
