"""How the tests themselves are run: what is left out on the second database, and why it can be."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from tests.plugins import choosing, installations

from huiyin.ledger import reads

ROOT = Path(__file__).resolve().parents[2]


def item(*fixtures: str, marks: tuple[str, ...] = (), source: str = "", tmp_path: Path, **in_module: Any) -> Any:
    """A test as far as it is looked at."""
    module = ModuleType("made_up")
    module.__file__ = str(tmp_path / "made_up.py")
    Path(module.__file__).write_text(source, "utf-8")
    vars(module).update(in_module)
    asked = SimpleNamespace(name2fixturedefs={})
    return SimpleNamespace(
        fixturenames=fixtures, get_closest_marker=marks.__contains__, module=module, _fixtureinfo=asked
    )


def test_what_asks_for_no_database_is_left_out_on_the_second(tmp_path: Path) -> None:
    assert not choosing.reaches_database(item("monkeypatch", tmp_path=tmp_path))
    for fixture in ("db", "transactional_db", "live_server"):
        assert choosing.reaches_database(item("tmp_path", fixture, tmp_path=tmp_path))
    for mark in ("django_db", "postgres"):
        assert choosing.reaches_database(item(marks=(mark,), tmp_path=tmp_path))


def test_what_starts_processes_is_left_out_only_where_they_are_kept_from_our_database(tmp_path: Path) -> None:
    starts = "subprocess.run([sys.executable])\n"
    assert choosing.reaches_database(item(tmp_path=tmp_path, source=starts))
    apart = f'kept = [k for k in os.environ if not k.startswith(("HUIYIN_", "DATABASE_"))]\n{starts}'
    assert not choosing.reaches_database(item(tmp_path=tmp_path, source=apart))
    assert choosing.reaches_database(item(tmp_path=tmp_path, installation=installations.installation))


def test_a_fixture_that_opens_the_database_itself_counts(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    def opening(django_db_blocker: Any) -> None:
        """A fixture of ours."""

    asking = item(tmp_path=tmp_path)
    definition = SimpleNamespace(func=opening, argnames=("django_db_blocker",))
    asking._fixtureinfo.name2fixturedefs["loaded"] = [definition]
    assert choosing.reaches_database(asking)
    # pytest-django's own stands behind this very test, which asks for nothing.
    assert "django_db_blocker" in request.fixturenames
    assert not choosing.reaches_database(request.node)


def test_what_asks_for_no_database_cannot_reach_it() -> None:
    """The selection rests on this: pytest-django refuses."""
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        reads.count()


def test_what_explores_packs_shares_a_process_and_other_files_have_their_own() -> None:
    assert choosing.together("tests/law/test_cli.py::test_x[a::b]") == choosing.together("tests/law/test_paths.py::y")
    assert choosing.together("tests/law/test_months.py::test_z") == "tests/law/test_months.py"


def test_files_that_are_named_are_there() -> None:
    assert [name for name in choosing.LONGEST if not (ROOT / name).is_file()] == []


def test_only_one_folder_needs_a_browser() -> None:
    marked = re.compile(r"mark\.browser\b")
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if marked.search(path.read_text("utf-8"))]
    assert {path.parent.name for path in files} - {"house"} == {"browser"}
