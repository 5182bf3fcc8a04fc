"""A matter whose organ no longer exists, as its petitioner reads it: who takes its
place, and that no date changed.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.plugins.district import moment
from tests.plugins.matters import Life
from tests.web.public.test_public_review import enter

from huiyin.casework.chapters.handling import naming
from huiyin.casework.matter import succession
from huiyin.organisations import ending

pytestmark = pytest.mark.django_db


def test_the_petitioner_reads_who_took_its_place(citizen: Client, life: Life, at: Any) -> None:
    life.until("accepted")
    now = moment("2026-10-08")
    ending.end_organ(code="environment", into=[], on=now.date(), by="system", at=now)
    succession.pass_on("environment", at=now)
    naming.name_successor(
        case_id=life.filed.case_id, to="housing", reason="内部理由", by=life.district.governor, at=now
    )
    at("2026-10-09")
    page = enter(citizen, life).get("/follow/matter").content.decode()
    assert "区生态环境分局已撤销、合并或者分立，由泉东区人民政府接续，各项期限不变" in page
    assert "泉东区人民政府指定区住房和城乡建设局接续该事项，各项期限不变" in page
    assert "区住房和城乡建设局最迟应在11月20日" in page
    assert "《信访工作条例》第24条" in page or "第24条" in page
    assert "内部理由" not in page
