"""The questions about those who act for a petitioner, at the window: who is recorded,
and whose authority ends.
"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.matter import agents
from huiyin.law.rules.steps import Step
from huiyin.web.officer.forms.base import ActForm
from huiyin.web.officer.forms.subject import Matter
from huiyin.web.officer.forms.uploads import ManyFilesField, UploadForm
from huiyin.web.sections import agents as agent_fields
from huiyin.web.sections.agents import AgentForm


class AppointForm(AgentForm, UploadForm):
    """Who acts, with what authority, until when, and the paper."""

    attachments = ManyFilesField(
        label=_("The paper that proves the authority"),
        help_text=_(
            "A photo or scan of the authorisation, with proof of kinship or "
            "recommendation, or of the guardianship."
        ),
        required=False,
    )


def window_field(matter: Matter, step: Step) -> forms.TypedChoiceField | None:
    """Who stands at the window and asks for the step, the petitioner or an agent; None
    where no agent could.
    """
    if not agents.open_to(step):
        return None
    standing = [
        agent
        for agent in agents.of(matter.view, matter.today)
        if agent.standing
    ]
    if not standing:
        return None
    named = [
        (str(agent.position), agent_fields.title(matter.pack, agent))
        for agent in standing
    ]
    field = forms.TypedChoiceField(
        label=gettext("Who asks for it?"),
        help_text=gettext(
            "An agent may ask for what the authority covers; the record names them."
        ),
        choices=[
            ("0", gettext("The petitioner, in person or in writing")),
            *named,
        ],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext("Say whether the petitioner asks or an agent")
        },
    )
    hints = {
        str(agent.position): agent_fields.told(matter.pack, agent, matter.today)
        for agent in standing
    }
    field.hints = hints  # type: ignore[attr-defined]  # read by the template beside the choices
    return field


class EndAgentForm(ActForm):
    """Whose authority ends, at whose word."""

    agent = forms.TypedChoiceField(label=_("Which agent"), coerce=int)
    own_wish = forms.BooleanField(
        label=_(
            "The petitioner revoked it, or the agent laid it down, and I know who said so"
        ),
        error_messages={
            "required": _(
                "Only the petitioner or the agent ends it: tick this when one of them said so"
            )
        },
    )

    def prepare(self) -> None:
        """Those whose authority has not ended."""
        field, today = self.fields["agent"], self.matter.today
        ending = [
            agent
            for agent in agents.of(self.matter.view, today)
            if agent_fields.may_end(agent, today)
        ]
        if isinstance(field, forms.ChoiceField):
            named = (
                (agent.position, agent_fields.title(self.matter.pack, agent))
                for agent in ending
            )
            field.choices = [("", gettext("Choose a number")), *named]
