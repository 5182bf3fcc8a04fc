"""Heads over all streams: what can be taken out of the machine to prove later that no
history was rewritten.

A head says: the first ``size`` events, in the order in which they were written, give
this root. It is built behind the writers, by a task; nobody who appends waits for it.
Whoever keeps a head elsewhere can always ask whether the ledger still begins with the
same events (``huiyin verify --against``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.ledger import merkle
from huiyin.ledger.models import LedgerEvent, TreeHead
from huiyin.ledger.settling import settled

FORMAT = "huiyin-head/1"
WAIT = timedelta(seconds=60)
ROWS_AT_ONCE = 10_000
SHORTEST_ROOT = 32
"""So many hex digits of a root must be given at least, when one is typed from paper: 128 bits."""
GROUP = 8
_SHORT = re.compile(rf"^([0-9]{{1,18}})-([0-9a-f]{{{SHORTEST_ROOT},64}})$")


class NoHead(ValueError):
    """What was given is no head; the message says what one looks like."""


@dataclass(frozen=True, slots=True)
class Head:
    """The root over the first ``size`` events. ``root`` may be its beginning only,
    where it was typed from paper.
    """

    size: int
    root: str
    taken_at: datetime | None = None
    last_id: int = 0

    @property
    def text(self) -> str:
        """The head in one line, as it is printed and typed: "25649-3f2a…"."""
        return f"{self.size}-{self.root}"

    @property
    def grouped(self) -> str:
        """The root in groups of eight, for paper."""
        return " ".join(
            self.root[start : start + GROUP]
            for start in range(0, len(self.root), GROUP)
        )

    def as_data(self) -> dict[str, object]:
        """The head as it is written to a file, by the names of the format."""
        taken = (
            self.taken_at.astimezone(UTC).isoformat(timespec="seconds")
            if self.taken_at
            else None
        )
        return {
            "format": FORMAT,
            "size": self.size,
            "root": self.root,
            "last_id": self.last_id,
            "taken_at": taken,
        }


def take(*, at: datetime, wait: timedelta = WAIT) -> Head | None:
    """Take a head over everything that is settled, keep it, and return it; the last one
    where nothing came since.

    None when somebody has been writing in one transaction for longer than ``wait``, and
    in an empty ledger.
    """
    bound = settled(wait=wait)
    if bound is None:
        return None
    last = TreeHead.objects.order_by("-size").first()
    tree = merkle.Growing() if last is None else _tree(last)
    last_id = last.last_id if last else 0
    for event_id, event_hash in hashes(after_id=last_id, until_id=bound):
        tree.add(merkle.leaf(event_hash))
        last_id = event_id
    if not tree.size:
        return None
    if last is not None and tree.size == last.size:
        return _head(last)
    row = TreeHead(
        size=tree.size,
        last_id=last_id,
        root=tree.root(),
        peaks=[peak.hex() for peak in tree.peaks],
        taken_at=at,
    )
    TreeHead.objects.bulk_create(
        [row], ignore_conflicts=True
    )  # another process may have taken the same one
    return _head(row)


def latest(limit: int = 1, *, below: int | None = None) -> tuple[Head, ...]:
    """The heads that were taken last, the newest first; ``below`` (the size of the last
    one seen) continues a page.
    """
    rows = (
        TreeHead.objects.all()
        if below is None
        else TreeHead.objects.filter(size__lt=below)
    )
    return tuple(_head(row) for row in rows.order_by("-size")[:limit])


def kept(*, above: int = 0, until: int | None = None) -> tuple[Head, ...]:
    """The heads in the database over more than ``above`` events and at most ``until``,
    the oldest first.
    """
    rows = TreeHead.objects.filter(size__gt=above)
    if until is not None:
        rows = rows.filter(size__lte=until)
    return tuple(_head(row) for row in rows.order_by("size").iterator())


def kept_over(size: int) -> Head | None:
    """The head over the first ``size`` events; None where none is kept over just so many."""
    row = TreeHead.objects.filter(size=size).first()
    return None if row is None else _head(row)


@dataclass(frozen=True, slots=True)
class Base:
    """A head that is kept in the database, with the tree that goes on growing from it."""

    size: int
    last_id: int
    tree: merkle.Growing


def before(size: int) -> Base | None:
    """The last head over fewer events than ``size``, to go on from; None where none is kept."""
    row = TreeHead.objects.filter(size__lt=size).order_by("-size").first()
    return None if row is None else Base(row.size, row.last_id, _tree(row))


def _tree(row: TreeHead) -> merkle.Growing:
    return merkle.Growing(row.size, [bytes.fromhex(peak) for peak in row.peaks])


def hashes(
    *, after_id: int = 0, until_id: int | None = None
) -> Iterator[tuple[int, str]]:
    """Id and hash of every event behind ``after_id`` and up to ``until_id`` (None: the
    last), in the order of writing; read in batches.
    """
    while True:
        rows = LedgerEvent.objects.filter(id__gt=after_id)
        if until_id is not None:
            rows = rows.filter(id__lte=until_id)
        batch = list(
            rows.order_by("id").values_list("id", "hash")[:ROWS_AT_ONCE]
        )
        yield from batch
        if len(batch) < ROWS_AT_ONCE:
            return
        after_id = batch[-1][0]


def as_file(head: Head) -> tuple[str, str]:
    """The name and the text of a head's file."""
    return f"head-{head.size:012d}.json", json.dumps(
        head.as_data(), indent=1
    ) + "\n"


