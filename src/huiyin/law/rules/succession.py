"""The rule on organs that no longer exist, as a pack declares it: what follows from it
is in ``engine.succession``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from huiyin.law.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Apart:
    """Where the same organ would become ``party`` and ``beside``, it is ``party`` no
    longer, and the duties named fall away: it would owe them to itself.
    """

    party: str
    beside: str
    cancels: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession(Rule):
    """A rule by which one organ takes another's place. ``kinds``: which value holds the
    kind of which party.
    """

    apart: tuple[Apart, ...] = ()
    kinds: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )
