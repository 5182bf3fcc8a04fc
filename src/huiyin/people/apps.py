"""The vault of identities as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Who wrote to us, always encrypted, opened only for a purpose and on the record."""

    name = "huiyin.people"
    label = "people"
    verbose_name = _("Identities")
    default_auto_field = "django.db.models.BigAutoField"
