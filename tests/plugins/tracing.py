"""Through which modules a click goes, and how often the law is asked."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

CASEWORK = "huiyin.casework."
DECIDING = ("huiyin.law.engine.procedure", "decide")
GROUND = ("apps", "basis", "charge", "effects", "events", "limits", "models")
"""What casework stands on, for all of its floors: facts looked up, the payload, tables."""


class Trace:
    """The functions that ran, by module."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()

    @property
    def modules(self) -> set[str]:
        """The modules of casework that were gone through, above the ground."""
        found = {module.removeprefix(CASEWORK) for module, _name in self.calls if module.startswith(CASEWORK)}
        return {module for module in found if module.partition(".")[0] not in GROUND}

    @property
    def asked_the_law(self) -> int:
        """How often it ruled on a step."""
        return self.calls[DECIDING]


@contextmanager
def traced() -> Iterator[Trace]:
    """Note every function that is called; what a first import runs is no way to go."""
    trace = Trace()

    def note(frame: FrameType, event: str, _arg: Any) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            trace.calls[str(frame.f_globals.get("__name__")), frame.f_code.co_name] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield trace
    finally:
        sys.setprofile(before)
