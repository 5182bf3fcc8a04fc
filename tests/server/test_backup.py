"""`huiyin backup`, `restore` and `keys`: as processes, in installations of their own,
on both databases.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.installations import Installation, installation

pytestmark = pytest.mark.django_db(transaction=False)

FILING = """
import io, sys
from tests.plugins.district import build, moment, petition
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake, files
from huiyin.people.particulars import Particulars

def file(n):
    draft = f"{n:032d}"
    files.keep_upload(draft=draft, name="a.txt", content=io.BytesIO(b"content"), at=moment("2026-09-08"))
    who = Particulars(name=f"No {n}", phone="13800000000", address="x")
    filed = intake.file_petition(petition=petition(person=who), office="office", by=Actor.petitioner(),
                                 at=moment("2026-09-08"), token=draft, draft=draft)
    print(filed.number, filed.query_code, flush=True)
"""


@pytest.fixture(scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Installation]:
    """An office with a report, three petitions and their files, made once."""
    with installation(tmp_path_factory.mktemp("filled") / "office") as made:
        done = made.huiyin("init", "--bare")
        assert done.returncode == 0, done.stderr
        filled = made.python(
            FILING
            + "build()\nfor n in range(3):\n    file(n)\n"
            + "intake.file_petition(petition=petition(category='accusation'), office='discipline',"
            + " by=Actor.petitioner(), at=moment('2026-09-08'))"
        )
        assert filled.returncode == 0, filled.stderr
        yield made


@pytest.fixture
def office(_filled: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of that office, for this test alone."""
    shutil.copytree(_filled.folder, tmp_path / "office")
    with installation(tmp_path / "office", like=_filled) as made:
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """Another machine, with nothing on it."""
    with installation(tmp_path / "other") as made:
        yield made


def keys_of(one: Installation) -> Path:
    return one.folder / "secrets"


def give_keys(one: Installation, other: Installation) -> None:
    shutil.copytree(keys_of(one), keys_of(other))


def told(installation: Installation, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(installation.huiyin(*arguments, "--json").stdout)
    return found


def test_what_was_copied_is_put_back_and_holds(office: Installation, empty: Installation, tmp_path: Path) -> None:
    made = office.huiyin("backup", str(tmp_path / "copy"))
    assert made.returncode == 0, made.stderr
    assert "keys are not in it" in made.stdout
    assert not (tmp_path / "copy" / "keys").exists()
    refused = empty.huiyin("restore", str(tmp_path / "copy"))
    assert refused.returncode == 2
    assert "is not on this machine" in refused.stderr
    assert not (empty.folder / "huiyin.sqlite3").exists()
    give_keys(office, empty)
    back = empty.huiyin("restore", str(tmp_path / "copy"))
    assert back.returncode == 0, back.stdout + back.stderr
    assert told(empty, "verify", "--files") == told(office, "verify", "--files")
    again = empty.huiyin("restore", str(tmp_path / "copy"))
    assert again.returncode == 2
    assert "data here already" in again.stderr


def test_a_copy_made_while_people_write_has_everything_acknowledged_before(
    office: Installation, empty: Installation, tmp_path: Path
) -> None:
    writer = office.start(FILING + "n = 100\nwhile True:\n    file(n)\n    n += 1\n")
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().split() for _n in range(5)]
    try:
        made = office.huiyin("backup", str(tmp_path / "copy"), "--with-keys")
    finally:
        writer.kill()
        writer.communicate()
    assert made.returncode == 0, made.stderr
    back = empty.huiyin("restore", str(tmp_path / "copy"))
    assert back.returncode == 0, back.stdout + back.stderr
    asked = "from huiyin.casework.matter import reads\n" + "".join(
        f"reads.access_own(number={number!r}, query_code={code!r})\n" for number, code in acknowledged
    )
    found = empty.python(asked)
    assert found.returncode == 0, found.stderr
    # Heads of the office hold in what was put back, and the other way round.
    assert told(empty, "verify", "--against", head_of(tmp_path / "copy"))["ok"]


def head_of(folder: Path) -> str:
    head = json.loads((folder / "manifest.json").read_text())["head"]
    return f"{head['size']}-{head['root']}"


def change(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-100])


def rewrite(copy: Path, **changes: str) -> None:
    path = copy / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def outside(copy: Path) -> None:
    rewrite(copy, file="../office/secrets/secret_key")


DAMAGE = {
    "no manifest": lambda copy: (copy / "manifest.json").unlink(),
    "manifest cut": lambda copy: change(copy / "manifest.json"),
    "database cut": lambda copy: change(next(copy.glob("database.*"))),
    "list cut": lambda copy: change(copy / "attachments.sha256"),
    "a file gone": lambda copy: next(path for path in (copy / "attachments").rglob("*") if path.is_file()).unlink(),
    "another form": lambda copy: rewrite(copy, format="huiyin-backup/99"),
    "another database": lambda copy: rewrite(copy, database="oracle"),
    "a file outside": outside,
}


