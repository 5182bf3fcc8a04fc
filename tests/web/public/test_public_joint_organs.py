"""A matter that several organs handle, as its petitioner sees it: who leads, who joins
in, one date, one answer.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import moment
from tests.plugins.matters import Life
from tests.web.public.test_public_review import enter

from huiyin.casework import acts

pytestmark = pytest.mark.django_db


def ask(life: Life, to: str) -> None:
    """The branch that leads brings in another organ."""
    acts.take(
        "ask_joint",
        case_id=life.filed.case_id,
        to=to,
        question="内部问题",
        by=life.district.green,
        at=moment("2026-09-22"),
    )


def test_one_date_and_no_word_that_organs_tell_each_other(citizen: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    ask(life, "housing")
    acts.take(
        "give_joint_opinion",
        case_id=life.filed.case_id,
        opinion="内部意见",
        cosigns=True,
        by=life.district.builder,
        at=moment("2026-09-28"),
    )
    ask(life, "xinan")
    at("2026-10-08")
    page = enter(citizen, life).get("/follow/matter").content.decode()
    assert "区生态环境分局牵头，区住房和城乡建设局、新安镇配合并向其提出意见" in page
    assert "区生态环境分局最迟应在11月20日" in page
    assert "10月22日" not in page  # the day of the joint organ's opinion
    assert "区生态环境分局请区住房和城乡建设局配合办理" in page
    assert "内部" not in page


def test_the_answer_names_all_organs(citizen: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    ask(life, "housing")
    ask(life, "xinan")
    acts.take(
        "give_joint_opinion",
        case_id=life.filed.case_id,
        opinion="同意",
        cosigns=True,
        by=life.district.builder,
        at=moment("2026-09-28"),
    )
    life.until("served")
    at("2026-11-23")
    page = enter(citizen, life).get("/follow/matter").content.decode()
    assert "处理意见由区生态环境分局作出，区住房和城乡建设局联署。" in page
    assert "新安镇未按时提出意见" in page
    assert "泉东区人民政府" in page  # the organ above all of them, for a review


def test_a_matter_of_one_organ_says_nothing_of_it(citizen: Client, life: Life) -> None:
    life.until("accepted")
    assert "几个单位共同办理" not in enter(citizen, life).get("/follow/matter").content.decode()
