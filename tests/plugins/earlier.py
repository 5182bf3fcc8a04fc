"""A matter received before 2022, which the regulations of 2005 govern to its end."""

from __future__ import annotations

from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake.receipts import Filed


def accepted(district: District) -> Filed:
    """Received on Monday 1 March 2021; the environment branch accepted it on the 8th
    and handles it by 7 May.
    """
    petitioner = Actor.petitioner()
    filed = intake.file_petition(petition=petition(), office="office", by=petitioner, at=moment("2021-03-01"))
    case_id = filed.case_id
    acts.take(
        "register",
        case_id=case_id,
        category="appeal",
        topic="noise",
        area="xinan",
        by=district.clerk,
        at=moment("2021-03-02"),
    )
    acts.take("forward", case_id=case_id, to="environment", by=district.dispatcher, at=moment("2021-03-03"))
    acts.take("accept", case_id=case_id, by=district.green, at=moment("2021-03-08"))
    return filed
