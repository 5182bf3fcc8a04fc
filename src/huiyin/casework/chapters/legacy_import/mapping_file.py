"""Reading mapping files (TOML), with everything that is wrong in one named at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.chapters.legacy_import.cells import key_of, label_of
from huiyin.casework.chapters.legacy_import.mapping import (
    CODED,
    FIELDS,
    NEEDED,
    Column,
    LedgerMapping,
    OrganRule,
    Words,
)
from huiyin.casework.chapters.legacy_import.sheets import UnusableFile
from huiyin.organisations.vocabulary import Kind, Level

FOLDER = Path(__file__).parent / "mappings"
KEYS = (
    "id",
    "like",
    "title",
    "column",
    "values",
    "defaults",
    "category",
    "organ",
    "aliases",
    "nothing",
    "day_formats",
    "earliest",
)
COLUMN_KEYS = ("headings", "required", "prefix", "nothing")
WHOLE_DAY = (re.compile("%[Yy]"), re.compile("%[mbB]"), re.compile("%d"))


@dataclass(frozen=True, slots=True)
class MappingProblem:
    """Something wrong with a mapping file: where, and what to do."""

    key: str
    message: str


class MappingError(UnusableFile):
    """A mapping file that cannot be used; it names the file and everything that is
    wrong with it.
    """

    def __init__(self, file: str, problems: Sequence[MappingProblem]) -> None:
        self.problems = tuple(problems)
        said = "; ".join(
            f"{problem.key}: {problem.message}" for problem in problems
        )
        super().__init__(f"{file}: {said}")


@cache
def shipped() -> tuple[LedgerMapping, ...]:
    """The mappings that come with the product, by name of their file."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.toml")))


