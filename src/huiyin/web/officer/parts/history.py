"""The third band of the case page: what happened, from the ledger, with grounds and
what followed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework import effects
from huiyin.casework.effects import CAME
from huiyin.casework.events import ERASURE, HEARD
from huiyin.casework.matter.erasures import stood_against
from huiyin.casework.matter.timeline import Entry, note_titles, timeline
from huiyin.casework.matter.views import AttachmentView, CaseView
from huiyin.organisations import staff_reads, translated
from huiyin.web.kit import dates, labels
from huiyin.web.officer.parts import charge
from huiyin.web.sections import erasures, receipt_days

LATE = timedelta(minutes=1)
CONTACTS = frozenset(
    {
        "matter.filed",
        "matter.contacted",
        "matter.supplemented",
        "matter.withdrawn",
        "matter.rated",
        "matter.agent_appointed",
        "matter.agent_ended",
    }
)
SHOWS = {
    "": gettext_lazy("Everything"),
    "contacts": gettext_lazy("From the petitioner"),
    "acts": gettext_lazy("Acts of offices"),
    "dates": gettext_lazy("Changes of dates"),
}
NOTE_TITLES = {
    "place": gettext_lazy("Where exactly"),
    "reason": gettext_lazy("Reasons"),
    "text": gettext_lazy("Text"),
    "note": gettext_lazy("Note"),
    "explanation": gettext_lazy("Explanation"),
    "competent_organ": gettext_lazy("Competent organ"),
    "comment": gettext_lazy("Comment"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline."""

    seq: int
    at: datetime
    recorded_at: datetime | None
    title: str
    by: str
    citation: str
    notes: tuple[tuple[str, str], ...]
    followed: tuple[str, ...]
    hash: str
    type: str
    papers: tuple[AttachmentView, ...] = ()


def lines(
    view: CaseView, *, show: str, entries: Sequence[Entry] | None = None
) -> tuple[Line, ...]:
    """The entries, the latest first; three queries. ``show`` is a key of SHOWS;
    ``entries``: if already read.
    """
    entries = timeline(view) if entries is None else entries
    named = chain(
        (entry.actor for entry in entries),
        chain.from_iterable(map(charge.people, entries)),
    )
    staff = staff_reads.names_of(labels.staff_ids(named))
    kinds = _kinds(entries)
    shown = [
        _line(view, entry, staff, kinds)
        for entry in reversed(entries)
        if _wanted(entry, show)
    ]
    return tuple(shown)


def latest(view: CaseView, types: Container[str]) -> Line | None:
    """The last event of one of these types, with the words that belong to it; None
    where there was none.
    """
    return next(
        (line for line in lines(view, show="") if line.type in types),
        None,
    )


def _wanted(entry: Entry, show: str) -> bool:
    if show == "contacts":
        return entry.type in CONTACTS
    if show == "acts":
        return entry.type not in CONTACTS
    if show == "dates":
        return bool(entry.payload.get("moves") or entry.type == "duty.redated")
    return True


def _kinds(entries: Sequence[Entry]) -> dict[str, str]:
    """What kind each duty of the matter is, by its reference."""
    kinds = {}
    for entry in entries:
        for place, opened in enumerate(entry.payload.get("opens", ())):
            kinds[f"{entry.seq}.{place}"] = str(opened["kind"])
    return kinds


def _line(
    view: CaseView,
    entry: Entry,
    staff: Mapping[int, str],
    kinds: Mapping[str, str],
) -> Line:
    who = labels.actor_name(entry.actor, staff)
    if entry.agent and entry.organ:
        who = _("%(who)s, with agent no. %(number)d at the window") % {
            "who": who,
            "number": entry.agent,
        }
    late = abs(entry.recorded_at - entry.at) > LATE
    places = (ground.rpartition("#") for ground in entry.grounds)
    return Line(
        seq=entry.seq,
        at=entry.at,
        recorded_at=entry.recorded_at if late else None,
        title=translated.law_text(entry.title),
        by=f"{translated.organ_name(entry.organ)} · {who}"
        if entry.organ
        else who,
        citation=labels.citations_short(
            view.pack, ((key, articles) for key, _mark, articles in places)
        ),
        notes=tuple(_notes(view, entry)),
        followed=(
            *charge.lines(entry, staff),
            *_followed(view, entry.payload, kinds),
        ),
        hash=entry.hash,
        type=entry.type,
        papers=_papers(view, entry),
    )


