"""The table of acts: step of the law → the page's questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.casework.chapters.handling import serving
from huiyin.law.rules.steps import Step
from huiyin.web.officer.forms import agents as agent_forms
from huiyin.web.officer.forms import base, elsewhere
from huiyin.web.officer.forms import signatories as together_forms
from huiyin.web.officer.forms.any_step import SortForm, form_for
from huiyin.web.officer.forms.decision import DecideForm, decide_form_for
from huiyin.web.officer.forms.hearing import HoldForm, ReplaceForm
from huiyin.web.officer.forms.service import GivePaperForm, ServeForm
from huiyin.web.officer.forms.supervision import SuperviseForm


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the pages offer it; ``grave`` marks those that end the matter here."""

    step: str
    form: type[base.ActForm]
    grave: bool = False
    hint: object = ""


TABLE: tuple[Act, ...] = (
    Act("register", base.RegisterForm),
    Act("forward", base.ForwardForm),
    Act("notify", base.NotifyForm),
    Act("accept", base.NoteForm),
    Act(
        "decide",
        DecideForm,
        hint=_("Every claim gets its own outcome, with facts and legal basis."),
    ),
    Act("serve", ServeForm),
    Act("give_paper", GivePaperForm),
    *(Act(step, together_forms.ServeEachForm) for step in serving.WHOLE),
    Act("report", base.ReportForm),
    Act("conclude", base.ConcludeForm),
    Act("accept_handover", base.NothingForm),
    Act("decline_handover", base.ReasonForm),
    Act("agree_return", base.NothingForm),
    Act("decline_return", base.ReasonForm),
    Act("decide_competence", base.OrganForm),
    Act("extend", base.ExtendForm),
    Act("object", base.ReasonForm),
    Act("offer_handover", base.OrganForm),
    Act("withdraw_handover", base.NothingForm),
    Act("refer_competence", base.ReasonForm),
    Act("hold_hearing", HoldForm),
    Act("replace_members", ReplaceForm),
    Act("supervise", SuperviseForm),
    Act(
        "sort_by_law",
        SortForm,
        hint=_(
            "The petitioner is shown the other ways and their last days, always as estimates."
        ),
    ),
    Act("add_signatories", together_forms.AddForm),
    Act("leave", together_forms.LeaveForm),
    Act("agree_withdrawal", together_forms.AgreeForm),
    Act("end_agent", agent_forms.EndAgentForm),
    Act("divert", elsewhere.DivertForm, grave=True),
    Act("refuse", elsewhere.RefuseForm, grave=True),
)
ACTS: Mapping[str, Act] = {act.step: act for act in TABLE}
ORDER: Mapping[str, int] = {act.step: place for place, act in enumerate(TABLE)}


def act_of(step: Step) -> Act:
    """The act behind a step: the one in the table, or the general one with questions
    made from the pack.

    A step that is told how many claims it answers answers each of them by itself,
    whatever the pack calls it.
    """
    if step.arg("claims") is not None and step.id not in ACTS:
        return Act(
            step.id,
            decide_form_for(step),
            hint=ACTS["decide"].hint,
        )
    return ACTS.get(step.id) or Act(step.id, form_for(step))


# Pages of their own, because they take files.
WITH_FILES = ("contact", "supplement", "appoint_agent")
