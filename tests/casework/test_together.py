"""Several people bring one matter: each is in the vault, each is served, none speaks
for the others.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.plugins.district import District, moment, petition
from tests.plugins.matters import Life
from tests.plugins.tampering import wrong

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.chapters.handling import deciding
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import participants, reads
from huiyin.casework.matter.views import CaseView
from huiyin.casework.models import Case, Participant
from huiyin.casework.upkeep.verify import run
from huiyin.ledger.models import LedgerEvent
from huiyin.people import acts as people
from huiyin.people import reads as vault
from huiyin.people.particulars import Particulars

pytestmark = pytest.mark.django_db

OTHERS = (Particulars(name="周文海", phone="13800000001"), Particulars(name="吴桂兰", address="新安镇建设路3号"))


@pytest.fixture
def life(district: District) -> Life:
    """A matter that three people filed online on 8 September."""
    return Life.begin(district, persons=3, signatories=OTHERS)


def view(life: Life) -> CaseView:
    """The matter as the system sees it."""
    return reads.access_case(by=Actor.system(), case_id=life.filed.case_id)


def serve(life: Life, position: int, received: str, on: str, **more: Any) -> None:
    """One signatory has the answer."""
    acts.take(
        "serve_one",
        case_id=life.filed.case_id,
        signatory=position,
        method="post",
        received_on=date.fromisoformat(received),
        by=life.district.green,
        at=moment(on),
        **more,
    )


def reviewed(life: Life, outcome: str = "uphold", step: str = "decide_review") -> None:
    """The organ above has decided on the review, on 10 December."""
    by = life.district.governor if step == "decide_review" else life.district.mayor
    acts.take(
        step,
        case_id=life.filed.case_id,
        outcome=outcome,
        reasons="未检测",
        by=by,
        at=moment("2026-12-10" if step == "decide_review" else "2027-01-20"),
    )


def answer(life: Life, step: str, position: int, received: str, on: str) -> None:
    """One signatory has the answer to the review or the re-review."""
    by = life.district.governor if step == "serve_review_one" else life.district.mayor
    acts.take(
        step,
        case_id=life.filed.case_id,
        signatory=position,
        method="post",
        received_on=date.fromisoformat(received),
        by=by,
        at=moment(on),
    )


def rules(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Which rules refused."""
    return [one.rule for one in refused.value.grounds]


def test_nobody_who_signs_stands_in_an_event(life: Life) -> None:
    rows = list(Participant.objects.order_by("position"))
    assert [(row.position, row.role, row.event_seq) for row in rows] == [
        (1, "signatory", 1),
        (2, "signatory", 1),
        (3, "signatory", 1),
    ]
    said = str(list(LedgerEvent.objects.values_list("payload", flat=True)))
    for row in rows:
        assert row.identity not in said
    for name in ("周文海", "吴桂兰", "13800000001"):
        assert name not in said
    opened = vault.reveal.__wrapped__(rows[1].identity, purpose="serve", by="system", at=moment("2026-09-09"))
    assert opened == OTHERS[0]
    assert run().problems == ()


def test_the_filer_gives_a_name_and_the_numbers_agree(district: District) -> None:
    for changes in ({"anonymous": True}, {"persons": 2}, {"signatories": (Particulars(phone="13800000009"),)}):
        asked = petition(**{"persons": 3, "signatories": OTHERS, **changes})
        with pytest.raises(Invalid) as wrong:
            intake.file_petition(petition=asked, office="office", by=Actor.petitioner(), at=moment("2026-09-08"))
        assert wrong.value.field == "signatories"
    assert Case.objects.count() == Participant.objects.count() == 0


def test_the_window_adds_others_with_at_most_five_representatives(district: District) -> None:
    life = Life.begin(district, channel="visit", persons=9, representatives=2)
    asked = {"case_id": life.filed.case_id, "by": district.clerk, "at": moment("2026-09-09")}
    six = tuple(Particulars(name=f"第{n}人") for n in range(6))
    acts.take("add_signatories", **asked, persons=six, representatives=2)
    acts.take("add_signatories", **asked, persons=OTHERS)
    # Whoever filed is the first.
    assert list(Participant.objects.order_by("position").values_list("position", "role")) == [
        (1, "signatory"),
        (2, "representative"),
        (3, "representative"),
        *((n, "signatory") for n in range(4, 10)),
    ]
    assert Case.objects.get().values["persons"] == 9  # the contact's figure
    assert run().problems == ()


def test_a_sixth_representative_signs_like_the_others(district: District) -> None:
    life = Life.begin(district, channel="visit", persons=9, representatives=2)
    asked = {"case_id": life.filed.case_id, "by": district.clerk, "at": moment("2026-09-09")}
    acts.take(
        "add_signatories", **asked, persons=tuple(Particulars(name=f"第{n}人") for n in range(4)), representatives=4
    )
    acts.take("add_signatories", **asked, persons=OTHERS, representatives=2)
    assert list(Participant.objects.order_by("position").values_list("position", "role")) == [
        (1, "signatory"),
        *((n, "representative") for n in range(2, 7)),
        (7, "signatory"),
    ]
    assert run().problems == ()


