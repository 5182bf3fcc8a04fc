"""The administrators' pages as a Django application, for their templates and translations."""

from typing import Any

from allauth.account.signals import password_changed
from django.apps import AppConfig
from django.utils.module_loading import import_string


class AdministrationConfig(AppConfig):
    """Pages for the door of administrators."""

    name = "huiyin.web.administration"
    label = "web_administration"

    def ready(self) -> None:
        """Forget a password for once as soon as its owner has chosen another."""
        password_changed.connect(_chosen, dispatch_uid="password_chosen")


def _chosen(user: Any, **_signal: object) -> None:
    # found by name: tables are not ready when applications are listed
    choose, now = (
        import_string("huiyin.organisations.signing_in.choose_password"),
        import_string("huiyin.web.kit.clock.now"),
    )
    choose(staff=user.pk, at=now())
