"""How each step is taken: most write their one event, some more. Whoever does something
in a matter builds the command here, so that no door can take a step in another way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.handling.deciding import Answering
from huiyin.casework.chapters.handling.publishing import Publishing
from huiyin.casework.chapters.handling.serving import WHOLE, ServingEach
from huiyin.casework.chapters.intake.acts import REGISTER, Registering
from huiyin.casework.chapters.intake.agents import EndingAgent
from huiyin.casework.chapters.intake.papers import perform_with
from huiyin.casework.chapters.intake.signatories import (
    Adding,
    Agreeing,
    Leaving,
)
from huiyin.casework.chapters.supervision.acts import Supervising
from huiyin.casework.events import CaseState
from huiyin.casework.matter import command as commands
from huiyin.casework.matter.command import Act, Command
from huiyin.casework.matter.views import CaseView

ACTS: Mapping[str, type[Act]] = {
    REGISTER: Registering,
    "add_signatories": Adding,
    "leave": Leaving,
    "agree_withdrawal": Agreeing,
    "end_agent": EndingAgent,
    "publish_result": Publishing,
    "supervise": Supervising,
    **dict.fromkeys(WHOLE, ServingEach),
}
"""The steps that are taken in a way of their own."""


def command(
    step: str, case: str, told: Mapping[str, Any], *, agent: int = 0
) -> Command:
    """The command to take a step: what somebody says (``told``), by the names of the
    step's arguments.

    A step that answers each claim by itself is told the ``decisions``, whatever the
    pack calls it. ``agent`` is the position of the agent who stood at the window, 0 for
    nobody.
    """
    act = Answering if "decisions" in told else ACTS.get(step, Act)
    return Command(step=step, case=case, told=told, agent=agent, act=act)


def perform(
    wanted: Command,
    *,
    by: Actor,
    at: datetime,
    draft: str = "",
    seen: CaseView | None = None,
) -> CaseState:
    """Do what a command says; ``draft`` names signed papers that were kept for it,
    ``seen`` is the matter as it was read for the same actor in this request.

    Returns the matter's new state. Raises NotFound where the actor may not know the
    matter, Refused with the law's grounds, Invalid for unusable input; then nothing is
    changed.
    """
    if draft:
        return perform_with(wanted, draft=draft, by=by, at=at)
    return commands.perform(wanted, by=by, at=at, seen=seen)


def take(
    step: str,
    *,
    case_id: str,
    by: Actor,
    at: datetime,
    through: int = 0,
    **told: Any,
) -> CaseState:
    """Take a step in one line, by the names of what is said, and return how the matter
    stands then. ``through`` is the position of the agent who asks for it at the window,
    0 for nobody. Raises as ``perform``.
    """
    return perform(command(step, case_id, told, agent=through), by=by, at=at)
