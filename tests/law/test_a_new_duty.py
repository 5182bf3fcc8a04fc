"""What a new duty costs in scenarios that are about something else, and that one too many
is noticed all the same.
"""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.law import packs
from huiyin.law.checks import endings, model_check
from huiyin.law.checks.check import check, scenarios_of

HEAD = re.compile(r"^(?=\[\[step\]\]$)", re.MULTILINE)
STEP = re.compile(r'^id = "(\w+)"', re.MULTILINE)
NEXT = re.compile(r"^\[\[(?!step)", re.MULTILINE)


def copied(folder: Path, key: str) -> Path:
    """Copy a pack with all that stands beside its version into a folder of the test's own;
    returns the folder of the version.
    """
    name, version = key.split("/")
    shutil.copytree(packs.folder_of(name, version).parent, folder / name)
    return folder / name / version


def rule_files(version: Path, of: str = "[[step]]") -> list[Path]:
    """The files with rules, of the version and of what its versions share."""
    files = sorted(version.rglob("*.toml"))
    for place in version.parent.iterdir():
        if place.is_dir() and not (place / "pack.toml").is_file():
            files += sorted(place.rglob("*.toml"))
    return [file for file in files if of in read(file)]


def read(file: Path) -> str:
    return file.read_text("utf-8")


def add_file(version: Path, name: str, text: str) -> None:
    """A file of rules more, which a pack with an order of files lists first."""
    (version / f"{name}.toml").write_text(text, "utf-8")
    head = version / "pack.toml"
    listed = read(head).replace("\norder = [", f'\norder = ["{name}", ', 1)
    head.write_text(listed, "utf-8")


def change_steps(version: Path, change: Callable[[str, str], str]) -> list[str]:
    """Change the text of every step; returns their ids."""
    steps = []
    for file in rule_files(version):
        head, *parts = HEAD.split(read(file))
        ids = [STEP.findall(part)[0] for part in parts]
        file.write_text(head + "".join(map(change, ids, parts)), "utf-8")
        steps += ids
    return steps


def with_probe(step: str, text: str, part: str = "open]]\nduty") -> str:
    """The text of a step that also opens a duty, or grants a right, that nobody knows."""
    after = NEXT.search(text)
    cut = after.start() if after else len(text)
    return f'{text[:cut].rstrip()}\n\n[[step.{part} = "probe_{step}"\n\n{text[cut:]}'


MOST = {"divert": 16}
"""Of divert a way to each authority is shown, and that nothing is owed after it."""
PROBE = """[[duty]]
id = "probe_{}"
title = {{ zh = "多余的义务", en = "A duty too many" }}
article = "1"
owner = "receiver"
from = "received"
days = 3
in_force = 2030-01-01
checked = 2030-01-01
"""


SHIPPED = [
    ("cn-xinfang/2022-05-01", 107),
    ("cn-xinfang/2005-05-01", 63),
    ("cn-xinfang-advice/2022-05-01", 8),
    ("cn-xinfang-retaliation/2022-05-01", 5),
    ("ifc-grm/2018-10-01", 26),
    ("uk-lgsco/2024-04-01", 18),
]
"""Every shipped pack that stands on no other, and how many steps it has."""
CHANGES = [("cn-shandong/2022-05-01", 17), ("cn-shandong/2016-01-01", 16), ("cn-shandong-advice/2022-05-01", 1)]
"""Those that stand on another: how many steps they add, or add to."""
CHANGE = re.compile(r"^(?=\[\[(?:step|change)\]\]$)", re.MULTILINE)
ADDED_TO = re.compile(r'^rule = "step:(\w+)"\nid = "(\w+)"', re.MULTILINE)


def noticed_by(version: Path, changed: list[str], probe: str) -> Counter[str]:
    """How many scenarios of a copy notice what is too much, by the step that it was given to."""
    add_file(version, "probe", "\n".join(map(probe.format, changed)))
    pack = packs.read_folder(version)
    noticed: Counter[str] = Counter()
    for result in scenarios_of(pack, version / "scenarios"):
        noticed.update(set(re.findall(r"probe_(\w+)", " ".join(result.failures))))
    return noticed


