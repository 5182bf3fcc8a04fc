"""Load: so many connections, each sending its next request when the last is answered."""

from __future__ import annotations

import queue
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.clients import Browser

Request = Callable[[Browser, Any], None]


@dataclass(frozen=True, slots=True)
class Load:
    """What a load showed: requests a second, the middle one and the one in twenty in
    milliseconds, and the server's processor time for each in milliseconds.
    """

    rate: float
    p50: float
    p95: float
    processor: float = 0.0


def load(browsers: Sequence[Browser], jobs: Sequence[Any], request: Request) -> tuple[list[float], float]:
    """Send all jobs, each once, over all browsers at the same time.

    Returns the seconds of each and of the whole. The first failure ends it and is raised.
    """
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    took: list[float] = []
    failures: list[BaseException] = []

    def work(browser: Browser) -> None:
        try:
            while not failures:
                try:
                    job = waiting.get_nowait()
                except queue.Empty:
                    return
                start = time.perf_counter()
                request(browser, job)
                took.append(time.perf_counter() - start)
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits
            failures.append(error)

    clients = [threading.Thread(target=work, args=(browser,)) for browser in browsers]
    start = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    whole = time.perf_counter() - start
    if failures:
        raise failures[0]
    return took, whole


def shown(took: Sequence[float], whole: float, *, processor: float = 0.0) -> Load:
    """The figures of a load. ``processor``: seconds of the server's processes in all."""
    ordered = sorted(took)
    return Load(
        rate=round(len(ordered) / whole, 1),
        p50=round(statistics.median(ordered) * 1000, 1),
        p95=round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000, 1),
        processor=round(processor / len(ordered) * 1000, 2),
    )
