"""What the law's own words say that a step was, in the history of a matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huiyin.casework.matter.timeline import Entry
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.past import AGENT, ORGAN, WORKED_OUT, Past, named_in
from huiyin.law.terms.party_slots import role_of
from huiyin.law.terms.ruling import Text
from huiyin.organisations.translated import law_text, organ_name
from huiyin.web.sections import receipt_days


def sentence(view: CaseView, entry: Entry) -> str:
    """The sentence that the pack has for an event, filled in.

    "" where it has none, and where the sentence names a party that the event does not.
    """
    past = _past_of(view.pack, entry.type)
    if past is None:
        return ""
    written = _that_holds(view, entry, past)
    words = {
        **_parties(entry.payload),
        ORGAN: organ_name(entry.organ),
        AGENT: _agent(entry.payload),
    }
    if any(not words.get(name) for name in named_in(written) - WORKED_OUT):
        return ""
    return law_text(written).format(**words)


def _past_of(pack: Pack, event: str) -> Past | None:
    """What the step behind an event says of it; of several, the one that says anything."""
    for step in pack.steps.values():
        if step.event == event and step.past is not None:
            return step.past
    return None


def _that_holds(view: CaseView, entry: Entry, past: Past) -> Text:
    if past.by_notice and receipt_days.ground(view.pack, entry.payload):
        return past.by_notice
    if past.by_organ and entry.organ:
        return past.by_organ
    return past.said


def _parties(payload: Mapping[str, Any]) -> dict[str, str]:
    """The names of the organs that an event makes parties; of several in one party, the
    first.
    """
    named: dict[str, str] = {}
    for slot, code in payload.get("parties", {}).items():
        if code:
            named.setdefault(role_of(slot), organ_name(code))
    return named


def _agent(payload: Mapping[str, Any]) -> int:
    """The number of the agent whom an event appoints, or whose authority it ends; 0 for
    nobody.
    """
    data: Mapping[str, Any] = payload.get("data", {})
    if "agent" in data:
        return int(data["agent"]["position"])
    return int(data.get("agent_ended", 0))
