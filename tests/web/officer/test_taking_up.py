"""Carrying out after all what was promised in a matter that has ended: what is said to
follow before the day is named.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.plugins.matters import Life
from tests.web.officer.test_acts import words

from huiyin.casework import acts

SignIn = Callable[[str], Client]
Now = Callable[..., Any]


def test_no_day_is_said_to_follow_before_it_is_named(district: District, sign_in: SignIn, now: Now) -> None:
    life = Life.begin(district).until("served")
    who: dict[str, Any] = {"case_id": life.filed.case_id, "by": district.green, "at": moment("2026-12-01")}
    acts.take("conclude", **who, reason="同意", petitioner_agrees=True)
    acts.take("execute", **who, what="已经停止", done_on=date(2026, 12, 1))
    now("2026-12-07")
    branch, address = sign_in("green"), reverse("officer:act", args=[life.filed.case_id, "carry_out_again"])
    # 60 days, where none is named, would end on 5 February 2027 and roll past the holidays.
    page = branch.get(address)
    assert 'min="2026-12-07"' in page.content.decode()
    before = words(page)
    assert "执行处理意见" not in before
    assert "2027" not in before
    named = {"ground": "own", "reason": "道歉信没有送达", "execute_by": "2026-12-31", "do": "preview"}
    assert "12月31日（周四）完成“执行处理意见”" in words(branch.post(address, named))