def read(path: Path) -> LedgerMapping:
    """Read a mapping file. Raises ``MappingError`` with everything that is wrong in it.

    One that says ``like`` takes everything from that shipped mapping but what it says itself.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise MappingError(
            path.name, [MappingProblem(_("file"), str(error.strerror or error))]
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(
            path.name, [MappingProblem(_("file"), _("is no TOML: %s") % error)]
        ) from error
    problems: list[MappingProblem] = []
    reader = _Reader(
        data, lambda key, message: problems.append(MappingProblem(key, message))
    )
    mapping = reader.mapping(path.stem, reader.base(path.parent))
    if problems:
        raise MappingError(path.name, problems)
    return mapping


def _shipped_ids() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


class _Reader:
    """Takes a mapping out of a TOML document and notes what is wrong on the way."""

    def __init__(
        self, data: Mapping[str, Any], note: Callable[[str, str], None]
    ) -> None:
        self.data = data
        self.note = note

    def base(self, folder: Path) -> LedgerMapping | None:
        """The mapping that this one is like, None for none; what is shipped stands on its own."""
        name = self.data.get("like")
        if name is None:
            return None
        if name not in _shipped_ids() or folder == FOLDER:
            self.note(
                "like", _("is not known; known: %s") % ", ".join(_shipped_ids())
            )
            return None
        return read(FOLDER / f"{name}.toml")

    def mapping(self, name: str, base: LedgerMapping | None) -> LedgerMapping:
        """The mapping, on top of the one that it is like; only good when nothing was noted."""
        for key in self.data.keys() - set(KEYS):
            self.note(key, _("is not known; known: %s") % ", ".join(KEYS))
        under = base or LedgerMapping(id="", columns={})
        own = {
            key: self._column(key, row)
            for key, row in self._table(self.data, "column", "column").items()
        }
        words = _over(under.words, self._words(self.data, ""))
        title = self._table(self.data, "title", "title")
        mapping = replace(
            under,
            id=str(self.data.get("id", name)),
            columns={**under.columns, **own},
            words=words,
            by_category={**under.by_category, **self._by_category(under)},
            organs=(
                *(
                    self._organ(place, row)
                    for place, row in enumerate(self._rows("organ"))
                ),
                *under.organs,
            ),
            aliases={**under.aliases, **self._aliases()},
            nothing=under.nothing | self._plain_words("nothing"),
            day_formats=(*self._day_formats(), *under.day_formats),
            earliest=self._earliest(under.earliest),
            title_zh=str(title.get("zh", "")) or under.title_zh,
            title_en=str(title.get("en", "")) or under.title_en,
        )
        self._check_needs(mapping.columns, words.defaults)
        return mapping

    def _check_needs(
        self, columns: Mapping[str, Column], defaults: Mapping[str, str]
    ) -> None:
        for name in NEEDED:
            if name not in columns or not columns[name].required:
                self.note(
                    f"column.{name}", _("is needed, with required = true")
                )
        if "title" not in columns and "text" not in columns:
            self.note(
                "column.text",
                _("is needed: what the matter is about (text or title)"),
            )
        said = columns.keys() | defaults.keys()
        for name in ("channel", "category"):
            if name not in said:
                self.note(
                    f"defaults.{name}", _("is needed where no column says it")
                )
        answered = "answered_on" in columns or "reply_days" in columns
        if answered and "outcome" not in said:
            self.note(
                "defaults.outcome",
                _(
                    "is needed where answers have days and no column says the outcome"
                ),
            )

    def _table(
        self, data: Mapping[str, Any], key: str, name: str
    ) -> Mapping[str, Any]:
        table = data.get(key, {})
        if isinstance(table, dict):
            return table
        self.note(name, _("must be a table"))
        return {}

    def _rows(self, key: str) -> list[Mapping[str, Any]]:
        rows = self.data.get(key, [])
        if isinstance(rows, list) and all(
            isinstance(row, dict) for row in rows
        ):
            return rows
        self.note(key, _("must be a list of tables ([[%s]])") % key)
        return []

    def _strings(
        self, data: Mapping[str, Any], name: str, allowed: Sequence[str] = ()
    ) -> dict[str, str]:
        texts: dict[str, str] = {}
        for key, value in data.items():
            if allowed and key not in allowed:
                self.note(
                    f"{name}.{key}",
                    _("is not known; known: %s") % ", ".join(allowed),
                )
            elif not isinstance(value, str) or not value:
                self.note(f"{name}.{key}", _("must be a text"))
            else:
                texts[key if allowed else key_of(key)] = value
        return texts

    def _list(
        self, data: Mapping[str, Any], key: str, name: str
    ) -> tuple[str, ...]:
        texts = data.get(key)
        if (
            isinstance(texts, list)
            and texts
            and all(isinstance(item, str) for item in texts)
        ):
            return tuple(label_of(item) for item in texts)
        self.note(f"{name}.{key}", _("must be a list of texts"))
        return ("",)

    def _plain_words(
        self, key: str, data: Mapping[str, Any] | None = None, name: str = ""
    ) -> frozenset[str]:
        whole = self.data if data is None else data
        if key not in whole:
            return frozenset()
        return frozenset(
            key_of(word) for word in self._list(whole, key, name or "mapping")
        )

    def _column(self, key: str, row: Any) -> Column:
        name = f"column.{key}"
        if key not in FIELDS:
            self.note(name, _("is not known; known: %s") % ", ".join(FIELDS))
        if not isinstance(row, dict):
            self.note(name, _("must be a table"))
            return Column(("",))
        for unknown in row.keys() - set(COLUMN_KEYS):
            self.note(
                f"{name}.{unknown}",
                _("is not known; known: %s") % ", ".join(COLUMN_KEYS),
            )
        return Column(
            self._list(row, "headings", name),
            required=row.get("required") is True,
            prefix=str(row.get("prefix", "")),
            nothing=self._plain_words("nothing", row, name),
        )

    def _words(self, data: Mapping[str, Any], name: str) -> Words:
        """What ``values`` and ``defaults`` of a table say, that of the whole file or of
        one category.
        """
        tables = self._table(data, "values", f"{name}values")
        for key in tables.keys() - set(CODED):
            self.note(
                f"{name}values.{key}",
                _("is not known; known: %s") % ", ".join(CODED),
            )
        values = {}
        for key in tables:
            values[key] = self._strings(
                self._table(tables, key, f"{name}values.{key}"),
                f"{name}values.{key}",
            )
        defaults = self._strings(
            self._table(data, "defaults", f"{name}defaults"),
            f"{name}defaults",
            FIELDS,
        )
        return Words(values, defaults)

    def _by_category(self, base: LedgerMapping) -> dict[str, Words]:
        words: dict[str, Words] = {}
        for category, table in self._table(
            self.data, "category", "category"
        ).items():
            name = f"category.{category}"
            if not isinstance(table, dict):
                self.note(name, _("must be a table"))
                continue
            for unknown in table.keys() - {"values", "defaults"}:
                self.note(
                    f"{name}.{unknown}",
                    _("is not known; known: %s") % "values, defaults",
                )
            words[category] = _over(
                base.by_category.get(category, Words()),
                self._words(table, f"{name}."),
            )
        return words

    def _aliases(self) -> dict[str, str]:
        named = self._strings(
            self._table(self.data, "aliases", "aliases"), "aliases"
        )
        return {key: label_of(name) for key, name in named.items()}

    def _day_formats(self) -> tuple[str, ...]:
        if "day_formats" not in self.data:
            return ()
        formats = self._list(self.data, "day_formats", "mapping")
        for form in formats:
            if not all(part.search(form) for part in WHOLE_DAY):
                self.note(
                    "day_formats",
                    _("must name year, month and day like %%d/%%m/%%Y: %s")
                    % form,
                )
        return formats

    def _earliest(self, base: date) -> date:
        day = self.data.get("earliest", base)
        if type(day) is date:
            return day
        self.note(
            "earliest",
            _("must be a day like 1985-01-01, without quotation marks"),
        )
        return base

    def _organ(self, place: int, row: Mapping[str, Any]) -> OrganRule:
        name = f"organ[{place + 1}]"
        level, kind = str(row.get("level", "")), str(row.get("kind", ""))
        if level not in Level.values:
            self.note(
                f"{name}.level",
                _("is not known; known: %s") % ", ".join(Level.values),
            )
        if kind not in Kind.values:
            self.note(
                f"{name}.kind",
                _("is not known; known: %s") % ", ".join(Kind.values),
            )
        return OrganRule(
            self._list(row, "ends", name),
            level,
            kind,
            area=row.get("area") is True,
        )


def _over(under: Words, own: Words) -> Words:
    """What words mean when a mapping says some of it itself."""
    values = {**under.values}
    for name, known in own.values.items():
        values[name] = {**values.get(name, {}), **known}
    return Words(values, {**under.defaults, **own.defaults})
