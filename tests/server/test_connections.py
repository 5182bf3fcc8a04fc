"""What goes to another machine goes encrypted, or its owner has said that nobody else
is on the way.
"""

from __future__ import annotations

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from huiyin.server.settings import accounts, database, files


def options(url: str):
    return database._postgres_options(environ.Env.db_url_config(url))


@pytest.mark.parametrize(
    ("url", "more", "expected"),
    [
        ("postgres://u@db/office", {}, {"sslmode": "verify-full", "sslrootcert": "system"}),
        ("postgres://u@db/office", {"HUIYIN_DATABASE_CA": "/ca"}, {"sslmode": "verify-full", "sslrootcert": "/ca"}),
        ("postgres://u@db/office?sslmode=require", {}, {"sslmode": "require"}),
        ("postgres://u@db/office", {"HUIYIN_PRIVATE_NETWORK": "1"}, {}),
        ("postgres://u@127.0.0.1/office", {}, {}),
        ("postgres://u@localhost/office", {}, {}),
        ("postgres://u@[::1]/office", {}, {}),
        ("postgres:////run/postgresql/office", {}, {}),
    ],
)
def test_postgresql_on_another_machine_is_reached_over_tls(monkeypatch, url, more, expected):
    for name, value in more.items():
        monkeypatch.setenv(name, value)
    assert options(url) == expected


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
def test_a_database_elsewhere_in_the_clear_is_refused(mode):
    with pytest.raises(ImproperlyConfigured, match="in the clear"):
        options(f"postgres://u@db/office?sslmode={mode}")


@pytest.mark.parametrize(
    ("url", "more"),
    [
        ("rediss://cache:6379/0", {}),
        ("redis://127.0.0.1:6379/0", {}),
        ("redis://cache:6379/0", {"HUIYIN_PRIVATE_NETWORK": "1"}),
    ],
)
def test_a_shared_cache_can_be_named(monkeypatch, url, more):
    for name, value in {"HUIYIN_CACHE_URL": url, **more}.items():
        monkeypatch.setenv(name, value)
    assert database._cache() == {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def test_a_cache_elsewhere_in_the_clear_is_refused(monkeypatch):
    monkeypatch.setenv("HUIYIN_CACHE_URL", "redis://cache:6379/0")
    with pytest.raises(ImproperlyConfigured, match="in the clear"):
        database._cache()


def test_limits_are_counted_in_the_database_unless_it_is_said_otherwise():
    assert database._cache() == {"BACKEND": "huiyin.server.counters.TableCache"}


@pytest.mark.parametrize(
    ("settle", "named"),
    [
        (files._attachments, {"HUIYIN_S3_BUCKET": "matters", "HUIYIN_S3_ENDPOINT": "http://store.example"}),
        (accounts._providers, {"HUIYIN_OIDC_CLIENT_ID": "huiyin", "HUIYIN_OIDC_SERVER": "http://id.example"}),
    ],
)
def test_a_store_or_provider_elsewhere_in_the_clear_is_refused(monkeypatch, settle, named):
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match="in the clear"):
        settle()
    monkeypatch.setenv("HUIYIN_PRIVATE_NETWORK", "1")
    assert settle()
    monkeypatch.setenv("HUIYIN_PRIVATE_NETWORK", "0")
    for name, value in named.items():
        monkeypatch.setenv(name, value.replace("http:", "https:"))
    assert settle()
