"""A walk with all that was found on it, and whether the database is whole afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fuzz import world
from tests.fuzz.walker import Walker

from huiyin.casework.upkeep import verify


def walk(
    *,
    seed: int,
    matters: int,
    requests: int,
    progress: Callable[[int], None] = lambda _n: None,
    diary: list[str] | None = None,
    begun: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Load a district, walk through it, verify it: the counts, each broken place once,
    and what is not whole.
    """
    place = world.build(seed=seed, matters=matters)
    walker = Walker(seed, place, world.stop_clock(), diary=diary)
    begun()
    walker.walk(requests, progress)
    places: dict[str, dict[str, Any]] = {}
    for one in walker.broken:
        told = places.setdefault(
            one.place, {"times": 0, "number": one.number, "who": one.who, "what": one.what, "trace": one.trace}
        )
        told["times"] += 1
    never = sorted({route.pattern for route in place.routes} - {_plain(route) for route in walker.routes})
    return {
        "seed": seed,
        "requests": walker.sent,
        "statuses": dict(sorted(walker.statuses.items())),
        "broken": len(walker.broken),
        "places": places,
        "never": never,
        "problems": [str(one) for one in verify.run().problems],
    }


def _plain(route: str) -> str:
    text = "/" + route.lstrip("/")
    while ":" in text:
        colon = text.index(":")
        start = text.rindex("<", 0, colon)
        text = text[: start + 1] + text[colon + 1 :]
    return text.replace("^", "").replace(r"\Z", "").replace("$", "")
