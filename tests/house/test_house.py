"""The measures of the house: its limits hold, and the script that measures counts right on small examples."""

import re
import subprocess
import sys
from pathlib import Path
from runpy import run_path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = run_path(str(ROOT / "scripts" / "house.py"))


def test_no_limit_is_broken_and_the_page_has_the_same_limits():
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, str(ROOT / "scripts" / "house.py"), "--check"], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_limit_is_never_beyond_its_goal():
    for key, limit in HOUSE["LIMITS"].items():
        behind = limit.today <= limit.goal if key in HOUSE["AT_LEAST"] else limit.today >= limit.goal
        assert behind, limit.label


BRANCHES = "".join(f"    if x == {number}:\n        return {number}\n" for number in range(12))


@pytest.mark.parametrize(
    ("rule", "source", "places"),
    [
        ("branching_functions", f"def f(x):\n{BRANCHES}", 1),  # twelve questions: thirteen ways
        ("branching_functions", f"def f(x):\n{BRANCHES}".replace("if x == 0:\n        return 0", "x += 1"), 0),
        ("branching_functions", "class C:\n" + f"def f(x):\n{BRANCHES}".replace("\n", "\n    ").join(("    ", "")), 1),
        ("branching_functions", "def f(x):\n    return " + " and ".join("x" * 13) + "\n", 1),
        ("branching_functions", "def f(x):\n    return " + " and ".join("x" * 12) + "\n", 0),
        ("long_lines", "x" * 101 + "\n" + "x" * 100 + "\n", 1),
        ("hard_comprehensions", "[x for x in y if x]\n", 0),
        ("hard_comprehensions", "[x for x in y if x if x > 1]\n", 1),
        ("hard_comprehensions", "{x for y in z for x in y}\n", 1),
        ("hard_comprehensions", "[[x for x in y] for y in z]\n", 1),
        ("hard_comprehensions", "{x: sum(y for y in x) for x in z}\n", 1),
        ("local_imports", "def f():\n    from huiyin.law import packs\n", 1),
        ("long_modules", "x = 1\n" * 401, 1),
        ("long_functions", "def f():\n" + "    x = 1\n" * 41, 1),
    ],
)
def test_what_counts(rule, source, places):
    assert len(list(HOUSE[rule](source))) == places


READING = run_path(str(ROOT / "scripts" / "house_reading.py"))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("for one in rows:\n    print(one)\n", ["1: one"]),
        ("rows = [one for one in kept]\n", ["1: one"]),
        ("def look(found):\n    return found\n", ["1: found"]),
        ("class Row:\n    found: int\n", ["2: found"]),
        ("self.found = 1\n", ["1: found"]),
        ("if found := f():\n    pass\n", ["1: found"]),
        ("data2 = f(data)\n", ["1: data2"]),
        ("n, _ = pair\n", ["1: n"]),
        ("x = 1\n", ["1: x"]),
        ("def _one(row):\n    return row\n", ["1: one"]),
        ("class Found:\n    row: int\n", ["1: found"]),
        ("x, y = place\n", []),  # on a plane
        ("row.found(one)\n", []),  # what is called so elsewhere, and read here
        ("for row in rows:\n    print(row)\n", []),
    ],
)
def test_names_that_say_nothing(source, names):
    assert list(READING["empty_names"](source)) == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{% for one in rows %}{{ one }}{% endfor %}", ["1: one"]),
        ("\n{% for one, state in rows %}{% endfor %}", ["2: one"]),
        ('{% include "part.html" with one=row %}', ["1: one"]),
        ('{% translate "for one in all" %}', []),
        ("{% for row in rows %}{{ row }} one{% endfor %}", []),
    ],
)
def test_names_in_templates_that_say_nothing(source, names):
    assert list(READING["empty_names_in_template"](source)) == names


