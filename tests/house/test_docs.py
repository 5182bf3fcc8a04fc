"""The documentation: links lead somewhere, settings and decisions are listed, nothing is stale."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").glob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", one)).strip().lower().replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for match in LINK.finditer(text):
        target = match[1] or match[2]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        if not place.exists() or (anchor and place.suffix == ".md" and anchor.lower() not in _anchors(place)):
            broken.append(target)
    assert broken == []


def test_every_page_can_be_reached_from_the_first():
    seen, waiting = set(), [ROOT / "README.md", ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        targets = [match[1] or match[2] for match in LINK.finditer(page.read_text(encoding="utf-8"))]
        waiting += [(page.parent / one.partition("#")[0]).resolve() for one in targets if not re.match(r"[a-z]+:", one)]
    assert {str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md")} - {
        str(page.relative_to(ROOT)) for page in seen if page.is_relative_to(ROOT)
    } == set()


def _settings_read() -> set[str]:
    read: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        read |= set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_0-9]+)"', path.read_text(encoding="utf-8")))
        read |= set(
            re.findall(r'environ(?:\.get|\.setdefault)?[\[(]"((?:HUIYIN|DATABASE)_[A-Z_0-9]+)"', path.read_text())
        )
    scripts = (path for path in (ROOT / "scripts").iterdir() if path.is_file())  # not what Python keeps of them
    for path in [ROOT / "Makefile", *scripts]:
        read |= set(re.findall(r"\b(HUIYIN_[A-Z_0-9]+|DATABASE_URL)\b", path.read_text(encoding="utf-8")))
    return read | {"HUIYIN_SECRET_KEY", "HUIYIN_VAULT_KEYS", "HUIYIN_LOOKUP_KEY", "HUIYIN_SEALED_KEYS"}


def test_every_setting_is_in_the_table_and_nothing_else():
    page = (ROOT / "docs" / "reference" / "configuration.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Z_0-9]+)` \|", page, flags=re.MULTILINE))
    assert listed == _settings_read()


def test_the_index_of_decisions_is_fresh():
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, str(ROOT / "scripts" / "decisions.py"), "--check"], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stdout


def test_what_is_proven_is_listed_as_the_code_says():
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, str(ROOT / "scripts" / "proof.py"), "--check"], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stdout


def test_every_make_target_is_explained():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", text, flags=re.MULTILINE)
    assert phony is not None
    assert {name for name in phony[1].split() if not re.search(rf"^{name}:.*## ", text, flags=re.MULTILINE)} == set()
