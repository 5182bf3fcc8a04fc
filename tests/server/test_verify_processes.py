"""`huiyin verify --processes`: several processes prove what one does, and find what one finds."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from tests.plugins.installations import Installation, installation

from huiyin.server import processes

pytestmark = pytest.mark.django_db

FILLED = """
from datetime import date
from huiyin.casework.chapters.legacy_import.acts import LegacyMatter, carry_over
from huiyin.organisations import acts
from huiyin.web.kit import clock
at = clock.now()
acts.create_organ(code="qu", name_zh="区人民政府", level="district", kind="government", by="system", at=at)
office = {"level": "district", "kind": "petition_office", "parent": "qu"}
acts.create_organ(code="xf", name_zh="区信访局", **office, by="system", at=at)
matters = [
    LegacyMatter(number=f"A{n}", received_on=date(2025, 3, 3), channel="letter", title="路灯不亮", text="不亮",
                 handler="xf", answered_on=date(2025, 4, 1), outcome="supported", reply="已修好", claimant="某某")
    for n in range(12)
]
assert carry_over(matters=matters, office="xf", at=at).problems == []
"""
TAMPERED = """
from django.db import connection
from tests.plugins.tampering import tamper
ids = [row[0] for row in connection.cursor().execute("SELECT id FROM casework_case ORDER BY id").fetchall()]
tamper("UPDATE casework_case SET title = 'x' WHERE id = %s", ids[4])
tamper("UPDATE casework_contact SET persons = 7 WHERE case_id = %s", ids[9])
tamper("UPDATE ledger_event SET actor = 'system2' WHERE stream = %s AND seq = 1", f"case:{ids[11]}")
tamper("DELETE FROM ledger_event WHERE stream = %s AND seq = 3", f"case:{ids[0]}")
tamper("UPDATE casework_duty SET due_date = '2030-01-01' WHERE case_id = %s", ids[1])
tamper("UPDATE casework_claim SET reply = 'x' WHERE case_id = %s", ids[2])
tamper("DELETE FROM casework_contact WHERE case_id = %s", ids[3])
tamper("DELETE FROM ledger_event WHERE stream = %s AND seq = 5", f"case:{ids[5]}")
named = "SELECT identity FROM casework_contact WHERE case_id = %s"
tamper(f"DELETE FROM people_identity WHERE id = ({named})", ids[6])
tamper("UPDATE ledger_stream_head SET seq = 99 WHERE stream = 'organ:xf'")
"""
# One matter, and two streams, a part: the edges of parts are where something could be left out.
SMALL = """
import json
from huiyin.casework.upkeep import verify
from huiyin.server import processes
verify.CASES, verify.STREAMS = 1, 2
if __name__ == "__main__":
    for number in (1, 2):
        with processes.shared(number) as share:
            report = verify.run(share=share)
        print(json.dumps([report.events, [[p.stream, p.seq, p.message] for p in report.problems]]))
"""


WAITING = """
import multiprocessing, time
from huiyin.ledger import verify
from huiyin.server import processes
if __name__ == "__main__":
    with processes.shared(2) as share:
        list(share(verify.check_part, [("", None)]))
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        time.sleep(600)
"""


# Somebody acts in a matter when its row has been read, and its events not yet.
MEANWHILE = """
from datetime import date
from threading import Thread
from huiyin.casework.chapters.legacy_import.acts import carry_contacts
from huiyin.casework.chapters.legacy_import.records import LegacyContact
from huiyin.casework.upkeep import verify
histories = verify.histories
def act():
    contact = LegacyContact("B1", "A1", date(2025, 3, 4), "phone", "来电询问")
    assert carry_contacts(contacts=[contact], office="xf").taken == ["B1"]
def meanwhile(ids):
    writer = Thread(target=act)
    writer.start()
    writer.join()
    return histories(ids)
verify.histories = meanwhile
before = verify.ledger.count()
report = verify.run()
print([problem.message for problem in report.problems], report.events - before)
"""


def ran(place: Installation, source: str) -> str:
    done = place.python(source)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_two_processes_find_what_one_finds(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as place:
        assert place.huiyin("init", "--bare").returncode == 0
        ran(place, FILLED)
        whole = json.loads(place.huiyin("verify", "--json", "--processes", "2").stdout)
        assert whole["ok"]
        assert whole["events"] > 24
        ran(place, TAMPERED)
        alone, shared = (
            json.loads(place.huiyin("verify", "--json", "--processes", number).stdout) for number in ("1", "2")
        )
        assert alone == shared
        # Nine matters, a stream whose end was moved, and an identity that nobody names any more
        assert len({one["stream"] for one in alone["problems"]}) == 11
        one, two = (json.loads(line) for line in ran(place, SMALL).splitlines())
        assert one == two
        assert [problem[0] for problem in one[1]] == [problem["stream"] for problem in alone["problems"]]


def test_whoever_acts_meanwhile_is_no_fault(tmp_path: Path) -> None:
    """A matter is read whole, as at one instant; and nobody who writes has to wait."""
    with installation(tmp_path / "data") as place:
        assert place.huiyin("init", "--bare").returncode == 0
        ran(place, FILLED)
        assert ran(place, MEANWHILE).split() == ["[]", "1"]


def test_a_small_ledger_starts_no_other_process() -> None:
    assert processes.usual(processes.WORTH_IT - 1) == 1
    assert processes.usual(processes.WORTH_IT) >= 1


def test_nobody_is_left_behind_when_the_first_is_killed(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as place:
        assert place.huiyin("init", "--bare").returncode == 0
        with place.start(WAITING) as first:
            assert first.stdout is not None
            others = [int(pid) for pid in first.stdout.readline().split()]
            first.kill()
        assert others
        until = time.monotonic() + 30
        while any(Path(f"/proc/{pid}").exists() for pid in others) and time.monotonic() < until:
            time.sleep(0.1)
        assert [pid for pid in others if Path(f"/proc/{pid}").exists()] == []
