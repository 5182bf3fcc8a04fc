"""What is asked of an installation from inside: ``python -m tests.trials.inside …``
with its settings; prints JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, timedelta
from itertools import pairwise
from pkgutil import resolve_name
from typing import Any

import django
from django.db.models import F

PASSWORD = "Quandong-2026-trials"
STAFF = ("officer1", "officer2")
OFFICE = "quandong-xf"


def prepare() -> dict[str, Any]:
    """Enter two officers, an area and a topic."""
    acts = resolve_name("huiyin.organisations.acts")
    staff_acts = resolve_name("huiyin.organisations.staff_acts")
    at = resolve_name("huiyin.web.kit.clock").now()
    acts.create_area(code="quandong-1", name_zh="泉东", level="town", by="system", at=at)
    acts.create_topic(code="housing", name_zh="物业管理", by="system", at=at)
    for name in STAFF:
        staff = staff_acts.create_staff(username=name, name=name, password=PASSWORD, by="system", at=at)
        for post in ("officer", "clerk"):
            staff_acts.post_staff(staff=staff, organ=OFFICE, post=post, from_date=date(2026, 1, 5), by="system", at=at)
    return {}


def matters() -> dict[str, Any]:
    """Every matter by its title: number, id, how many events, the digests of its files;
    titles are ours and unique.
    """
    models, ledger = (resolve_name("huiyin.casework.models"), resolve_name("huiyin.ledger.reads"))
    found: dict[str, Any] = {}
    for case in models.Case.objects.prefetch_related("attachments").order_by("number"):
        one = {
            "number": case.number,
            "id": case.pk,
            "events": sum(1 for _ in ledger.events(f"case:{case.pk}")),
            "files": sorted(file.sha256 for file in case.attachments.all()),
        }
        found.setdefault(case.title, []).append(one)
    return found


def queue(*, due: bool = False) -> dict[str, int]:
    """How many tasks of each name stand how; ``due`` first makes what waits due at once."""
    results, now = (resolve_name("django_tasks_db.models").DBTaskResult, resolve_name("huiyin.web.kit.clock").now())
    if due:
        results.objects.filter(status="READY").update(run_after=now - timedelta(seconds=1))
    told: dict[str, int] = {}
    for path, status in results.objects.values_list("task_path", "status"):
        name = f"{path.rpartition('.')[2]} {status}"
        told[name] = told.get(name, 0) + 1
    return told


def unknown() -> int:
    """How many files lie in the store that no row knows, whatever their age."""
    files, now = (resolve_name("huiyin.casework.chapters.intake.files"), resolve_name("huiyin.web.kit.clock").now())
    return len(files.orphans(at=now + timedelta(days=2)))


def backwards() -> dict[str, int]:
    """How often time runs backwards: within a stream, and from the end of a duty to its
    beginning.
    """
    models, ledger = (resolve_name("huiyin.casework.models"), resolve_name("huiyin.ledger.reads"))
    duties = models.Duty.objects.filter(closed_date__lt=F("opened_date")).count()
    events = 0
    for name in ledger.streams(prefix="case:"):
        times = [event.at for event in ledger.events(name)]
        events += sum(later < earlier for earlier, later in pairwise(times))
    return {"events": events, "duties": duties}


ASKED = {
    "backwards": backwards,
    "prepare": prepare,
    "matters": matters,
    "queue": queue,
    "due": lambda: queue(due=True),
    "unknown": unknown,
}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")
    django.setup()
    print(json.dumps(ASKED[sys.argv[1]]()))
