"""Whole lives of a matter by acts: filed, registered, forwarded, notified, accepted,
decided, served, rated.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from bench.legacy import BUSY
from huiyin.casework import acts
from huiyin.casework.basis import law_access
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.matter.contacts import Petition
from huiyin.demo.district import OFFICE
from huiyin.organisations import staff_reads
from huiyin.people.particulars import Particulars
from huiyin.web.kit import clock

NOTICE = "已收到，由本单位办理，核实后告知是否受理。"
FACTS, BASIS, REPLY = "经现场查看，情况属实。", "《物业管理条例》", "已责令限期整改，社区将复核。"
TEXT = "小区楼道里堆放旧家具和电动车，物业说管不了，邻居多次劝说也没有结果。老人小孩上下楼很不方便，希望尽快处理。" * 3


def actor(username: str) -> Actor:
    """A member of staff as they stand today."""
    info = staff_reads.staff_by_username(username, clock.today())
    if info is None:
        raise LookupError(username)
    return Actor.of_staff(info)


def file(petitioner: Actor, at: datetime) -> Filed:
    """File one matter."""
    return intake.file_petition(
        petition=Petition(
            title="小区楼道长期堆放杂物",
            text=TEXT,
            claims=("要求限期清理", "要求公示公共收益"),
            category="appeal",
            topic="housing-management",
            area="lanbin-1",
            person=Particulars(name="林知远", phone="13800000000", address="澜滨街道澜庭苑1号楼"),
        ),
        office=OFFICE,
        by=petitioner,
        at=at,
    )


def live(dispatcher: Actor, officer: Actor, petitioner: Actor) -> None:
    """One life, in eight acts, each in its own transaction."""
    at = clock.now() - timedelta(days=1)
    case = file(petitioner, at).case_id
    acts.take(
        "register", case_id=case, category="appeal", topic="housing-management", area="lanbin-1", by=dispatcher, at=at
    )
    acts.take("forward", case_id=case, to=BUSY, by=dispatcher, at=at)
    acts.take("notify", case_id=case, text=NOTICE, by=officer, at=at)
    acts.take("accept", case_id=case, by=officer, at=at)
    decisions = [Decision(n, "supported", FACTS, BASIS, REPLY) for n in (1, 2)]
    acts.take("decide", case_id=case, heard="talk", outcome="supported", decisions=decisions, by=officer, at=at)
    acts.take("serve", case_id=case, method="post", received_on=law_access.office_day(at), by=officer, at=at)
    acts.take("rate", case_id=case, rating="satisfied", by=Actor.petitioner(case), at=at)


def rate(count: int) -> float:
    """Lives a second, one after the other."""
    people = actor("dispatcher"), actor("officer"), Actor.petitioner()
    for _ in range(5):
        live(*people)
    start = time.perf_counter()
    for _ in range(count):
        live(*people)
    return round(count / (time.perf_counter() - start), 1)