def method(first: str, said: str, bases: str = "") -> str:
    return f'class C{bases}:\n    def f{first}:\n        """{said}"""\n        g()\n'


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("def f():\n    g()\n", ["everything"]),
        ('def _f(size: int):\n    "Put it in."\n', []),
        ("class _C:\n    def f(self):\n        g()\n", []),
        ('def f():\n    "Look."\n    raise Invalid("a")\n', ["raises Invalid"]),
        ('def f():\n    "Look; raises Invalid."\n    raise errors.Invalid\n', []),
        ('def f():\n    "Look."\n    def g():\n        raise Invalid\n', []),
        ('def f():\n    "A page."\n    raise Http404\n', ["raises Http404"]),
        ('def f():\n    "A page, 404 for others."\n    raise Http404\n', []),
        (method("(self, size: int)", "Free the room."), ["what the int size is"]),
        (method("(self, size: int)", "Free ``size`` bytes."), []),
        (method("(self, days: int, until_id: int)", "The rows."), []),
        (method("(self, *, sealed: bool = False)", "The rows."), ["what the bool sealed is"]),
        (method("(self, since: date | None)", "The rows."), ["what the date | None since is"]),
        (method("(self) -> bool", "Only the head proposes."), ["when it is true"]),
        (method("(self) -> bool", "Whether they may propose: only the head."), []),
        (method("(self) -> Row | None", "The last row."), ["when it returns None"]),
        (method("(self) -> Row | None", "The last row; None of an empty table."), []),
        (method("(self) -> str", "Write a file."), ["what it returns (str)"]),
        (method("(self) -> str", "Write a file and return its digest."), []),
        (method("(self) -> NoReturn", "Stop."), []),
        (method("(self) -> dict[str, int]", "The rows."), ["what the keys are (dict[str, int])"]),
        (method("(self) -> dict[str, int]", "The rows by name."), []),
        (method("(self) -> tuple[str, int]", "The rows."), ["each of what it returns (tuple[str, int])"]),
        (method("(self) -> tuple[str, int]", "The name and how many."), []),
        (method("(self) -> tuple[str, ...]", "The names."), []),
        (method("(self, size: int)", "Free.", "(Room)"), []),  # Room says it
        (method("(self, size: int)", "Free.", "(Other)"), ["what the int size is"]),
        (method("(self, size: int)", "`{% tag %}`"), []),
    ],
)
def test_what_docstrings_leave_out(source, missing):
    ours = READING["documented"]({"a.py": 'class Room:\n    def f(self, size: int):\n        "Free the bytes."\n'})
    assert [problem.partition("does not say: ")[2] for problem in READING["unsaid"](source, ours)] == missing


@pytest.mark.parametrize(
    ("source", "tokens"),
    [
        ("x = 1\n", 3.0),
        ("x = 1  # why\n\n\n# more\n", 3.0),
        ('"""Words of a module."""\n\nx = 1\n', 3.0),
        ('def f():\n    """Words of a function,\n    on two lines."""\n    return 1\n', 3.5),  # five tokens and two
        ('x = """text\nof two lines"""\n', 3.0),
    ],
)
def test_tokens_on_a_line(source, tokens):
    assert HOUSE["density"]({"a.py": source}) == tokens


def test_circles():
    circles = HOUSE["circles"]
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [frozenset({"b", "c"})]
    two = {"a": {"b"}, "b": {"a", "c"}, "c": {"d"}, "d": {"c"}}
    assert circles(two) == [frozenset({"a", "b"}), frozenset({"c", "d"})]


def test_figures_beyond_their_limits_are_told():
    within = {key: limit.today for key, limit in HOUSE["LIMITS"].items()}
    assert HOUSE["broken"](within) == []
    more = within | {"branches": within["branches"] + 1, "contracts": within["contracts"] - 1}
    assert [told.partition(":")[0] for told in HOUSE["broken"](more)] == [
        "Functions of more than 12 branches (radon; methods and closures too)",
        "Contracts of import-linter (at least)",
    ]
    assert HOUSE["broken"](dict.fromkeys(within, 0) | {"contracts": within["contracts"] + 1}) == []


def test_the_drawing_of_the_rooms_is_the_code_s() -> None:
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, str(ROOT / "scripts" / "drawing.py"), "--check"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_stands_in_the_drawing_and_every_arrow_goes_down() -> None:
    drawing = run_path(str(ROOT / "scripts" / "drawing.py"))
    level = {name: height for height, row in enumerate(drawing["floors"]()) for name in row}
    inside = [found for found in (ROOT / "src" / "huiyin").iterdir() if not found.name.startswith("__")]
    here = {found.stem for found in inside if found.is_dir() or found.suffix == ".py"}
    drawn = set(re.findall(r'class="name"[^>]*>(\w+)<', drawing["draw"]()))
    assert drawn == here == set(level)
    assert all(level[source] < level[target] for source, target in drawing["imports"]())
