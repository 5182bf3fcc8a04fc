"""Casework's tables. Case and Duty are projections of the ledger; the others hold what
was said, outside the events.
"""

from huiyin.casework.models.matter import Case, Duty, Remedy, Series, empty
from huiyin.casework.models.people import Agent, ErasureWaiting, Participant
from huiyin.casework.models.sealed import SealedHolder, SealedKey
from huiyin.casework.models.terms import TermedMatter, TitleTerm
from huiyin.casework.models.words import (
    Attachment,
    Claim,
    Contact,
    EarlierDecision,
    Note,
)

__all__ = [
    "Agent",
    "Attachment",
    "Case",
    "Claim",
    "Contact",
    "Duty",
    "EarlierDecision",
    "ErasureWaiting",
    "Note",
    "Participant",
    "Remedy",
    "SealedHolder",
    "SealedKey",
    "Series",
    "TermedMatter",
    "TitleTerm",
    "empty",
]
