"""What a stranger needs besides the code is there, says the same version everywhere, and can be read by machines."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

import huiyin

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
CHANGES = (ROOT / "CHANGELOG.md").read_text("utf-8")
CHANGE = re.compile(r"^(\d{4}\.\d{1,2}\.\d+) \((\d{4}-\d{2}-\d{2})\)$")
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize(
    "name",
    [
        ".editorconfig",
        ".github/pull_request_template.md",
        ".github/workflows/test.yml",
        ".pre-commit-config.yaml",
        "CHANGELOG.md",
        "CODE_OF_CONDUCT.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "README.md",
        "SECURITY.md",
        "docs/how-to/release.md",
        "docs/how-to/upgrade.md",
        "publiccode.yml",
    ],
)
def test_it_is_there(name):
    assert (ROOT / name).stat().st_size > 200


def test_the_readme_leads_to_those_who_want_to_help():
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in ("CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md"):
        assert f"]({name})" in readme


@pytest.mark.parametrize("kind", ["a step", "a pack", "a register", "a chapter", "an act", "a page", "a follower"])
def test_contributing_says_how_to_add(kind):
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = re.search(rf"^## {kind}\n(.*?)(?=^## |\Z)", page, flags=re.MULTILINE | re.DOTALL | re.IGNORECASE)
    assert section is not None
    assert re.search(r"^1\. |`huiyin law new", section[1], flags=re.MULTILINE)


def test_the_code_in_contributing_is_code_of_the_tree():
    """Each line of an example stands in the sources, so that it cannot grow old unseen."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "src").rglob("*.toml")]
    known = {line.strip() for path in sources for line in path.read_text("utf-8").splitlines()}
    for block in re.findall(r"```(?:python|toml)\n(.*?)```", page, flags=re.DOTALL):
        assert [line for line in block.splitlines() if line.strip() and line.strip() not in known] == []


def test_publiccode_has_what_version_0_4_of_the_standard_requires():
    required = {
        "publiccodeYmlVersion",
        "name",
        "url",
        "releaseDate",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    }
    assert required - PUBLIC.keys() == set()
    assert PUBLIC["publiccodeYmlVersion"] == "0.4"
    assert PUBLIC["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert PUBLIC["softwareType"] == "standalone/web"
    assert PUBLIC["localisation"] == {"localisationReady": True, "availableLanguages": ["zh-Hans", "en"]}
    maintenance = PUBLIC["maintenance"]
    assert maintenance["type"] in {"internal", "community", "contract", "none"}
    assert maintenance["type"] not in {"internal", "community"} or maintenance["contacts"]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_publiccode_describes_the_program_in_both_languages(language):
    told = PUBLIC["description"][language]
    assert 0 < len(told["shortDescription"]) <= 150
    assert 150 <= len(told["longDescription"]) <= 10_000
    assert len(told["features"]) >= 5


def test_what_publiccode_points_to_is_there():
    assert all((ROOT / path).is_file() for path in PUBLIC["description"]["en"]["screenshots"])
    assert (
        PUBLIC["legal"]["license"] == tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"]
    )


def test_the_sections_of_the_changes_are_dated_and_in_order():
    """Unreleased on top, then the newest first, each with its day, which lies in its month or after it."""
    first, *released = re.findall(r"^## (.+)$", CHANGES, flags=re.MULTILINE)
    assert first == "Unreleased"
    read = [CHANGE.match(heading) for heading in released]
    assert all(read), released
    versions = [tuple(map(int, found[1].split("."))) for found in read]
    days = [date.fromisoformat(found[2]) for found in read]
    assert versions == sorted(set(versions), reverse=True)
    assert days == sorted(days, reverse=True)
    assert [
        day for day, (year, month, _) in zip(days, versions, strict=True) if (day.year, day.month) < (year, month)
    ] == []


def test_one_version_everywhere():
    newest = CHANGE.match(re.findall(r"^## (.+)$", CHANGES, flags=re.MULTILINE)[1])
    assert newest is not None
    assert huiyin.__version__ == PUBLIC["softwareVersion"] == newest[1]
    assert PUBLIC["releaseDate"] == newest[2]


def test_the_workflow_runs_what_we_run():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    steps = workflow["jobs"]["test"]["steps"]
    assert steps[-1]["run"] == "make test"
    assert workflow["jobs"]["test"]["env"] == {"CI": "true"}
    assert workflow["permissions"] == {"contents": "read"}
    for step in steps:
        assert re.fullmatch(r"[\w/.-]+@[0-9a-f]{40}", step.get("uses", "pinned/by@" + "0" * 40))


def test_hooks_fetch_nothing():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repository["repo"] for repository in hooks["repos"]] == ["local"]
    assert all(hook["language"] == "system" for hook in hooks["repos"][0]["hooks"])


def test_there_is_a_form_for_each_kind_of_issue():
    assert {path.stem for path in FORMS} == {"bug", "config", "new-pack", "wrong-by-law"}


@pytest.mark.parametrize("path", [path for path in FORMS if path.stem != "config"], ids=lambda path: path.stem)
def test_a_form_can_be_filled_in(path):
    form = yaml.safe_load(path.read_text("utf-8"))
    assert form["name"]
    assert form["description"]
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields)
    assert all(field["attributes"]["label"] for field in fields)
    assert any(field.get("validations", {}).get("required") for field in fields)


def test_every_check_is_named_once():
    """Lint, quick and test share one list of checks."""
    told = {name: (ROOT / "scripts" / name).read_text("utf-8") for name in ("lint.sh", "quick.sh", "test.sh")}
    for name, text in told.items():
        assert "/checks.sh" in text, name
        assert re.search(r"\blint\b", text), name
        assert not re.search(r"\b(?:ruff|mypy|lint-imports|makemigrations)\b", text), name
