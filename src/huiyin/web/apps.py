"""The doors' common ground as a Django application: layouts, components, static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What pages for every audience share."""

    name = "huiyin.web"
    label = "web"