@pytest.mark.parametrize(("key", "steps"), SHIPPED)
def test_whichever_step_opens_a_duty_too_many_few_scenarios_notice(tmp_path: Path, key: str, steps: int) -> None:
    version = copied(tmp_path, key)
    changed = change_steps(version, with_probe)
    noticed = noticed_by(version, changed, PROBE)
    assert len(changed) == steps
    assert set(changed) - set(noticed) == set()
    assert {name: times for name, times in noticed.items() if times > MOST.get(name, 9)} == {}


RIGHT = """[[right]]
id = "probe_{}"
title = {{ zh = "多余的权利", en = "A right too many" }}
article = "1"
from = "received"
days = 3
in_force = 2030-01-01
checked = 2030-01-01
"""


@pytest.mark.parametrize(("key", "steps"), SHIPPED)
def test_whichever_step_grants_a_right_too_many_few_scenarios_notice(tmp_path: Path, key: str, steps: int) -> None:
    """A right that nobody has by law promises people what no organ owes them."""
    version = copied(tmp_path, key)
    changed = change_steps(version, lambda step, text: with_probe(step, text, "grant]]\nright"))
    noticed = noticed_by(version, changed, RIGHT)
    assert len(changed) == steps
    assert set(changed) - set(noticed) == set()
    assert {name: times for name, times in noticed.items() if times > MOST.get(name, 9)} == {}


OWN_RULES = """in_force = 2022-05-01
checked = 2026-11-22
verified = false
note = { zh = "示例：条例没有规定。", en = "An example; the Regulations have no such rule." }

[[duty]]
id = "interim_letter"
title = { zh = "办理进展告知", en = "Interim letter" }
plain = { zh = "{organ}最迟应在{date}告知您办理进展", en = "{organ} must tell you by {date} how far it has come" }
article = "34"
owner = "handler"
from = "accepted"
days = 30

[[step]]
id = "write_interim_letter"
title = { zh = "告知办理进展", en = "Write the interim letter" }
article = "34"
event = "matter.interim_letter"
from = ["accepted"]
by = ["handler"]
needs = { zh = "受理后才告知办理进展。", en = "The letter is written after acceptance." }
concerns = [{ duty = "interim_letter", open = true }]
discharges = ["interim_letter"]
letters = ["interim_letter"]
"""
OPENED_BY_ACCEPT = """[[step.open]]
duty = "interim_letter"
when = [{ fact = "values.category", is = "appeal" }]

"""
OWN_LETTER = """[[vocabulary.term]]
id = "interim_letter"
title = { zh = "办理进展告知书", en = "interim letter" }
article = "34"

"""
# Accepted on Wednesday, 16 September 2026: September has 30 days, so the 30th day is
# Friday, 16 October.
OWN_SCENARIO = """pack = "cn-xinfang/2022-05-01"

[[scenario]]
id = "interim-letter-owed"
title = { zh = "受理后30日内告知办理进展", en = "The interim letter is owed within 30 days" }

[[scenario.given]]
step = "file"
on = 2026-09-07
by = ["petitioner"]
with = { channel = "online", receiver = "petition office", receiver_kind = "petition_office" }

[[scenario.given]]
step = "register"
on = 2026-09-08
by = ["receiver"]
with = { category = "appeal", topic = "noise" }

[[scenario.given]]
step = "forward"
on = 2026-09-09
by = ["handler"]
with = { to = "housing bureau", to_kind = "department", mode = "forward" }

[[scenario.given]]
step = "notify"
on = 2026-09-14
by = ["handler"]

[scenario.when]
step = "accept"
on = 2026-09-16
by = ["handler"]

[scenario.then]
opens = [{ duty = "interim_letter", owner = "housing bureau", due = 2026-10-16 }]
open_duties = ["handle", { duty = "interim_letter", owner = "housing bureau", due = 2026-10-16 }]

[[scenario]]
id = "interim-letter-written"
title = { zh = "告知办理进展", en = "The interim letter is written" }
after = "interim-letter-owed"

[scenario.when]
step = "write_interim_letter"
on = 2026-10-16
by = ["handler"]

[scenario.then]
exactly.discharges = ["interim_letter"]
letters = ["interim_letter"]
"""
# What else has to be changed: in which step or scenario, what stood there, what stands
# there now. One line each.
ELSEWHERE = [
    ("decide", 'discharges = ["handle", ', 'discharges = ["handle", "interim_letter", '),
    ("lead_in", 'cancels = ["handle", ', 'cancels = ["handle", "interim_letter", '),
]
IN_SCENARIOS = [
    ("handling", "accept", '{ duty = "handle", ', '{ duty = "interim_letter" }, { duty = "handle", '),
    ("handling", "decide-partly", 'discharges = ["handle"]', 'discharges = ["handle", "interim_letter"]'),
    ("ending", "lead-in-after-acceptance", 'cancels = ["handle"]', 'cancels = ["handle", "interim_letter"]'),
]


