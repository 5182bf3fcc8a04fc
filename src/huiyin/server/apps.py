"""The server's application: it adds system checks, and says where packs are."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register
from django.core.exceptions import ImproperlyConfigured

from huiyin.law import packs
from huiyin.law.terms import pack_folders
from huiyin.server.checks import keys_are_there, limits_are_readable


class ServerConfig(AppConfig):
    """Composition: settings, urls, commands."""

    name = "huiyin.server"
    label = "server"

    def ready(self) -> None:
        """Look for the office's own packs too; register the checks that `huiyin serve`
        runs before it starts. ImproperlyConfigured where a folder of packs is not
        right.
        """
        try:
            packs.use(*settings.HUIYIN_PACKS_DIR)
        except pack_folders.PlaceError as error:
            raise ImproperlyConfigured(str(error)) from error
        register(keys_are_there, deploy=True)
        register(limits_are_readable, deploy=True)
