"""Requests to erase a name, in words: whose it is, why it is asked, why it was refused
and what can be done. Both doors say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from huiyin.casework.matter.erasures import (
    AGENT,
    BELONGS,
    BY_LAW,
    CONTACT,
    OPEN,
    RUNS,
    UNSET,
    Against,
    Request,
)
from huiyin.casework.matter.mistakes import ACTS, FILED, OWN, SIGNS
from huiyin.casework.matter.views import CaseView
from huiyin.people.vocabulary import ErasureReason, Mistake, Seen
from huiyin.web.kit import dates
from huiyin.web.kit.labels import law_title


def place(view: CaseView, code: str) -> str:
    """Whose name it is, without the name: by contact, or by number."""
    kind, _colon, number = code.partition(":")
    if kind == CONTACT:
        contact = next(
            (
                contact
                for contact in view.contacts
                if contact.event_seq == int(number)
            ),
            None,
        )
        if contact is None:
            return code
        channel = view.pack.terms["channels"].terms.get(contact.channel)
        told = {
            "channel": law_title(channel.title) if channel else "",
            "day": dates.say_full(contact.contact_date),
        }
        return _("Whoever turned to the office on %(day)s (%(channel)s)") % told
    if kind == AGENT:
        return _("Agent no. %(number)d") % {"number": int(number)}
    return _("Signatory no. %(number)d") % {"number": int(number)}


def asking(request: Request) -> str:
    """What is asked, as the head of a page calls it."""
    named = {
        ErasureReason.RETENTION_OVER: _("Names whose term is over"),
        ErasureReason.MISTAKEN: _("Name recorded by mistake"),
    }
    return named.get(ErasureReason(request.cause), _("Request to erase a name"))


def how_asked(request: Request) -> str:
    """Who asked, and how it was known that it was they; or why nobody did."""
    if request.cause == ErasureReason.RETENTION_OVER:
        return _("nobody asked: the term of keeping names is over")
    if request.mistaken:
        return _("nobody asked: %(mistake)s") % {
            "mistake": mistake(request.mistake)
        }
    seen = dict(Seen.choices).get(request.seen)
    return str(seen) if seen else _("with number and query code")


def mistake(code: str) -> str:
    """What mistake it was, by a code of ``Mistake``."""
    return str(dict(Mistake.choices).get(code, code))


def taking_part(code: str) -> str:
    """Why a name is not there by mistake, by a code of ``casework.matter.mistakes``."""
    said = {
        FILED: _(
            "Filed the matter: whoever answers must know whom to answer. What is wrong "
            "in it is corrected"
        ),
        OWN: _(
            "Brought it with their own query code. What is wrong in it is corrected"
        ),
        SIGNS: _(
            "Stands behind the matter. Who does not is first recorded as having left"
        ),
        ACTS: _(
            "Acts for the petitioner. The authority is first recorded as ended"
        ),
    }
    return said[code]


def why(stands: Against) -> str:
    """Why a name is not erased; which law has it kept is said in the office's own words
    beside it.
    """
    if stands.code == RUNS and stands.until is not None:
        words_until = _(
            "The term for which the office keeps names after a matter has ended runs until %(day)s."
        )
        return words_until % {"day": dates.say_full(stands.until)}
    said = {
        OPEN: _(
            "The matter is open, or something is still owed in it: whoever answers "
            "must know whom to answer."
        ),
        UNSET: _(
            "The office has not set for how long it keeps names after a matter has "
            "ended. Its head sets that term "
            "together with the archives authority; until then nothing can be erased."
        ),
        BY_LAW: _("A law has it kept."),
        BELONGS: _(
            "It was no mistake: the name belongs to somebody who takes part in this matter."
        ),
    }
    return said[stands.code]


def what_then(stands: Against) -> str:
    """What whoever asked can do now."""
    then = {
        OPEN: _("Ask again once the matter has ended and the term is over."),
        UNSET: _(
            "Ask again once the term is set. You may also turn to the organ above."
        ),
        RUNS: _(
            "Ask again after that day. Until then the name is only kept: no page opens "
            "it, unless the matter opens "
            "again."
        ),
        BY_LAW: _("Ask the office which day that law names."),
        BELONGS: _("Whoever it belongs to may ask that it is erased."),
    }
    suit = _(
        "Whoever does not agree may sue in the people's court (Personal Information "
        "Protection Law, Article 50)."
    )
    return f"{then[stands.code]} {suit}"


def instead(identity: str, gone: Mapping[str, date]) -> str:
    """What stands where a name stood; "" where it is there. ``gone``: the identities
    erased, with the day.
    """
    return gone_on(gone[identity]) if identity in gone else ""


def gone_on(day: date) -> str:
    """What stands where a name stood."""
    return _("Name erased on %(day)s") % {"day": dates.say_full(day)}
