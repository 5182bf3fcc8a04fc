"""Guessing a password or a code is counted under one name and one address, and keeps
nobody else out.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessLog
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as search
from hypothesis import strategies as st

from huiyin.web.kit import clock, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-one"
WRONG = "000000"


@pytest.fixture
def wang():
    return get_user_model().objects.create_user(username="secretary", password=PASSWORD, name="王")


def attempt(password: str, name: str = "secretary", address: str = "192.0.2.1", **more: str):
    data = {"login": name, "password": password}
    return Client().post("/account/login/", data, REMOTE_ADDR=address, **more).status_code


def test_other_spellings_of_a_name_count_as_the_name(wang, settings):
    spellings = itertools.islice(map("".join, itertools.product(*((c, c.upper()) for c in "secretary"))), 40)
    statuses = [attempt("wrong", name) for name in spellings]
    assert statuses.count(200) == settings.AXES_FAILURE_LIMIT - 1
    assert attempt(PASSWORD) == 429


@search(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.one_of(
        st.builds(
            lambda flips: "".join(c.upper() if up else c for c, up in zip("secretary", flips, strict=True)),
            st.lists(st.booleans(), min_size=9, max_size=9),
        ),
        st.sampled_from([" secretary", "secretary\t", "\u017fecretary", "ｓecretary", "SECRETARY\u3000"]),
    )
)
def test_whatever_signs_in_counts_as_the_account(wang, name):
    """allauth's own look-up says which account a spelling reaches."""
    found = sign_in.get_user_by_username(name.strip())
    counted = sign_in.canonical(name)
    if found is not None:
        assert counted == found.get_username() == "secretary"
    assert counted == "secretary", "what looks like the name counts as it, whether or not it signs in"


def test_a_name_that_nobody_has_counts_under_one_spelling_too(settings):
    statuses = [attempt("wrong", name) for name in ("nobody", "Nobody", "NOBODY", "ｎobody", " nobody", "nobodY")]
    assert statuses[: settings.AXES_FAILURE_LIMIT].count(429) == 1


def test_behind_a_proxy_nobody_locks_somebody_out_from_afar(wang, settings):
    settings.HUIYIN_PROXIES = 1
    proxy = "10.0.0.1"
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        last = attempt("wrong", address=proxy, HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert last == 429
    assert attempt(PASSWORD, address=proxy, HTTP_X_FORWARDED_FOR="198.51.100.7") == 302


def test_a_network_of_ipv6_is_one_address(wang, settings):
    statuses = [attempt("wrong", address=f"2001:db8:1:2::{n}") for n in range(settings.AXES_FAILURE_LIMIT)]
    assert statuses[-1] == 429
    assert attempt(PASSWORD, address="2001:db8:1:2:ffff::1") == 429
    assert attempt(PASSWORD, address="2001:db8:1:3::1") == 302


def guess_from_many_addresses() -> None:
    for n in range(sign_in.GUESSED.amount):
        assert attempt("wrong", address=f"203.0.113.{n}") == 200


def test_a_name_guessed_from_many_addresses_is_slowed_down(wang):
    guess_from_many_addresses()
    statuses = [attempt("wrong", address=f"198.51.100.{n}") for n in range(6)]
    assert statuses.count(200) <= 2, "at most one in ten seconds, and a window may end meanwhile"
    assert statuses.count(429) >= 4


def test_and_the_office_it_belongs_to_goes_on_signing_in(wang):
    assert attempt(PASSWORD, address="192.0.2.1") == 302
    guess_from_many_addresses()
    for _ in range(3):
        assert attempt(PASSWORD, address="192.0.2.1") == 302
    assert attempt(PASSWORD, "Secretary", address="192.0.2.1") == 302


def test_an_address_is_not_known_for_ever(wang):
    attempt(PASSWORD, address="192.0.2.1")
    AccessLog.objects.update(attempt_time=clock.now() - timedelta(days=91))
    guess_from_many_addresses()
    assert [attempt("wrong", address="192.0.2.1") for _ in range(3)].count(429) >= 1


def test_one_address_tries_so_many_passwords_in_a_minute(settings):
    settings.HUIYIN_RATES = {"sign_in_address": "3/m"}
    statuses = [attempt("wrong", f"somebody-{n}") for n in range(8)]
    assert statuses.count(200) <= 6
    assert 429 in statuses
    settings.HUIYIN_OFFICE_NETWORKS = ["192.0.2.0/24"]
    assert attempt("wrong", "somebody-9") == 200


@pytest.fixture
def two_steps(wang):
    """Wang has a second factor; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(wang, secret)
    RecoveryCodes.activate(wang)
    return secret


def right_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def after_password() -> Client:
    client = Client()
    response = client.post("/account/login/", {"login": "secretary", "password": PASSWORD})
    assert response["Location"].startswith("/account/2fa/authenticate/")
    return client


def test_the_sixth_code_at_sign_in_is_refused_even_if_it_is_right(two_steps):
    client = after_password()
    for _ in range(5):
        assert client.post("/account/2fa/authenticate/", {"code": WRONG}).status_code == 200
    refused = after_password().post("/account/2fa/authenticate/", {"code": right_code(two_steps)})
    assert refused.status_code == 200, "still on the page, from whichever session"
    assert "太多" in refused.content.decode() or "过多" in refused.content.decode()


def test_recovery_codes_are_counted_with_the_others(two_steps, wang):
    client = after_password()
    for n in range(5):
        client.post("/account/2fa/authenticate/", {"code": f"abcd{n}234"})
    codes = Authenticator.objects.get(user=wang, type="recovery_codes").wrap().get_unused_codes()
    assert client.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 200


def test_the_right_code_signs_in(two_steps):
    assert after_password().post("/account/2fa/authenticate/", {"code": right_code(two_steps)}).status_code == 302


def test_codes_are_counted_where_one_signs_in_again_for_a_grave_act(two_steps, wang):
    client = Client()
    client.force_login(wang, backend="huiyin.web.kit.accounts.StaffBackend")
    for _ in range(5):
        client.post("/account/2fa/reauthenticate/", {"code": WRONG})
    answer = client.post("/account/2fa/reauthenticate/", {"code": right_code(two_steps)})
    assert answer.status_code in {200, 429}
    assert "account_authentication_methods" not in client.session or not any(
        "reauthenticated" in one for one in client.session["account_authentication_methods"]
    )


def test_passwords_are_counted_where_one_signs_in_again(wang, settings):
    client = Client()
    client.force_login(wang, backend="huiyin.web.kit.accounts.StaffBackend")
    for n in range(settings.AXES_FAILURE_LIMIT):
        last = client.post("/account/reauthenticate/", {"password": f"wrong-{n}"})
    assert last.status_code == 429
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_are_counted_one_by_one(wang, settings):
    """Each is counted before it is looked at: twenty at once are no more than one after
    the other.
    """

    def one(n: int) -> int:
        try:
            return attempt(f"wrong-{n}", "secretarY" if n % 2 else "secretary")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(one, range(20)))
    assert statuses.count(200) <= 2 * settings.AXES_FAILURE_LIMIT, "a window may end meanwhile"
    assert statuses.count(429) >= 20 - 2 * settings.AXES_FAILURE_LIMIT


def test_right_passwords_do_not_use_the_tries_up(wang, settings):
    for _ in range(2 * settings.AXES_FAILURE_LIMIT):
        assert attempt(PASSWORD) == 302
    client = Client()
    client.force_login(wang, backend="huiyin.web.kit.accounts.StaffBackend")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
