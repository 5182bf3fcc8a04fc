"""Break the modules of mutants.toml in small ways, one at a time, and see whether their
tests notice.

The work is done by mutmut in build/mutants, on a copy: the sources stay as they are. A
run can be stopped and goes on where it was. What came out is written to
docs/reference/mutants.md with the reasons of mutants_kept.toml.

    scripts/mutants.py run [effects ...] [--sample 37 | --all | --again] [--jobs 2]
    scripts/mutants.py show effects        # every survivor as a difference
    scripts/mutants.py page                # write the page from what was tried
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from written import part_of

ROOT = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_name("mutants.toml")
REASONS = Path(__file__).with_name("mutants_kept.toml")
BUILD = ROOT / "build" / "mutants"
PAGE = ROOT / "docs" / "reference" / "mutants.md"
START, END = ("<!-- mutants: written by scripts/mutants.py -->", "<!-- end of mutants -->")
PLUGINS = ("-p no:cacheprovider", "-p tests.plugins.forked")
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # where databases are quick, where there is such a place
NOT_LOOKED_AT = "not looked at yet"
# What mutmut's numbers mean that it keeps for each mutant; a mutant that was killed for
# using too much time or memory
# was noticed too.
OUTCOMES = {0: "survived", 1: "killed", 3: "killed", 5: "no test", 33: "no test", 34: "skipped", None: "not tried"}

UNNOTICED = {"survived", "no test"}
# On a machine that does something else besides, a mutant may run out of time that no test notices
DOUBTFUL = UNNOTICED | {"out of time"}


@dataclass(frozen=True)
class Module:
    """A module to break, and what has to notice."""

    path: str
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()
    sample: str = ""

    @property
    def name(self) -> str:
        """The module's short name, which the command line takes."""
        return Path(self.path).stem

    @property
    def dotted(self) -> str:
        """The name by which Python knows it."""
        return self.path.removeprefix("src/").removesuffix(".py").replace("/", ".")

    @property
    def folder(self) -> Path:
        """Where the copy is that gets broken."""
        return BUILD / self.dotted


@dataclass(frozen=True)
class Survivor:
    """A change that no test noticed."""

    function: str
    was: str
    now: str


@dataclass
class Outcome:
    """What came out for one module."""

    path: str
    tests: tuple[str, ...]
    counts: dict[str, int]
    survivors: list[Survivor] = field(default_factory=list)


def modules() -> list[Module]:
    """The list of mutants.toml, in its order."""
    known = tomllib.loads(LIST.read_text("utf-8"))["module"]
    return [
        Module(entry["path"], tuple(entry["tests"]), tuple(entry.get("without", ())), entry.get("sample", ""))
        for entry in known
    ]


def prepare(module: Module) -> None:
    """Lay out a folder for mutmut: links to the tree, and its settings."""
    module.folder.mkdir(parents=True, exist_ok=True)
    for name in ("src", "tests", "pyproject.toml"):
        link = module.folder / name
        if not link.is_symlink():
            link.symlink_to(ROOT / name)
    settings = {
        "source_paths": ["src"],
        "only_mutate": [module.path],
        "pytest_add_cli_args_test_selection": module.tests,
        "pytest_add_cli_args": [*PLUGINS, *(f"--deselect={test}" for test in module.without)],
        "use_git_change_detection": ["false"],
        # Forked from a process that has run no test: what lru_cache keeps would hide
        # what was broken.
        "process_isolation": ["forkserver"],
    }
    lines = ["[mutmut]"]
    for key, values in settings.items():
        lines.append(f"{key} =" if len(values) > 1 else f"{key} = {values[0]}")
        lines += [f"  {value}" for value in values] if len(values) > 1 else []
    (module.folder / "setup.cfg").write_text("\n".join(lines) + "\n", "utf-8")


def run(module: Module, sample: str, jobs: int, *, again: bool = False) -> int:
    """Try the module's mutants: all of them, or those whose number ends in one of the
    digits of ``sample``.

    With ``again`` only those that no test had noticed, or that ran out of time.
    """
    prepare(module)
    chosen = [f"{module.dotted}.*{digit}" for digit in sample]
    if again:
        chosen = [name for name, status in statuses(module).items() if status in DOUBTFUL]
        if not chosen:
            return 0
    command = ["mutmut", "run", "--max-children", str(jobs), *chosen]
    where = {"TMPDIR": str(IN_MEMORY)} if IN_MEMORY.is_dir() else {}
    # Our own words
    return subprocess.run(command, cwd=module.folder, check=False, env={**os.environ, **where}).returncode  # noqa: S603


def statuses(module: Module) -> dict[str, str]:
    """What became of each mutant, by mutmut's name for it."""
    kept = module.folder / "mutants" / f"{module.path}.meta"
    if not kept.is_file():
        return {}
    codes = json.loads(kept.read_text("utf-8"))["exit_code_by_key"]
    return {name: OUTCOMES.get(code, "out of time") for name, code in codes.items()}


