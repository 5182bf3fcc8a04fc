"""Lives of matters under another country's law, through the same acts: no code knows
these packs.
"""

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District
from tests.plugins.elsewhere import COUNCIL, COUNCIL_STAFF, PROJECT, PROJECT_STAFF, build, complaint, moment

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.matter.work import stream
from huiyin.casework.upkeep.lapsing import lapse_due
from huiyin.casework.upkeep.verify import run
from huiyin.ledger import reads as ledger
from huiyin.organisations import staff_acts, staff_reads

pytestmark = pytest.mark.django_db
COMPLAINANT = Actor.petitioner()


@pytest.fixture
def project(db: None, settings: Any) -> District:
    """A project with a grievance mechanism."""
    settings.HUIYIN_PACK, settings.TIME_ZONE = "ifc-grm", "UTC"
    return build(PROJECT, PROJECT_STAFF)


@pytest.fixture
def council(db: None, settings: Any) -> District:
    """A council under the Complaint Handling Code."""
    settings.HUIYIN_PACK, settings.TIME_ZONE = "uk-lgsco", "Europe/London"
    return build(COUNCIL, COUNCIL_STAFF)


def take(filed: Filed, step: str, by: Actor | None, day: str, **args: Any) -> None:
    """Take a step; without an actor it is the complainant."""
    by = by or Actor.petitioner(filed.case_id)
    acts.take(step, case_id=filed.case_id, **args, by=by, at=moment(day))


def answers(outcome: str) -> list[Decision]:
    return [
        Decision(1, outcome, "Measured in May: the limit was passed on nine days.", "", "The road is watered."),
        Decision(2, outcome, "The washing was soiled.", "", "Paid."),
    ]


def owed(filed: Filed) -> dict[str, tuple[str, date]]:
    view = reads.access_case(by=Actor.system(), case_id=filed.case_id)
    return {duty.kind: (duty.owner, duty.due_date) for duty in view.open_duties}


def grievance(project: District, **changes: Any) -> Filed:
    petition = complaint(channel="in_person", category="environment", **changes)
    return intake.receive(petition=petition, office="desk", by=project.liaison, at=moment("2026-03-02"))


def investigated(project: District, **changes: Any) -> Filed:
    filed = grievance(project, **changes)
    take(filed, "acknowledge", project.liaison, "2026-03-04", text="We have your grievance.")
    take(filed, "sort", project.liaison, "2026-03-06", category="environment", severity="moderate", to="works")
    return filed


def test_a_grievance_goes_all_the_way_to_its_closing_with_consent(project: District) -> None:
    filed = grievance(project)
    assert filed.number == "GRM2026-000001"
    assert owed(filed) == {"acknowledge": ("desk", date(2026, 3, 9))}
    take(filed, "acknowledge", project.liaison, "2026-03-04", text="We have your grievance.")
    take(filed, "sort", project.liaison, "2026-03-06", category="environment", severity="moderate", to="works")
    # 6 March + 30 = 5 April, a Sunday; Easter Monday is no holiday under this calendar.
    assert owed(filed) == {"propose": ("works", date(2026, 4, 6))}

    acts.take(
        "propose",
        case_id=filed.case_id,
        outcome="remedied",
        decisions=answers("remedied"),
        by=project.engineer,
        at=moment("2026-03-30"),
    )
    view = reads.access_own(number=filed.number, query_code=filed.query_code)
    assert [claim.outcome for claim in view.claims] == ["remedied", "remedied"]
    take(filed, "agree", None, "2026-04-08")
    take(filed, "carry_out", project.engineer, "2026-05-04", text="Watered twice a day.")
    take(filed, "follow_up", project.liaison, "2026-06-01", text="The dust is gone.")
    with pytest.raises(Refused) as refused:
        take(filed, "close", project.liaison, "2026-06-02")
    assert refused.value.grounds[0].article == "§4"
    take(filed, "close", project.liaison, "2026-06-02", consent=True)
    acts.take(
        "rate", case_id=filed.case_id, rating="satisfied", by=Actor.petitioner(filed.case_id), at=moment("2026-06-03")
    )

    view = reads.access_own(number=filed.number, query_code=filed.query_code)
    assert (view.state.state, view.state.final, view.open_duties) == ("closed", True, ())
    told = {text for entry in timeline(view, petitioner=True) for text in entry.notes.values()}
    assert {"We have your grievance.", "Watered twice a day."} <= told
    assert run().problems == ()