def test_one_answer_is_served_on_each(life: Life) -> None:
    life.until("decided")
    with pytest.raises(Refused) as refused:
        life.served()
    assert rules(refused) == ["step:serve.each_signatory"]
    serve(life, 1, "2026-11-20", "2026-11-21")
    serve(life, 3, "2026-11-23", "2026-11-23")
    for position in (3, 4):
        with pytest.raises(Invalid) as wrong:
            serve(life, position, "2026-11-23", "2026-11-24")
        assert wrong.value.field == "signatory"
    state = view(life).state
    assert (state.state, [duty.kind for duty in state.open_duties]) == ("decided", ["serve"])
    assert state.rights == ()

    serve(life, 2, "2026-11-22", "2026-11-24")
    state = view(life).state
    assert state.state == "served"
    # The right runs from the latest receipt, 23 November: 23 December. Each person's
    # own day is shown beside it:
    # 20 November, 30 days: 20 December, a Sunday, so 21 December; 22 November: 22 December.
    assert {right.kind: right.due_date for right in state.rights} == {"ask_review": date(2026, 12, 23), "rate": None}
    signed = participants.of(view(life))
    assert [(one.served_date, one.remedy_until) for one in signed] == [
        (date(2026, 11, 20), date(2026, 12, 21)),
        (date(2026, 11, 22), date(2026, 12, 22)),
        (date(2026, 11, 23), date(2026, 12, 23)),
    ]
    assert [duty.status for duty in state.duties if duty.kind == "serve"] == ["discharged"]
    assert run().problems == ()


def test_handled_anew_the_new_answer_is_served_on_each_again(life: Life) -> None:
    life.until("decided")
    for position in (1, 2, 3):
        serve(life, position, "2026-11-20", "2026-11-20")
    asked = {"case_id": life.filed.case_id, "reason": "未检测", "signatory": 2}
    acts.take("ask_review", **asked, by=Actor.petitioner(life.filed.case_id), at=moment("2026-12-01"))
    assert view(life).state.values["review_asked_by"] == 2
    reviewed(life, outcome="redo")
    for position in (1, 2, 3):
        answer(life, "serve_review_one", position, "2026-12-10", "2026-12-10")
    assert view(life).state.state == "accepted"
    decisions = [deciding.Decision(1, "explained", "已检测", "噪声污染防治法第43条")]
    acts.take(
        "decide",
        heard="talk",
        case_id=life.filed.case_id,
        outcome="explained",
        decisions=decisions,
        by=life.district.green,
        at=moment("2026-12-20"),
    )
    assert {one.served_date for one in participants.of(view(life))} == {None}
    for position in (1, 2, 3):
        serve(life, position, "2026-12-21", "2026-12-21")
    assert view(life).state.state == "served"


def test_the_answers_to_review_and_rereview_are_served_on_each(life: Life) -> None:
    life.until("decided")
    for position in (1, 2, 3):
        serve(life, position, "2026-11-20", "2026-11-20")
    asked = {"case_id": life.filed.case_id, "by": Actor.petitioner(life.filed.case_id)}
    acts.take("ask_review", **asked, reason="未检测", signatory=2, at=moment("2026-12-01"))
    reviewed(life)
    with pytest.raises(Refused) as refused:
        acts.take(
            "serve_review",
            case_id=life.filed.case_id,
            method="post",
            received_on=date(2026, 12, 11),
            by=life.district.governor,
            at=moment("2026-12-11"),
        )
    assert rules(refused) == ["step:serve_review.each_signatory"]
    answer(life, "serve_review_one", 2, "2026-12-11", "2026-12-14")
    answer(life, "serve_review_one", 1, "2026-12-14", "2026-12-14")
    for position in (1, 4):
        with pytest.raises(Invalid):
            answer(life, "serve_review_one", position, "2026-12-14", "2026-12-15")
    assert (view(life).state.state, view(life).state.rights[0].kind) == ("reviewed", "rate")
    answer(life, "serve_review_one", 3, "2026-12-12", "2026-12-15")
    state = view(life).state
    # The right runs from the latest receipt, 14 December, 30 days: 13 January 2027, a
    # Wednesday. Each one's own day:
    # 11 December: Sunday 10 January, so Monday 11; 12 December: 11 January.
    assert (state.state, state.dates["review_served"]) == ("review_served", date(2026, 12, 14))
    assert {one.kind: one.due_date for one in state.rights}["ask_rereview"] == date(2027, 1, 13)
    assert [(one.served_date, one.remedy, one.remedy_until) for one in participants.of(view(life))] == [
        (date(2026, 12, 14), "ask_rereview", date(2027, 1, 13)),
        (date(2026, 12, 11), "ask_rereview", date(2027, 1, 11)),
        (date(2026, 12, 12), "ask_rereview", date(2027, 1, 11)),
    ]
    acts.take("ask_rereview", **asked, reason="仍不服", signatory=1, at=moment("2027-01-12"))
    reviewed(life, step="decide_rereview")
    for position in (1, 2, 3):
        assert view(life).state.state == "rereviewed"
        answer(life, "serve_rereview_one", position, "2027-01-21", "2027-01-21")
    assert view(life).state.state == "executing"  # what the first answer promised is still to be done
    assert {(one.served_date, one.remedy_until) for one in participants.of(view(life))} == {(date(2027, 1, 21), None)}
    assert run().problems == ()


