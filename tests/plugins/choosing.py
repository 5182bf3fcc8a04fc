"""Which tests run where and beside which others: what no database can change runs once,
what takes longest begins first, and what is made for a file is made once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[2]

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
"""What a test asks for, itself or through its fixtures, that reaches our database."""

BEHIND_EACH = {"django_db_setup", "django_db_blocker"}

PROCESSES = re.compile(r"\b(subprocess|multiprocessing|Popen|fork)\b")
OF_THEIR_OWN = '"DATABASE_'
"""What stands in a module whose processes are not given the address of our database."""

EXPLORING = (
    "tests/law/test_cli.py",
    "tests/law/test_endings.py",
    "tests/law/test_paths.py",
    "tests/law/test_procedures_page.py",
    "tests/law/test_scenarios.py",
)
"""Each explores whole packs, and a process keeps what it has explored: one does it for all."""

LONGEST = (
    *EXPLORING,
    "tests/server/test_backup.py",
    "tests/setup/test_setup.py",
    "tests/casework/test_walk.py",
    "tests/web/officer/test_sealed_walls.py",
    "tests/trials/test_trials.py",
    "tests/casework/test_machine.py",
    "tests/server/test_commands.py",
    "tests/server/test_serving.py",
    "tests/server/test_verify_processes.py",
    "tests/web/kept/test_no_word_is_lost.py",
    "tests/demo/test_sample_district.py",
    "tests/fuzz/test_fuzz.py",
    "tests/casework/carrying/test_importing.py",
    "tests/browser/test_officer.py",
    "tests/browser/test_public.py",
    "tests/browser/test_base_pages.py",
)
"""The files that take longest, roughly in that order: begun last, one would run alone."""


def reaches_database(item: Any) -> bool:
    """Whether a test could meet another database than the one it met before.

    A test that asks for none cannot reach one: pytest-django refuses every connection. What is left is a
    process that a test starts; an installation of its own stands on the kind of database of the run.
    """
    if item.get_closest_marker("django_db") or item.get_closest_marker("postgres"):
        return True
    asked = DATABASE_FIXTURES.intersection(item.fixturenames)
    return bool(asked) or _opens_it(item) or _hands_it_on(item.module)


def _opens_it(item: Any) -> bool:
    """Whether a fixture of ours takes the connection from pytest-django, whose own do so for every test."""
    definitions = item._fixtureinfo.name2fixturedefs.values()
    ours = (one for several in definitions for one in several if not one.func.__module__.startswith("pytest_django"))
    return any(BEHIND_EACH.intersection(fixture.argnames) for fixture in ours)


def _hands_it_on(module: Any) -> bool:
    if any(getattr(value, "__module__", "") == "tests.plugins.installations" for value in vars(module).values()):
        return True
    source = Path(module.__file__).read_text("utf-8")
    return bool(PROCESSES.search(source)) and OF_THEIR_OWN not in source


def in_order(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The files that take longest first; within a file as it stands."""
    place = {name: number for number, name in enumerate(LONGEST)}
    return sorted(items, key=lambda item: place.get(item.path.relative_to(ROOT).as_posix(), len(place)))


class ByFile(LoadScopeScheduling):
    """Gives each file to one process (``--dist loadfile``), and all those that explore packs to the same one."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def together(nodeid: str) -> str:
    """What a test shares its process with: the name of its file, or that of several."""
    file = nodeid.partition("::")[0]
    return "packs" if file in EXPLORING else file
