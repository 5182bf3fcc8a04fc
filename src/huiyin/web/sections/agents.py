"""The questions about somebody who acts for a petitioner, and an agent in words: the
same at the window and online.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.matter.agents import Acting
from huiyin.law.rules.pack import Pack
from huiyin.people.particulars import Particulars
from huiyin.web.kit import dates
from huiyin.web.kit.contact_fields import TelephoneField
from huiyin.web.kit.labels import law_title

_DAY = forms.DateInput(attrs={"type": "date"})
_WRONG_DAY = {"invalid": _("Write the day as year, month and day")}


class AgentForm(forms.Form):
    """Who acts, with what authority, and until when."""

    kind = forms.ChoiceField(
        label=_("Who is the agent?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who the agent is")},
    )
    scope = forms.ChoiceField(
        label=_("What does the authority cover?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the authority covers")},
    )
    since = forms.DateField(
        label=_("First day of the authority"),
        widget=_DAY,
        error_messages={
            **_WRONG_DAY,
            "required": _("Write the first day of the authority"),
        },
    )
    until = forms.DateField(
        label=_("Last day of the authority"),
        help_text=_("As the paper names it. Only a guardian needs none."),
        widget=_DAY,
        required=False,
        error_messages=_WRONG_DAY,
    )
    name = forms.CharField(
        label=_("Name of the agent"),
        max_length=100,
        error_messages={"required": _("Write the name of the agent")},
    )
    phone = TelephoneField(label=_("Phone of the agent"), required=False)
    address = forms.CharField(
        label=_("Address of the agent"), max_length=300, required=False
    )

    def offer(self, pack: Pack, today: date) -> None:
        """Fill in what can be chosen, from the pack, and the day on which an authority
        usually begins.
        """
        for name, vocabulary in (
            ("kind", "agent_kinds"),
            ("scope", "agent_scopes"),
        ):
            field, terms = (
                self.fields[name],
                pack.terms[vocabulary].terms.values(),
            )
            if isinstance(field, forms.ChoiceField):
                field.choices = [
                    (term.id, law_title(term.title)) for term in terms
                ]
            hints = {
                term.id: law_title(term.plain)
                for term in terms
                if term.plain != term.title
            }
            # Read by the template beside the choices
            field.hints = hints  # type: ignore[attr-defined]
        self.initial.setdefault("since", today)
        for name in ("name", "phone", "address"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def appointing(self) -> dict[str, Any]:
        """What the act is called with, once the form is valid."""
        given = self.cleaned_data
        person = Particulars(
            name=given["name"], phone=given["phone"], address=given["address"]
        )
        return {
            "person": person,
            **{
                name: given[name]
                for name in ("kind", "scope", "since", "until")
            },
        }


def title(pack: Pack, agent: Acting) -> str:
    """An agent by number and kind."""
    return gettext("No. %(number)d (%(role)s)") % {
        "number": agent.position,
        "role": _term(pack, "agent_kinds", agent.kind),
    }


def told(pack: Pack, agent: Acting, today: date) -> str:
    """What the authority covers and until when, or that it has ended."""
    words = {
        "scope": capfirst(_term(pack, "agent_scopes", agent.scope)),
        "since": dates.say_day(agent.since_date, today),
        "until": dates.say_day(agent.until_date, today)
        if agent.until_date
        else "",
    }
    if agent.ended:
        return gettext("%(scope)s; it has ended") % words
    if agent.until_date and agent.until_date < today:
        return gettext("%(scope)s; it ran out after %(until)s") % words
    if agent.since_date > today:
        return gettext("%(scope)s; it begins on %(since)s") % words
    if agent.until_date:
        return gettext("%(scope)s until %(until)s") % words
    return gettext("%(scope)s, without a last day") % words


def _term(pack: Pack, vocabulary: str, term: str) -> str:
    named = (
        pack.terms[vocabulary].terms.get(term)
        if vocabulary in pack.terms
        else None
    )
    return named.title.in_language(get_language() or "en") if named else term


def may_end(agent: Acting, today: date) -> bool:
    """Whether there is still something to end."""
    return not agent.ended and (
        agent.until_date is None or agent.until_date >= today
    )