def test_an_appeal_is_heard_by_somebody_else_and_answered_anew(project: District) -> None:
    filed = investigated(project)
    acts.take(
        "propose",
        case_id=filed.case_id,
        outcome="not_borne_out",
        decisions=answers("not_borne_out"),
        by=project.engineer,
        at=moment("2026-03-30"),
    )
    take(filed, "appeal", None, "2026-04-27", reason="Nobody measured.")
    last = ledger.events(stream(filed.case_id))[-1]
    assert last.grounds == ("ifc-grm/2018-10-01@ess10#Annex 1",)
    with pytest.raises(Refused):
        take(filed, "convene", project.liaison, "2026-04-28", to="works")
    take(filed, "convene", project.liaison, "2026-04-28", to="panel")
    assert owed(filed) == {"decide_appeal": ("panel", date(2026, 5, 28))}
    acts.take(
        "decide_appeal",
        case_id=filed.case_id,
        outcome="remedied",
        decisions=answers("remedied"),
        by=project.chair,
        at=moment("2026-05-20"),
    )
    take(filed, "record_agreement", project.engineer, "2026-05-25", means="signed")
    assert owed(filed) == {"carry_out": ("works", date(2026, 6, 24))}
    assert run().problems == ()


def test_a_proposal_that_nobody_answered_is_not_carried_out_and_can_still_be_agreed_to(project: District) -> None:
    filed = investigated(project)
    acts.take(
        "propose",
        case_id=filed.case_id,
        outcome="remedied",
        decisions=answers("remedied"),
        by=project.engineer,
        at=moment("2026-03-30"),
    )
    take(filed, "close_unanswered", project.engineer, "2026-04-28", attempts=3)
    view = reads.access_own(number=filed.number, query_code=filed.query_code)
    assert (view.state.state, view.state.final, view.open_duties) == ("unanswered", True, ())
    with pytest.raises(Refused):
        take(filed, "carry_out", project.engineer, "2026-05-04", text="Watered.")
    take(filed, "agree", None, "2026-06-09")
    # 9 June + 30 = 9 July 2026, a Thursday.
    assert owed(filed) == {"carry_out": ("works", date(2026, 7, 9))}
    assert run().problems == ()


def test_a_sensitive_grievance_is_known_only_to_the_desk_and_the_safeguarding_officer(project: District) -> None:
    filed = grievance(project)
    take(filed, "acknowledge", project.liaison, "2026-03-04", text="We have it.")
    with pytest.raises(Refused):
        take(filed, "sort", project.liaison, "2026-03-06", category="abuse", severity="serious", to="works")
    take(filed, "sort", project.liaison, "2026-03-06", category="abuse", severity="serious", to="safeguarding")
    assert owed(filed)["protect"] == ("safeguarding", date(2026, 3, 10))
    assert reads.access_case(by=project.guardian, case_id=filed.case_id).number == filed.number
    for stranger in (project.director, project.engineer, project.chair):
        with pytest.raises(NotFound):
            reads.access_case(by=stranger, case_id=filed.case_id)


def test_what_is_declined_and_not_contested_is_filed_away_by_time_alone(project: District) -> None:
    filed = grievance(project, anonymous=True)
    take(filed, "acknowledge", project.liaison, "2026-03-04", text="On the board.")
    take(filed, "decline", project.liaison, "2026-03-06", ground="not_the_project", explanation="A province's road.")
    assert lapse_due(at=moment("2026-03-20")) == 0
    assert lapse_due(at=moment("2026-03-23")) == 1
    assert reads.access_case(by=project.liaison, case_id=filed.case_id).state.state == "not_taken_up"
    assert run().problems == ()


def test_a_reprisal_keeps_a_grievance_open(project: District) -> None:
    filed = investigated(project)
    take(filed, "report_reprisal", None, "2026-03-12", text="I was told to keep quiet.")
    assert owed(filed)["answer_reprisal"] == ("desk", date(2026, 3, 16))
    take(filed, "answer_reprisal", project.liaison, "2026-03-13", text="The guard was replaced.")
    assert list(owed(filed)) == ["propose"]


def test_a_complaint_goes_through_both_stages(council: District) -> None:
    petition = complaint(category="service")
    filed = intake.file_petition(petition=petition, office="complaints", by=COMPLAINANT, at=moment("2026-03-30"))
    assert filed.number == "CMP2026-000001"
    # Good Friday and Easter Monday are passed over.
    assert owed(filed) == {"log": ("complaints", date(2026, 4, 8))}
    take(filed, "log", council.handler, "2026-04-01", category="service", to="waste", text="Bins are not emptied.")
    take(filed, "extend_one", council.manager, "2026-04-17", days=10, reason="They were asked.", ombudsman_told=True)
    assert owed(filed) == {"answer_one": ("waste", date(2026, 5, 1))}
    acts.take(
        "answer_one",
        case_id=filed.case_id,
        outcome="partly_upheld",
        decisions=answers("partly_upheld"),
        by=council.manager,
        at=moment("2026-04-30"),
    )
    take(filed, "escalate", None, "2026-05-14")
    take(filed, "log_two", council.handler, "2026-05-18", to="review")
    take(filed, "put_right", council.manager, "2026-05-20", text="Emptied every week.")
    # Twenty working days from 18 May, the bank holiday of the 25th passed over.
    assert owed(filed) == {"answer_two": ("review", date(2026, 6, 16))}
    acts.take(
        "answer_two",
        case_id=filed.case_id,
        outcome="not_upheld",
        decisions=answers("not_upheld"),
        by=council.reviewer,
        at=moment("2026-06-15"),
    )
    take(filed, "close", council.handler, "2026-06-18")
    view = reads.access_own(number=filed.number, query_code=filed.query_code)
    assert (view.state.state, [right.kind for right in view.state.rights]) == ("closed", ["ombudsman"])
    assert run().problems == ()


