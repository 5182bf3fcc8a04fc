"""Which rules of an office's own matters live under: each named in the ledger by its
digest, so that a change shows.

The packs that are shipped change with the program, and their tests with them. A pack in
a folder of the office's own (``HUIYIN_PACKS_DIR``) is taken in once, with everything
that is checked of a pack, and the digest of its rules stands in the ledger from then
on. Rules that say something else afterwards are another version of the law, and must
say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from huiyin.law import packs
from huiyin.law.checks import check
from huiyin.law.language.reading import PackError, Problem
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import pack_folders
from huiyin.ledger import reads as ledger
from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft

STREAM = "packs"
TAKEN_IN = "pack.taken_in"


@dataclass(frozen=True, slots=True)
class Taken:
    """A pack as it was taken in: its key, the digest of its rules, and when."""

    key: str
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wrong:
    """A pack of the office's own that cannot be used as it is: ``kind`` is "new",
    "changed" or "gone".
    """

    key: str
    kind: str
    taken: Taken | None = None


class Refused(ValueError):
    """A pack that is not taken in, with everything that is wrong with it."""

    def __init__(self, key: str, problems: tuple[Problem, ...]) -> None:
        """Name the pack and its problems."""
        self.key, self.problems = key, problems
        super().__init__(f"{key}: " + "; ".join(map(str, problems)))


def taken_in() -> Mapping[str, Taken]:
    """The packs that were taken in, by key, each as it was taken in last. One query."""
    taken = {}
    for event in ledger.events(STREAM):
        key, digest = str(event.payload["key"]), str(event.payload["digest"])
        taken[key] = Taken(key, digest, event.at)
    return taken


def own() -> tuple[Pack, ...]:
    """The packs in the office's own folders. Raises PackError for one that does not load."""
    return tuple(
        packs.load(*key)
        for key, folder in sorted(pack_folders.packs().items())
        if pack_folders.is_own(folder)
    )


def wrong() -> Iterator[Wrong]:
    """Packs of the office's own that are not taken in, that changed since, or that are
    gone. One query.
    """
    known = taken_in()
    here = {pack.key: packs.digest(pack) for pack in own()}
    for key, digest in here.items():
        if key not in known:
            yield Wrong(key, "new")
        elif known[key].digest != digest:
            yield Wrong(key, "changed", known[key])
    for key, taken in known.items():
        if key not in here:
            yield Wrong(key, "gone", taken)


def take_in(
    *, at: datetime, changed: frozenset[str] = frozenset()
) -> tuple[Pack, ...]:
    """Check the packs of the office's own that are new, and name them in the ledger; returns those.

    Args:
        at: when. changed: keys of packs whose rules changed since they were taken in,
        and are to hold as they are now.

    Raises:
        Refused: when one of them is wrong; those before it are taken in.
        PackError: when one does not load.
    """
    known, done = taken_in(), []
    for pack in own():
        digest, before = packs.digest(pack), known.get(pack.key)
        if before is not None and (
            before.digest == digest or pack.key not in changed
        ):
            continue
        problems = tuple(check.check(pack))
        if problems:
            raise Refused(pack.key, problems)
        payload = {
            "key": pack.key,
            "digest": digest,
            **({"instead_of": before.digest} if before else {}),
        }
        draft = EventDraft(
            type=TAKEN_IN,
            at=at,
            actor="system",
            organ="",
            grounds=(),
            pack="",
            payload=payload,
        )
        append_next(stream=STREAM, drafts=[draft])
        done.append(pack)
    return tuple(done)


def check_ledger() -> Iterator[tuple[str, int, str]]:
    """What is wrong with the packs that the ledger names, as stream, number and words."""
    try:
        unusable = list(wrong())
    except (PackError, pack_folders.PlaceError) as error:
        yield STREAM, 0, str(error)
        return
    for pack in unusable:
        if pack.kind == "changed":
            yield (
                STREAM,
                0,
                f"the rules of {pack.key} are not those that were taken in",
            )
        elif pack.kind == "gone":
            yield (
                STREAM,
                0,
                f"the rules of {pack.key} were taken in and are not there",
            )
