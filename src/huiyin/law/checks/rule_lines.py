"""Where a rule is written: file and line, by the name that ``huiyin law explain`` prints.

TOML, once read, no longer knows its lines. So the files are read a second time as text,
table by table, and only for what is told about a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from huiyin.law.checks.articles import FILE as ARTICLES
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import pack_folders

_TABLE = re.compile(r"\[\[(\w+)(?:\.(\w+))?\]\]")
_NAMED = re.compile(r'(id|rule) = "([\w:.]+)"')
ADDING = ("adds", "change")
"""Tables that say more of a rule that is written somewhere else."""
PARTS = ("require", "ask", "term", "limit", "cap", "answer", "exempt")
"""Parts that have names of their own."""


def folders_of(pack: Pack, folder: Path | None = None) -> tuple[Path, ...]:
    """The folders in which the rules of a pack stand: its own (``folder`` for a draft),
    and the one that it shares with other versions; none where it was not read from any.
    """
    where = folder or pack_folders.packs().get((pack.id, pack.version))
    if where is None:
        return ()
    return (where, where.parent / pack.shares) if pack.shares else (where,)


def lines_of(folders: Iterable[Path]) -> Mapping[str, str]:
    """File and line ("routing.toml:83") of every rule that stands in these folders."""
    written: dict[str, str] = {}
    added: dict[str, str] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.toml")):
            if file.name == ARTICLES:
                continue
            for name, place, is_added in _rules_in(file):
                (added if is_added else written).setdefault(name, place)
    return {**added, **written}


def line_of(name: str, lines: Mapping[str, str]) -> str:
    """File and line of a rule, or of the one that it is a part of; "" where it is not
    found.
    """
    while name:
        if name in lines:
            return lines[name]
        name = name.rpartition(".")[0]
    return ""


@dataclass
class _Reader:
    """What is known at a line: in which table, and of which rule."""

    table: str = ""
    part: str = ""
    rule: str = ""

    def begin(self, table: str, part: str) -> None:
        """A table begins; a part of the same rule leaves the rule as it is."""
        if not part:
            self.rule = ""
        self.table, self.part = table, part

    def name(self, key: str, value: str) -> str:
        """The name of the rule that this line names; "" for none."""
        if self.part:
            return self._of_part(value) if self.part in PARTS else ""
        if self.table in ADDING:
            if key == "rule":
                self.rule = value
                return value
            return ""
        self.rule = f"{self.table}:{value}" if key == "id" else self.rule
        return self.rule

    def _of_part(self, value: str) -> str:
        vocabulary = self.rule.removeprefix("vocabulary:")
        return f"{vocabulary}.{value}" if self.rule else ""


def _rules_in(file: Path) -> Iterator[tuple[str, str, bool]]:
    """Name and place of each rule in a file, and whether it is only added to there."""
    reader = _Reader()
    text = file.read_text("utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        table, named = _TABLE.match(line), _NAMED.match(line)
        if table is not None:
            reader.begin(table[1], table[2] or "")
        elif named is not None:
            name = reader.name(named[1], named[2])
            is_added = reader.table in ADDING and not reader.part
            if name:
                yield name, f"{file.name}:{number}", is_added