def put(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def add_the_interim_letter(version: Path) -> None:
    """The rules of their own: a file, what opens the duty, the name of the letter, a file
    of scenarios.
    """

    def changed(step: str, text: str) -> str:
        if step == "accept":
            text = put(text, '[[step.open]]\nduty = "handle"', f'{OPENED_BY_ACCEPT}[[step.open]]\nduty = "handle"')
        for name, old, new in ELSEWHERE:
            text = put(text, old, new) if step == name else text
        return text

    change_steps(version, changed)
    add_file(version, "interim", OWN_RULES)
    terms = next(file for file in version.parent.rglob("terms.toml") if 'id = "acceptance_notice"' in read(file))
    letter = '[[vocabulary.term]]\nid = "acceptance_notice"'
    terms.write_text(put(read(terms), letter, OWN_LETTER + letter), "utf-8")
    (version / "scenarios" / "interim.toml").write_text(OWN_SCENARIO, "utf-8")


def leave_the_model_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying every situation of the whole pack takes minutes, and no scenario has to do
    with it.
    """
    for checker in (model_check, endings):
        monkeypatch.setattr(checker, "problems", lambda _pack: [])


def test_a_letter_that_a_new_law_asks_for_costs_five_lines_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_the_model_out(monkeypatch)
    version = copied(tmp_path, "cn-xinfang/2022-05-01")
    add_the_interim_letter(version)
    for file, scenario, old, new in IN_SCENARIOS:
        path = version / "scenarios" / f"{file}.toml"
        before, found, after = read(path).partition(f'\nid = "{scenario}"\n')
        assert found
        path.write_text(before + found + put(after, old, new), "utf-8")
    pack = packs.read_folder(version)
    results = scenarios_of(pack, version / "scenarios")
    assert [str(problem) for problem in check(pack, results, version)] == []
    assert len(ELSEWHERE) + len(IN_SCENARIOS) == 5


def test_without_its_own_scenarios_the_check_notices_the_new_duty_and_nothing_but_what_is_about_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_the_model_out(monkeypatch)
    version = copied(tmp_path, "cn-xinfang/2022-05-01")
    add_the_interim_letter(version)
    (version / "scenarios" / "interim.toml").unlink()
    pack = packs.read_folder(version)
    problems = check(pack, scenarios_of(pack, version / "scenarios"), version)
    assert sorted((problem.file.partition(":")[0], problem.key) for problem in problems) == [
        ("ending.toml", "lead-in-after-acceptance"),
        ("handling.toml", "accept"),
        ("handling.toml", "decide-partly"),
        ("interim.toml", "duty:interim_letter"),
        ("interim.toml", "step:write_interim_letter"),
        ("terms.toml", "letters.interim_letter"),
    ]
    assert "interim.toml:7" in {problem.file for problem in problems}  # the line of its id


@pytest.mark.parametrize(("key", "steps"), CHANGES)
def test_a_right_too_many_in_a_pack_that_stands_on_another_is_noticed(tmp_path: Path, key: str, steps: int) -> None:
    """Only its own scenarios can: run on it, those of the pack beneath leave out what it adds."""
    version = copied(tmp_path, key)
    changed = []
    for file in rule_files(version, of="[["):
        head, *parts = CHANGE.split(read(file))
        for place, part in enumerate(parts):
            added_to, own = ADDED_TO.search(part), STEP.search(part)
            if part.startswith("[[step]]") and own:
                changed.append(own[1])
                parts[place] = with_probe(own[1], part, "grant]]\nright")
            elif added_to:
                changed.append("_".join(added_to.groups()))
                parts[place] = f'{part.rstrip()}\n\n[[change.grant]]\nright = "probe_{changed[-1]}"\n\n'
        file.write_text(head + "".join(parts), "utf-8")
    noticed = noticed_by(version, changed, RIGHT)
    assert len(changed) == steps
    assert set(changed) - set(noticed) == set()
