"""Which version of the law a matter lives under; the only place where casework finds packs."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from huiyin.law import packs
from huiyin.law.packs import Pack
from huiyin.law.rules.pack import Term


def overrides() -> Path | None:
    """The folder of the office's own calendar files, where there is one."""
    folder = Path(settings.HUIYIN_CALENDAR_DIR)
    return folder if folder.is_dir() else None


def pack(key: str) -> Pack:
    """The pack by its key ("instrument/version")."""
    instrument, version = key.rsplit("/", 1)
    return packs.load(instrument, version, overrides=overrides())


def pack_on(day: date) -> Pack:
    """The version in force on the day a matter is received, which governs it to the end."""
    return packs.in_force(settings.HUIYIN_PACK, day, overrides=overrides())


def version_on(instrument: str, day: date) -> Pack:
    """The version of an instrument in force on a day."""
    return packs.in_force(instrument, day, overrides=overrides())


def advice_pack_on(day: date) -> Pack | None:
    """The rules on suggestions of petition offices (三项建议) on a day; None where the
    installation's law has none.

    Where its pack stands on another and has none of its own, those of the pack beneath hold.
    """
    beneath = (key.partition("/")[0] for key in pack_on(day).stands_on)
    for name in dict.fromkeys((settings.HUIYIN_PACK, *beneath)):
        try:
            return packs.in_force(f"{name}-advice", day, overrides=overrides())
        except packs.NoPackInForce:
            continue
    return None


def retaliation_pack_on(day: date) -> Pack | None:
    """The rules on reports of retaliation (打击报复) on a day; None where the
    installation's law has none of its own.

    Where the installation's pack stands on another, that one's are the rules here too.
    """
    try:
        beneath = [key.partition("/")[0] for key in pack_on(day).stands_on]
    except packs.NoPackInForce:
        return None
    for instrument in (settings.HUIYIN_PACK, *beneath):
        try:
            return packs.in_force(
                f"{instrument}-retaliation", day, overrides=overrides()
            )
        except packs.NoPackInForce:
            continue
    return None


def packs_beside(day: date) -> tuple[Pack, ...]:
    """The rules that petitions live under or lived under, those in force on a day
    first, and those on suggestions.
    """
    current, advice = pack_on(day), advice_pack_on(day)
    known = (
        current,
        *packs.family(settings.HUIYIN_PACK, overrides=overrides()),
        *((advice,) if advice else ()),
    )
    return tuple({pack_.key: pack_ for pack_ in known}.values())


def local_day(pack_: Pack, at: datetime) -> date:
    """The day it is, for the law, at an instant."""
    return at.astimezone(pack_.timezone).date()


def office_day(at: datetime) -> date:
    """The day it is in the office at an instant."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def sealed(pack_: Pack, category: str) -> bool:
    """Whether matters of this category are known only to the organ that took them in
    and the competent one.
    """
    term = _category(pack_, category)
    return bool(term and term.attributes.get("sealed", False))


def competent_kind(pack_: Pack, category: str) -> str:
    """The kind of organ that alone is competent for a category; "" where the pack names none."""
    term = _category(pack_, category)
    return term.competent if term else ""


def _category(pack_: Pack, category: str) -> Term | None:
    vocabulary = pack_.terms.get("categories")
    return vocabulary.terms.get(category) if vocabulary else None
