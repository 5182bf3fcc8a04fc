"""The doors' common ground as a Django application: layouts, components, static files."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class WebConfig(AppConfig):
    """What pages for every audience share."""

    name = "huiyin.web"
    label = "web"

    def ready(self) -> None:
        """Begin to write down what happens at sign-in."""
        import_string(
            "huiyin.web.kit.security_log.connect"
        )()  # by name: tables are not ready when applications are listed
