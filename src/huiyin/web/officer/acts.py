"""The table of acts: step of the law → the page's questions → the function of casework that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.casework.cases.errors import Invalid
from huiyin.casework.cases.hearings import NAMING
from huiyin.casework.events import CaseState
from huiyin.casework.handling import acts as handling
from huiyin.casework.handling import publishing, serving
from huiyin.casework.handling.finding import superior_of
from huiyin.casework.intake import acts as intake
from huiyin.casework.intake import agents, signatories
from huiyin.casework.supervision import acts as supervision
from huiyin.law.facts import Value
from huiyin.law.rules import Step
from huiyin.web.officer import agent_forms, elsewhere_forms, forms, together_forms
from huiyin.web.officer.any_form import PublishForm, SortForm, form_for
from huiyin.web.officer.decision_form import DecideForm, decide_form_for
from huiyin.web.officer.hearing_form import HoldForm, ReplaceForm
from huiyin.web.officer.serve_form import GivePaperForm, ServeForm
from huiyin.web.officer.supervise_form import SuperviseForm


class ReferForm(forms.ReasonForm):
    """Why the common superior must decide; who that is follows from the tree."""

    def args(self, step: Step, given: Mapping[str, Any]) -> dict[str, Value]:
        """The superior is found, not asked."""
        try:
            superior = superior_of(self.matter.view.state.parties)
        except Invalid:
            superior = ""
        return super().args(step, {**given, "to": superior})


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the pages offer it; ``grave`` marks those that end the matter here."""

    step: str
    form: type[forms.ActForm]
    do: Callable[..., CaseState]
    grave: bool = False
    hint: object = ""


TABLE: tuple[Act, ...] = (
    Act("register", forms.RegisterForm, intake.register),
    Act("forward", forms.ForwardForm, handling.forward),
    Act("notify", forms.NotifyForm, handling.notify),
    Act("accept", forms.NoteForm, handling.accept),
    Act("decide", DecideForm, handling.decide, hint=_("Every claim gets its own outcome, with facts and legal basis.")),
    Act("serve", ServeForm, handling.serve),
    Act("give_paper", GivePaperForm, handling.give_paper),
    *(Act(step, together_forms.ServeEachForm, partial(serving.serve_each, step=step)) for step in serving.WHOLE),
    Act("report", forms.ReportForm, handling.report),
    Act("conclude", forms.ConcludeForm, handling.conclude),
    Act("accept_handover", forms.NothingForm, handling.accept_handover),
    Act("decline_handover", forms.ReasonForm, handling.decline_handover),
    Act("agree_return", forms.NothingForm, handling.agree_return),
    Act("decline_return", forms.ReasonForm, handling.decline_return),
    Act("decide_competence", forms.OrganForm, handling.decide_competence),
    Act("extend", forms.ExtendForm, handling.extend),
    Act("object", forms.ReasonForm, handling.object_to),
    Act("offer_handover", forms.OrganForm, handling.offer_handover),
    Act("withdraw_handover", forms.NothingForm, handling.withdraw_handover),
    Act("refer_competence", ReferForm, handling.refer_competence),
    Act("hold_hearing", HoldForm, handling.take),
    Act("replace_members", ReplaceForm, handling.take),
    Act("publish_result", PublishForm, publishing.publish),
    Act("supervise", SuperviseForm, supervision.supervise),
    Act(
        "sort_by_law",
        SortForm,
        handling.take,
        hint=_("The petitioner is shown the other ways and their last days, always as estimates."),
    ),
    Act("add_signatories", together_forms.AddForm, signatories.add_signatories),
    Act("leave", together_forms.LeaveForm, signatories.leave),
    Act("agree_withdrawal", together_forms.AgreeForm, signatories.agree_withdrawal),
    Act("end_agent", agent_forms.EndAgentForm, agents.end_agent),
    Act("divert", elsewhere_forms.DivertForm, handling.divert, grave=True),
    Act("refuse", elsewhere_forms.RefuseForm, handling.refuse, grave=True),
)
ACTS: Mapping[str, Act] = {act.step: act for act in TABLE}
ORDER: Mapping[str, int] = {act.step: place for place, act in enumerate(TABLE)}


def act_of(step: Step) -> Act:
    """The act behind a step: the one in the table, or the general one with questions made from the pack.

    A step that is told how many claims it answers answers each of them by itself, whatever the pack calls it.
    """
    if step.arg("claims") is not None and step.id not in ACTS:
        return Act(step.id, decide_form_for(step), partial(handling.decide, step=step.id), hint=ACTS["decide"].hint)
    return ACTS.get(step.id) or Act(step.id, form_for(step), handling.take)


# An answer is given beside the words that it answers: the event that holds them, or the later of several.
ANSWERS: Mapping[str, str] = {
    "agree_return": "matter.objected",
    "decline_return": "matter.objected",
    "accept_handover": "matter.handover_offered",
    "decline_handover": "matter.handover_offered",
    "decide_competence": "matter.competence_referred",
    "direct_urgent": "matter.urgent_reported",
    "report_urgent": "matter.urgent_marked",
    "report_urgent_above": "matter.urgent_marked",
    "answer_supervision": "matter.supervised matter.supervision_repeated",
    "accept_answer": "matter.supervision_answered matter.escalation_answered",
    "not_satisfied": "matter.supervision_answered matter.escalation_answered",
    "escalate": "matter.supervision_answered matter.supervised matter.supervision_repeated",
    "answer_escalation": "matter.supervision_escalated",
    "answer_complaint": "matter.complained",
    "hold_hearing": " ".join(NAMING),
    "replace_members": " ".join(NAMING),
    "decide_recusal": "matter.recusal_asked matter.recusal_declared",
    "refer_recusal": "matter.recusal_asked matter.recusal_declared",
}

# Pages of their own, because they take files.
WITH_FILES = ("contact", "supplement", "appoint_agent")
