"""Work that several processes share: each with Django and connections of its own.

Nothing that wants the tables is imported here: a process that begins finds this module
before Django is ready.
"""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import (
    get_all_start_methods,
    get_context,
    parent_process,
)
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Thread
from typing import TypeVar

import django
from django.utils import translation

from huiyin.ledger.parts import Lost, Share, in_turn

P = TypeVar("P")
T = TypeVar("T")
AHEAD = 3
"""So many parts for each process are given out before the first has come back: memory
stays the same at any size.
"""
WORTH_IT = 50_000
"""Fewer events are verified before other processes have started."""
BYTES_WORTH_IT = 1_000_000
"""Rows of a smaller file are taken before other processes have started."""


@contextmanager
def shared(processes: int) -> Iterator[Share]:
    """A way to share work out over so many processes; with one, everything is done here."""
    # What is there by now stays: the collector need not go through it again and again.
    gc.freeze()
    try:
        if processes < 2:
            yield in_turn
        else:
            with _several(processes) as share:
                yield share
    finally:
        gc.unfreeze()


@contextmanager
def _several(processes: int) -> Iterator[Share]:
    with ProcessPoolExecutor(
        processes, _context(), _begin, (translation.get_language(),)
    ) as pool:
        # They start while the first looks what there is to do.
        for _process in range(processes):
            pool.submit(_nothing)

        def share(work: Callable[[P], T], parts: Iterable[P], /) -> Iterator[T]:
            waiting: deque[Future[T]] = deque()
            try:
                for part in parts:
                    waiting.append(pool.submit(work, part))
                    if len(waiting) >= AHEAD * processes:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BrokenProcessPool as error:
                raise Lost from error

        try:
            yield share
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _context() -> BaseContext:
    """How processes begin: as copies of one that has loaded everything and asked nothing.
    A copy of this one would have its connections, and half of its threads.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["huiyin.server.begun"])
    return context


def usual(events: int) -> int:
    """How many processes verify so many events: one for each core that this process may
    use, where it is worth it.
    """
    return cores() if events >= WORTH_IT else 1


def usual_for(path: Path) -> int:
    """How many processes build the matters of a file: likewise; 1 of one that is not there."""
    worth_it = path.is_file() and path.stat().st_size >= BYTES_WORTH_IT
    return cores() if worth_it else 1


def cores() -> int:
    """How many cores this process may use."""
    return (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )


def _nothing() -> None:
    """What makes a process start."""


def _begin(language: str | None) -> None:
    Thread(target=_end_with_the_first, daemon=True).start()
    django.setup()
    gc.freeze()
    if language:
        translation.activate(language)


def _end_with_the_first() -> None:
    """Nobody is left behind when the process that shares out is killed: the others
    would wait for parts for ever.
    """
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)
