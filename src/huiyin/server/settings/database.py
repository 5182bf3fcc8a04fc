"""Database and cache: DATABASE_URL chooses; SQLite in the data directory is the default."""

import copy
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from huiyin.server.environment import data_dir, env
from huiyin.server.settings.network import is_exposed, refuse_in_the_clear

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_SQLITE_OPTIONS = {
    # Take the write lock at BEGIN: a transaction that reads first and writes later
    # would otherwise fail under load.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # cache_size: kilobytes of each thread; what is asked often stays in the memory of
    # the system.
    # FULL: a petition that we have acknowledged must survive a power cut.
    # secure_delete: words that are sealed after the fact leave no trace in the free
    # pages of the file.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA cache_size=-4000",
}


# Values go to the server apart from the statement, and a statement that comes again is
# planned once: planning took PostgreSQL more than answering. Not behind a pooler that
# gives each transaction another connection: there no statement stays prepared.
_PREPARED = {
    "server_side_binding": True,
    "prepare_threshold": None
    if env.bool("HUIYIN_DATABASE_POOLED", default=False)
    else 3,
}

_ENCRYPTED = ("require", "verify-ca", "verify-full")


def _postgres_options(config: dict[str, Any]) -> dict[str, Any]:
    """What libpq is told of TLS: a server elsewhere must show a certificate for its
    name, unless it is said otherwise.

    ImproperlyConfigured where the address asks for a connection in the clear to another machine.
    """
    options = dict(config.get("OPTIONS", {}))
    ca = env.str("HUIYIN_DATABASE_CA", default="")
    if ca:
        options.setdefault("sslmode", "verify-full")
        options["sslrootcert"] = ca
    if is_exposed(config.get("HOST", "")):
        options.setdefault("sslmode", "verify-full")
        if options["sslmode"] not in _ENCRYPTED:
            raise ImproperlyConfigured(
                "DATABASE_URL reaches another machine in the clear: take sslmode away "
                "and name its authority in "
                "HUIYIN_DATABASE_CA, or say HUIYIN_PRIVATE_NETWORK=1 where nobody else "
                "is on that network."
            )
        if options["sslmode"] == "verify-full":
            options.setdefault("sslrootcert", "system")
    return options


def _default_database() -> dict[str, Any]:
    url = f"sqlite:///{data_dir() / 'huiyin.sqlite3'}"
    config: dict[str, Any] = copy.copy(env.db_url("DATABASE_URL", default=url))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **_SQLITE_OPTIONS}
        # Kept by each thread: closing the last connection moves the whole log into the
        # file, once for each request.
        config["CONN_MAX_AGE"] = None
        # a file, not memory: tests of concurrency and of killed writes must meet the real locks
        config["TEST"] = {"NAME": str(data_dir() / "test.sqlite3")}
    else:
        config["CONN_MAX_AGE"] = env.int("HUIYIN_DATABASE_MAX_AGE", default=600)
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = _PREPARED | _postgres_options(config)
    return config


DATABASES = {"default": _default_database()}


def _cache() -> dict[str, Any]:
    """Return where the limits are counted: in the database, or in a cache that all
    processes share.
    """
    url = env.str("HUIYIN_CACHE_URL", default="")
    if not url:
        return {"BACKEND": "huiyin.server.counters.TableCache"}
    refuse_in_the_clear("HUIYIN_CACHE_URL", url, "rediss")
    return dict(env.cache_url_config(url))


CACHES = {"default": _cache()}
