"""The kinds of file that an office keeps beside petitions: those whose packs say that
they stand beside the pack that the installation runs on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings

from huiyin.casework.basis import law_access
from huiyin.law import packs
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.registers import PETITION

__all__ = ["PETITION", "beside", "listed", "pack_on", "to_readers"]


def beside(day: date) -> Mapping[str, Pack]:
    """The rules of each kind of file beside petitions in force on a day, by its key
    ("advice", "retaliation").

    Where the installation's pack stands on another, what stands beside that one stands
    beside this one too, unless there is one of its own. Empty where nothing is in force.
    """
    by_name: dict[str, Pack] = {}
    for instrument in _instruments(day):
        for name in packs.beside(instrument):
            try:
                pack = law_access.version_on(name, day)
            except packs.NoPackInForce:
                continue
            by_name.setdefault(pack.register.key, pack)
    return by_name


def _instruments(day: date) -> tuple[str, ...]:
    try:
        beneath = law_access.pack_on(day).stands_on
    except packs.NoPackInForce:
        return ()
    ids = (key.partition("/")[0] for key in beneath)
    return tuple(dict.fromkeys((settings.HUIYIN_PACK, *ids)))


def pack_on(key: str, day: date) -> Pack | None:
    """The rules of one kind of file on a day; None where the installation's law has none."""
    return beside(day).get(key)


def listed(day: date) -> tuple[Pack, ...]:
    """The rules whose duties can stand in anybody's list: those that petitions live
    under or lived under, those in force on a day first, and those beside them.
    """
    known = [
        law_access.pack_on(day),
        *packs.family(settings.HUIYIN_PACK, overrides=law_access.overrides()),
        *(
            pack
            for pack in beside(day).values()
            if pack.register.listed_for != "readers"
        ),
    ]
    return tuple({pack.key: pack for pack in known}.values())


def to_readers(day: date) -> tuple[Pack, ...]:
    """The rules on sealed reports that only their readers may know to be there."""
    return tuple(
        pack
        for pack in beside(day).values()
        if pack.register.listed_for == "readers"
    )
