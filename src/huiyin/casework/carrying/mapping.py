"""Which column of a file means what: mappings are data (TOML), matched to a file by its headings.

The mappings that are shipped lie in ``mappings/``; ``huiyin import --mapping FILE`` takes one of the same form.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.carrying.cells import label_of
from huiyin.casework.carrying.sheets import UnusableFile
from huiyin.organisations.vocabulary import Kind, Level

FOLDER = Path(__file__).parent / "mappings"

# What a column can mean. "repeat_of" holds the number of the matter to which a repeat contact belongs.
FIELDS = (
    "number", "received_on", "channel", "persons", "topic", "area", "handler", "title", "text", "category",
    "answered_on", "outcome", "reply", "claimant", "repeat_of",
)  # fmt: skip
CODED = ("channel", "category", "outcome")
NEEDED = ("number", "received_on")


@dataclass(frozen=True, slots=True)
class MappingProblem:
    """Something wrong with a mapping file: where, and what to do."""

    key: str
    message: str


class MappingError(UnusableFile):
    """A mapping file that cannot be used; it names the file and everything that is wrong with it."""

    def __init__(self, file: str, problems: Sequence[MappingProblem]) -> None:
        self.problems = tuple(problems)
        said = "; ".join(f"{problem.key}: {problem.message}" for problem in problems)
        super().__init__(f"{file}: {said}")


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field stands: any of ``headings``. A number may be given a ``prefix``, so that two registers that count
    from 1 do not meet."""

    headings: tuple[str, ...]
    required: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class OrganRule:
    """What an organ is whose name ends in one of ``ends``; with ``area``, an area of that name belongs to it."""

    ends: tuple[str, ...]
    level: str
    kind: str
    area: bool = False


@dataclass(frozen=True, slots=True)
class LedgerMapping:
    """How to read one kind of ledger."""

    id: str
    columns: Mapping[str, Column]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    organs: tuple[OrganRule, ...] = ()
    title_zh: str = ""
    title_en: str = ""

    def places(self, headings: Sequence[str]) -> dict[str, int]:
        """For each field that the file has, the place of its column."""
        plain = [label_of(heading) for heading in headings]
        found: dict[str, int] = {}
        for name, column in self.columns.items():
            place = next((plain.index(heading) for heading in column.headings if heading in plain), None)
            if place is not None:
                found[name] = place
        return found

    def missing(self, headings: Sequence[str]) -> list[str]:
        """The headings that the file would need and does not have; of those that mean the same, the first."""
        found = self.places(headings)
        return [column.headings[0] for name, column in self.columns.items() if column.required and name not in found]

    def organ_rule(self, name: str) -> OrganRule:
        """What the organ of this name is; where no rule fits, a department."""
        for rule in self.organs:
            if name.endswith(rule.ends):
                return rule
        return OrganRule(ends=("",), level=Level.DEPARTMENT.value, kind=Kind.DEPARTMENT.value)


def choose(headings: Sequence[str], mappings: Iterable[LedgerMapping] | None = None) -> LedgerMapping:
    """The mapping that fits the headings and makes use of most of them.

    Raises ``UnusableFile`` when none fits, naming what the nearest one misses.
    """
    known = list(shipped() if mappings is None else mappings)
    fitting = [mapping for mapping in known if not mapping.missing(headings)]
    if fitting:
        return max(fitting, key=lambda mapping: len(mapping.places(headings)))
    nearest = min(known, key=lambda mapping: (len(mapping.missing(headings)), -len(mapping.places(headings))))
    raise UnusableFile(_missing(nearest, headings))


def check_fits(mapping: LedgerMapping, headings: Sequence[str]) -> None:
    """Raise ``UnusableFile`` naming the columns that the mapping needs and the file does not have."""
    if mapping.missing(headings):
        raise UnusableFile(_missing(mapping, headings))


def _missing(mapping: LedgerMapping, headings: Sequence[str]) -> str:
    return _(
        "Columns are missing: %(missing)s. The file has: %(present)s. Name them so in the first row, or say in a "
        "mapping file which columns they are (--mapping)."
    ) % {"missing": "、".join(mapping.missing(headings)), "present": "、".join(filter(None, headings))}


@cache
def shipped() -> tuple[LedgerMapping, ...]:
    """The mappings that come with the product, by name of their file."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.toml")))


def read(path: Path) -> LedgerMapping:
    """Read a mapping file. Raises ``MappingError`` with everything that is wrong in it."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise MappingError(path.name, [MappingProblem(_("file"), str(error.strerror or error))]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(path.name, [MappingProblem(_("file"), _("is no TOML: %s") % error)]) from error
    problems: list[MappingProblem] = []
    mapping = _Reader(data, lambda key, message: problems.append(MappingProblem(key, message))).mapping(path.stem)
    if problems:
        raise MappingError(path.name, problems)
    return mapping


