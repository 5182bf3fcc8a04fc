"""Oversight as a Django application, for its translations; it has no tables of its own."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """What looks across matters."""

    name = "huiyin.oversight"
    label = "oversight"
