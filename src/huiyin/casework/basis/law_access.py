"""Which version of the law a matter lives under; the only place where casework finds packs."""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from huiyin.law import packs
from huiyin.law.rules.duties import STAGES
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.vocabularies import Term


def overrides() -> Path | None:
    """The folder of the office's own calendar files; None where it has none."""
    folder = _path(settings.HUIYIN_CALENDAR_DIR)
    # Asked for every ruling, and it may come while the office works
    return folder if os.path.isdir(folder) else None  # noqa: PTH112 - the cheaper way


@cache
def _path(folder: str | Path) -> Path:
    return Path(folder)


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


def local_day(pack_: Pack, at: datetime) -> date:
    """The day it is, for the law, at an instant."""
    return at.astimezone(pack_.timezone).date()


def office_day(at: datetime) -> date:
    """The day it is in the office at an instant."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def kinds_by_stage() -> dict[str, tuple[str, ...]]:
    """The kinds of duties of each stage (``rules.duties.STAGES``), in every version of
    the office's law: matters live on under those that went before.
    """
    kinds: dict[str, tuple[str, ...]] = dict.fromkeys(STAGES, ())
    for version in packs.family(settings.HUIYIN_PACK, overrides=overrides()):
        for duty in version.duties.values():
            if duty.stage and duty.id not in kinds[duty.stage]:
                kinds[duty.stage] += (duty.id,)
    return kinds


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


def sealed_kinds(pack_: Pack) -> frozenset[str]:
    """The kinds of organ that alone are competent for what a pack seals."""
    vocabulary = pack_.terms.get("categories")
    terms = vocabulary.terms.values() if vocabulary else ()
    return frozenset(
        term.competent for term in terms if term.attributes.get("sealed")
    )


def _category(pack_: Pack, category: str) -> Term | None:
    vocabulary = pack_.terms.get("categories")
    return vocabulary.terms.get(category) if vocabulary else None
