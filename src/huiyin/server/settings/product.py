"""Huiyin's own settings: which office, which law, which limits."""

from huiyin.law.terms import pack_folders
from huiyin.server import secrets
from huiyin.server.environment import data_dir, env

HUIYIN_DATA_DIR = data_dir()
HUIYIN_PACK = env.str("HUIYIN_PACK", default="cn-xinfang")
"""The instrument that new matters are filed under; its version follows from the day of receipt."""

HUIYIN_PACKS_DIR = pack_folders.named(
    env.str("HUIYIN_PACKS_DIR", default=""), data_dir()
)
"""The office's own folders of packs and calendars, beside those that are shipped."""

HUIYIN_OFFICE = env.str("HUIYIN_OFFICE", default="")
"""Code of the organ at whose counter the public pages stand; empty means the petition
office at the root.
"""

# What every organ publishes about its counter (R22 Art 18); shown on the start page and
# on receipts where it is given.
HUIYIN_OFFICE_ADDRESS = env.str("HUIYIN_OFFICE_ADDRESS", default="")
HUIYIN_OFFICE_PHONE = env.str("HUIYIN_OFFICE_PHONE", default="")
HUIYIN_OFFICE_HOURS = env.str("HUIYIN_OFFICE_HOURS", default="")

_calendars = env.str("HUIYIN_CALENDAR_DIR", default="")
HUIYIN_CALENDAR_DIR = (
    data_dir() / "calendars" if not _calendars else data_dir() / _calendars
)
"""Dated overrides of the official calendar, laid beside those that are shipped."""

_heads = env.str("HUIYIN_HEADS_DIR", default="heads")
HUIYIN_HEADS_DIR = None if _heads == "none" else data_dir() / _heads
"""Where each night writes the head of the ledger; best a folder on another machine.
"none" writes nothing.
"""

_statutes = env.str("HUIYIN_STATUTES_DIR", default="")
HUIYIN_STATUTES_DIR = data_dir() / _statutes if _statutes else None
"""The office's own texts of statutes, shown beside the rules; none where it has none."""

HUIYIN_KEEP_IDENTITIES_YEARS = env.int(
    "HUIYIN_KEEP_IDENTITIES_YEARS", default=None
)
"""For how many years after a matter's last end names are kept; None: the office has not
set its term.
"""

HUIYIN_UPLOAD_MAX_MB = env.int("HUIYIN_UPLOAD_MAX_MB", default=20)
HUIYIN_UPLOAD_MAX_FILES = env.int("HUIYIN_UPLOAD_MAX_FILES", default=10)
HUIYIN_DRAFTS_MAX_FILES = env.int("HUIYIN_DRAFTS_MAX_FILES", default=5000)
HUIYIN_DRAFTS_MAX_MB = env.int("HUIYIN_DRAFTS_MAX_MB", default=5000)
HUIYIN_FREE_SPACE_MB = env.int("HUIYIN_FREE_SPACE_MB", default=500)
HUIYIN_SCAN_COMMAND = env.str("HUIYIN_SCAN_COMMAND", default="")
HUIYIN_SCAN_SECONDS = env.int("HUIYIN_SCAN_SECONDS", default=60)
HUIYIN_REQUEST_MAX_MB = env.int("HUIYIN_REQUEST_MAX_MB", default=60)
HUIYIN_REQUESTS_MEMORY_MB = env.int("HUIYIN_REQUESTS_MEMORY_MB", default=120)

_keys = data_dir() / "secrets"
HUIYIN_VAULT_KEYS = secrets.vault_keys(_keys)

HUIYIN_SEALED_KEYS = secrets.sealed_keys(_keys)
"""Under these lie the private keys of those who read sealed reports; a machine that
need not read has none.
"""

HUIYIN_LOOKUP_KEY = secrets.read("lookup_key", _keys)

HUIYIN_RATES = {
    "file": env.str("HUIYIN_RATE_FILE", default="20/h"),
    "file_address": env.str("HUIYIN_RATE_FILE_ADDRESS", default="200/h"),
    "upload": env.str("HUIYIN_RATE_UPLOAD", default="300/h"),
    "upload_address": env.str("HUIYIN_RATE_UPLOAD_ADDRESS", default="2000/h"),
    "follow": env.str("HUIYIN_RATE_FOLLOW", default="60/h"),
    "wrong_codes": env.str("HUIYIN_RATE_WRONG_CODES", default="1000/h"),
    "sign_in_address": env.str("HUIYIN_RATE_SIGN_IN", default="30/m"),
}
"""How often one browser or one address may do a thing without having signed in; an
empty value lifts the limit.

Uploads are counted in megabytes.
"""

HUIYIN_PROXIES = env.int("HUIYIN_PROXIES", default=0)

HUIYIN_OFFICE_NETWORKS = env.list("HUIYIN_OFFICE_NETWORKS", default=[])
"""Networks of the office itself, such as 10.1.0.0/16: a hall with many visitors behind
one address is not limited.
"""
