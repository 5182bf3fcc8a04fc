"""The server's application: it only adds system checks."""

from django.apps import AppConfig
from django.core.checks import register

from huiyin.server.checks import keys_are_there, limits_are_readable


class ServerConfig(AppConfig):
    """Composition: settings, urls, commands."""

    name = "huiyin.server"
    label = "server"

    def ready(self) -> None:
        """Register the checks that `huiyin serve` runs before it starts."""
        register(keys_are_there, deploy=True)
        register(limits_are_readable, deploy=True)
