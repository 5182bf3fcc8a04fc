"""What somebody reads whose step comes too early or too late, and what is not mentioned
to whom it does not concern.
"""

from datetime import UTC, datetime

import pytest

from huiyin.law import packs
from huiyin.law.engine import procedure
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts

AT = datetime(2026, 11, 2, 6, tzinfo=UTC)
ALWAYS = {"@any", "@open", ""}  # from the day of filing on, or filing itself
KEYS = packs.available()


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.load("cn-xinfang", "2022-05-01")


def told(pack: Pack, state: str, **values: object) -> dict[str, list[str]]:
    """What a petitioner reads of the steps that cannot be taken now."""
    facts = Facts(state=state, values=values)  # type: ignore[arg-type]  # plain values
    found = procedure.available(pack, facts, frozenset({"petitioner"}), AT)
    return {one.step: [reason.text.zh for reason in one.ruling.refusals] for one in found if one.ruling.refused}


def test_too_early_is_said_in_one_plain_sentence_without_states(pack):
    said = told(pack, "accepted", category="appeal")
    assert said["ask_review"] == ["收到书面处理意见后才可以请求复查。"]
    assert said["rate"] == ["收到书面答复后才可以评价。"]
    assert all(len(reasons) == 1 for reasons in said.values())
    assert not [reason for reasons in said.values() for reason in reasons if "“" in reason]


def test_what_never_applies_is_not_mentioned(pack):
    said = told(pack, "accepted", category="suggestion")
    assert not {"ask_review", "ask_rereview", "request_hearing", "step_back", "ask_paper", "ask_ordinary"} & said.keys()


def test_before_registration_nobody_knows_yet_that_a_review_never_comes(pack):
    assert told(pack, "filed")["ask_review"] == ["收到书面处理意见后才可以请求复查。"]


def test_the_law_still_answers_whoever_asks_for_it(pack):
    facts = Facts(state="accepted", values={"category": "suggestion"})
    ruling = procedure.decide(pack, facts, Command("ask_review", {}, frozenset({"petitioner"})), AT)
    assert ruling.refused
    assert ruling.refusals[0].article == "35"


def test_officers_read_a_sentence_too(pack):
    facts = Facts(state="registered", values={"category": "appeal"})
    found = procedure.available(pack, facts, frozenset({"handler"}), AT)
    said = {one.step: [reason.text.zh for reason in one.ruling.refusals] for one in found}
    assert said["serve"] == ["作出处理意见后才能送达。"]
    assert "accept_handover" not in said
    assert "execute" not in said


@pytest.mark.parametrize("key", KEYS, ids=["/".join(key) for key in KEYS])
def test_every_step_of_a_petitioner_says_what_it_needs(key):
    loaded = packs.load(*key)
    silent = [
        step.id
        for step in loaded.steps.values()
        if any(role.partition(".")[0] in {"petitioner", "agent"} for role in step.by)
        and not step.named & ALWAYS
        and step.needs is None
    ]
    assert not silent
