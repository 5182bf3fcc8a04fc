"""Receipts: number and query code, and the same again for a form that was handed in twice."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from huiyin.casework.basis import commitments
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads, views
from huiyin.casework.models import Case, Contact
from huiyin.compiled import Compiled
from huiyin.law.terms.ruling import Ground

TOKEN_LENGTH = 22  # 128 bits in the URL-safe alphabet


@dataclass(frozen=True, slots=True)
class Filed:
    """The receipt: the number, the query code (shown this once, kept only as a hash),
    and the matter as filed.
    """

    case_id: str
    number: str
    query_code: str
    state: CaseState
    repeated: bool = False
    asks: tuple[Ground, ...] = ()
    """What whoever takes it down is asked to do about it: nothing depends on it."""


BY_TOKEN = Compiled(
    lambda key: Contact.objects.filter(token=key).values_list("case_id"),
    key=str,
)


def filed_with(token: str) -> Filed | None:
    """What was filed by the form with this token, with its query code where the token
    leads to it; None for nothing.
    """
    known = BY_TOKEN.rows(key=commitments.token_key(token)) if token else []
    for (case_id,) in known:
        case = Case.objects.get(pk=case_id)
        code = _query_code(token, sealed=reads.opened_by_code(case))
        code = (
            code
            if reads.query_hash(case.number, code) == case.query_hash
            else ""
        )  # another was given out since
        return Filed(
            case_id, case.number, code, views.view_of(case).state, repeated=True
        )
    return None


def _query_code(token: str, *, sealed: bool) -> str:
    """The matter's code: the same again for the same form, so that an answer lost on
    the way can be asked for again.

    Only for tokens that nobody can guess; a short one gives a fresh code, and none when
    the form comes again.
    """
    if len(token) < TOKEN_LENGTH:
        return ""
    return commitments.derived_query_code(
        token, settings.HUIYIN_LOOKUP_KEY, _code_length(sealed=sealed)
    )


def code_of(token: str, *, sealed: bool) -> str:
    """The matter's code: that of the form, else a fresh one; that of a ``sealed``
    matter is longer, because it opens the words.
    """
    return _query_code(token, sealed=sealed) or commitments.new_query_code(
        _code_length(sealed=sealed)
    )


def _code_length(*, sealed: bool) -> int:
    return commitments.SEALED_LENGTH if sealed else commitments.QUERY_LENGTH
