"""Packs for the tests of the law."""

from pathlib import Path

import pytest
from tests.law import minimal

from huiyin.law import packs
from huiyin.law.rules.pack import Pack


@pytest.fixture
def small() -> Pack:
    """A pack as small as can be."""
    return minimal.parse()


@pytest.fixture
def now() -> Pack:
    """The regulations of 2022."""
    return packs.load("cn-xinfang", "2022-05-01")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The small pack as a folder, with scenarios that show every rule of it."""
    folder = tmp_path / "draft"
    (folder / "scenarios").mkdir(parents=True)
    for name, text in minimal.FILES.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "scenarios" / "all.toml").write_text(SCENARIOS, "utf-8")
    return folder


SCENARIOS = """
pack = "aa-grievance/2020-01-01"

[[scenario]]
id = "complain"
title = { zh = "投诉", en = "A complaint" }

[scenario.when]
step = "complain"
on = 2026-11-02T09:00:00
by = ["resident"]
with = { office = "town", promised = 2026-11-20 }

[scenario.then]
state = "open"
opens = [{ duty = "answer", due = 2026-11-16 }, { duty = "keep_promise", due = 2026-11-20, last_day = 2026-11-20 }]
rights = [{ right = "appeal", due = 2026-12-02, article = "5" }]

[[scenario]]
id = "yes"
title = { zh = "同意", en = "Yes" }
after = "complain"

[scenario.when]
step = "reply"
on = 2026-11-03
by = ["office"]
with = { answer = "yes" }

[scenario.then]
state = "closed"
closes = ["appeal"]

[[scenario]]
id = "no"
title = { zh = "不同意", en = "No" }
after = "complain"

[scenario.when]
step = "reply"
on = 2026-11-03
by = ["office"]
with = { answer = "no" }

[scenario.then]
final = true

[[scenario]]
id = "note"
title = { zh = "备注", en = "A note" }
after = "complain"

[scenario.when]
step = "note"
on = 2026-11-03
by = ["office"]

[scenario.then]
state = "open"
"""
