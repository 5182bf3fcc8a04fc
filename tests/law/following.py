"""A small law with one step, and what it rules, for tests of what follows from a step."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.law.consequences import MORE
from tests.law.minimal import parse

from huiyin.law.engine import procedure
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts, OpenDuty, Value
from huiyin.law.terms.ruling import Ruling

AT = datetime(2026, 11, 4, 6, tzinfo=UTC)
RECEIVED = date(2026, 11, 2)
ANSWER = OpenDuty("a", "answer", "town", RECEIVED, date(2026, 11, 16), date(2026, 11, 16))
VISIT = OpenDuty("v", "visit", "town", RECEIVED, date(2026, 11, 22), date(2026, 11, 23))
REPORT = OpenDuty("r", "report", "village", RECEIVED, date(2026, 12, 4), date(2026, 12, 4))
MADE = Facts("open", {}, {"received": RECEIVED}, {"office": "town"}, (ANSWER, VISIT, REPORT))

LETTERS = """
[[vocabulary]]
id = "letters"
title = { zh = "文书", en = "letters" }

[[vocabulary.term]]
id = "receipt"
title = { zh = "收据", en = "receipt" }
article = "7"

[[vocabulary.term]]
id = "warning"
title = { zh = "提示", en = "warning" }
article = "7"
"""
STEP = """
[[step]]
id = "act"
title = { zh = "办理", en = "Act" }
article = "14"
event = "grievance.acted_on"
from = ["open"]
by = ["office"]
"""
HEAVY = """
set.values = { weight = "$args.weight" }

[[step.arg]]
name = "weight"
title = { zh = "份量", en = "weight" }
kind = "int"
"""


def pack(step: str, **changed: str) -> Pack:
    """The small pack with a step of its own."""
    return parse(more=MORE + LETTERS + STEP + step, **changed)


def ruled(law: Pack, facts: Facts = MADE, organ: str = "", **args: Value) -> Ruling:
    """The ruling on the step."""
    ruling = procedure.decide(law, facts, Command("act", args, frozenset({"office"}), organ=organ), AT)
    assert ruling.allowed, ruling.refusals
    return ruling
