"""An installation that runs on a pack of its own: prepared, started, verified; told
when the rules change.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.plugins import own_packs
from tests.plugins.installations import Installation, installation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Installation]:
    """One whose folder of rules lies in its data directory."""
    with installation(tmp_path / "office") as made:
        made.folder.mkdir()
        own_packs.copied(made.folder / "rules")
        own = {"HUIYIN_PACKS_DIR": "rules", "HUIYIN_PACK": "eu-reports", "HUIYIN_TIME_ZONE": "Europe/Brussels"}
        made.more |= {**own, "HUIYIN_LANGUAGE": "en", "HUIYIN_HTTPS": "0"}
        yield made


def test_it_is_taken_in_verified_and_compared(office: Installation) -> None:
    (office.folder / "rules" / "eu-reports" / "words.toml").write_text('[en]\n"petition" = "report"\n', "utf-8")
    ready = office.huiyin("init")
    assert ready.returncode == 0, ready.stderr
    assert "Checked and taken in: eu-reports/2021-12-17" in ready.stdout
    assert (office.folder / "pack_locale" / "eu-reports" / "en" / "LC_MESSAGES" / "django.mo").is_file()
    assert office.huiyin("verify").returncode == 0
    assert office.huiyin("worker", "--batch").returncode == 0

    own_packs.change(office.folder / "rules", "rules.toml", "days = 7", "days = 9")
    started = office.huiyin("worker", "--batch")
    assert started.returncode == 2
    assert "the rules of eu-reports/2021-12-17 are not those that were taken in" in started.stderr
    assert "--changed-rules eu-reports/2021-12-17" in started.stderr
    assert office.huiyin("verify").returncode == 1

    own_packs.change(office.folder / "rules", "rules.toml", "days = 9", "days = 7")
    assert office.huiyin("worker", "--batch").returncode == 0


def test_what_is_wrong_with_it_is_said_in_lines(office: Installation) -> None:
    own_packs.change(office.folder / "rules", "scenarios/first.toml", "due = 2026-03-09", "due = 2026-03-10")
    refused = office.huiyin("init")
    assert refused.returncode == 2
    assert (
        "first.toml: file: exactly.opens.acknowledge.due: expected 2026-03-10, the law says 2026-03-09"
        in refused.stderr
    )


def test_a_pack_that_is_nowhere(office: Installation) -> None:
    office.more["HUIYIN_PACKS_DIR"] = "nowhere"
    refused = office.huiyin("init")
    assert refused.returncode == 2
    assert "HUIYIN_PACKS_DIR: there is no folder" in refused.stderr
    office.more["HUIYIN_PACKS_DIR"] = ""
    refused = office.huiyin("init")
    assert refused.returncode == 2
    assert "HUIYIN_PACK: there is no pack eu-reports; known: cn-shandong" in refused.stderr
