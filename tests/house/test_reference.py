"""Every act and every event is in the reference."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from huiyin.casework import acts
from huiyin.casework.chapters.handling import deciding, naming, serving
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import (
    agents,
    contacts,
    counter,
    erasing,
    mistaken,
    papers,
    retaliation,
    signatories,
)
from huiyin.casework.chapters.legacy_import import acts as carrying
from huiyin.casework.chapters.suggestions import acts as advice
from huiyin.casework.matter import filing, in_charge, leaving, succession
from huiyin.casework.upkeep import lapsing, redating, transition
from huiyin.law import packs

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "acts.md").read_text(encoding="utf-8")
ROOMS = (
    acts,
    papers,
    intake,
    contacts,
    signatories,
    agents,
    counter,
    erasing,
    mistaken,
    retaliation,
    deciding,
    serving,
    lapsing,
    naming,
    advice,
    carrying,
    redating,
    filing,
    in_charge,
    leaving,
    succession,
    transition,
)
READS = (
    "contact_row",
    "look_up",
    "filing_args",
    "keep",
    "effects_of",
    "keep_identity",
    "pack_for",
    "to_name",
    "ended_organ",
    "may_correct",
    "allowed",
    "problem",
    "write",
)


def test_every_act_is_in_the_reference() -> None:
    acts = {
        f"{module.__name__.removeprefix('huiyin.casework.').removeprefix('chapters.')}.{name}"
        for module in ROOMS
        for name, member in inspect.getmembers(module, inspect.isfunction)
        if member.__module__ == module.__name__
        and not name.startswith("_")
        and ({"by", "at", "office"} & set(inspect.signature(member).parameters))
        and name not in READS
    }
    listed = set(re.findall(r"^\| `([\w.]+)` \|", PAGE, flags=re.MULTILINE))
    assert acts == listed


def test_every_act_of_its_own_is_in_the_reference() -> None:
    named = {
        f"{act.__module__.removeprefix('huiyin.casework.chapters.')}.{act.__name__}"
        for act in (*acts.ACTS.values(), deciding.Answering)
    }
    assert {act for act in named if f"`{act}`" not in PAGE} == set()


def test_every_event_of_every_pack_is_in_the_reference() -> None:
    events = {step.event for name, version in packs.available() for step in packs.load(name, version).steps.values()}
    assert {event for event in events if f"`{event}`" not in PAGE} == set()
