"""What the petitioner reads of each step afterwards: the pack's sentence, with the names of
the organs in it, and the words that were written for them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from tests.plugins.district import moment
from tests.plugins.matters import Life, paper

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake.agents import appoint_agent
from huiyin.casework.matter.timeline import timeline
from huiyin.people.particulars import Particulars
from huiyin.web.public.history import happenings

pytestmark = pytest.mark.django_db


def read(life: Life) -> list[str]:
    """The sentences of the history, the oldest first."""
    view = life.view
    told = happenings(view, timeline(view, petitioner=True))
    return [happening.title for happening in reversed(told)]


def test_the_packs_sentence_names_who_acted_and_to_whom(life: Life) -> None:
    life.until("served")
    assert read(life) == [
        "您向区信访局提出了此事项（网上）",
        "区信访局登记了此事项",
        "区信访局转送区生态环境分局",
        "区生态环境分局书面告知您接收情况和处理途径",
        "区生态环境分局受理了此事项",
        "区生态环境分局延长了办理期限",
        "区生态环境分局作出了处理意见",
        "您收到了区生态环境分局的书面答复",
    ]
    with translation.override("en"):
        assert read(life)[2] == "District Petition Office passed the matter to Ecology and Environment Branch"


def test_by_public_notice_nobody_is_said_to_have_received_it(life: Life) -> None:
    life.until("decided")
    acts.take(
        "serve",
        case_id=life.filed.case_id,
        method="notice",
        notice_ground="whereabouts_unknown",
        notice_reason="邻居称已搬走，电话停机",
        received_on=date(2026, 11, 23),
        by=life.district.green,
        at=moment("2026-11-23"),
    )
    assert read(life)[-1] == "区生态环境分局公告送达了书面答复"


@pytest.mark.parametrize(
    ("at_the_window", "sentence"), [(False, "您委托了1号代理人"), (True, "区信访局登记了您的1号代理人")]
)
def test_what_the_petitioner_does_and_what_an_office_writes_down_for_them(
    life: Life, at_the_window: bool, sentence: str
) -> None:
    by: Any = life.district.clerk if at_the_window else Actor.petitioner(life.filed.case_id)
    appoint_agent(
        case_id=life.filed.case_id,
        person=Particulars(name="沈若兰", phone="13900000007", address="海州市律师楼2层"),
        kind="lawyer",
        scope="general",
        since=date(2026, 9, 9),
        until=date(2026, 10, 30),
        draft=paper(moment("2026-09-09")),
        by=by,
        at=moment("2026-09-09"),
    )
    assert read(life)[-1] == sentence


def test_without_a_sentence_the_title_of_the_step_is_said(life: Life) -> None:
    life.until("served")
    acts.take(
        "ask_review",
        case_id=life.filed.case_id,
        reason="施工没有停止",
        by=Actor.petitioner(life.filed.case_id),
        at=moment("2026-11-30"),
    )
    assert read(life)[-1] == "您请求复查"


def test_words_for_the_petitioner_are_shown_and_reasons_among_offices_are_not(life: Life) -> None:
    life.until("forwarded")
    acts.take(
        "object", case_id=life.filed.case_id, reason="属于住建部门", by=life.district.green, at=moment("2026-09-16")
    )
    acts.take(
        "decline_return",
        case_id=life.filed.case_id,
        reason="属于你局",
        by=life.district.dispatcher,
        at=moment("2026-09-17"),
    )
    life.done.append("forwarded")
    life.notified()
    notes = {entry.type: dict(entry.notes) for entry in timeline(life.view, petitioner=True)}
    assert notes["matter.notified"] == {"text": "已收到，由监察科办理。"}
    assert notes["matter.objected"] == {}
    assert notes["matter.return_declined"] == {}
