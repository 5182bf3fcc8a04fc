"""What a matter waits for while a duty is open: said by the pack, looked for by supervisors (R22 Art 40)."""

from __future__ import annotations

from typing import Any

from huiyin.casework.basis import law_access
from huiyin.law import packs

EITHER = {
    "handling": {"handle", "answer_suggestion", "review", "rereview"},
    "reporting": {"report"},
    "executing": {"execute"},
}
TAKING_UP = {"register", "route", "dispose", "accept"}
TAKING_UP_NOW = {*TAKING_UP, "route_again", "notify", "forward_simply", "accept_simply"}


def marked(name: str, version: str) -> dict[str, set[str]]:
    """The duties of each stage."""
    stages: dict[str, set[str]] = {}
    for duty in packs.load(name, version).duties.values():
        if duty.stage:
            stages.setdefault(duty.stage, set()).add(duty.id)
    return stages


def test_the_petitions_of_either_version_say_it() -> None:
    """By Art 22 and 23 (taking up), 31, 35 and 36 (handling), 22 (3) (reporting), 32 (carrying out)."""
    assert marked("cn-xinfang", "2005-05-01") == {**EITHER, "taking_up": TAKING_UP}
    assert marked("cn-xinfang", "2022-05-01") == {**EITHER, "taking_up": TAKING_UP_NOW}


def test_supervisors_look_at_every_version_of_the_offices_law_and_what_it_stands_on(settings: Any) -> None:
    settings.HUIYIN_PACK = "cn-shandong"
    found = {stage: set(kinds) for stage, kinds in law_access.kinds_by_stage().items()}
    assert found == {**EITHER, "taking_up": TAKING_UP_NOW}


def test_another_law_that_says_nothing_of_it_has_none(settings: Any) -> None:
    settings.HUIYIN_PACK = "uk-lgsco"
    assert not any(law_access.kinds_by_stage().values())
