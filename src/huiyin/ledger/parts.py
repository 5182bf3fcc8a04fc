"""Work that can be done in parts, by one process or by several at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

P = TypeVar("P")
T = TypeVar("T")
Part = tuple[str, str | None]
"""A range of streams, or of ids, in order: from the first to before the second; None is the end."""


class Lost(Exception):
    """A process that shared the work has ended before its part was done: what it would
    have made, or found, nobody knows.
    """


class Share(Protocol):
    """How parts of the work are done: one after the other, or by several processes at once."""

    def __call__(
        self, work: Callable[[P], T], parts: Iterable[P], /
    ) -> Iterator[T]:
        """What ``work`` makes of each part, in their order; a few parts are taken before
        the first is done. What ``work`` raises is raised; ``Lost`` where a process that
        had a part is gone.
        """
        ...


def in_turn(work: Callable[[P], T], parts: Iterable[P], /) -> Iterator[T]:
    """One part after the other, in this process."""
    yield from map(work, parts)
