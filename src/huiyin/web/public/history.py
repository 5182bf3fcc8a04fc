"""What happened to a matter, in plain words: who did what, the newest first."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.casework import effects
from huiyin.casework.effects import CAME
from huiyin.casework.events import (
    HEARD,
    SUCCEEDED,
    SUCCESSOR_NAMED,
)
from huiyin.casework.matter.timeline import Entry, note_titles
from huiyin.casework.matter.views import AttachmentView, CaseView
from huiyin.organisations.translated import law_text, organ_name
from huiyin.web.kit import dates
from huiyin.web.kit.components import Happening
from huiyin.web.kit.labels import citations_full, term_title
from huiyin.web.public import erasing, past
from huiyin.web.public.history_sentences import (
    NOTE_LABELS,
    SENTENCES,
    SENTENCES_OF_EITHER,
)
from huiyin.web.sections import receipt_days


def happenings(view: CaseView, entries: Sequence[Entry]) -> list[Happening]:
    """The whole history, the newest first."""
    oldest_first = [
        Happening(
            title=_title(view, entry),
            at=entry.at,
            ground=_ground(view, entry),
            text="\n".join(_lines(view, entry, entries[:index])),
            id=f"event-{entry.seq}",
        )
        for index, entry in enumerate(entries)
    ]
    return list(reversed(oldest_first))


# What comes from the petitioner even where an office writes it down.
FROM_PETITIONER = frozenset(
    {"matter.filed", "matter.contacted", "matter.agent_appointed"}
)


def _internal(entry: Entry) -> bool:
    """Material that an organ put to the matter is its working paper, not a message to
    the petitioner.
    """
    return entry.type == "matter.supplemented" and bool(entry.organ)


def _organs_papers(entry: Entry) -> bool:
    """Whether the files of this event are an organ's own: working papers, and the
    signed papers of its acts.
    """
    return bool(entry.organ) and entry.type not in FROM_PETITIONER


def own_files(
    view: CaseView,
    entries: Sequence[Entry],
    *,
    hidden: Container[str] = frozenset(),
) -> list[AttachmentView]:
    """The files that the petitioner handed in, at the window or here; not the working
    papers of organs, and none of those that are ``hidden`` by id.
    """
    internal = {entry.seq for entry in entries if _organs_papers(entry)}
    return [
        file
        for file in view.attachments
        if file.event_seq not in internal and file.id not in hidden
    ]


def _ground(view: CaseView, entry: Entry) -> str:
    places = (ground.rpartition("#") for ground in entry.grounds)
    return citations_full(
        view.pack, ((key, articles) for key, _mark, articles in places)
    )


def _title(view: CaseView, entry: Entry) -> str:
    said = _what(view, entry)
    if not entry.agent:
        return said
    return _("%(what)s (through agent no. %(number)d)") % {
        "what": said,
        "number": entry.agent,
    }


def _what(view: CaseView, entry: Entry) -> str:
    if entry.type in {"matter.filed", "matter.contacted"}:
        return _contact_title(view, entry)
    return (
        past.sentence(view, entry)
        or _of_every_law(entry)
        or _by_whom(view, entry, organ_name(entry.organ))
    )


def _of_every_law(entry: Entry) -> str:
    """The sentence about what happens under every pack; "" for what only one knows."""
    words = {"organ": organ_name(entry.organ)}
    if entry.type in {SUCCEEDED, SUCCESSOR_NAMED}:
        words |= {
            "old": organ_name(entry.payload["data"]["from"]),
            "to": organ_name(entry.payload["data"]["to"]),
        }
    if entry.type in SENTENCES_OF_EITHER:
        return str(SENTENCES_OF_EITHER[entry.type][bool(entry.organ)]) % words
    return str(SENTENCES.get(entry.type, "")) % words


def _by_whom(view: CaseView, entry: Entry, organ: str) -> str:
    """A sentence from the title of the step: by the petitioner, even where an office
    wrote it down, or by an organ.
    """
    signatory = entry.payload.get("data", {}).get("signatory")
    words = {"organ": organ, "act": law_text(entry.title), "number": signatory}
    if organ and signatory and "received_on" in entry.payload["data"]:
        return (
            _("%(organ)s served the written answer on signatory no. %(number)s")
            % words
        )
    by_petitioner = _is_petitioners_step(view, entry.type)
    if by_petitioner and organ:
        return _("You: %(act)s (recorded by %(organ)s)") % words
    if by_petitioner:
        return _("You: %(act)s") % words
    return _("%(organ)s: %(act)s") % words if organ else law_text(entry.title)


def _is_petitioners_step(view: CaseView, event: str) -> bool:
    """Whether the step behind an event is one that the petitioner takes."""
    for step in view.pack.steps.values():
        if step.event == event:
            return any(
                role.partition(".")[0] == "petitioner" for role in step.by
            )
    return False


def _contact_title(view: CaseView, entry: Entry) -> str:
    contact: Mapping[str, Any] = entry.payload.get("data", {}).get(
        "contact", {}
    )
    receiver = (
        entry.organ
        or str(entry.payload.get("parties", {}).get("receiver", ""))
        or view.state.parties["receiver"]
    )
    channel = view.pack.terms["channels"].terms.get(
        str(contact.get("channel", ""))
    )
    words = {
        "organ": organ_name(receiver),
        "channel": law_text(channel.title) if channel else "",
    }
    if entry.type == "matter.filed":
        return _("You brought the matter to %(organ)s (%(channel)s)") % words
    return _("You turned to %(organ)s again about it (%(channel)s)") % words


def _lines(
    view: CaseView, entry: Entry, earlier: Sequence[Entry]
) -> Iterator[str]:
    """What belongs to the event: when it came, dates it moved, words written for the
    petitioner, how many files.
    """
    yield from _days(view, entry)
    yield from _moves(view, entry)
    yield from _moved_rights(view, entry, earlier)
    yield from receipt_days.lines(view.pack, entry.payload)
    yield from _reasons(view, entry)
    yield from _rating(view, entry)
    yield from erasing.lines(entry)
    yield from _files(entry)
    if not _internal(entry):
        yield from _notes(view, entry)


def _days(view: CaseView, entry: Entry) -> Iterator[str]:
    """When it came and was posted, and how the petitioner was heard."""
    if CAME in entry.payload.get("data", {}):
        yield _line(
            _("Received on"),
            dates.say_full(effects.read(entry.payload).arrived_date),
        )
    if posted := effects.read(entry.payload).posted_date:
        yield _line(_("Posted on"), dates.say_full(posted))
    if heard := entry.payload.get("data", {}).get(HEARD):
        yield _line(
            _("You were heard"),
            term_title(view.pack, "heard", str(heard["how"])),
        )


def _reasons(view: CaseView, entry: Entry) -> Iterator[str]:
    """Why a date was corrected, or why the matter goes on under a new version."""
    data: Mapping[str, Any] = entry.payload.get("data", {})
    if entry.type == "duty.redated" and data.get("reason"):
        yield _line(_("Reason"), str(data["reason"]))
    rule = view.pack.transitions.get(str(data.get("rule", "")))
    if entry.type == "matter.went_over" and rule is not None:
        yield _line(_("Reason"), law_text(rule.plain))


def _rating(view: CaseView, entry: Entry) -> Iterator[str]:
    if entry.type != "matter.rated":
        return
    rating = str(entry.payload.get("values", {}).get("rating", ""))
    if rating:
        yield _line(_("Rating"), term_title(view.pack, "ratings", rating))


def _files(entry: Entry) -> Iterator[str]:
    """How many files the petitioner added; nothing of an organ's own papers."""
    files = len(entry.payload.get("data", {}).get("files", ()))
    if files and not _organs_papers(entry):
        yield _line(
            _("Files"),
            ngettext("%(number)d file", "%(number)d files", files)
            % {"number": files},
        )


