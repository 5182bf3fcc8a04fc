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
from huiyin.casework.matter.keeping import Kept, Term
from huiyin.casework.matter.mistakes import ACTS, FILED, OWN, SIGNS
from huiyin.casework.matter.views import CaseView
from huiyin.people.vocabulary import ErasureReason, Mistake, Seen
from huiyin.web.kit import dates
from huiyin.web.kit.labels import law_title, right_title


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
    if stands.until is not None:
        words_until = {
            RUNS: _(
                "The term for which the office keeps names after a matter has ended runs "
                "until %(day)s."
            ),
            BY_LAW: _("A law has it kept until %(day)s."),
        }
        return words_until[stands.code] % {"day": dates.say_full(stands.until)}
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
        BY_LAW: _("A law has it kept; no day is named until which."),
        BELONGS: _(
            "It was no mistake: the name belongs to somebody who takes part in this matter."
        ),
    }
    return said[stands.code]


def what_then(stands: Against) -> str:
    """What whoever asked can do now."""
    after_that_day = _(
        "Ask again after that day. Until then the name is only kept: no page opens "
        "it, unless the matter opens again."
    )
    then = {
        OPEN: _("Ask again once the matter has ended and the term is over."),
        UNSET: _(
            "Ask again once the term is set. You may also turn to the organ above."
        ),
        RUNS: after_that_day,
        BY_LAW: after_that_day
        if stands.until is not None
        else _(
            "Ask the office which day that law names. So long the name is only kept: no "
            "page opens it, unless the matter opens again."
        ),
        BELONGS: _("Whoever it belongs to may ask that it is erased."),
    }
    suit = _(
        "Whoever does not agree may sue in the people's court (Personal Information "
        "Protection Law, Article 50)."
    )
    return f"{then[stands.code]} {suit}"


def only_kept(kept: Kept) -> str:
    """Why nobody opens a name that is there, and until when."""
    day = dates.say_full(kept.until) if kept.until is not None else ""
    if not kept.by_law:
        words = _(
            "Whoever it is asked for their name to be erased. The term runs until %(day)s: "
            "so long it is only kept, and "
            "opened by nobody, unless the matter opens again. That Article 47 of the "
            "Personal Information Protection Law says so of an office's own term is our "
            "reading (unverified)."
        )
    elif day:
        words = _(
            "A law has this name kept until %(day)s: so long it is only kept, and opened "
            "by nobody, unless the matter opens again."
        )
    else:
        words = _(
            "A law has this name kept; no day is named until which. It is only kept, and "
            "opened by nobody, unless the matter opens again. That Article 47 of the "
            "Personal Information Protection Law says so where no day is named is our "
            "reading (unverified)."
        )
    return words % {"day": day}


def kept_by_law(kept: Kept) -> str:
    """That a law has a name kept, until when, and by which answer that is known."""
    told = {
        "day": dates.say_full(kept.until) if kept.until else "",
        "answered": dates.say_full(kept.answered_date)
        if kept.answered_date
        else "",
    }
    if kept.until is not None:
        return (
            _(
                "A law has it kept until %(day)s, says the answer of %(answered)s"
            )
            % told
        )
    return (
        _(
            "A law has it kept, says the answer of %(answered)s; no day is named "
            "until which"
        )
        % told
    )


def term_source(view: CaseView, term: Term) -> str:
    """By what names are kept until the last day of a term: the right that outlasts the
    office's own, or that one, which no law on petitions sets.
    """
    if term.right:
        return _("a right of the petitioner runs so long: %(right)s") % {
            "right": right_title(view.pack, term.right)
        }
    return _(
        "the office's own term, set by its head together with the archives authority; no "
        "law on petitions sets one"
    )


def instead(identity: str, gone: Mapping[str, date]) -> str:
    """What stands where a name stood; "" where it is there. ``gone``: the identities
    erased, with the day.
    """
    return gone_on(gone[identity]) if identity in gone else ""


def gone_on(day: date) -> str:
    """What stands where a name stood."""
    return _("Name erased on %(day)s") % {"day": dates.say_full(day)}
