"""Database and cache: DATABASE_URL chooses; SQLite in the data directory is the default."""

import copy
from typing import Any

from huiyin.server.environment import data_dir, env

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_SQLITE_OPTIONS = {
    # Take the write lock at BEGIN: a transaction that reads first and writes later would otherwise fail under load.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: a petition that we have acknowledged must survive a power cut.
    # secure_delete: words that are sealed after the fact leave no trace in the free pages of the file.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA cache_size=-16000",
}


def _default_database() -> dict[str, Any]:
    url = f"sqlite:///{data_dir() / 'huiyin.sqlite3'}"
    config: dict[str, Any] = copy.copy(env.db_url("DATABASE_URL", default=url))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **_SQLITE_OPTIONS}
        # Kept by each thread: closing the last connection moves the whole log into the file, once for each request.
        config["CONN_MAX_AGE"] = None
        # a file, not memory: tests of concurrency and of killed writes must meet the real locks
        config["TEST"] = {"NAME": str(data_dir() / "test.sqlite3")}
    else:
        config["CONN_MAX_AGE"] = env.int("HUIYIN_DATABASE_MAX_AGE", default=600)
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": _default_database()}

# Counts of the rate limits live here. Each server process counts for itself unless a shared cache is named.
CACHES = {"default": env.cache_url("HUIYIN_CACHE_URL", default="locmemcache://huiyin")}
