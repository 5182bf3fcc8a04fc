"""Secrets of second factors lie under the vault's keys: a copy of the database computes no code."""

from __future__ import annotations

import base64
import os
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.apps import apps
from django.contrib.auth import get_user_model
from tests.plugins.district import District, district

from huiyin.people import reads as vault
from huiyin.server import factors, keys

__all__ = ["district"]

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"  # made up


def code() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


def fresh_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


@pytest.fixture
def green(district: District) -> Any:
    return get_user_model().objects.get(username="green")


def test_what_is_stored_is_not_the_secret_and_codes_still_fit(green: Any) -> None:
    TOTP.activate(green, SECRET)
    RecoveryCodes.activate(green)
    stored = {row.type: row.data for row in Authenticator.objects.all()}
    assert SECRET not in str(stored)
    name = vault.key_names()[0]
    assert stored["totp"]["secret"].startswith(f"{name}.")
    assert stored["recovery_codes"]["seed"].startswith(f"{name}.")
    assert stored["recovery_codes"]["used_mask"] == 0
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code())
    (first, *_rest) = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert Authenticator.objects.get(type="recovery_codes").wrap().validate_code(first)
    assert factors.keys_in_use() == {name: 2}


def test_what_lay_in_the_clear_is_read_and_then_encrypted(green: Any) -> None:
    Authenticator.objects.create(user=green, type="totp", data={"secret": SECRET})
    old = {"migrated_codes": ["12345678", "87654321"], "used_mask": 1}
    Authenticator.objects.create(user=green, type="recovery_codes", data=old)
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code())
    import_module("huiyin.server.migrations.0003_second_factors").encrypt(apps, None)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert not any(secret in stored for secret in (SECRET, "12345678", "87654321"))
    assert Authenticator.objects.get(type="recovery_codes").wrap().generate_codes() == ["12345678", "87654321"]
    assert factors.rotate() == 0


def test_without_keys_the_tables_are_brought_up_to_date_all_the_same(green: Any, settings: Any) -> None:
    Authenticator.objects.create(user=green, type="totp", data={"secret": SECRET})
    settings.HUIYIN_VAULT_KEYS = []
    import_module("huiyin.server.migrations.0003_second_factors").encrypt(apps, None)
    assert Authenticator.objects.get().data == {"secret": SECRET}


def test_they_are_wrapped_anew_with_the_keys_and_the_old_key_may_go(green: Any, settings: Any) -> None:
    TOTP.activate(green, SECRET)
    RecoveryCodes.activate(green)
    before, new = list(settings.HUIYIN_VAULT_KEYS), fresh_key()
    settings.HUIYIN_VAULT_KEYS = [new, *before]
    first, second = vault.key_names()[:2]
    assert keys.vault_keys_in_use() == {second: 2}
    assert factors.rotate() == 2
    assert factors.rotate() == 0
    assert keys.vault_keys_in_use() == {first: 2}
    settings.HUIYIN_VAULT_KEYS = [new]
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code())
    assert not any(second in one for one in keys.problems())


def test_a_key_under_which_they_lie_is_missed(green: Any, settings: Any) -> None:
    TOTP.activate(green, SECRET)
    (lost,) = factors.keys_in_use()
    settings.HUIYIN_VAULT_KEYS = [fresh_key()]
    assert any(lost in one and "1" in one for one in keys.problems())
