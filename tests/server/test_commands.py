"""The command line as people meet it: help in both languages, a fresh installation, errors in sentences."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

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
