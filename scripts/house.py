"""Measure how the code in src is written, write docs/reference/house.md, and refuse
what is beyond a limit.

scripts/house.py           # measure and write the page scripts/house.py --check   #
measure; fail where a limit is broken or the page has other limits than this file
scripts/house.py --list    # say where what counts against a limit stands
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
import tokenize
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from runpy import run_path

import grimp
from radon.complexity import cc_visit
from radon.visitors import Class, Function

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "house.md"
START, END = ("<!-- measures: written by scripts/house.py -->", "<!-- end of measures -->")
# By its path: it stands with the tests that keep it, which are no package.
RULES = run_path(str(ROOT / "tests" / "house" / "house_rules.py"))
READING = run_path(str(ROOT / "scripts" / "house_reading.py"))


@dataclass(frozen=True)
class Limit:
    """What a measure may be today, what it shall be, and what it was on the day that
    the house was first measured.
    """

    label: str
    before: str
    today: float
    goal: float


# The ratchet, in one place. ``today`` may only fall (that of the contracts may only
# rise): whoever brings a figure down
# writes the lower one here in the same commit. ``before`` is what this script says of
# the tree that was measured first,
# on 28 November 2026 (303f362c).
LIMITS: Mapping[str, Limit] = {
    "modules": Limit("Modules of more than 400 lines", "0", 0, 0),
    "functions": Limit("Functions of more than 40 lines (docstring and parameters not counted)", "0", 0, 0),
    "branches": Limit("Functions of more than 12 branches (radon; methods and closures too)", "58", 0, 0),
    "lines": Limit("Lines of more than 100 characters", "2624", 0, 0),
    "density": Limit("Tokens on a line of code (no comments, no docstrings)", "10.39", 7.5, 7.5),
    "comprehensions": Limit("Comprehensions that are nested, or have several conditions or loops", "144", 0, 0),
    "circles": Limit("Circles between modules, imports for types included", "2", 0, 0),
    "imports": Limit("Imports of our own packages inside a function", "0", 0, 0),
    "contracts": Limit("Contracts of import-linter (at least)", "8", 16, 16),
    "names": Limit("Names that say nothing (`one`, `found`, `it`, a letter, a number behind)", "622", 0, 0),
    "docstrings": Limit("Things that a public docstring leaves out (errors, units, what comes back)", "211", 0, 0),
}
MOST_BRANCHES = 12
MOST_CHARACTERS = 100
AT_LEAST = {"contracts"}
COMPREHENSION = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def long_modules(source: str) -> Iterator[str]:
    """Modules that cannot be read in a sitting."""
    for problem in RULES["long_module"](source):
        yield problem.what


def long_functions(source: str) -> Iterator[str]:
    """Functions that cannot be seen at once."""
    for problem in RULES["long_function"](source):
        yield f"{problem.line}: {problem.what}"


def local_imports(source: str) -> Iterator[str]:
    """Imports that hide a circle."""
    for problem in RULES["local_imports"](source):
        yield f"{problem.line}: {problem.what}"


def branching_functions(source: str) -> Iterator[str]:
    """Functions with more ways through them than one can keep in mind."""
    seen = set()
    for block in _blocks(cc_visit(source)):
        place = (block.lineno, block.name)
        if place not in seen and block.complexity > MOST_BRANCHES:
            yield f"{block.lineno}: {block.name} has {block.complexity} branches"
        seen.add(place)


def _blocks(blocks: list[Function | Class]) -> Iterator[Function]:
    """The functions among radon's blocks, and those inside of them."""
    for block in blocks:
        if isinstance(block, Class):
            yield from _blocks([*block.methods, *block.inner_classes])
        else:
            yield block
            yield from _blocks(block.closures)


def long_lines(source: str) -> Iterator[str]:
    """Lines that do not fit beside another file."""
    for number, line in enumerate(source.splitlines(), 1):
        if len(line) > MOST_CHARACTERS:
            yield f"{number}: {len(line)} characters"


