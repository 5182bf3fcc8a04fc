"""Secrets of second factors when keys are rotated: they lie under the vault's keys
beside the identities.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from huiyin.web.kit import second_factors


def rotate() -> int:
    """Encrypt anew what does not lie under the first vault key; returns of how many authenticators.

    Each is a transaction of its own: it can be stopped and started again.
    """
    done = 0
    for key in list(
        Authenticator.objects.order_by("pk").values_list("pk", flat=True)
    ):
        done += _sealed_anew(key)
    return done


@transaction.atomic
def _sealed_anew(key: int) -> bool:
    row = Authenticator.objects.select_for_update().filter(pk=key).first()
    if row is None or second_factors.is_current(row.data):
        return False
    row.data = second_factors.anew(row.data)
    row.save(update_fields=["data"])
    return True


def keys_in_use() -> dict[str, int]:
    """How many secrets lie under each vault key, by the key's name; those in the clear
    are not among them.
    """
    in_use = second_factors.keys_in_use(
        Authenticator.objects.values_list("data", flat=True).iterator()
    )
    in_use.pop("", None)
    return in_use