def _notes(view: CaseView, entry: Entry) -> Iterator[tuple[str, str]]:
    """The words that belong to an entry, each with its title."""
    titles = note_titles(view.pack)
    for key, text in entry.notes.items():
        title = NOTE_TITLES.get(key) or labels.law_title(
            titles.get((entry.type, key))
        )
        yield str(title or key), text


def _papers(view: CaseView, entry: Entry) -> tuple[AttachmentView, ...]:
    """The signed papers that were kept with an act; what people hand in stands with their words."""
    if entry.type in CONTACTS:
        return ()
    return tuple(
        file for file in view.attachments if file.event_seq == entry.seq
    )


def _followed(
    view: CaseView, payload: Mapping[str, Any], kinds: Mapping[str, str]
) -> Iterator[str]:
    data = payload.get("data", {})
    yield from _came(payload)
    yield from _heard(view, data)
    yield from _succeeded(data)
    yield from _erasure(view, data)
    yield from receipt_days.lines(view.pack, payload)
    yield from _duties(view, payload, kinds)


def _succeeded(data: Mapping[str, Any]) -> Iterator[str]:
    """Which organ took the place of one that ended, and whether that is clear."""
    if "places" not in data:
        return
    names = {
        "old": translated.organ_name(data["from"]),
        "new": translated.organ_name(data["to"]),
    }
    yield _("%(new)s takes the place of %(old)s; no date changes") % names
    if data.get("clear") is False:
        words = _(
            "It is not clear who goes on exercising its powers: %(new)s may name an organ"
        )
        yield words % names


def _duties(
    view: CaseView, payload: Mapping[str, Any], kinds: Mapping[str, str]
) -> Iterator[str]:
    """What became of duties: opened, moved, stopped, gone over, at an end."""
    for opened in payload.get("opens", ()):
        yield _("Opened: %(duty)s, %(organ)s, until %(date)s") % {
            "duty": labels.duty_title(view.pack, opened["kind"]),
            "organ": translated.organ_name(opened["owner"]),
            "date": _day(opened["due"]),
        }
    for move in payload.get("moves", ()):
        yield _("Moved: %(duty)s from %(old)s to %(new)s") % {
            "duty": labels.duty_title(view.pack, kinds.get(move["ref"], "")),
            "old": _day(move["was"]),
            "new": _day(move["due"]),
        }
    stopped = [
        labels.duty_title(view.pack, kinds.get(ref, ""))
        for ref in payload.get("stops", ())
    ]
    if stopped:
        yield _("The clock stands still: %(duties)s") % {
            "duties": labels.listed(stopped)
        }
    for owner in dict.fromkeys(
        owner for _ref, owner in payload.get("reassigns", ())
    ):
        yield _("Open duties went over to %(organ)s") % {
            "organ": translated.organ_name(owner)
        }
    for key, pattern in (
        ("discharges", _("Discharged: %(duties)s")),
        ("cancels", _("No longer owed: %(duties)s")),
        ("unrecorded", _("Closed without a known day: %(duties)s")),
    ):
        names = [
            labels.duty_title(view.pack, kinds.get(ref, ref))
            for ref in payload.get(key, ())
        ]
        if names:
            yield pattern % {"duties": labels.listed(names)}


def _erasure(view: CaseView, data: Mapping[str, Any]) -> Iterator[str]:
    """Whose name a request is about, what mistake it was, and why it was refused."""
    said = data.get(ERASURE, {})
    for place in said.get("places", ()):
        yield erasures.place(view, place)
    if "mistake" in said:
        yield erasures.mistake(said["mistake"])
    stands = stood_against(said)
    if stands is not None:
        yield erasures.why(stands)


def _came(payload: Mapping[str, Any]) -> Iterator[str]:
    """When it came and was posted, where somebody said so."""
    if CAME in payload.get("data", {}):
        yield _("Received on %(day)s") % {
            "day": dates.say_full(effects.read(payload).arrived_date)
        }
    if posted := effects.read(payload).posted_date:
        yield _("Posted on %(day)s") % {"day": dates.say_full(posted)}


def _heard(view: CaseView, data: Mapping[str, Any]) -> Iterator[str]:
    """How the petitioner was heard before a decision."""
    heard = data.get(HEARD)
    if heard:
        how = labels.term_title(view.pack, "heard", str(heard["how"]))
        told = labels.listed(
            [how, _day(heard["on"])] if "on" in heard else [how]
        )
        yield _("Hearing the petitioner: %(how)s") % {"how": told}


def _day(text: str) -> str:
    return dates.say_short(date.fromisoformat(text))