def write(head: Head, folder: Path) -> Path:
    """Write a head to a file of its own in a folder, and return the file's path."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name, text = as_file(head)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(given: str) -> tuple[Head, ...]:
    """The heads that somebody names: a file, a folder of such files, or a head itself
    ("25649-3f2a…", spaces allowed).

    Raises ``NoHead`` for anything else.
    """
    path = Path(given.strip() or "-")
    try:
        if path.is_dir():
            return _from_folder(path)
        if path.is_file():
            return (from_file(str(path), path.read_bytes()),)
    except OSError:  # too long for a name, or full of signs that no name has: then it is no path
        pass
    return (parse(given),)


def _from_folder(folder: Path) -> tuple[Head, ...]:
    heads_kept = tuple(
        from_file(str(path), path.read_bytes())
        for path in sorted(folder.glob("head-*.json"))
    )
    if (
        not heads_kept
    ):  # who names an empty folder would believe that something was compared
        raise NoHead(_("%(path)s holds no head") % {"path": folder})
    return heads_kept


def parse(text: str) -> Head:
    """A head from its one line. Raises ``NoHead``."""
    match = _SHORT.match("".join(text.split()).lower())
    if match is None:
        raise NoHead(
            _(
                "“%(text)s” is no head: give a file, or number and root, such as "
                "25649-3f2a…; at least %(least)d digits"
            )
            % {"text": text[:80], "least": SHORTEST_ROOT}
        )
    return Head(int(match.group(1)), match.group(2))


def from_file(name: str, body: bytes) -> Head:
    """The head that the ``body`` of a file holds; ``name`` is what ``NoHead`` calls it,
    which is raised where it holds none.
    """
    try:
        data = json.loads(body.decode())
        taken = (
            datetime.fromisoformat(data["taken_at"])
            if data.get("taken_at")
            else None
        )
        size, root, last_id = (
            int(data["size"]),
            str(data["root"]),
            int(data.get("last_id", 0)),
        )
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise NoHead(_("%(path)s holds no head") % {"path": name}) from error
    return replace(parse(f"{size}-{root}"), taken_at=taken, last_id=last_id)


def _head(row: TreeHead) -> Head:
    return Head(row.size, row.root, row.taken_at, row.last_id)
