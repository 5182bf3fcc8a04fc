"""Work that can be done in parts, by one process or by several at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")
Part = tuple[str, str | None]
"""A range of streams, or of ids, in order: from the first to before the second; None is the end."""


class Share(Protocol):
    """How parts of the work are done: one after the other, or by several processes at once."""

    def __call__(
        self, work: Callable[[Part], T], parts: Iterable[Part], /
    ) -> Iterator[T]:
        """What ``work`` finds in each part, in their order."""
        ...


def in_turn(work: Callable[[Part], T], parts: Iterable[Part], /) -> Iterator[T]:
    """One part after the other, in this process."""
    yield from map(work, parts)
