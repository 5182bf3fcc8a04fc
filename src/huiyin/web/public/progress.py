"""How far a matter has come, in the stages of its pack, as its petitioner sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.states import Stage
from huiyin.organisations.translated import law_text
from huiyin.web.kit import dates
from huiyin.web.kit.components import Step
from huiyin.web.public.presenter import answered, state_title


def progress(view: CaseView, today: date) -> list[Step]:
    """How far the matter has come, in the pack's stages (收到 转交 告知 办理 答复); one that
    ended early says how.
    """
    state = view.state.state
    stages = [
        stage
        for stage in view.pack.stages
        if not stage.later or state in stage.states or _day(view, stage)
    ]
    current = _index_of(state, stages)
    if current is None and not answered(view):
        return _ended(view, today)
    reached = current if current is not None else _passed(view, stages)
    steps = []
    for index, stage in enumerate(stages):
        title = law_text(stage.title)
        if index < reached:
            steps.append(Step(title, "done", _note(view, stage, today)))
        else:
            steps.append(Step(title, "current" if index == current else "todo"))
    return steps


def _index_of(state: str, stages: Sequence[Stage]) -> int | None:
    """The place of the stage in which a matter of this state is, None for none."""
    for index, stage in enumerate(stages):
        if state in stage.states:
            return index
    return None


def _passed(view: CaseView, stages: Sequence[Stage]) -> int:
    """How many stages lie behind, up to the last one that has ended."""
    passed = 0
    for number, stage in enumerate(stages, start=1):
        if _day(view, stage):
            passed = number
    return passed


def _day(view: CaseView, stage: Stage) -> date | None:
    """The day on which a stage ended."""
    return next(
        (
            view.state.dates[name]
            for name in stage.dates
            if name in view.state.dates
        ),
        None,
    )


def _note(view: CaseView, stage: Stage, today: date) -> str:
    day = _day(view, stage)
    return dates.say_short(day, today) if day else ""


def _ended(view: CaseView, today: date) -> list[Step]:
    done = [
        Step(law_text(stage.title), "done", _note(view, stage, today))
        for stage in view.pack.stages
        if _day(view, stage)
    ]
    closed = view.state.closed_date
    return [
        *done,
        Step(
            state_title(view),
            "current",
            dates.say_short(closed, today) if closed else "",
        ),
    ]
