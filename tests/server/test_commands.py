"""The command line as people meet it: help in both languages, a fresh installation,
errors in sentences.
"""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name

import pytest
import typer

from huiyin.server import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def huiyin(tmp_path):
    """Run `huiyin` in an installation of its own, with nothing set but what is given."""
    keep = {
        name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DATABASE_", "DJANGO_"))
    }
    base = {**keep, "HUIYIN_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8"}
    base.pop("LC_ALL", None)

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-m", "huiyin", *arguments],
            env={**base, "COLUMNS": "300", **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


def test_each_module_adds_the_commands_that_the_table_says():
    # the table decides what is loaded: a command that it does not know would only be
    # found by its help text
    for module, words in cli.COMMANDS.items():
        app = typer.Typer()
        resolve_name(module).register(app)
        single = [one.name for one in app.registered_commands]
        groups = [one.name for one in app.registered_groups]
        assert (*single, *groups) == words, module


def test_a_question_to_the_law_loads_neither_django_nor_spreadsheets(huiyin):
    # 1.9 s of processor time went into imports that no answer needed; counted in
    # modules, because seconds vary
    done = huiyin("law", "due", "--from", "2026-01-05", "--days", "15", PYTHONPROFILEIMPORTTIME="1")
    assert "Tuesday 20 January 2026" in done.stdout
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "huiyin.law.calendar.deadlines" in loaded
    heavy = {"django.db.models", "django.apps.registry", "openpyxl", "PIL", "granian", "requests", "allauth"}
    assert not heavy & loaded
    assert not {name for name in loaded if name.startswith(("huiyin.casework", "huiyin.people", "huiyin.web.officer"))}


def test_a_command_loads_no_other(huiyin):
    done = huiyin("verify", "--help", PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    # what a command imports, not itself: modules found by name are not in the list
    assert "huiyin.casework.upkeep.verify" in done.stderr
    assert "huiyin.casework.chapters.legacy_import.importing" not in done.stderr
    assert "huiyin.demo." not in done.stderr


@pytest.mark.parametrize(
    ("pack", "day"),
    # 1 May is a holiday in China and a Friday elsewhere; the first Monday of May is one in England
    [("uk-lgsco", "2026-05-05"), ("ifc-grm", "2026-05-04"), ("cn-xinfang", "2026-05-06")],
)
def test_a_limit_is_counted_by_the_calendar_of_the_pack_that_is_named(huiyin, pack, day):
    done = huiyin("law", "due", "--pack", pack, "--from", "2026-05-01", "--days", "1", "--unit", "working", "--json")
    assert json.loads(done.stdout)["due"] == day


def test_a_pack_that_stands_on_another_counts_by_its_calendar(huiyin):
    done = huiyin("law", "due", "--pack", "cn-shandong", "--from", "2026-05-01", "--days", "1", "--json")
    assert json.loads(done.stdout)["calendar"] == "CN"


def test_help_speaks_both_languages(huiyin):
    assert "Serve the pages." in huiyin("--help").stdout
    assert "启动网站。" in huiyin("--help", HUIYIN_LANGUAGE="zh-hans").stdout
    assert "启动网站。" in huiyin("--help", LANG="zh_CN.UTF-8").stdout


def test_a_fresh_installation_and_the_same_again(huiyin, tmp_path):
    first = huiyin("init", "--name", "泉东区人民政府", "--code", "quandong")
    assert first.returncode == 0, first.stderr
    password = re.search(r"as admin with the password (\S+)", first.stdout)
    assert password is not None
    secrets = tmp_path / "data" / "secrets"
    assert {path.name for path in secrets.iterdir()} == {"secret_key", "vault_keys", "lookup_key", "sealed_keys"}
    assert {path.stat().st_mode & 0o777 for path in secrets.iterdir()} == {0o600}
    assert (tmp_path / "data" / "static" / "staticfiles.json").is_file()
    before = {path.name: path.read_text() for path in secrets.iterdir()}

    again = huiyin("init")
    assert again.returncode == 0, again.stderr
    assert "password" not in again.stdout
    assert {path.name: path.read_text() for path in secrets.iterdir()} == before

    proof = huiyin("verify", "--json")
    report = json.loads(proof.stdout)
    assert (proof.returncode, report["ok"], report["problems"]) == (0, True, [])
    assert report["events"] == 4  # government, petition office, administrator, posting


def test_what_is_not_prepared_says_what_to_do(huiyin):
    done = huiyin("serve")
    assert done.returncode == 2
    assert "huiyin init" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_database_is_a_sentence(huiyin):
    done = huiyin("verify", DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_a_sentence(huiyin):
    assert huiyin("init", "--bare").returncode == 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = huiyin("serve", "--port", port)
    assert done.returncode == 2
    assert f"Port {port}" in done.stderr


def test_an_unknown_command_is_a_sentence(huiyin):
    done = huiyin("fly")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_djangos_commands_are_passed_on(huiyin):
    assert huiyin("manage", "check", "--fail-level", "WARNING").returncode == 0
