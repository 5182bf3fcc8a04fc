"""Which letters a step owes, and to whom: written into its event, so that whoever sends
them needs no pack.
"""

from __future__ import annotations

from collections.abc import Mapping

from huiyin.casework.effects import Letter
from huiyin.casework.events import PETITIONER
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.ruling import Ruling

TO = "to"
"""The attribute of a letter in a pack that says whom it goes to; without it, to the
petitioner. Of several parties that of the step: "supervised supervised_superior" is the
superior where a step names one.
"""
FILE = "file"
"""Where a paper stays with the matter and goes to nobody (a record of service, of a hearing)."""
ORGAN = "organ:"


def owed(
    pack: Pack, ruling: Ruling, parties: Mapping[str, str]
) -> tuple[Letter, ...]:
    """The letters that a ruling owes, as events keep them: kind and addressee, each pair once.

    ``parties`` are those of the matter before the step. Where the pack names a party,
    the addressee is its organ after the step ("organ:<code>"); any other word stays as
    it is ("leaders").
    """
    letters = dict.fromkeys(
        Letter(kind, _addressee(to, ruling.parties, parties))
        for kind in ruling.letters
        if (to := _to(pack, kind)) != FILE
    )
    return tuple(letters)


def _to(pack: Pack, kind: str) -> str:
    term = pack.letters.get(kind)
    return (
        str(term.attributes.get(TO, PETITIONER))
        if term is not None
        else PETITIONER
    )


def _addressee(
    to: str, named: Mapping[str, str], parties: Mapping[str, str]
) -> str:
    names = to.split()
    for organs in (named, parties):
        for name in names:
            if organs.get(name):
                return f"{ORGAN}{organs[name]}"
    return names[0] if names else PETITIONER
