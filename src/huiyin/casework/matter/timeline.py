"""What happened to a matter, from the ledger: for officers in full, for the petitioner
without the offices' notes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from huiyin.casework import charge
from huiyin.casework.events import (
    CODE_RENEWED,
    CORRECTED,
    ERASED,
    ERASURE_ASKED,
    ERASURE_DUE,
    ERASURE_MISTAKEN,
    ERASURE_PROPOSED,
    ERASURE_REFUSED,
    ERASURE_SENT_BACK,
    ERASURE_TAKEN_BACK,
    SUCCEEDED,
    SUCCESSOR_NAMED,
    WENT_OVER,
)
from huiyin.casework.matter.agents import THROUGH, position_of
from huiyin.casework.matter.views import CaseView
from huiyin.casework.matter.work import stream
from huiyin.casework.models import Note
from huiyin.compiled import Compiled
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.ruling import Text
from huiyin.ledger import reads as ledger
from huiyin.ledger.event import Event

REDATED_TITLE = Text(zh="日期更正", en="Date corrected")
WENT_OVER_TITLE = Text(
    zh="转用新的规定", en="Goes on under a new version of the law"
)
SUCCEEDED_TITLE = Text(
    zh="机关变动，由其他机关接续",
    en="An organ no longer exists: another takes its place",
)
NAMED_TITLE = Text(zh="指定接续的机关", en="The organ that takes over is named")
CORRECTED_TITLE = Text(
    zh="更正登记的姓名或者联系方式", en="Recorded particulars corrected"
)
CODE_RENEWED_TITLE = Text(zh="换发查询码", en="New query code given out")
ERASURE_TITLES = {
    ERASURE_ASKED: Text(
        zh="请求删除姓名和联系方式", en="Erasing of a name asked for"
    ),
    ERASURE_DUE: Text(
        zh="保存期限届满，拟删除姓名和联系方式",
        en="Term over: erasing of names proposed",
    ),
    ERASURE_MISTAKEN: Text(
        zh="登记有误，拟删除姓名和联系方式",
        en="Recorded by mistake: erasing of a name proposed",
    ),
    ERASURE_TAKEN_BACK: Text(
        zh="收回删除请求", en="Request to erase taken back"
    ),
    ERASURE_PROPOSED: Text(
        zh="拟同意删除姓名和联系方式", en="Erasing of a name proposed"
    ),
    ERASURE_SENT_BACK: Text(
        zh="退回删除意见", en="Proposal to erase sent back"
    ),
    ERASURE_REFUSED: Text(
        zh="不予删除姓名和联系方式", en="Erasing of a name refused"
    ),
    ERASED: Text(zh="已删除姓名和联系方式", en="Name erased"),
}
CHARGE_TITLES = {
    charge.TAKEN: Text(zh="承办", en="Taken on"),
    charge.ASSIGNED: Text(zh="确定承办人", en="Person in charge assigned"),
    charge.GIVEN_BACK: Text(
        zh="退回本机关另行安排", en="Given back to the organ"
    ),
    charge.FELL_BACK: Text(
        zh="承办人或者协办人离岗，退回本机关",
        en="Post ended: back to the organ",
    ),
    charge.HELPER_ADDED: Text(zh="增加协办人", en="Helper added"),
    charge.HELPER_REMOVED: Text(zh="不再协办", en="Helper removed"),
}
UNKNOWN_TITLE = Text(zh="记录", en="Recorded")

# Notes written for the petitioner under every pack; of its own steps each pack says so, and
# all others (reasons among offices) stay with the officers.
TOLD = frozenset(
    {
        "matter.filed",
        "matter.withdrawn",
        "matter.supplemented",
        "matter.rated",
        ERASURE_REFUSED,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as people read it: when, what, by which organ, on which articles, and
    what followed from it.

    ``agent`` is the agent through whom it was done, online or at the window; 0 for
    nobody. ``grounds`` are written as in the ledger: the pack that each comes from,
    "#", and the article.
    """

    seq: int
    at: datetime
    recorded_at: datetime
    type: str
    title: Text
    organ: str
    actor: str
    grounds: tuple[str, ...]
    notes: Mapping[str, str]
    payload: Mapping[str, Any]
    hash: str
    agent: int = 0


def note_titles(pack: Pack) -> dict[tuple[str, str], Text]:
    """The pack's own name of the words that belong to an event, by event and key."""
    named: dict[tuple[str, str], Text] = {}
    for step in pack.steps.values():
        for arg in step.args:
            named[step.event, arg.name] = arg.title
    return named


def titles(pack: Pack) -> dict[str, Text]:
    """The pack's own name of each event."""
    named = {step.event: step.title for step in pack.steps.values()}
    own = {"duty.redated": REDATED_TITLE, WENT_OVER: WENT_OVER_TITLE}
    own |= {CORRECTED: CORRECTED_TITLE, CODE_RENEWED: CODE_RENEWED_TITLE}
    own |= ERASURE_TITLES | CHARGE_TITLES
    return {
        **named,
        **own,
        SUCCEEDED: SUCCEEDED_TITLE,
        SUCCESSOR_NAMED: NAMED_TITLE,
    }


def _told(
    pack: Pack, event: str, notes: Mapping[str, str]
) -> Mapping[str, str]:
    """Those of an event's words that were written for the petitioner: all of them, by our
    own list or where a step behind the event says so, or those that an argument is for.
    """
    if event in TOLD:
        return notes
    told: set[str] = set()
    for step in pack.steps.values():
        if step.event == event and step.told:
            return notes
        if step.event == event:
            told.update(arg.name for arg in step.args if arg.told)
    return {key: text for key, text in notes.items() if key in told}


NOTES = Compiled(
    lambda case: Note.objects.filter(case_id=case).order_by("event_seq", "key"),
    case=str,
)


def timeline(view: CaseView, *, petitioner: bool = False) -> tuple[Entry, ...]:
    """The matter's history, oldest first; two queries. The caller has been let through
    to the view.

    For the ``petitioner`` without the offices' notes, without who did it, unless it
    was an agent, and without the inner order of an office.
    """
    notes: dict[int, dict[str, str]] = {}
    for row in NOTES.rows(case=view.case_id):
        notes.setdefault(row.event_seq, {})[row.key] = view.words(
            row.text, "note"
        )
    named = titles(view.pack)
    history = ledger.events(stream(view.case_id))
    entries = [
        _entry(event, named, notes.get(event.seq, {})) for event in history
    ]
    if petitioner:
        entries = [
            _for_petitioner(view.pack, entry)
            for entry in entries
            if entry.type not in charge.INNER
        ]
    return tuple(entries)


def _entry(
    event: Event, named: Mapping[str, Text], notes: Mapping[str, str]
) -> Entry:
    agent = position_of(event.actor)
    through = event.payload.get("data", {}).get(THROUGH, 0)
    return Entry(
        seq=event.seq,
        at=event.at,
        recorded_at=event.recorded_at,
        type=event.type,
        title=named.get(event.type, UNKNOWN_TITLE),
        organ=event.organ,
        actor=event.actor,
        grounds=tuple(dict.fromkeys(event.grounds)),
        notes=notes,
        payload=event.payload,
        hash=event.hash,
        agent=agent or int(through),
    )


def _for_petitioner(pack: Pack, entry: Entry) -> Entry:
    """The entry as the petitioner reads it."""
    return replace(
        entry,
        actor=entry.actor if position_of(entry.actor) else "",
        notes=_told(pack, entry.type, entry.notes),
    )
