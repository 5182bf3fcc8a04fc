"""Too often is counted once for all processes, by browser and by address, and an
office's hall is not shut out.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from huiyin.server.counters import TableCache
from huiyin.web.kit import addresses, limits

pytestmark = pytest.mark.django_db
RATES = {"file": "2/h", "file_address": "4/h", "follow": "3/h", "wrong_codes": "6/h", "sign_in_address": ""}


@pytest.fixture(autouse=True)
def _rates(settings):
    settings.HUIYIN_RATES = RATES


def ask(address: str = "192.0.2.1", session=None, **headers: str):
    request = RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)
    if session is not None:
        request.session = session
    return request


def browser() -> SessionStore:
    session = SessionStore()
    session.create()
    return session


def test_without_a_limit_nothing_is_asked_of_the_database(settings, django_assert_num_queries):
    settings.HUIYIN_RATES = {}
    with django_assert_num_queries(0):  # not even an empty transaction, which would wait for whoever writes
        assert not limits.exceeded(ask(), "file")


def test_one_browser_may_so_often_and_its_address_more():
    first, second = browser(), browser()
    tries = [limits.exceeded(ask(session=first), "file") for _ in range(3)]
    assert tries == [False, False, True]
    assert limits.exceeded(ask(session=second), "file") is False, "another browser at the same address"
    assert limits.exceeded(ask(session=browser()), "file") is True, "the address has used up its own four"
    assert limits.exceeded(ask("192.0.2.2"), "file") is False


def test_no_rate_no_limit(settings):
    settings.HUIYIN_RATES = {}
    assert not any(limits.exceeded(ask(), "file") for _ in range(9))
    assert all(limits.may_try_code(ask()) for _ in range(9))


def test_a_hall_of_the_office_is_not_counted(settings):
    settings.HUIYIN_OFFICE_NETWORKS = ["10.1.0.0/16", "2001:db8:5::/48"]
    assert not any(limits.exceeded(ask("10.1.7.9", session=browser()), "file") for _ in range(9))
    assert not any(limits.exceeded(ask("2001:db8:5:7::9"), "file") for _ in range(9))
    assert any(limits.exceeded(ask("10.2.7.9"), "file") for _ in range(9))


def test_right_codes_do_not_use_an_address_up():
    for _ in range(20):
        assert limits.may_try_code(ask())
        limits.code_was_right(ask())
    for _ in range(3):
        assert limits.may_try_code(ask())
        limits.code_was_wrong(ask())
    assert not limits.may_try_code(ask())


def test_many_addresses_that_guess_together_are_slowed_and_nobody_is_shut_out(settings):
    settings.HUIYIN_RATES = {**RATES, "follow": "60/h"}
    for n in range(6):
        assert limits.may_try_code(ask(f"192.0.2.{n}"))
        limits.code_was_wrong(ask(f"192.0.2.{n}"))
    tries = [limits.may_try_code(ask("198.51.100.1")) for _ in range(6)]
    assert tries == [True] * 5 + [False]


def test_the_count_is_in_the_database_and_so_holds_for_every_process():
    """Two processes share nothing but the database: each has a cache object of its own."""
    first, second = TableCache("", {}), TableCache("", {})
    assert first.add("n", 1, timeout=60)
    assert not second.add("n", 1, timeout=60)
    assert [second.incr("n"), first.incr("n"), second.get("n")] == [2, 3, 3]
    second.set("words", ["a", 1.5], timeout=60)
    assert first.get("words") == ["a", 1.5]
    assert first.touch("words", 60)
    assert second.delete("words")
    assert first.get("words", "gone") == "gone"
    assert not second.delete("words")


def test_what_is_over_is_not_there_any_more():
    assert cache.add("short", 1, timeout=-1)
    assert cache.get("short") is None
    with pytest.raises(ValueError, match="nothing is counted"):
        cache.incr("short")
    assert cache.add("short", 5, timeout=60)
    assert cache.get("short") == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_each_is_counted():
    rate = limits.Rate(10, 3600)

    def one(_n: int) -> int:
        try:
            return limits.count("race", "somebody", rate)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(one, range(24)))
    assert numbers == list(range(1, 25))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "connection_from", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "8.8.8.8, 203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (2, "8.8.8.8, 203.0.113.9, 10.0.0.1", "192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (1, "rubbish", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9:4711", "192.0.2.1", "203.0.113.9"),
        (1, "[2001:db8:1:2:3::4]:4711", "192.0.2.1", "2001:db8:1:2::"),
        (0, "", "2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        (0, "", "2001:db8:1:2:bbbb:1:2:3", "2001:db8:1:2::"),
        (0, "", "::ffff:192.0.2.7", "192.0.2.7"),
        (0, "", "fe80::1%eth0", "fe80::"),
        (0, "", "", "0.0.0.0"),  # noqa: S104  # the name of no address
    ],
)
def test_the_client_has_one_address(settings, proxies, forwarded, connection_from, address):
    settings.HUIYIN_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert addresses.client(ask(connection_from, **headers)) == address


def test_a_log_names_an_address_without_telling_it():
    name = addresses.pseudonym(ask("192.0.2.1"))
    assert name == addresses.pseudonym(ask("192.0.2.1"))
    assert name != addresses.pseudonym(ask("192.0.2.2"))
    assert "192" not in name or len(name) == 12


@pytest.mark.parametrize(("text", "amount", "seconds"), [("20/h", 20, 3600), ("5/10m", 5, 600), ("1/d", 1, 86400)])
def test_rates_are_written_so(text, amount, seconds):
    assert limits.Rate.parse(text) == limits.Rate(amount, seconds)


def test_what_is_no_rate_is_said():
    with pytest.raises(ValueError, match="is no rate"):
        limits.Rate.parse("20/hour")
    assert limits.Rate.parse("") is None
