"""The officer pages as a Django application, for their templates, static files and translations."""

from django.apps import AppConfig


class OfficerConfig(AppConfig):
    """Pages for the officer door."""

    name = "huiyin.web.officer"
    label = "web_officer"
