"""The end of a walk: organs are abolished and merged under everything that luck has left open."""

from __future__ import annotations

from tests.casework.test_machine import Matters

from huiyin.casework import acts
from huiyin.casework.chapters.handling import naming
from huiyin.casework.events import SUCCEEDED, SUCCESSOR_NAMED
from huiyin.casework.matter import succession
from huiyin.casework.models import Duty
from huiyin.organisations import ending

EVENTS = {SUCCEEDED, SUCCESSOR_NAMED}


def organs_end(machine: Matters) -> None:
    """The environment branch is abolished, and the district names who takes a matter
    over; two others merge.
    """
    staff, at = machine.district, machine.at
    machine.file("office", category="appeal", anonymous=False)
    who = {"case_id": machine.cases[-1], "at": at}
    acts.take("register", **who, category="appeal", topic="housing", area="xinan", by=staff.dispatcher)
    crossing = {"crossing": "person_and_matter", "arose_in": "xinan"}
    acts.take("mark_crossing", **who, **crossing, by=staff.dispatcher)
    acts.take("forward", **who, to="environment", by=staff.dispatcher)
    _end(machine, "environment")
    machine.every_open_matter_has_a_duty()
    naming.name_successor(**who, to="housing", reason="其职权", by=staff.governor)
    _end(machine, "housing", "xinan")
    _end(machine, "dadu", "xinan")
    machine.every_open_matter_has_a_duty()
    assert not Duty.objects.filter(status="open", owner__in=["environment", "housing", "dadu"]).exists()


def _end(machine: Matters, code: str, *into: str) -> None:
    before = dict(Duty.objects.filter(status="open").values_list("id", "due_date"))
    ending.end_organ(code=code, into=into, on=machine.at.date(), by="system", at=machine.at)
    succession.pass_on(code, at=machine.at)
    after = Duty.objects.filter(pk__in=before).values_list("id", "due_date")
    assert dict(after) == before, "an organ that ends moves no date"