def differences(module: Module) -> Iterator[tuple[str, str]]:
    """The survivors' names with what was changed."""
    for name, status in statuses(module).items():
        if status == "survived":
            shown = subprocess.run(  # noqa: S603  # our own words
                ["mutmut", "show", name],  # noqa: S607  # found in the environment of the tests
                cwd=module.folder,
                check=True,
                capture_output=True,
                text=True,
            )
            yield name, shown.stdout


def survivor(name: str, difference: str) -> Survivor:
    """A survivor as the page shows it: in which function, which lines became which."""
    function = re.sub(r"^x[_ǁ]|__mutmut_\d+$", "", name.rpartition(".")[2]).replace("ǁ", ".")
    body = [line for line in difference.splitlines() if not line.startswith(("---", "+++", "#"))]
    was = " ".join(line[1:].strip() for line in body if line.startswith("-"))
    now = " ".join(line[1:].strip() for line in body if line.startswith("+"))
    return Survivor(function, was, now)


def outcome(module: Module) -> Outcome:
    """All that is known of a module's mutants."""
    counts = Counter(statuses(module).values())
    survivors = [survivor(name, difference) for name, difference in differences(module)]
    return Outcome(module.path, module.tests, dict(counts), survivors)


def reason(survived: Survivor, path: str, reasons: Iterable[dict[str, str]]) -> str:
    """Why nobody tests for a survivor: the first reason of mutants_kept.toml whose
    patterns all fit.
    """
    told = {"module": path, "function": survived.function, "was": survived.was, "now": survived.now}
    for entry in reasons:
        patterns = {key: pattern for key, pattern in entry.items() if key != "why"}
        if all(re.search(pattern, told[key]) for key, pattern in patterns.items()):
            return entry["why"]
    return NOT_LOOKED_AT


def page(outcomes: Iterable[Outcome]) -> str:
    """The tables of the reference."""
    reasons = tomllib.loads(REASONS.read_text("utf-8"))["kept"]
    rows = [
        f"Tried with mutmut {version('mutmut')}.",
        "",
        ("| Module | Mutants | Tried | Noticed | Survived | Noticed of those tried | No test reaches it |"),
        "|---|---|---|---|---|---|---|",
    ]
    told = []
    for made in outcomes:
        rows.append(_summary(made))
        told += _survivors(made, reasons)
    return "\n".join([*rows, "", *told]).rstrip()


def _summary(made: Outcome) -> str:
    counts = Counter(made.counts)
    noticed = counts["killed"] + counts["out of time"]
    tried = noticed + counts["survived"] + counts["no test"]
    share = f"{100 * noticed / tried:.0f} %" if tried else "not tried yet"
    name = made.path.removeprefix("src/huiyin/")
    figures = (counts.total(), tried, noticed, counts["survived"], share, counts["no test"])
    return f"| `{name}` | " + " | ".join(str(figure) for figure in figures) + " |"


def _survivors(made: Outcome, reasons: list[dict[str, str]]) -> list[str]:
    if not made.survivors:
        return []
    grouped: dict[str, list[Survivor]] = {}
    for survived in made.survivors:
        grouped.setdefault(reason(survived, made.path, reasons), []).append(survived)
    lines = [f"## What survived in `{made.path.removeprefix('src/huiyin/')}`", ""]
    for why, changes in sorted(grouped.items(), key=lambda group: (group[0] == NOT_LOOKED_AT, -len(group[1]))):
        lines += [f"{why[0].upper()}{why[1:]} ({len(changes)}):", ""]
        lines += [f"- `{change.function}`: {_code(change.was)} → {_code(change.now)}" for change in changes]
        lines.append("")
    return lines


def _code(text: str) -> str:
    short = text if len(text) <= 110 else text[:107] + "…"  # what a line of the page holds
    return f"``{short}``" if short else "(nothing)"


def main() -> int:
    """Run, show or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["run", "show", "page"])
    parser.add_argument("names", nargs="*", help="modules by their short names; all where none is named")
    parser.add_argument("--sample", help="last digits of the mutants to try, instead of those in mutants.toml")
    parser.add_argument("--all", action="store_true", help="try every mutant")
    parser.add_argument("--again", action="store_true", help="try only those that no test had noticed, or out of time")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once; with a database, one")
    asked = parser.parse_args()
    known = modules()
    chosen = [module for module in known if not asked.names or module.name in asked.names]
    if missing := set(asked.names) - {module.name for module in known}:
        parser.error(f"not in {LIST.name}: {', '.join(sorted(missing))}")
    if shutil.which("mutmut") is None:
        parser.error("mutmut is not installed: make setup")
    if asked.what == "run":
        for module in chosen:
            sample = "" if asked.all else module.sample if asked.sample is None else asked.sample
            if code := run(module, sample, asked.jobs, again=asked.again):
                return code
        return 0
    if asked.what == "show":
        for module in chosen:
            for _name, difference in differences(module):
                sys.stdout.write(difference)
        return 0
    return write(known)


def write(known: Iterable[Module]) -> int:
    """Keep what was tried beside the copies, and write the page from it."""
    outcomes = [outcome(module) for module in known]
    kept = [asdict(made) for made in outcomes]
    (BUILD / "outcomes.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    return part_of(PAGE, start=START, end=END, fresh=page(outcomes), script="mutants.py")


if __name__ == "__main__":
    sys.exit(main())