@pytest.fixture
def copy(office: Installation, tmp_path: Path) -> Path:
    assert office.huiyin("backup", str(tmp_path / "copy")).returncode == 0
    return tmp_path / "copy"


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_copy_is_refused_and_nothing_is_changed(
    office: Installation, empty: Installation, copy: Path, damage: Any
) -> None:
    give_keys(office, empty)
    damage(copy)
    refused = empty.huiyin("restore", str(copy))
    assert refused.returncode == 2, refused.stdout
    assert "Traceback" not in refused.stderr
    assert refused.stderr.startswith("Error:")
    assert {path.name for path in empty.folder.iterdir()} == {"secrets"}


def test_other_keys_are_refused(office: Installation, empty: Installation, copy: Path) -> None:
    give_keys(office, empty)
    for name in ("vault_keys", "lookup_key", "sealed_keys"):
        kept = (keys_of(empty) / name).read_text()
        (keys_of(empty) / name).write_text("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n")
        refused = empty.huiyin("restore", str(copy))
        assert refused.returncode == 2
        assert name in refused.stderr
        (keys_of(empty) / name).write_text(kept)


def test_a_copy_by_an_older_version_with_further_words_is_put_back(
    office: Installation, empty: Installation, copy: Path
) -> None:
    give_keys(office, empty)
    rewrite(copy, version="2026.1", remark="made by hand")
    back = empty.huiyin("restore", str(copy))
    assert back.returncode == 0, back.stdout + back.stderr


def test_a_folder_that_is_not_empty_takes_no_backup(office: Installation, copy: Path) -> None:
    before = sorted(copy.rglob("*"))
    assert office.huiyin("backup", str(copy)).returncode == 2
    assert sorted(copy.rglob("*")) == before


def test_keys_that_are_lost_are_never_made_anew_over_data(office: Installation, tmp_path: Path) -> None:
    apart = tmp_path / "apart"
    shutil.move(keys_of(office), apart)
    refused = office.huiyin("init", "--bare")
    assert refused.returncode == 2
    assert "vault_keys" in refused.stderr
    assert not keys_of(office).exists()
    for name in ("vault_keys", "lookup_key", "sealed_keys"):
        shutil.copytree(apart, keys_of(office))
        (keys_of(office) / name).write_text("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n")
        for command in (("init", "--bare"), ("serve", "--port", "1"), ("worker", "--batch")):
            wrong = office.huiyin(*command)
            assert wrong.returncode == 2, command
            assert name in wrong.stderr, command
        assert told(office, "verify")["ok"] is False
        assert told(office, "keys")["ok"] is False
        shutil.rmtree(keys_of(office))
    shutil.copytree(apart, keys_of(office))
    assert office.huiyin("init", "--bare").returncode == 0
    assert told(office, "verify")["ok"] is True


def test_keys_rotate_and_can_be_stopped_in_the_middle(office: Installation) -> None:
    before = {name: (keys_of(office) / name).read_text().split() for name in ("vault_keys", "sealed_keys")}
    stopped = office.python(
        "from django.conf import settings\nfrom huiyin.server import secrets\nfrom "
        "huiyin.people import key_rotation\n"
        "place = settings.HUIYIN_DATA_DIR / 'secrets'\nsecrets.put_in_front('vault_keys', place)\n"
        "secrets.apply(settings, place)\n"
        "key_rotation.rotate_keys(batch=1, progress=lambda done: done == 2 and os._exit(9))"
    )
    assert stopped.returncode == 9, stopped.stderr
    assert {one["state"] for one in told(office, "keys")["keys"] if one["kind"] == "vault_keys"} == {"in use", "older"}
    done = office.huiyin("keys", "rotate", "--yes")
    assert done.returncode == 0, done.stderr
    after = {name: (keys_of(office) / name).read_text().split() for name in ("vault_keys", "sealed_keys")}
    # The vault's rotation went on with the key that was there; the other kind got a
    # fresh one. Older ones stay behind.
    assert [len(after[name]) for name in after] == [2, 2]
    assert [after[name][1:] for name in after] == [before[name] for name in before]
    report = told(office, "verify")
    assert report["ok"], report
    for name in after:  # the older ones can go now
        (keys_of(office) / name).write_text(after[name][0] + "\n")
    assert told(office, "verify")["ok"] is True
    shown = told(office, "keys")
    assert shown["ok"]
    assert {one["state"] for one in shown["keys"] if one["kind"] == "vault_keys"} == {"in use", "retired"}


def test_the_clock_of_the_copy_is_the_one_of_the_office(office: Installation, copy: Path) -> None:
    made = json.loads((copy / "manifest.json").read_text())
    assert made["made_at"].startswith(time.strftime("%Y", time.gmtime()))
    assert made["head"]["size"] == told(office, "verify")["events"]
