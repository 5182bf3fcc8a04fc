"""A matter with a hearing whose members are replaced, for the walk: too much for luck to find."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.casework.test_machine import Matters

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor


def members_replaced(machine: Matters) -> None:
    """A hearing is ordered; a member is objected to; about the head the organ above
    decides; the member is replaced.
    """
    staff, at = machine.district, machine.at
    machine.file("office", category="appeal", anonymous=False)
    who = {"case_id": machine.cases[-1], "at": at}

    def take(step: str, by: Actor, **args: Any) -> None:
        acts.take(step, **who, **args, by=by)

    acts.take("register", **who, category="appeal", topic="noise", area="xinan", by=staff.dispatcher)
    acts.take("forward", **who, to="environment", by=staff.dispatcher)
    acts.take("notify", **who, text="已收到", by=staff.green)
    acts.take("accept", **who, by=staff.green)
    day = at.date() + timedelta(days=8)
    sits = {"outside": 2, "members": "律师、政协委员"}
    take("order_hearing", staff.green, on=day, place="听证室", chair=staff.green_head.name, **sits)
    take("ask_recusal", Actor.petitioner(machine.cases[-1]), officer="主持人", reason="亲属")
    take("refer_recusal", staff.green, reason="涉及负责人")
    take("decide_recusal", staff.governor, reason="不属亲属")
    take("replace_members", staff.green_head, chair=staff.governor.name, reason="另行指定", **sits)
    take("declare_recusal", staff.green, reason="同住一楼")
    machine.every_open_matter_has_a_duty()
