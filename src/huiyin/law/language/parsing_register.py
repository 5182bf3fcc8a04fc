"""From the head of a pack to the register that its files stand in."""

from __future__ import annotations

import re
from dataclasses import replace

from huiyin.law.language.reading import Table
from huiyin.law.rules.registers import LISTED_FOR, PETITION, Register

_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")


def register(head: Table) -> Register:
    """Read ``register``, ``line``, ``beside``, ``listed_for`` and ``counted``; a pack
    that says nothing keeps petitions.
    """
    name = head.string("register", required=False, default=PETITION)
    read = Register(
        name=name,
        line=head.string("line", required=False),
        beside=head.string("beside", required=False),
        listed_for=head.string(
            "listed_for", required=False, default=LISTED_FOR[0]
        ),
        counted=head.boolean("counted", default=name == PETITION),
    )
    for key, value in (("register", read.name), ("line", read.line)):
        if value and not _NAME.fullmatch(value):
            head.problem(key, "is a short name of small letters, digits and _")
    if read.listed_for not in LISTED_FOR:
        head.problem("listed_for", f"must be one of {', '.join(LISTED_FOR)}")
    if read.key != PETITION and not read.beside:
        head.problem(
            "beside", "must name the pack beside which this register stands"
        )
    if read.counted and read.name != PETITION:
        head.problem(
            "counted", f"only files of the register {PETITION} are counted"
        )
    return read


def register_over(head: Table, beneath: Register) -> Register:
    """The register of a pack that stands on another: that one's, beside another pack
    where it says so.
    """
    return replace(
        beneath, beside=head.string("beside", required=False) or beneath.beside
    )
