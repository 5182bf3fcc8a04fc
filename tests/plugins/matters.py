"""A matter's life in a made-up district, day by day, through the same acts as in a real one."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.test import Client
from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import files
from huiyin.casework.chapters.intake.receipts import Filed
from huiyin.casework.matter import reads
from huiyin.casework.matter.views import CaseView

FILED_ON = "2026-09-08"

# What a citizen types on the page that asks everything at once.
ALL = {
    "category": "appeal",
    "title": "夜间施工噪声扰民",
    "text": "新安镇一处工地连续多日在夜里十一点以后施工，影响休息。",
    "claim_1": "要求停止夜间施工",
    "claim_2": "要求书面道歉",
    "area": "xinan",
    "topic": "noise",
    "who": "named",
    "name": "林知远",
    "phone": "138 0000 0000",
    "address": "新安镇建设路1号",
    "together": "alone",
    "do": "next",
}


def paper(at: datetime) -> str:
    """A draft in which one file was handed in: the paper that proves an agent's authority."""
    draft = uuid4().hex
    files.keep_upload(draft=draft, name="授权委托书.txt", content=io.BytesIO("委托".encode()), at=at)
    return draft


def codes(client: Client) -> tuple[str, str]:
    """Number and query code as they stand on the receipt."""
    found = re.findall(r'<dd class="hy-code">([^<]+)</dd>', client.get("/receipt").content.decode())
    assert len(found) == 2
    return found[0], found[1]


@dataclass
class Life:
    """One matter, filed online on 8 September 2026, with the steps that take it further."""

    district: District
    filed: Filed
    done: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, district: District, **changes: Any) -> Life:
        """File it."""
        petitioner = Actor.petitioner()
        filed = intake.file_petition(petition=petition(**changes), office="office", by=petitioner, at=moment(FILED_ON))
        return cls(district, filed)

    @property
    def view(self) -> CaseView:
        """The matter as its petitioner may see it."""
        return reads.access_own(number=self.filed.number, query_code=self.filed.query_code)

    def until(self, state: str) -> Life:
        """Take every step up to this state."""
        for name in ("registered", "forwarded", "notified", "accepted", "extended", "decided", "served"):
            if name not in self.done:
                getattr(self, name)()
                self.done.append(name)
            if name == state:
                return self
        raise AssertionError(state)

    def registered(self) -> None:
        """The office registers it on 9 September."""
        acts.take(
            "register",
            case_id=self.filed.case_id,
            category="appeal",
            topic="noise",
            area="xinan",
            by=self.district.clerk,
            at=moment("2026-09-09"),
        )

    def forwarded(self) -> None:
        """The office passes it to the environment branch on 15 September."""
        acts.take(
            "forward",
            case_id=self.filed.case_id,
            to="environment",
            by=self.district.dispatcher,
            at=moment("2026-09-15"),
        )

    def notified(self) -> None:
        """The branch gives written notice on 18 September."""
        acts.take(
            "notify",
            case_id=self.filed.case_id,
            text="已收到，由监察科办理。",
            by=self.district.green,
            at=moment("2026-09-18"),
        )

    def accepted(self) -> None:
        """It accepts the matter on 21 September."""
        acts.take("accept", case_id=self.filed.case_id, by=self.district.green, at=moment("2026-09-21"))

    def extended(self) -> None:
        """Its head extends the time by 30 days on 16 November."""
        acts.take(
            "extend",
            case_id=self.filed.case_id,
            days=30,
            reason="需要委托检测",
            by=self.district.green_head,
            at=moment("2026-11-16"),
        )

    def decided(self) -> None:
        """It decides on 20 November, request by request."""
        decisions = [
            Decision(
                claim.position, "supported", "经查，夜间施工属实。", "噪声污染防治法第43条", "已责令停止夜间施工。"
            )
            for claim in self.view.claims
        ]
        acts.take(
            "decide",
            heard="talk",
            case_id=self.filed.case_id,
            outcome="supported",
            decisions=decisions,
            by=self.district.green,
            at=moment("2026-11-20"),
        )

    def served(self) -> None:
        """The answer is received on 21 November."""
        acts.take(
            "serve",
            case_id=self.filed.case_id,
            method="post",
            received_on=date(2026, 11, 21),
            by=self.district.green,
            at=moment("2026-11-21"),
        )
