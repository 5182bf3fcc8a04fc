"""`huiyin import --processes`: several processes build what one builds: the same events,
the same rows, the same words about rows that cannot be taken.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.installations import Installation, installation

pytestmark = pytest.mark.django_db

OFFICE = """
from datetime import UTC, datetime
from huiyin.organisations import acts
at = datetime(2026, 11, 1, tzinfo=UTC)
acts.create_organ(code="qu", name_zh="区人民政府", level="district", kind="government", by="system", at=at)
below = {"level": "district", "parent": "qu", "by": "system", "at": at}
acts.create_organ(code="xf", name_zh="区信访局", kind="petition_office", **below)
acts.create_organ(code="jw", name_zh="区纪委监委", kind="discipline", **below)
"""
# A few rows a chunk: every process gets several, and they come back in turn.
IMPORTED = """
import json, sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from huiyin.casework.chapters.legacy_import import importing
from huiyin.server import processes
importing.CHUNK = 7
def taken(path, by):
    with processes.shared(by) as share:
        at = datetime(2026, 11, 30, 4, tzinfo=UTC)
        return importing.run(path=Path(path), office="xf", at=at, create_organs=True, share=share)
def told(outcome):
    counts = [outcome.rows, outcome.matters, outcome.contacts, outcome.present, outcome.changed]
    return [counts, *([asdict(row) for row in rows] for rows in (outcome.problems, outcome.differences))]
"""
BOTH = """
if __name__ == "__main__":
    print(json.dumps([told(taken(path, PROCESSES)) for path in PATHS], default=str))
"""
# Everything that an import writes, without what is drawn by lot: ids, salts, hashes, keys, instants of writing.
WRITTEN = """
import json, re
from django.apps import apps
LOT = re.compile(r"[0-9a-f]{64}|[0-9a-f]{32}|organ:|[-A-Za-z0-9_=]{40,}")
LEFT_OUT = {"id", "recorded_at", "created_at", "salt", "title_salt", "event_hash", "hash", "prev_hash", "ciphertext",
            "wrapped_key", "wrapped"}
numbers = dict(apps.get_model("casework.Case").objects.values_list("id", "number"))
def plain(value):
    text = json.dumps(value, default=str, ensure_ascii=False, sort_keys=True)
    for key, number in numbers.items():
        text = text.replace(key, number)
    return LOT.sub("…", text)
written = {}
for name in ("ledger.LedgerEvent", "casework.Case", "casework.Duty", "casework.Contact", "casework.Claim",
             "casework.Note", "casework.Remedy", "casework.SealedKey", "people.Identity"):
    rows = apps.get_model(name).objects.values()
    written[name] = sorted(plain({k: v for k, v in row.items() if k not in LEFT_OUT}) for row in rows)
print(json.dumps(written, ensure_ascii=False))
"""
KILLED = """
import multiprocessing
from huiyin.ledger.parts import Lost
processes.AHEAD = 1
if __name__ == "__main__":
    at = datetime(2026, 11, 30, 4, tzinfo=UTC)
    with processes.shared(2) as share:
        def cut(work, parts):
            for number, built in enumerate(share(work, parts)):
                yield built
                if number == 0:
                    for child in multiprocessing.active_children():
                        child.kill()
                        child.join()
        try:
            importing.run(path=Path(PATHS[0]), office="xf", at=at, create_organs=True, share=cut)
        except Lost:
            print("lost")
