"""Those who brought a matter, on its page: whoever turned to the office, and where several
did together, who signed and who of them has the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.casework.matter import participants
from huiyin.casework.matter.participants import Signed
from huiyin.casework.matter.views import AttachmentView, CaseView, ContactView
from huiyin.organisations import translated
from huiyin.web.kit import labels
from huiyin.web.officer.forms import signatories
from huiyin.web.sections import erasures

Gone = Mapping[str, date]
"""The identities that were erased, with the day."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact: how, when, where, for how many, what was said, and the files that came with it."""

    id: str
    title: str
    day: date
    organ: str
    people: str
    spoken: bool
    text: str
    identified: bool
    gone: str
    external_number: str
    attachments: tuple[AttachmentView, ...]


@dataclass(frozen=True, slots=True)
class Signatory:
    """One of several who brought the matter: by number, without a name."""

    position: int
    title: str
    left: bool
    agreed: bool
    served_date: date | None
    remedy_until: date | None
    remedy: str
    gone: str


@dataclass(frozen=True, slots=True)
class Together:
    """Those who brought the matter together; nobody where one person did."""

    summary: str = ""
    people: tuple[Signatory, ...] = ()


def together(view: CaseView, gone: Gone) -> Together:
    """Who signed, and who of them has the answer; ``gone``: whose name was erased, and when."""
    if not view.state.values.get("together"):
        return Together()
    signers = participants.of(view)
    standing = [signatory for signatory in signers if not signatory.left]
    served = sum(signatory.served_date is not None for signatory in standing)
    counts = {"served": served, "all": len(standing)}
    awaited = (
        view.state.values.get("to_serve")
        or view.state.state in participants.ANSWERED_IN
    )
    summary = (
        _("Served on %(served)d of %(all)d") % counts
        if served or awaited
        else ""
    )
    people = tuple(_signatory(view, signatory, gone) for signatory in signers)
    return Together(
        summary
        or ngettext("%(all)d person", "%(all)d persons", len(standing))
        % counts,
        people,
    )


def _signatory(view: CaseView, signatory: Signed, gone: Gone) -> Signatory:
    return Signatory(
        position=signatory.position,
        title=signatories.title(signatory),
        left=signatory.left,
        agreed=signatory.agreed,
        served_date=signatory.served_date,
        remedy_until=signatory.remedy_until,
        remedy=labels.right_title(view.pack, signatory.remedy)
        if signatory.remedy
        else "",
        gone=erasures.instead(signatory.identity, gone),
    )


def contacts(view: CaseView, gone: Gone) -> tuple[Contact, ...]:
    """The contacts with their files, the latest first; with the day on which the name
    was erased, where it was.
    """
    return tuple(
        _contact(view, contact, gone) for contact in reversed(view.contacts)
    )


def _contact(view: CaseView, contact: ContactView, gone: Gone) -> Contact:
    channel = labels.term_title(view.pack, "channels", contact.channel)
    people = ngettext(
        "%(number)d person", "%(number)d persons", contact.persons
    ) % {"number": contact.persons}
    if contact.representatives:
        people += _(", %(number)d representing them") % {
            "number": contact.representatives
        }
    return Contact(
        id=contact.id,
        title=_("%(channel)s, further contact") % {"channel": channel}
        if contact.repeat
        else channel,
        day=contact.contact_date,
        organ=translated.organ_name(contact.office),
        people=people,
        spoken=contact.spoken,
        text=contact.text,
        identified=contact.has_identity,
        gone=erasures.instead(contact.identity, gone),
        external_number=contact.external_number,
        attachments=tuple(
            file
            for file in view.attachments
            if file.event_seq == contact.event_seq
        ),
    )
