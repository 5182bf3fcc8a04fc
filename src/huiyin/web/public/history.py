"""What happened to a matter, in plain words: who did what, the newest first."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from huiyin.casework import effects
from huiyin.casework.effects import CAME
from huiyin.casework.events import (
    CODE_RENEWED,
    CORRECTED,
    ERASED,
    ERASURE_ASKED,
    ERASURE_PROPOSED,
    ERASURE_REFUSED,
    ERASURE_SENT_BACK,
    ERASURE_TAKEN_BACK,
    HEARD,
    SUCCEEDED,
    SUCCESSOR_NAMED,
)
from huiyin.casework.matter.timeline import Entry, note_titles
from huiyin.casework.matter.views import AttachmentView, CaseView
from huiyin.law.terms.party_slots import role_of
from huiyin.web.kit import dates
from huiyin.web.kit.components import Happening
from huiyin.web.kit.plain_labels import cite_all, organ_name, say, term_title
from huiyin.web.public import erasing
from huiyin.web.sections import receipt_days

# %(organ)s acted; %(to)s is the organ that the event names.
_SAID = {
    "matter.registered": gettext_lazy("%(organ)s registered the matter"),
    "matter.forwarded": gettext_lazy("%(organ)s passed the matter to %(to)s"),
    "matter.objected": gettext_lazy(
        "%(organ)s said that it is not the right organ for the matter"
    ),
    "matter.returned": gettext_lazy(
        "%(organ)s agreed and took the matter back to pass it on again"
    ),
    "matter.return_declined": gettext_lazy(
        "%(organ)s did not agree: the matter stays where it is"
    ),
    "matter.handover_offered": gettext_lazy(
        "%(organ)s asked %(to)s to take over the matter"
    ),
    "matter.handed_over": gettext_lazy(
        "%(organ)s took over the matter, with all its dates"
    ),
    "matter.handover_declined": gettext_lazy("%(organ)s did not take over the matter"),
    "matter.handover_withdrawn": gettext_lazy("%(organ)s keeps the matter after all"),
    "matter.competence_referred": gettext_lazy(
        "%(organ)s asked %(to)s to decide who is competent"
    ),
    "matter.conference_asked": gettext_lazy(
        "%(organ)s asked the joint conference, for which %(to)s acts, to decide"
    ),
    "matter.competence_decided": gettext_lazy(
        "%(organ)s decided that %(to)s is competent"
    ),
    "matter.joint_asked": gettext_lazy("%(organ)s asked %(to)s to join in"),
    "matter.joint_opinion_given": gettext_lazy(
        "%(organ)s gave its opinion to the organ that leads"
    ),
    "matter.joint_time_asked": gettext_lazy(
        "%(organ)s asked the organ that leads for more time"
    ),
    "matter.joint_date_moved": gettext_lazy(
        "%(organ)s gave an organ that joins in a later day; your date stays"
    ),
    "matter.joint_released": gettext_lazy(
        "%(organ)s no longer needs another organ to join in"
    ),
    "matter.notified": gettext_lazy(
        "%(organ)s told you that it has the matter and how it will be handled"
    ),
    "matter.accepted": gettext_lazy("%(organ)s accepted the matter"),
    "matter.refused": gettext_lazy("%(organ)s did not accept the matter"),
    "matter.diverted": gettext_lazy("%(organ)s directed you to another lawful way"),
    "matter.extended": gettext_lazy("%(organ)s extended the time for handling"),
    "matter.reported": gettext_lazy(
        "%(organ)s reported to the office that had passed the matter on"
    ),
    "matter.decided": gettext_lazy("%(organ)s decided"),
    "matter.served": gettext_lazy("You received the written answer of %(organ)s"),
    "matter.concluded": gettext_lazy("%(organ)s closed the file"),
    "matter.lapsed": gettext_lazy(
        "The time to ask for a review ended, and the matter with it"
    ),
    "matter.withdrawn": gettext_lazy("You withdrew the matter"),
    "matter.rated": gettext_lazy("You rated how the matter was handled"),
    "matter.carried_over": gettext_lazy(
        "The matter was taken over from an older register"
    ),
    "matter.supervised": gettext_lazy(
        "%(organ)s put the matter under supervision: %(to)s must answer"
    ),
    "matter.supervision_answered": gettext_lazy("%(organ)s answered the supervision"),
    "matter.supervision_repeated": gettext_lazy(
        "%(organ)s was not satisfied and asks for another answer"
    ),
    "matter.supervision_escalated": gettext_lazy(
        "%(organ)s asked %(to)s, the superior, to have it put right"
    ),
    "matter.escalation_answered": gettext_lazy("%(organ)s answered as the superior"),
    "matter.supervision_settled": gettext_lazy(
        "%(organ)s took the answer as enough: the supervision is settled"
    ),
    "matter.supervision_withdrawn": gettext_lazy("%(organ)s ended the supervision"),
    "matter.complained": gettext_lazy("You complained to %(to)s, the superior"),
    "matter.complaint_answered": gettext_lazy(
        "%(organ)s, as the superior, answered the complaint"
    ),
    "matter.taken_up_again": gettext_lazy(
        "%(organ)s took the matter up again: it is handled anew"
    ),
    "matter.carried_out_again": gettext_lazy(
        "%(organ)s carries out after all what was decided"
    ),
    "matter.recusal_asked": gettext_lazy("You asked that an officer stands aside"),
    "matter.recusal_declared": gettext_lazy(
        "An officer of %(organ)s declared an interest and stands aside"
    ),
    "matter.recusal_referred": gettext_lazy(
        "%(organ)s asked %(to)s to decide whether an officer stands aside"
    ),
    "matter.recusal_decided": gettext_lazy(
        "%(organ)s decided whether an officer stands aside"
    ),
    "matter.went_over": gettext_lazy(
        "The matter goes on under a new version of the law"
    ),
    "matter.crossing_marked": gettext_lazy(
        "%(organ)s noted that several areas or departments are concerned"
    ),
    "matter.visit_guided": gettext_lazy("%(organ)s told you which organ is competent"),
    "matter.personnel_informed": gettext_lazy(
        "%(organ)s informed the personnel department, and not who reported it"
    ),
    "matter.leaders_told": gettext_lazy(
        "%(organ)s reported to the leaders of the committee, and not who reported it"
    ),
    "matter.result_published": gettext_lazy(
        "%(organ)s published the result, without anything about a person"
    ),
    "matter.result_withdrawn": gettext_lazy("%(organ)s took the published result down"),
    "matter.urgent_marked": gettext_lazy(
        "%(organ)s found that the matter is major or urgent"
    ),
    "matter.urgent_reported": gettext_lazy(
        "%(organ)s reported the urgent matter to %(to)s"
    ),
    "matter.urgent_reported_above": gettext_lazy(
        "%(organ)s reported the urgent matter to the petition offices above"
    ),
    "matter.urgent_directed": gettext_lazy("%(organ)s decided on the urgent matter"),
    "matter.urgent_unmarked": gettext_lazy(
        "%(organ)s found that the matter is not urgent"
    ),
    SUCCEEDED: gettext_lazy(
        "%(old)s no longer exists: %(to)s takes its place, and every date stays as it is"
    ),
    SUCCESSOR_NAMED: gettext_lazy(
        "%(organ)s named %(to)s to take the matter over; every date stays as it is"
    ),
    "matter.identity_asked": gettext_lazy(
        "A reader at %(organ)s asked to open who you are"
    ),
    "matter.identity_approved": gettext_lazy(
        "A second reader at %(organ)s approved that it is opened"
    ),
    "matter.identity_declined": gettext_lazy(
        "A second reader at %(organ)s declined that it is opened"
    ),
    "matter.identity_opened": gettext_lazy("A reader at %(organ)s opened who you are"),
    CORRECTED: gettext_lazy(
        "%(organ)s corrected what is recorded of a name or of how to reach somebody"
    ),
    CODE_RENEWED: gettext_lazy(
        "%(organ)s gave out a new query code; the one before it opens nothing any more"
    ),
    ERASURE_TAKEN_BACK: gettext_lazy("You took back the request to erase your name"),
    ERASURE_PROPOSED: gettext_lazy(
        "%(organ)s proposed that the name is erased; a second person has to confirm it"
    ),
    ERASURE_SENT_BACK: gettext_lazy(
        "%(organ)s looks again at the request to erase a name"
    ),
    ERASURE_REFUSED: gettext_lazy("The name is not erased now"),
    ERASED: gettext_lazy(
        "%(organ)s erased the name and how to reach somebody, as was asked"
    ),
    "matter.hearing_held": gettext_lazy("%(organ)s held the hearing"),
    "matter.executed": gettext_lazy("%(organ)s carried out what was decided"),
    "matter.signatory_left": gettext_lazy(
        "%(organ)s recorded that one of those who signed left"
    ),
    "matter.withdrawal_agreed": gettext_lazy(
        "%(organ)s recorded that one of those who signed agrees to withdraw"
    ),
    "duty.redated": gettext_lazy(
        "A date was corrected, because the official calendar changed"
    ),
}
# By the petitioner, and by an organ.
_EITHER = {
    "matter.supplemented": (
        gettext_lazy("You added material"),
        gettext_lazy("%(organ)s added material"),
    ),
    ERASURE_ASKED: (
        gettext_lazy("You asked that your name is erased"),
        gettext_lazy(
            "%(organ)s recorded that somebody asks for their name to be erased"
        ),
    ),
}
# By the petitioner (or the agent), and by an organ for them.
_AGENTS = {
    "matter.agent_appointed": (
        gettext_lazy("You let agent no. %(number)d act for you"),
        gettext_lazy("%(organ)s recorded agent no. %(number)d, who acts for you"),
    ),
    "matter.agent_ended": (
        gettext_lazy("The authority of agent no. %(number)d ended"),
        gettext_lazy(
            "%(organ)s recorded that the authority of agent no. %(number)d ended"
        ),
    ),
}
_PARTY = {
    "matter.forwarded": "handler",
    "matter.handover_offered": "offered",
    "matter.competence_referred": "superior",
    "matter.conference_asked": "superior",
    "matter.competence_decided": "handler",
    "matter.supervised": "supervised",
    "matter.supervision_escalated": "supervised_superior",
    "matter.complained": "complained_to",
    "matter.joint_asked": "joint",
    "matter.recusal_referred": "recuser",
    "matter.urgent_reported": "urgent_authority",
}
_NOTES = {
    "place": gettext_lazy("Where exactly"),
    "text": gettext_lazy("What was said"),
    "note": gettext_lazy("Note"),
    "reason": gettext_lazy("Reason"),
    "explanation": gettext_lazy("Explanation"),
    "competent_organ": gettext_lazy("Competent organ"),
    "comment": gettext_lazy("Your words"),
}


def happenings(view: CaseView, entries: Sequence[Entry]) -> list[Happening]:
    """The whole history, the newest first."""
    told = [
        Happening(
            title=_title(view, entry),
            at=entry.at,
            ground=_ground(view, entry),
            text="\n".join(_lines(view, entry, entries[:index])),
            id=f"event-{entry.seq}",
        )
        for index, entry in enumerate(entries)
    ]
    return list(reversed(told))


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
    view: CaseView, entries: Sequence[Entry], *, hidden: Container[str] = frozenset()
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
    return cite_all(view.pack, ((key, articles) for key, _mark, articles in places))


def _title(view: CaseView, entry: Entry) -> str:
    said = _what(view, entry)
    if not entry.agent:
        return said
    return _("%(what)s (through agent no. %(number)d)") % {
        "what": said,
        "number": entry.agent,
    }


def _what(view: CaseView, entry: Entry) -> str:
    words = {
        "organ": organ_name(entry.organ),
        "to": organ_name(_party(entry)),
        "old": "",
    }
    if entry.type in {SUCCEEDED, SUCCESSOR_NAMED}:
        words |= {
            "old": organ_name(entry.payload["data"]["from"]),
            "to": organ_name(entry.payload["data"]["to"]),
        }
    if entry.type in {"matter.filed", "matter.contacted"}:
        return _contact_title(view, entry)
    if entry.type in _AGENTS:
        return _agent_title(entry)
    if entry.type == "matter.served" and receipt_days.ground(view.pack, entry.payload):
        return _("%(organ)s served its written answer by public notice") % words
    if entry.type in _EITHER:
        return str(_EITHER[entry.type][bool(entry.organ)]) % words
    if entry.type in _SAID and (words["to"] or entry.type not in _PARTY):
        return str(_SAID[entry.type]) % words
    return _by_whom(view, entry, words["organ"])


def _by_whom(view: CaseView, entry: Entry, organ: str) -> str:
    """A sentence from the title of the step: by the petitioner, even where an office
    wrote it down, or by an organ.
    """
    signatory = entry.payload.get("data", {}).get("signatory")
    told = {"organ": organ, "act": say(entry.title), "number": signatory}
    if organ and signatory and "received_on" in entry.payload["data"]:
        return (
            _("%(organ)s served the written answer on signatory no. %(number)s") % told
        )
    step = next(
        (one for one in view.pack.steps.values() if one.event == entry.type), None
    )
    own = step is not None and any(
        role.partition(".")[0] == "petitioner" for role in step.by
    )
    if own and organ:
        return _("You: %(act)s (recorded by %(organ)s)") % told
    if own:
        return _("You: %(act)s") % told
    return _("%(organ)s: %(act)s") % told if organ else say(entry.title)


def _party(entry: Entry) -> str:
    role = _PARTY.get(entry.type)
    named: Mapping[str, str] = entry.payload.get("parties", {})
    return (
        next(
            (code for place, code in named.items() if code and role_of(place) == role),
            "",
        )
        if role
        else ""
    )


def _agent_title(entry: Entry) -> str:
    data: Mapping[str, Any] = entry.payload.get("data", {})
    number = (
        data["agent"]["position"] if "agent" in data else data.get("agent_ended", 0)
    )
    return str(_AGENTS[entry.type][bool(entry.organ)]) % {
        "organ": organ_name(entry.organ),
        "number": number,
    }


def _contact_title(view: CaseView, entry: Entry) -> str:
    contact: Mapping[str, Any] = entry.payload.get("data", {}).get("contact", {})
    receiver = (
        entry.organ
        or str(entry.payload.get("parties", {}).get("receiver", ""))
        or view.state.parties["receiver"]
    )
    channel = view.pack.terms["channels"].terms.get(str(contact.get("channel", "")))
    words = {
        "organ": organ_name(receiver),
        "channel": say(channel.title) if channel else "",
    }
    if entry.type == "matter.filed":
        return _("You brought the matter to %(organ)s (%(channel)s)") % words
    return _("You turned to %(organ)s again about it (%(channel)s)") % words


def _lines(view: CaseView, entry: Entry, earlier: Sequence[Entry]) -> Iterator[str]:
    """What belongs to the event: when it came, dates it moved, words written for the
    petitioner, how many files.
    """
    if CAME in entry.payload.get("data", {}):
        yield _line(
            _("Received on"), dates.say_full(effects.read(entry.payload).arrived_date)
        )
    if posted := effects.read(entry.payload).posted_date:
        yield _line(_("Posted on"), dates.say_full(posted))
    if heard := entry.payload.get("data", {}).get(HEARD):
        yield _line(
            _("You were heard"), term_title(view.pack, "heard", str(heard["how"]))
        )
    yield from _moves(view, entry)
    yield from _moved_rights(view, entry, earlier)
    yield from receipt_days.lines(view.pack, entry.payload)
    if entry.type == "duty.redated" and entry.payload.get("data", {}).get("reason"):
        yield _line(_("Reason"), str(entry.payload["data"]["reason"]))
    rule = view.pack.transitions.get(str(entry.payload.get("data", {}).get("rule", "")))
    if entry.type == "matter.went_over" and rule is not None:
        yield _line(_("Reason"), say(rule.plain))
    rating = (
        str(entry.payload.get("values", {}).get("rating", ""))
        if entry.type == "matter.rated"
        else ""
    )
    if rating:
        yield _line(_("Rating"), term_title(view.pack, "ratings", rating))
    yield from erasing.lines(entry)
    files = len(entry.payload.get("data", {}).get("files", ()))
    if files and not _organs_papers(entry):
        yield _line(
            _("Files"),
            ngettext("%(number)d file", "%(number)d files", files) % {"number": files},
        )
    titles = note_titles(view.pack)
    for key, text in () if _internal(entry) else entry.notes.items():
        yield _line(
            str(_NOTES.get(key) or capfirst(say(titles.get((entry.type, key)))) or key),
            text,
        )


def _moves(view: CaseView, entry: Entry) -> Iterator[str]:
    """Dates of duties that this event moved: the old one and the new one."""
    kinds = {duty.ref: duty.kind for duty in view.duties}
    for move in entry.payload.get("moves", ()):
        rule = view.pack.duties.get(kinds.get(move["ref"], ""))
        yield _moved(say(rule.title) if rule else "", move["was"], move["due"])


def _moved_rights(
    view: CaseView, entry: Entry, earlier: Sequence[Entry]
) -> Iterator[str]:
    """The same for the petitioner's own last days; what they were before stands in an
    earlier event.
    """
    if entry.type != "duty.redated":
        return
    for right in entry.payload.get("rights_opened", ()):
        before = [
            one["due"]
            for event in earlier
            for one in event.payload.get("rights_opened", ())
            if one["kind"] == right["kind"] and one["due"]
        ]
        rule = view.pack.rights.get(right["kind"])
        if before and right["due"]:
            yield _moved(say(rule.title) if rule else "", before[-1], right["due"])


def _moved(title: str, was: str, now: str) -> str:
    old, new = (
        dates.say_day(date.fromisoformat(was)),
        dates.say_day(date.fromisoformat(now)),
    )
    if old == new:
        return _line(title, _("%(day)s, no longer provisional") % {"day": new})
    return _line(
        title, _("until now %(old)s, from now on %(new)s") % {"old": old, "new": new}
    )


def _line(name: str, text: str) -> str:
    return name + pgettext("punctuation", ": ") + text
