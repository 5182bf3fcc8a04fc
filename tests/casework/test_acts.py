"""How each step is taken, and that what is said, by whom and when arrives where it is done."""

from __future__ import annotations

from typing import Any

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life, paper

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.chapters.handling.deciding import Answering
from huiyin.casework.chapters.handling.publishing import Publishing
from huiyin.casework.chapters.handling.serving import ServingEach
from huiyin.casework.chapters.intake.acts import Registering
from huiyin.casework.chapters.intake.agents import EndingAgent
from huiyin.casework.chapters.intake.signatories import Adding, Agreeing, Leaving
from huiyin.casework.chapters.supervision.acts import Supervising
from huiyin.casework.events import CaseState
from huiyin.casework.matter.command import Act, Command
from huiyin.casework.matter.views import CaseView
from huiyin.casework.models import Attachment
from huiyin.law import packs
from huiyin.ledger import reads as ledger

NOW = ("cn-xinfang", "2022-05-01")
CASE = "0123456789abcdef0123456789abcdef"
OWN_WAYS: dict[str, type[Act]] = {
    "register": Registering,
    "add_signatories": Adding,
    "leave": Leaving,
    "agree_withdrawal": Agreeing,
    "end_agent": EndingAgent,
    "publish_result": Publishing,
    "supervise": Supervising,
    "serve_one": ServingEach,
    "serve_review_one": ServingEach,
    "serve_rereview_one": ServingEach,
}


@pytest.mark.parametrize("step", OWN_WAYS)
def test_some_steps_write_more_than_their_event(step: str) -> None:
    assert acts.command(step, CASE, {"note": "x"}).act is OWN_WAYS[step]


def test_and_no_others() -> None:
    assert set(acts.ACTS) == set(OWN_WAYS)


def test_every_other_step_writes_its_one_event() -> None:
    told = {"note": "收到"}
    made = acts.command("accept", CASE, told)
    assert made == Command(step="accept", case=CASE, told=told, files=(), agent=0, act=Act)


@pytest.mark.parametrize("step", ["decide", "decide_simplified", "serve"])
def test_what_answers_each_claim_is_told_the_decisions_whatever_it_is_called(step: str) -> None:
    assert acts.command(step, CASE, {"decisions": ()}).act is Answering


def test_the_agent_at_the_window_goes_along() -> None:
    assert acts.command("accept", CASE, {}, agent=2).agent == 2
    assert acts.command("accept", CASE, {}).agent == 0


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What was done without papers, and with them, instead of doing it."""
    seen: list[tuple[Any, ...]] = []

    def alone(wanted: Command, **more: Any) -> str:
        seen.append(("alone", wanted, more))
        return "alone"

    def with_papers(wanted: Command, **more: Any) -> str:
        seen.append(("papers", wanted, more))
        return "papers"

    monkeypatch.setattr("huiyin.casework.matter.command.perform", alone)
    monkeypatch.setattr(acts, "perform_with", with_papers)
    return seen


def test_signed_papers_are_taken_along_where_there_are_any(done: list[tuple[Any, ...]]) -> None:
    wanted, by, at = acts.command("accept", CASE, {}), Actor.system(), moment("2026-09-20")
    seen = CaseView(case_id=CASE, number="", title="", pack=packs.load(*NOW), state=CaseState(CASE, "/".join(NOW)))
    answers: list[Any] = [
        acts.perform(wanted, by=by, at=at, seen=seen),
        acts.perform(wanted, by=by, at=at, draft="d" * 32),
    ]
    assert answers == ["alone", "papers"]
    assert done == [
        ("alone", wanted, {"by": by, "at": at, "seen": seen}),
        ("papers", wanted, {"draft": "d" * 32, "by": by, "at": at}),
    ]


def test_in_one_line_it_is_the_same_command(done: list[tuple[Any, ...]]) -> None:
    by, at = Actor.system(), moment("2026-09-20")
    answers: list[Any] = [
        acts.take("withdraw", case_id=CASE, by=by, at=at, reason="不再要求"),
        acts.take("register", case_id=CASE, by=by, at=at, through=3, topic="noise"),
    ]
    assert answers == ["alone", "alone"]
    assert done == [
        ("alone", Command(step="withdraw", case=CASE, told={"reason": "不再要求"}), {"by": by, "at": at, "seen": None}),
        (
            "alone",
            Command(step="register", case=CASE, told={"topic": "noise"}, agent=3, act=Registering),
            {"by": by, "at": at, "seen": None},
        ),
    ]


@pytest.mark.django_db
def test_done_for_good_it_stands_in_the_matter_with_its_paper(district: District) -> None:
    life, at = Life.begin(district).until("registered"), moment("2026-09-10")
    case_id, draft = life.filed.case_id, paper(at)
    wanted = acts.command("withdraw", case_id, {"reason": "不再要求"})
    with pytest.raises(NotFound):
        acts.perform(wanted, by=Actor.petitioner("f" * 32), at=at)
    state = acts.perform(wanted, by=Actor.petitioner(case_id), at=at, draft=draft)
    assert (state.case_id, state.final) == (case_id, True)
    last = ledger.events(f"case:{case_id}")[-1]
    assert (last.type, last.actor) == ("matter.withdrawn", "petitioner")
    assert Attachment.objects.get(case_id=case_id).event_seq == last.seq