def test_one_who_leaves_leaves_the_rest(life: Life) -> None:
    asked = {"case_id": life.filed.case_id, "by": life.district.clerk, "at": moment("2026-09-09")}
    with pytest.raises(Refused) as refused:
        acts.take("leave", **asked, signatory=2, own_wish=False)
    assert rules(refused) == ["step:leave.own_wish"]
    acts.take("leave", **asked, signatory=2, own_wish=True, reason="本人已搬离")
    with pytest.raises(Invalid):
        acts.take("leave", **asked, signatory=2, own_wish=True)
    assert [one.left for one in participants.of(view(life))] == [False, True, False]
    life.until("decided")
    serve(life, 1, "2026-11-20", "2026-11-20")
    serve(life, 3, "2026-11-20", "2026-11-20")
    assert view(life).state.state == "served"
    assert run().problems == ()


def test_a_joint_petition_is_withdrawn_by_all_or_not_at_all(life: Life) -> None:
    own = {"case_id": life.filed.case_id, "by": Actor.petitioner(life.filed.case_id), "at": moment("2026-09-10")}
    with pytest.raises(Refused) as refused:
        acts.take("withdraw", **own)
    assert rules(refused) == ["step:withdraw.everybody_agrees"]
    clerk = {**own, "by": life.district.clerk}
    acts.take("agree_withdrawal", **clerk, signatory=2, own_wish=True)
    with pytest.raises(Refused):
        acts.take("withdraw", **own)
    acts.take("agree_withdrawal", **clerk, signatory=3, own_wish=True)
    acts.take("withdraw", **own)
    assert view(life).state.state == "withdrawn"
    assert run().problems == ()


def test_a_registered_report_is_examined_although_its_author_steps_back(district: District) -> None:
    filed = intake.file_petition(
        petition=petition(category="accusation"), office="office", by=Actor.petitioner(), at=moment("2026-09-08")
    )
    acts.take(
        "register",
        case_id=filed.case_id,
        category="accusation",
        topic="",
        area="",
        by=district.clerk,
        at=moment("2026-09-09"),
    )
    own = {"case_id": filed.case_id, "by": Actor.petitioner(filed.case_id), "at": moment("2026-09-10")}
    with pytest.raises(Refused) as refused:
        acts.take("withdraw", **own)
    assert rules(refused) == ["step:withdraw.reports_are_examined"]
    state = acts.take("step_back", **own, reason="本人不再参与")
    assert state.state == "registered"
    assert state.open_duties


def test_who_was_written_over_is_found(life: Life) -> None:
    Participant.objects.filter(position=2).update(identity="0" * 32)
    # Named first; then that the vault holds no such identity, and one that nobody names any more.
    found = wrong()
    assert found[0] == "participant 2 is not who was recorded"
    assert len(found) == 3
    Participant.objects.filter(position=2).update(ended_seq=1)
    assert len(run().problems) == 3


def test_an_erased_identity_leaves_the_history_whole(life: Life) -> None:
    row = Participant.objects.get(position=3)
    people.erase(identity_id=row.identity, by="staff:1", at=moment("2026-10-01"), reason="requested")
    with pytest.raises(vault.Erased):
        vault.reveal.__wrapped__(row.identity, purpose="serve", by="system", at=moment("2026-10-02"))
    assert run().problems == ()


def test_a_sealed_report_has_no_signatories(district: District) -> None:
    asked = petition(category="accusation", persons=3, signatories=OTHERS)
    with pytest.raises(Invalid):
        intake.file_petition(petition=asked, office="office", by=Actor.petitioner(), at=moment("2026-09-08"))
    life = Life.begin(district, category="accusation")
    with pytest.raises(Invalid):
        acts.take(
            "add_signatories",
            case_id=life.filed.case_id,
            persons=OTHERS,
            by=Actor.petitioner(life.filed.case_id),
            at=moment("2026-09-08"),
        )
    assert Participant.objects.count() == 0