def answered(council: District, **changes: Any) -> Filed:
    """A complaint that the manager of waste services did not uphold at stage one."""
    petition = complaint(category="service")
    filed = intake.file_petition(petition=petition, office="complaints", by=COMPLAINANT, at=moment("2026-03-30"))
    take(filed, "log", council.handler, "2026-04-01", category="service", to="waste", text="Bins.")
    acts.take(
        "answer_one",
        case_id=filed.case_id,
        outcome="not_upheld",
        decisions=answers("not_upheld"),
        by=council.manager,
        at=moment("2026-04-16"),
        **changes,
    )
    return filed


def answer_two(filed: Filed, by: Actor) -> None:
    """Answer at stage two."""
    acts.take(
        "answer_two",
        case_id=filed.case_id,
        outcome="upheld",
        decisions=answers("upheld"),
        by=by,
        at=moment("2026-06-15"),
    )


def test_one_person_does_not_answer_twice_by_moving_to_another_team(council: District) -> None:
    """§6.12 is about the person: the manager of waste services, now of the review team,
    stays out of stage two.
    """
    filed = answered(council)
    take(filed, "escalate", None, "2026-05-14")
    take(filed, "log_two", council.handler, "2026-05-18", to="review")
    manager = council.manager.staff
    assert manager is not None
    for posting in staff_reads.postings_of(manager.id):
        staff_acts.end_posting(posting=posting.id, to_date=date(2026, 5, 1), by="system", at=moment("2026-05-01"))
    staff_acts.post_staff(
        staff=manager.id,
        organ="review",
        post="officer",
        from_date=date(2026, 5, 1),
        by="system",
        at=moment("2026-05-01"),
    )
    info = staff_reads.staff_info(manager.id, date(2026, 6, 15))
    assert info is not None
    assert info.organ == "review"
    with pytest.raises(Refused) as refused:
        answer_two(filed, Actor.of_staff(info))
    assert refused.value.grounds[0].rule == "step:answer_two.different_person"
    answer_two(filed, council.reviewer)
    assert run().problems == ()


def test_two_officers_of_one_team_are_two_people(council: District) -> None:
    filed = answered(council)
    take(filed, "escalate", None, "2026-05-14")
    take(filed, "log_two", council.handler, "2026-05-18", to="waste")
    made = staff_acts.create_staff(
        username="second", name="Second", password="x" * 20, by="system", at=moment("2026-01-02")
    )
    staff_acts.post_staff(
        staff=made, organ="waste", post="officer", from_date=date(2026, 1, 2), by="system", at=moment("2026-01-02")
    )
    info = staff_reads.staff_info(made, date(2026, 6, 15))
    assert info is not None
    with pytest.raises(Refused):
        answer_two(filed, council.manager)
    answer_two(filed, Actor.of_staff(info))
    assert run().problems == ()


def test_a_late_request_with_a_word_why_goes_to_stage_two_even_after_closing(council: District) -> None:
    filed = answered(council)
    assert lapse_due(at=moment("2026-05-15")) == 1
    with pytest.raises(Refused):
        take(filed, "escalate", None, "2026-07-01")
    take(filed, "escalate", None, "2026-07-01", late_because="I was in hospital.")
    # 1 July 2026 is a Wednesday: 2, 3, 6, 7, 8 July.
    assert owed(filed) == {"log_two": ("complaints", date(2026, 7, 8))}
    take(filed, "decline_late", council.handler, "2026-07-02", explanation="Answered in full; you could have asked.")
    view = reads.access_own(number=filed.number, query_code=filed.query_code)
    assert "ombudsman" in [right.kind for right in view.state.rights]
    assert lapse_due(at=moment("2026-07-03")) == 1
    assert run().problems == ()


def test_a_complaint_that_is_not_taken_further_closes_by_time_once_it_is_put_right(council: District) -> None:
    petition = complaint(category="service")
    filed = intake.file_petition(petition=petition, office="complaints", by=COMPLAINANT, at=moment("2026-03-30"))
    take(filed, "log", council.handler, "2026-04-01", category="service", to="waste", text="Bins.")
    acts.take(
        "answer_one",
        case_id=filed.case_id,
        outcome="upheld",
        decisions=answers("upheld"),
        by=council.manager,
        at=moment("2026-04-16"),
    )
    assert lapse_due(at=moment("2026-05-15")) == 0
    take(filed, "put_right", council.manager, "2026-05-15", text="Emptied.")
    assert lapse_due(at=moment("2026-05-16")) == 1
    assert run().problems == ()
