"""One thing that a new version of a pack changes, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.law.rules.pack import Pack
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Text

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed for one role ("" for everybody): a word for programs, the
    rule, and a sentence.

    ``verified`` is False where the rule is a default of this system on either side:
    that it differs says nothing of the law.
    """

    role: str
    what: str
    rule: str
    text: Text
    verified: bool = True


def role_title(old: Pack, new: Pack, role: str) -> Text:
    """What a role is called: "petitioner", "responsible organ"; "everybody" for ""."""
    for pack in (new, old):
        known = pack.roles.get(role) or pack.parties.get(role)
        if known is not None:
            return known.title
        owner = pack.parties.get(role.removesuffix(".head"))
        if role.endswith(".head") and owner is not None:
            return wording.text("head_of", organ=owner.title)
    return wording.text("everybody") if role == EVERYBODY else Text(role, role)
