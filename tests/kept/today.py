"""What today's code makes of a kept ledger: how each matter stands by its events, and acts on those that are open.

Runs as a program of its own, because it needs a database of its own, in the office that HUIYIN_DATA_DIR and DATABASE_URL
name. Prints JSON: what verify finds before and after the acts, the matters before them, and what the acts came to.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from datetime import date, datetime
from typing import Any

import django
import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")
django.setup()

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.events import CaseState, fold
from huiyin.casework.matter import reads
from huiyin.casework.models import Case
from huiyin.casework.upkeep import verify
from huiyin.ledger import reads as ledger
from huiyin.organisations import staff_reads
from huiyin.organisations.models import Staff
from huiyin.people import reads as people

AT = datetime.fromisoformat("2026-12-03T10:00:00+08:00")


def day(value: date | None) -> str:
    """A day as the account has it."""
    return value.isoformat() if value else ""


def said(state: CaseState) -> dict[str, Any]:
    """A matter in the words of the account that was kept with the ledger."""
    still_open = [duty for duty in state.duties if duty.status == "open"]
    past = Counter(duty.status for duty in state.duties if duty.status != "open")
    return {
        "number": state.number,
        "pack": state.pack,
        "state": state.state,
        "final": state.final,
        "handler": state.parties["handler"],
        "outcome": state.values.get("outcome", ""),
        "events": state.event_seq,
        "contacts": state.contacts,
        "received": day(state.received_date),
        "resolved": day(state.resolved_date),
        "closed": day(state.closed_date),
        "open": sorted([duty.kind, duty.owner, duty.article, day(duty.due_date)] for duty in still_open),
        "past": dict(past),
        "rights": sorted([right.kind, right.article, day(right.due_date)] for right in state.rights),
        "remedies": sorted([remedy.route, day(remedy.last_day)] for remedy in state.remedies),
    }


def matters() -> dict[str, dict[str, Any]]:
    """Every matter by its number, folded from its events."""
    folded = (fold(pk, ledger.events(f"case:{pk}")) for pk in Case.objects.values_list("pk", flat=True))
    return {state.number: said(state) for state in folded}


def problems() -> list[str]:
    """What verify finds."""
    return [f"{problem.stream}#{problem.seq}: {problem.message}" for problem in verify.run().problems]


def actor(username: str) -> Actor:
    """A member of the kept staff."""
    info = staff_reads.staff_info(Staff.objects.get(username=username).pk, AT.date())
    assert info is not None
    return Actor.of_staff(info)


def acted(numbers: dict[str, str]) -> dict[str, Any]:
    """Acts on matters that were open, by their numbers: of a petition at two stages, of a report of wrongdoing with its
    words and keys, of a suggestion and of a report of retaliation; and a name opened in the vault.
    """
    ids = {stage: Case.objects.get(number=number).pk for stage, number in numbers.items()}
    governor, inspector, clerk = actor("governor"), actor("inspector"), actor("clerk")
    told = reads.access_case(by=inspector, case_id=ids["report"]).title
    view = reads.access_case(by=clerk, case_id=ids["registered"])
    who = {"by": clerk, "towards": reads.towards(view)}
    name = people.reveal(view.contacts[0].identity, purpose="contact", at=AT, **who).name
    acts.take("accept", case_id=ids["notified"], by=governor, at=AT)
    received = date(2026, 11, 23)
    acts.take("serve", case_id=ids["decided"], method="in_person", received_on=received, by=governor, at=AT)
    acts.take("notify", case_id=ids["report"], text="已收到", by=inspector, at=AT)
    adopted = {"adoption": "adopted", "text": "采纳。", "result_by": date(2027, 3, 1)}
    acts.take("answer", case_id=ids["suggestion"], **adopted, by=governor, at=AT)
    acts.take("protect", case_id=ids["retaliation"], text="已要求停止", by=inspector, at=AT)
    now = matters()
    return {"title": told, "name": name, "matters": {stage: now[number] for stage, number in numbers.items()}}


def main() -> None:
    """Everything, as JSON; the numbers of the matters to act on come as JSON too."""
    numbers = json.load(sys.stdin)
    with time_machine.travel(AT, tick=False):
        found = {"problems": problems(), "matters": matters()}
        found |= {"acted": acted(numbers), "problems_after": problems()}
    json.dump(found, sys.stdout, ensure_ascii=False)


main()