def hard_comprehensions(source: str) -> Iterator[str]:
    """Comprehensions that need a second look: a loop says the same, one thing on a line."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, COMPREHENSION):
            continue
        inside = [part for part in ast.walk(node) if isinstance(part, COMPREHENSION) and part is not node]
        conditions = sum(len(generator.ifs) for generator in node.generators)
        if inside or len(node.generators) > 1 or conditions > 1:
            yield f"{node.lineno}: a comprehension of several things"


def density(sources: Mapping[str, str]) -> float:
    """Tokens on a line of code, over all sources."""
    tokens, lines = 0, 0
    for source in sources.values():
        docstrings = set(_docstrings(source))
        used = set()
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in NO_CODE and token.start not in docstrings:
                tokens += 1
                used.add(token.start[0])
        lines += len(used)
    return round(tokens / max(1, lines), 2)


def _docstrings(source: str) -> Iterator[tuple[int, int]]:
    """Where docstrings begin."""
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            yield node.body[0].lineno, node.body[0].col_offset


def circles(imports: Mapping[str, set[str]]) -> list[frozenset[str]]:
    """The sets of modules that all lead to each other.

    ``imports`` says which modules each one imports.
    """
    reached = {module: _reached(module, imports) for module in imports}
    found = set()
    for module, reach in reached.items():
        if module in reach:
            found.add(frozenset(other for other in reach if module in reached[other]))
    return sorted(found, key=sorted)


def _reached(module: str, imports: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [module]
    while waiting:
        for imported in imports.get(waiting.pop(), set()):
            if imported not in reached:
                reached.add(imported)
                waiting.append(imported)
    return reached


def our_imports() -> dict[str, set[str]]:
    """Which of our modules each of them imports."""
    graph = grimp.build_graph("huiyin", cache_dir=None)
    return {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}


def our_sources() -> dict[str, str]:
    """The modules of src by path, without the migrations, which are generated."""
    paths = sorted((ROOT / "src" / "huiyin").rglob("*.py"))
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths if "migrations" not in path.parts}


def our_templates() -> dict[str, str]:
    """The templates of src by path, Django's and Jinja's."""
    paths = sorted((ROOT / "src" / "huiyin").rglob("*"))
    kinds = {".html", ".txt"}
    shown = [path for path in paths if path.suffix in kinds and {"templates", "jinja2"} & set(path.parts)]
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in shown}


EACH: Mapping[str, Callable[[str], Iterator[str]]] = {
    "modules": long_modules,
    "functions": long_functions,
    "branches": branching_functions,
    "lines": long_lines,
    "comprehensions": hard_comprehensions,
    "imports": local_imports,
    "names": READING["empty_names"],
}


def places() -> dict[str, list[str]]:
    """What counts against each limit, as "path:line: what"."""
    sources = our_sources()
    ours = READING["documented"](sources)
    rules = {**EACH, "docstrings": partial(READING["unsaid"], ours=ours)}
    counting: dict[str, list[str]] = {}
    for key, rule in rules.items():
        counting[key] = [f"{path}:{problem}" for path, source in sources.items() for problem in rule(source)]
    for path, source in our_templates().items():
        counting["names"] += [f"{path}:{problem}" for problem in READING["empty_names_in_template"](source)]
    counting["circles"] = [" → ".join(sorted(circle)) for circle in circles(our_imports())]
    return counting


def measures(found: Mapping[str, list[str]]) -> dict[str, float]:
    """Every measure by its key."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    measured: dict[str, float] = {key: len(where) for key, where in found.items()}
    measured["density"] = density(our_sources())
    measured["contracts"] = len(settings["tool"]["importlinter"]["contracts"])
    return measured


def broken(measured: Mapping[str, float]) -> list[str]:
    """What is beyond its limit."""
    told = []
    for key, limit in LIMITS.items():
        value = measured[key]
        if value < limit.today if key in AT_LEAST else value > limit.today:
            told.append(f"{limit.label}: {value:g}, the limit is {limit.today:g}")
    return told


def table(measured: Mapping[str, float]) -> str:
    """The table of the page."""
    rows = ["| Measure | 28 November 2026 | When last written | Limit | Goal |", "|---|---|---|---|---|"]
    for key, limit in LIMITS.items():
        rows.append(f"| {limit.label} | {limit.before} | {measured[key]:g} | {limit.today:g} | {limit.goal:g} |")
    return "\n".join(rows)


def without_figures(text: str) -> str:
    """A table without the figures that were measured: they change with every commit,
    and nothing is wrong then.
    """
    return re.sub(r"^(\| [^|]+\| [^|]+\|)[^|]+\|", r"\1", text, flags=re.MULTILINE)


def main() -> int:
    """Measure; write, check or list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    found = places()
    measured = measures(found)
    if asked.list:
        for key, where in found.items():
            sys.stdout.write(f"{LIMITS[key].label}: {len(where)}\n")
            sys.stdout.writelines(f"  {place}\n" for place in where)
        return 0
    wrong = broken(measured)
    before, _, rest = PAGE.read_text("utf-8").partition(START)
    written, _, after = rest.partition(END)
    fresh = table(measured)
    if not asked.check:
        PAGE.write_text(f"{before}{START}\n{fresh}\n{END}{after}", "utf-8")
    elif without_figures(written.strip()) != without_figures(fresh):
        wrong.append(f"{PAGE.name} has other limits than scripts/house.py: run python scripts/house.py")
    sys.stdout.writelines(f"{problem}\n" for problem in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
