"""The house rules on the whole repository, and the rules on themselves."""

import re
import subprocess
from pathlib import Path

import pytest
from tests.house import house_rules as rules

ROOT = Path(__file__).resolve().parents[2]
NO_TEXT = {".png", ".jpg", ".xlsx", ".pdf", ".ico", ".woff2", ".xz"}

BAD = {
    rules.local_imports: [
        "def f():\n    from huiyin.law import packs\n",
        "def f():\n    import huiyin.law\n",
        "async def f():\n    from . import packs\n",
    ],
    rules.long_module: ["x = 1\n" * 401],
    rules.long_function: ["def f():\n" + "    x = 1\n" * 41],
    rules.ignore_without_reason: [
        "x = 1  # noqa\n",
        "x = 1  # noqa: E501\n",
        "x = 1  # noqa: E501  # long\ny = 1  # noqa: S608\n",
        "x = 1  # type: ignore[misc]\n",
    ],
    rules.number_read_by_hand: [
        "def f(text):\n    return int(text) if text.isdigit() else 0\n",
        "x = int(request.GET.get('before', ''))\n",
        "x = [int(one) for one in [1]] + [int(request.POST['n'])]\n",
    ],
    rules.asked_towards_ones_own_organ: [
        ("def f(request, view):\n    return request.actor.may('people.reveal', request.actor.organ)\n"),
        ("def f(by, case_id):\n    case = get(case_id)\n    return permissions.may(by, 'case.read', by.organ)\n"),
    ],
    rules.machine_path: ["see /" + "home/somebody/notes\n", "cp x /" + "tmp/x\n"],
    rules.registry_host: ["https://registry.npm" + "js.org/echarts\n", "https://PyPI" + ".org/simple\n"],
}
GOOD = {
    rules.local_imports: ["from huiyin.law import packs\n\ndef f():\n    import json\n"],
    rules.long_module: ["x = 1\n" * 400],
    rules.long_function: ['def f():\n    """' + "Words.\n" * 50 + '"""\n' + "    x = 1\n" * 40],
    rules.ignore_without_reason: [
        "x = 1  # noqa: E501  # a hash must stay in one piece\n",
        "x = 1  # noqa: N818 -- reads as what happened\n",
        "x = 1  # type: ignore[misc]  # allauth is not typed\n",
        'text = "# noqa"\n',
        "# a hash must stay in one piece\nx = 1  # noqa: E501\ny = 2  # noqa: E501\n",
    ],
    rules.number_read_by_hand: [
        "x = int(row[0])\n",
        "def f(text):\n    return text.isdecimal()\n",
        "def f(phone):\n    return [int(sign) for sign in phone if sign.isdecimal()]\n",
    ],
    rules.asked_towards_ones_own_organ: [
        "def f(request):\n    return request.actor.may('case.register', request.actor.organ)\n",
        "def f(by, case):\n    return by.may('case.supervise', case.handler)\n",
    ],
    rules.machine_path: ["/office/XF2026-1/\n", "src/home/x\n", "${TMPDIR:-/" + "tmp}/x\n"],
    rules.registry_host: ["https://www.gov.cn/\n"],
}


def tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  # git is found on the path
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    found = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in found if path.is_file() and (not suffixes or path.suffix in suffixes)]


@pytest.mark.parametrize("rule", BAD, ids=lambda rule: rule.__name__)
def test_the_rule_finds_what_is_bad(rule):
    assert all(list(rule(source)) for source in BAD[rule])


@pytest.mark.parametrize("rule", GOOD, ids=lambda rule: rule.__name__)
def test_the_rule_leaves_what_is_good(rule):
    assert [problem for source in GOOD[rule] for problem in rule(source)] == []


def _broken(paths, chosen) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{problem.line}: {problem.what}"
        for path in paths
        for rule in chosen
        for problem in rule(path.read_text(encoding="utf-8"))
    ]


def test_python_keeps_the_house_rules():
    sources = [path for path in tracked(".py") if "migrations" not in path.parts]
    tests = [path for path in sources if path.is_relative_to(ROOT / "tests")]
    broken = _broken(set(sources) - set(tests), rules.SOURCE) + _broken(tests, rules.TESTS)
    assert not broken, "\n".join(broken)


SEAL = re.compile(r"""sealed=False|sealed": False""")
WALL = "src/huiyin/casework/sealing/visibility.py"


def test_one_module_says_how_sealed_matters_stay_out_of_a_list():
    """A list that leaves them out by itself is one more place that can be forgotten (R22
    Art 46 (5)): it stands on ``visible``, and what is told to nobody in particular on
    ``told_to_all``.
    """
    sources = [path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts]
    saying = {str(path.relative_to(ROOT)) for path in sources if SEAL.search(path.read_text(encoding="utf-8"))}
    assert saying == {WALL}


def test_what_people_hand_in_themselves_goes_through_one_act():
    """Which organ gets a report of wrongdoing is decided by ``hand_in`` (R22 Art 22, 30): a door that
    filed by itself could send it anywhere.
    """
    doors = [*(ROOT / "src/huiyin/web").rglob("*.py"), *(ROOT / "src/huiyin/api").rglob("*.py")]
    filing = [path.name for path in doors if "file_petition" in path.read_text(encoding="utf-8")]
    assert filing == []


def test_modules_can_be_read_in_a_sitting():
    sources = [path for path in tracked(".py") if "migrations" not in path.parts]
    assert _broken(sources, [rules.long_module]) == []


def test_no_file_names_a_machine_or_a_registry():
    paths = [path for path in tracked() if path.suffix not in NO_TEXT and path.stat().st_size < 2_000_000]
    assert _broken(paths, rules.EVERY_FILE) == []


def test_translations_and_builds_are_not_in_git():
    assert tracked(".mo", ".pyc", ".map", ".sqlite3") == []
