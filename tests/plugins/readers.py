"""Named readers of sealed reports, named as the law of the house asks: by the head,
with a second person.
"""

from __future__ import annotations

from tests.plugins.district import District, moment

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.sealed import acts
from huiyin.organisations import readers, staff_reads
from huiyin.organisations.info import StaffInfo

NAMED_ON = "2026-01-06"


def staff(district: District, username: str) -> StaffInfo:
    """A member of staff as they stand at the end of 2026."""
    known = district.actors[username].staff
    assert known is not None
    found = staff_reads.staff_info(known.id, moment("2026-12-31").date())
    assert found is not None
    return found


def name_reader(district: District, username: str = "inspector", *, second: str = "colleague") -> Actor:
    """The head of the discipline organ names a reader, a colleague approves; the reader
    as an actor.
    """
    proposal = readers.propose(staff=staff(district, username).id, by=staff(district, "secretary"), at=moment(NAMED_ON))
    acts.answer_proposal(proposal=proposal, approve=True, by=staff(district, second), at=moment(NAMED_ON, 11))
    district.actors[username] = Actor.of_staff(staff(district, username))
    return district.actors[username]
