"""Packs in the office's own folders: taken in by `huiyin init`, compared by whatever
starts, said in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.casework.basis import rulebooks
from huiyin.law import packs
from huiyin.law.language.reading import PackError, Problem
from huiyin.law.terms import pack_folders
from huiyin.server import messages, pack_words

MOST = 20  # problems of a pack that are said; the rest is counted


def problems() -> Iterator[str]:
    """What is wrong with the packs here, in words; nothing where those that were taken
    in are there, and unchanged.
    """
    if settings.HUIYIN_PACK not in {
        name for name, _version in packs.available()
    }:
        known = ", ".join(
            sorted({name for name, _version in packs.available()})
        )
        yield _("HUIYIN_PACK: there is no pack %(name)s; known: %(known)s") % {
            "name": settings.HUIYIN_PACK,
            "known": known,
        }
        return
    try:
        wrong = list(rulebooks.wrong())
    except PackError as error:
        yield str(error)
        return
    for misfit in wrong:
        yield _said(misfit)


def _said(misfit: rulebooks.Wrong) -> str:
    if misfit.kind == "new":
        return _(
            "the pack %(key)s is not taken in yet: run `huiyin init`, which checks it first"
        ) % {"key": misfit.key}
    day = misfit.taken.at.date().isoformat() if misfit.taken else ""
    if misfit.kind == "gone":
        said = _(
            "the pack %(key)s, taken in on %(day)s, is in none of the folders of HUIYIN_PACKS_DIR"
        )
        return said % {"key": misfit.key, "day": day}
    said = _(
        "the rules of %(key)s are not those that were taken in on %(day)s. Put the "
        "files back, or give what is new a"
        " version of its own. If they were only put right, `huiyin init --changed-rules "
        "%(key)s` writes that down"
    )
    return said % {"key": misfit.key, "day": day}


def take_in(*, at: datetime, changed: frozenset[str]) -> tuple[str, ...]:
    """Check and take in what is new, and make its words; returns the keys that were taken in.

    Raises:
        rulebooks.Refused: when one is wrong.
        PackError: when one does not load.
    """
    done = tuple(pack.key for pack in rulebooks.take_in(at=at, changed=changed))
    if pack_folders.own():
        pack_words.compile_own(messages.everything())
    return done


def listed(problems_found: tuple[Problem, ...]) -> list[str]:
    """The problems of a pack as lines, the first of many."""
    more = len(problems_found) - MOST
    lines = [f"  {problem}" for problem in problems_found[:MOST]]
    return (
        [*lines, "  " + _("and %(number)d more") % {"number": more}]
        if more > 0
        else lines
    )