class _Reader:
    """Takes a mapping out of a TOML document and notes what is wrong on the way."""

    def __init__(self, data: Mapping[str, Any], note: Callable[[str, str], None]) -> None:
        self.data = data
        self.note = note

    def mapping(self, name: str) -> LedgerMapping:
        """The mapping; only good when nothing was noted."""
        for key in self.data.keys() - {"id", "title", "column", "values", "defaults", "organ"}:
            self.note(key, _("is not known; known: %s") % "id, title, column, values, defaults, organ")
        title = self._table(self.data, "title", "title")
        columns = {key: self._column(key, row) for key, row in self._table(self.data, "column", "column").items()}
        defaults = self._strings(self._table(self.data, "defaults", "defaults"), "defaults", FIELDS)
        self._check_needs(columns, defaults)
        return LedgerMapping(
            id=str(self.data.get("id", name)),
            columns=columns,
            values=self._values(),
            defaults=defaults,
            organs=tuple(self._organ(n, row) for n, row in enumerate(self._rows("organ"))),
            title_zh=str(title.get("zh", "")),
            title_en=str(title.get("en", "")),
        )

    def _check_needs(self, columns: Mapping[str, Column], defaults: Mapping[str, str]) -> None:
        for name in NEEDED:
            if name not in columns or not columns[name].required:
                self.note(f"column.{name}", _("is needed, with required = true"))
        if "title" not in columns and "text" not in columns:
            self.note("column.text", _("is needed: what the matter is about (text or title)"))
        for name in ("channel", "category"):
            if name not in columns and name not in defaults:
                self.note(f"defaults.{name}", _("is needed where no column says it"))
        if "answered_on" in columns and "outcome" not in columns and "outcome" not in defaults:
            self.note("defaults.outcome", _("is needed where answers have days and no column says the outcome"))

    def _table(self, data: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
        found = data.get(key, {})
        if isinstance(found, dict):
            return found
        self.note(name, _("must be a table"))
        return {}

    def _rows(self, key: str) -> list[Mapping[str, Any]]:
        found = self.data.get(key, [])
        if isinstance(found, list) and all(isinstance(row, dict) for row in found):
            return found
        self.note(key, _("must be a list of tables ([[%s]])") % key)
        return []

    def _strings(self, data: Mapping[str, Any], name: str, allowed: Sequence[str] = ()) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in data.items():
            if allowed and key not in allowed:
                self.note(f"{name}.{key}", _("is not known; known: %s") % ", ".join(allowed))
            elif not isinstance(value, str) or not value:
                self.note(f"{name}.{key}", _("must be a text"))
            else:
                found[label_of(key)] = value
        return found

    def _list(self, data: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
        found = data.get(key)
        if isinstance(found, list) and found and all(isinstance(item, str) for item in found):
            return tuple(label_of(item) for item in found)
        self.note(f"{name}.{key}", _("must be a list of texts"))
        return ("",)

    def _column(self, key: str, row: Any) -> Column:
        name = f"column.{key}"
        if key not in FIELDS:
            self.note(name, _("is not known; known: %s") % ", ".join(FIELDS))
        if not isinstance(row, dict):
            self.note(name, _("must be a table"))
            return Column(("",))
        for unknown in row.keys() - {"headings", "required", "prefix"}:
            self.note(f"{name}.{unknown}", _("is not known; known: %s") % "headings, required, prefix")
        return Column(
            self._list(row, "headings", name), required=row.get("required") is True, prefix=str(row.get("prefix", ""))
        )

    def _values(self) -> dict[str, dict[str, str]]:
        tables = self._table(self.data, "values", "values")
        for key in tables.keys() - set(CODED):
            self.note(f"values.{key}", _("is not known; known: %s") % ", ".join(CODED))
        return {key: self._strings(self._table(tables, key, f"values.{key}"), f"values.{key}") for key in tables}

    def _organ(self, place: int, row: Mapping[str, Any]) -> OrganRule:
        name = f"organ[{place + 1}]"
        level, kind = str(row.get("level", "")), str(row.get("kind", ""))
        if level not in Level.values:
            self.note(f"{name}.level", _("is not known; known: %s") % ", ".join(Level.values))
        if kind not in Kind.values:
            self.note(f"{name}.kind", _("is not known; known: %s") % ", ".join(Kind.values))
        return OrganRule(self._list(row, "ends", name), level, kind, area=row.get("area") is True)
