"""Sets the environment before Django reads it: made-up keys, a directory of its own.
Loaded with -p, see pyproject.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SETTINGS = {
    "HUIYIN_SECRET_KEY": "only-for-tests-" + "x" * 50,
    "HUIYIN_VAULT_KEYS": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
    "HUIYIN_SEALED_KEYS": "U1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1M=",
    "HUIYIN_LOOKUP_KEY": "only-for-tests-lookup",
    "HUIYIN_LANGUAGE": "zh-hans",
    "HUIYIN_HOSTS": "localhost,127.0.0.1,testserver",
    "HUIYIN_HTTPS": "0",
    "HUIYIN_DEBUG": "0",
    "HUIYIN_HEADS_DIR": "none",
    "HUIYIN_SECOND_FACTOR": "none",
    "HUIYIN_PROOF_MINUTES": "0",
    "HUIYIN_SESSION_IDLE_MINUTES": "0",
    "HUIYIN_SESSION_HOURS": "0",
    "HUIYIN_RATE_FILE": "",
    "HUIYIN_RATE_FILE_ADDRESS": "",
    "HUIYIN_RATE_FOLLOW": "",
    "HUIYIN_LOG_LEVEL": "WARNING",
}
"""Made-up keys, and no limits."""

_directory = tempfile.mkdtemp(prefix="huiyin-test-")
atexit.register(shutil.rmtree, _directory, ignore_errors=True)
Path(_directory, "static").mkdir()

os.environ.update(SETTINGS, HUIYIN_DATA_DIR=_directory)
