"""The table of acts: step of the law → the page's questions → the function of casework
that does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.basis.found_organs import superior_of
from huiyin.casework.chapters.handling import acts as handling
from huiyin.casework.chapters.handling import deciding, publishing, routing, serving
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import agents, signatories
from huiyin.casework.chapters.supervision import acts as supervision
from huiyin.casework.events import CaseState
from huiyin.casework.matter.hearings import NAMING
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Value
from huiyin.web.officer.forms import agents as agent_forms
from huiyin.web.officer.forms import base, elsewhere
from huiyin.web.officer.forms import signatories as together_forms
from huiyin.web.officer.forms.any_step import PublishForm, SortForm, form_for
from huiyin.web.officer.forms.decision import DecideForm, decide_form_for
from huiyin.web.officer.forms.hearing import HoldForm, ReplaceForm
from huiyin.web.officer.forms.service import GivePaperForm, ServeForm
from huiyin.web.officer.forms.supervision import SuperviseForm


class ReferForm(base.ReasonForm):
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
    form: type[base.ActForm]
    do: Callable[..., CaseState]
    grave: bool = False
    hint: object = ""


TABLE: tuple[Act, ...] = (
    Act("register", base.RegisterForm, intake.register),
    Act("forward", base.ForwardForm, routing.forward),
    Act("notify", base.NotifyForm, handling.notify),
    Act("accept", base.NoteForm, handling.accept),
    Act(
        "decide",
        DecideForm,
        deciding.decide,
        hint=_("Every claim gets its own outcome, with facts and legal basis."),
    ),
    Act("serve", ServeForm, handling.serve),
    Act("give_paper", GivePaperForm, handling.give_paper),
    *(
        Act(step, together_forms.ServeEachForm, partial(serving.serve_each, step=step))
        for step in serving.WHOLE
    ),
    Act("report", base.ReportForm, handling.report),
    Act("conclude", base.ConcludeForm, handling.conclude),
    Act("accept_handover", base.NothingForm, routing.accept_handover),
    Act("decline_handover", base.ReasonForm, routing.decline_handover),
    Act("agree_return", base.NothingForm, routing.agree_return),
    Act("decline_return", base.ReasonForm, routing.decline_return),
    Act("decide_competence", base.OrganForm, routing.decide_competence),
    Act("extend", base.ExtendForm, handling.extend),
    Act("object", base.ReasonForm, routing.object_to),
    Act("offer_handover", base.OrganForm, routing.offer_handover),
    Act("withdraw_handover", base.NothingForm, routing.withdraw_handover),
    Act("refer_competence", ReferForm, routing.refer_competence),
    Act("hold_hearing", HoldForm, handling.take),
    Act("replace_members", ReplaceForm, handling.take),
    Act("publish_result", PublishForm, publishing.publish),
    Act("supervise", SuperviseForm, supervision.supervise),
    Act(
        "sort_by_law",
        SortForm,
        handling.take,
        hint=_(
            "The petitioner is shown the other ways and their last days, always as estimates."
        ),
    ),
    Act("add_signatories", together_forms.AddForm, signatories.add_signatories),
    Act("leave", together_forms.LeaveForm, signatories.leave),
    Act("agree_withdrawal", together_forms.AgreeForm, signatories.agree_withdrawal),
    Act("end_agent", agent_forms.EndAgentForm, agents.end_agent),
    Act("divert", elsewhere.DivertForm, handling.divert, grave=True),
    Act("refuse", elsewhere.RefuseForm, handling.refuse, grave=True),
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
            partial(deciding.decide, step=step.id),
            hint=ACTS["decide"].hint,
        )
    return ACTS.get(step.id) or Act(step.id, form_for(step), handling.take)


# An answer is given beside the words that it answers: the event that holds them, or the
# later of several.
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