def _notes(view: CaseView, entry: Entry) -> Iterator[str]:
    """The words that were written for the petitioner, each under its label."""
    titles = note_titles(view.pack)
    for key, text in entry.notes.items():
        label = NOTE_LABELS.get(key) or capfirst(
            law_text(titles.get((entry.type, key)))
        )
        yield _line(str(label or key), text)


def _moves(view: CaseView, entry: Entry) -> Iterator[str]:
    """Dates of duties that this event moved: the old one and the new one."""
    kinds = {duty.ref: duty.kind for duty in view.duties}
    for move in entry.payload.get("moves", ()):
        rule = view.pack.duties.get(kinds.get(move["ref"], ""))
        yield _moved(
            law_text(rule.title) if rule else "", move["was"], move["due"]
        )


def _moved_rights(
    view: CaseView, entry: Entry, earlier: Sequence[Entry]
) -> Iterator[str]:
    """The same for the petitioner's own last days; what they were before stands in an
    earlier event.
    """
    if entry.type != "duty.redated":
        return
    for right in entry.payload.get("rights_opened", ()):
        before = _last_day_before(earlier, right["kind"])
        rule = view.pack.rights.get(right["kind"])
        if before and right["due"]:
            yield _moved(
                law_text(rule.title) if rule else "", before, right["due"]
            )


def _last_day_before(earlier: Sequence[Entry], kind: str) -> str:
    """The last day that earlier events gave a right of this kind, as the ledger has it;
    "" for none.
    """
    last_day = ""
    for entry in earlier:
        for right in entry.payload.get("rights_opened", ()):
            if right["kind"] == kind and right["due"]:
                last_day = right["due"]
    return last_day


def _moved(title: str, was: str, now: str) -> str:
    old, new = (
        dates.say_day(date.fromisoformat(was)),
        dates.say_day(date.fromisoformat(now)),
    )
    if old == new:
        return _line(title, _("%(day)s, no longer provisional") % {"day": new})
    return _line(
        title,
        _("until now %(old)s, from now on %(new)s") % {"old": old, "new": new},
    )


def _line(name: str, text: str) -> str:
    return name + pgettext("punctuation", ": ") + text
