"""The supervisor pages as a Django application, for their templates, static files and
translations.
"""

from django.apps import AppConfig


class SupervisorConfig(AppConfig):
    """Pages for the supervisor door."""

    name = "huiyin.web.supervisor"
    label = "web_supervisor"
