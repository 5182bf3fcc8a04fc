"""The public pages as a Django application, for their templates, static files and translations."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages for the public door."""

    name = "huiyin.web.public"
    label = "web_public"