"""
HEADINGS = (
    "编号", "信访日期", "信访形式", "信访人数", "责任单位", "姓名", "电话", "概况", "办结日期", "办理结果", "答复意见",
    "事项类别", "具体地点", "重复件对应编号",
)  # fmt: skip
KINDS: tuple[dict[str, str], ...] = (
    {"办结日期": "2014-06-20", "办理结果": "支持诉求", "答复意见": "已修好"},
    {"办结日期": "2014-05-28", "办理结果": "不予受理", "答复意见": "已告知"},
    {"办结日期": "2014-05-29", "办理结果": "自愿撤回"},
    {"办结日期": "2014-06-30", "办理结果": "已办结"},
    {"信访日期": "2023-05-20", "办结日期": "2023-09-20", "办理结果": "部分支持", "信访形式": "来访", "信访人数": "12"},
    {"信访日期": "2026-10-09", "电话": "13800138000", "姓名": "张三", "具体地点": "三号楼"},
    {"信访日期": "2023-05-21", "事项类别": "检举控告", "责任单位": "区纪委监委", "姓名": "李四"},
    {"信访日期": "2003-05-21", "办结日期": "2003-06-01", "办理结果": "解释说明", "责任单位": "区城建局"},
    {"办结日期": "2014-05-01", "办理结果": "支持"},
    {"信访形式": "飞鸽"},
    {"概况": ""},
    {"事项类别": "建议意见", "办结日期": "2014-06-20", "办理结果": "支持"},
    {"编号": "A0"},
)
GOOD = dict.fromkeys(HEADINGS, "") | {
    "信访日期": "2014-05-20", "信访形式": "来信", "责任单位": "新安镇", "概况": "反映房屋漏雨"
}  # fmt: skip


def rows() -> Iterator[dict[str, str]]:
    """All kinds of rows, four times over, and repeat contacts of some before and behind them."""
    for n in range(4 * len(KINDS)):
        row = GOOD | {"编号": f"A{n}"} | KINDS[n % len(KINDS)]
        if n % 3 == 0:
            yield GOOD | {"编号": f"B{n}", "信访日期": "2026-11-0" + str(n % 9 + 1), "重复件对应编号": f"A{n}"}
        yield row


def later() -> Iterator[dict[str, str]]:
    """The file of a month later: what stood open has been answered, one number means something else."""
    for row in rows():
        if row["编号"] == "A13":
            yield row | {"信访日期": "2014-05-22"}
        elif row["信访日期"] == "2026-10-09":
            yield row | {"办结日期": "2026-11-20", "办理结果": "支持诉求"}
        else:
            yield row | {"概况": row["概况"] and "另一种说法"}


def ledger(path: Path, filled: Iterator[dict[str, str]]) -> str:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *(list(row.values()) for row in filled)])
    return str(path)


def ran(place: Installation, source: str) -> str:
    done = place.python(source)
    assert done.returncode == 0, done.stderr
    return done.stdout


def prepared(place: Installation) -> None:
    assert place.huiyin("init", "--bare").returncode == 0
    ran(place, OFFICE)


def whole(place: Installation) -> dict[str, Any]:
    """What was written, which must also be proven."""
    assert place.huiyin("verify", "--processes", "1").returncode == 0
    written: dict[str, Any] = json.loads(ran(place, WRITTEN))
    return written


def test_two_processes_build_what_one_builds(tmp_path: Path) -> None:
    paths = [ledger(tmp_path / "one.csv", rows()), ledger(tmp_path / "two.csv", later())]
    outcomes, written = [], []
    for processes in (1, 2):
        with installation(tmp_path / str(processes)) as place:
            prepared(place)
            source = f"PATHS, PROCESSES = {paths!r}, {processes}\n{IMPORTED}\n{BOTH}"
            outcomes.append(json.loads(ran(place, source)))
            written.append(whole(place))
    assert outcomes[0] == outcomes[1]
    for name, one in written[0].items():
        assert one == written[1][name], name
    (first, problems, _differences), (second, _problems, differences) = outcomes[0]
    assert first[1:] == [32, 11, 0, 0]
    assert len(problems) >= 20
    assert second[4] == 4
    assert len(differences) > 20
    assert len(written[0]["people.Identity"]) == 8
    assert len(written[0]["casework.SealedKey"]) == 4
    assert len(written[0]["casework.Note"]) > 4


def test_what_was_cut_off_goes_on(tmp_path: Path) -> None:
    """A process is killed: that is an error, whole chunks are in, and the file can be imported again."""
    paths = [ledger(tmp_path / "one.csv", rows())]
    with installation(tmp_path / "data") as place:
        prepared(place)
        source = f"PATHS, PROCESSES = {paths!r}, 2\n{IMPORTED}"
        assert ran(place, f"{source}\n{KILLED}").split() == ["lost"]
        partly = whole(place)
        assert 0 < len(partly["casework.Case"]) < 32
        [[counts, *_rest]] = json.loads(ran(place, f"{source}\n{BOTH}"))
        assert counts[1] + counts[3] == 32
        assert len(whole(place)["casework.Case"]) == 32


def test_the_command_says_that_a_process_was_lost(tmp_path: Path) -> None:
    lost = """
from contextlib import contextmanager
from huiyin.ledger.parts import Lost
from huiyin.server import cli, processes
@contextmanager
def shared(_processes):
    def share(_work, _parts):
        raise Lost
        yield
    yield share
processes.shared = shared
cli.main(ARGUMENTS)
"""
    path = ledger(tmp_path / "one.csv", rows())
    with installation(tmp_path / "data") as place:
        prepared(place)
        for arguments in (["import", path], ["verify"]):
            done = place.python(f"ARGUMENTS = {arguments!r}\n{lost}")
            assert (done.returncode, "--processes 1" in done.stderr) == (2, True), done.stderr
