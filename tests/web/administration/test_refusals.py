"""What the register refuses becomes a sentence on the administrator's page, whatever
the form looked like before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.plugins.district import District, moment

from huiyin.ledger import reads as ledger
from huiyin.organisations import acts, directory, signing_in, staff_acts
from huiyin.organisations.models import Posting
from huiyin.organisations.recording import InvalidRegister
from huiyin.web.administration import competence, organs

SignIn = Callable[[str], Client]
HOME = "/office/administration/"
REFUSED = "登记册现在不接受这一更改"


def gone(username: str) -> int:
    """Somebody who has left."""
    staff_id = int(get_user_model().objects.get(username=username).pk)
    staff_acts.close_staff(staff=staff_id, by="system", at=moment("2026-01-06"))
    return staff_id


@pytest.mark.parametrize("what", ["password", "second", "close", "post"])
def test_nothing_is_done_for_somebody_who_has_left(district: District, sign_in: SignIn, what: str) -> None:
    left = gone("builder")
    before = len(ledger.events(f"staff:{left}")), Posting.objects.count()
    sent = {"do": what, "organ": "housing", "posts": ["clerk"], "from_date": "2026-11-23"}
    answer = sign_in("keeper").post(f"{HOME}staff/{left}", sent)
    assert answer.status_code == 422
    assert "已经离开" in answer.content.decode()
    assert (len(ledger.events(f"staff:{left}")), Posting.objects.count()) == before


def refuse(*_: Any, **__: Any) -> None:
    """Refuse, as where somebody else was quicker."""
    raise InvalidRegister("somebody was quicker")


@pytest.mark.parametrize(
    ("place", "act", "address", "sent"),
    [
        (
            organs.acts,
            "create_organ",
            "organs/new",
            {
                "name_zh": "新设的一个局",
                "code": "newone",
                "parent": "district",
                "level": "department",
                "kind": "department",
            },
        ),
        (organs.acts, "rename_organ", "organs/housing", {"name_zh": "新设的一个局"}),
        (
            competence.acts,
            "set_competence",
            "competence",
            {"do": "set", "organ": "housing", "topic": "housing", "note": "新设的一个局"},
        ),
        (
            staff_acts,
            "create_staff",
            "staff/new",
            {
                "name": "新设的一个局",
                "username": "nia",
                "organ": "housing",
                "posts": ["clerk"],
                "from_date": "2026-11-23",
            },
        ),
    ],
)
# One case of each act that takes words
def test_a_refusal_is_said_beside_what_was_typed(  # noqa: PLR0917
    district: District,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    place: Any,
    act: str,
    address: str,
    sent: dict[str, Any],
) -> None:
    monkeypatch.setattr(place, act, refuse)
    answer = sign_in("keeper").post(f"{HOME}{address}", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert REFUSED in page
    assert "新设的一个局" in page


def test_a_button_that_comes_too_late_says_so(
    district: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "reset_password", refuse)
    person = get_user_model().objects.get(username="builder").pk
    answer = sign_in("keeper").post(f"{HOME}staff/{person}", {"do": "password"}, follow=True)
    assert answer.status_code == 200
    assert REFUSED in answer.content.decode()


def test_a_colleague_whose_post_is_refused_is_not_entered(
    district: District, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_acts, "post_staff", refuse)
    sent = {"name": "宁", "username": "ning", "organ": "housing", "posts": ["clerk"], "from_date": "2026-11-23"}
    answer = sign_in("keeper").post(f"{HOME}staff/new", sent)
    assert answer.status_code == 422
    assert not directory.username_taken("ning")


def test_an_organ_too_deep_in_the_tree_is_refused_in_words(district: District, sign_in: SignIn) -> None:
    above = "district"
    for depth in range(40):
        code = f"d{depth:02}" + "x" * 29
        try:
            acts.create_organ(
                code=code,
                name_zh="层",
                level="department",
                kind="department",
                parent=above,
                by="system",
                at=moment("2026-01-05"),
            )
        except InvalidRegister:
            break
        above = code
    sent = {"name_zh": "最深", "code": "e" * 32, "parent": above, "level": "department", "kind": "department"}
    answer = sign_in("keeper").post(f"{HOME}organs/new", sent)
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
