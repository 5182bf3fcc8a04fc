"""Makes the database quick to come by where tests run by the hundred in processes that are forked from one, as
`scripts/mutants.py` has it: what a forked process would make each time anew is made before the fork.

Loaded with ``-p`` by that script alone. While the tests are only collected (the process that is forked does no more)
it lays out a database, builds the made-up district and reads the packs. A process that was forked from it afterwards
takes a copy of that database as its own. Where nothing was collected before, it changes nothing. Nothing of casework
runs here: it is what gets broken.
"""

import gc
import os
import shutil
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
from pytest_django.plugin import blocking_manager_key
from tests.plugins import choosing

WARMING = -3
"""How much mutmut lets pytest say in the process that is forked from; where it only lists the tests, it lets it say more."""

_ready: list[Path] = []
"""The database to be copied, once there is one."""


def pytest_collection_finish(session: pytest.Session) -> None:
    """Lay out what those forked from this process begin with."""
    if not session.config.option.collectonly or session.config.option.verbose != WARMING:
        return
    import_module("holidays.countries")  # half a second, and the library brings it in only once a year is asked for
    resolve_name("huiyin.server.messages").compile_all = lambda: 0  # done just now
    packs = resolve_name("huiyin.law.packs")
    for name, version in packs.available():
        packs.load(name, version)
    if not _ready and any(choosing.reaches_database(item) for item in session.items):
        with session.config.stash[blocking_manager_key].unblock():
            _prepare()
    gc.freeze()  # what was made up to here is not looked through again in each process


def _prepare() -> None:
    connection = resolve_name("django.db:connection")
    utils = resolve_name("django.test.utils")
    transaction = resolve_name("django.db:transaction")
    utils.setup_databases(verbosity=0, interactive=False)
    with transaction.atomic():
        resolve_name("tests.plugins.district:build")()
        transaction.set_rollback(True)
    connection.close()
    made = Path(connection.settings_dict["NAME"])
    kept = made.with_name("kept.sqlite3")
    shutil.move(made, kept)
    _ready.append(kept)
    utils.setup_databases, utils.teardown_databases = _copied, _removed


def _copied(*_args: Any, **_options: Any) -> Path:
    """Stands for Django's ``setup_databases``."""
    own = _ready[0].with_name(f"{os.getpid()}.sqlite3")
    shutil.copy(_ready[0], own)
    resolve_name("django.db:connection").settings_dict["NAME"] = str(own)
    return own


def _removed(own: Path, **_options: Any) -> None:
    """Stands for Django's ``teardown_databases``."""
    resolve_name("django.db:connection").close()
    for path in own.parent.glob(f"{own.name}*"):
        path.unlink()
