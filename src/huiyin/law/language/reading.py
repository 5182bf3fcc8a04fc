"""Reading TOML tables with errors that name file, key and reason, gathered rather than
raised one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from huiyin.law.terms.facts import Scalar
from huiyin.law.terms.ruling import Text


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file: where, under which key, and why."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        """One line, "steps.toml: step.file.by: 'clark' is not a party or a role that is
        declared".
        """
        return f"{self.file}: {self.key}: {self.reason}"


class PackError(ValueError):
    """A pack does not load; ``problems`` says everything that is wrong with it."""

    def __init__(self, pack: str, problems: tuple[Problem, ...]) -> None:
        """Carry all problems of the pack called ``pack``."""
        self.pack = pack
        self.problems = problems
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"the pack {pack} does not load:\n{lines}")


EMPTY_TEXT = Text(zh="", en="")
LANGUAGES = ("zh", "en")
NEITHER = {1: "not empty", 2: "neither of them empty, and nothing else"}
ONE_LANGUAGE = '; or say languages = ["en"] in pack.toml'
NO_DATE = date(1, 1, 1)
MOST_LISTED = 12  # names that are all told where none of them is near


def near(name: str, known: Iterable[str]) -> str:
    """What to do about a name that is not known, to be put behind a message: the nearest
    of those that are, or all of them where they are few and none is near; nothing where
    there is nothing to say.
    """
    hint = _nearest(name, known)
    names = sorted(known)
    if not hint and 0 < len(names) <= MOST_LISTED:
        return f"; there are {', '.join(names)}"
    return hint


def _nearest(name: str, known: Iterable[str]) -> str:
    """The same where all that are known are told already."""
    alike = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {alike[0]!r}?" if alike else ""


def unlike(name: str, what: str, known: Iterable[str]) -> str:
    """The message that a name is not what it ought to be, and what to do about it."""
    return f"{name!r} is not {what}{near(name, known)}"


class Table:
    """One TOML table: typed look-ups that note a problem instead of failing, and know
    which keys were asked for.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        file: str,
        path: str,
        problems: list[Problem],
        languages: tuple[str, ...] = LANGUAGES,
    ) -> None:
        """Wrap ``data`` found in ``file`` under the dotted ``path``; problems go to the
        shared list.

        ``languages`` are those that every text must have; with none of them named it is
        enough that it has one.
        """
        self.data = data
        self.file = file
        self.path = path
        self.problems = problems
        self.languages = languages
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        """The dotted path of ``key`` in this table."""
        return f"{self.path}.{key}" if self.path else key

    def problem(self, key: str, reason: str) -> None:
        """Note that something is wrong with ``key``."""
        self.problems.append(Problem(self.file, self.at(key), reason))

    def has(self, key: str) -> bool:
        """True when the table has ``key``."""
        return key in self.data

    def raw(self, key: str) -> Any:
        """The value as it stands, or None."""
        self._asked.add(key)
        return self.data.get(key)

    def _typed(self, key: str, kind: type, what: str, *, required: bool) -> Any:
        value = self.raw(key)
        if value is None:
            if required:
                self.problem(key, f"is missing; it must be {what}")
            return None
        if not isinstance(value, kind) or (
            isinstance(value, bool) and kind is not bool
        ):
            self.problem(key, f"must be {what}, not {value!r}")
            return None
        return value

    def string(
        self, key: str, *, required: bool = True, default: str = ""
    ) -> str:
        """A string; ``default`` where it is absent or wrong. One that is ``required``
        and absent or empty is a problem.
        """
        value = self._typed(key, str, "a string", required=required)
        if value == "" and required:
            self.problem(key, "must not be empty")
        return default if value is None else value

    def integer(
        self,
        key: str,
        *,
        required: bool = True,
        default: int = 0,
        negative: bool = False,
    ) -> int:
        """A whole number, zero or more unless it may be ``negative``; ``default`` where
        it is absent or wrong. One that is ``required`` and absent is a problem.
        """
        value = self._typed(key, int, "a whole number", required=required)
        if value is not None and value < 0 and not negative:
            self.problem(key, "must be zero or more")
        return default if value is None else value

    def boolean(self, key: str, *, default: bool = False) -> bool:
        """true or false; the default when absent."""
        value = self._typed(key, bool, "true or false", required=False)
        return default if value is None else value

    def day(self, key: str, *, required: bool = True) -> date:
        """A date; the year 1 stands for one that is absent or wrong. One that is
        ``required`` and absent is a problem.
        """
        value = self._typed(
            key, date, "a date like 2022-05-01", required=required
        )
        return NO_DATE if value is None else value

    def text(self, key: str, *, required: bool = True) -> Text:
        """A wording in every language of the pack, none empty. Where it lacks one, the
        other stands for it; one that is absent is empty, and a problem where it is
        ``required``.
        """
        value = self._typed(
            key, dict, 'a text { zh = "...", en = "..." }', required=required
        )
        if value is None:
            return EMPTY_TEXT
        wanted = (
            set(self.languages)
            or (set(value) & set(LANGUAGES))
            or set(LANGUAGES)
        )
        filled = all(isinstance(part, str) and part for part in value.values())
        if (
            not filled
            or not wanted <= set(value)
            or not set(value) <= set(LANGUAGES)
        ):
            parts = " and ".join(sorted(wanted, reverse=True))
            hint = ONE_LANGUAGE if len(wanted) > 1 else ""
            self.problem(
                key, f"must have {parts}, {NEITHER[len(wanted)]}{hint}"
            )
            return EMPTY_TEXT
        return Text(
            zh=value.get("zh") or value["en"], en=value.get("en") or value["zh"]
        )

    def optional_text(self, key: str) -> Text | None:
        """A wording in both languages, or None when there is none."""
        return self.text(key) if self.has(key) else None

    def choice(
        self, key: str, allowed: tuple[str, ...], *, default: str | None = None
    ) -> str:
        """One of a few words; the first of them stands for one that is wrong."""
        words = ", ".join(allowed)
        if default is None and not self.has(key):
            self.problem(key, f"is missing; it must be one of {words}")
            return allowed[0]
        value = self.string(
            key, required=default is None, default=default or ""
        )
        if value and value not in allowed:
            hint = _nearest(value, allowed)
            self.problem(key, f"must be one of {words}, not {value!r}{hint}")
            return allowed[0]
        return value

    def strings(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of strings, empty where it is absent or wrong; a problem where it is
        ``required`` and absent.
        """
        value = self._typed(key, list, "a list of strings", required=required)
        if value is None:
            return ()
        if not all(isinstance(item, str) for item in value):
            self.problem(key, f"must be a list of strings, not {value!r}")
            return ()
        return tuple(value)

    def scalars(self, key: str) -> Mapping[str, Scalar]:
        """A table of plain values, for marks that the pack's author chooses."""
        value = self._typed(key, dict, "a table", required=False) or {}
        wrong = [
            name
            for name, item in value.items()
            if not isinstance(item, str | int | bool | date)
        ]
        for name in wrong:
            self.problem(
                f"{key}.{name}",
                "must be a string, a number, true, false or a date",
            )
        return MappingProxyType(
            {name: item for name, item in value.items() if name not in wrong}
        )

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one when absent."""
        value = self._typed(key, dict, "a table", required=False) or {}
        return self._inner(value, self.at(key))

    def tables(
        self, key: str, *, name: str = "id", short: bool = False
    ) -> Iterator[Table]:
        """The tables of a list, each with a path that names it by its id where it has one.

        With ``short`` a string stands for a table that says nothing but its ``name``.
        """
        value = self._typed(key, list, "a list of tables", required=False) or []
        for number, given in enumerate(value, start=1):
            item = {name: given} if short and isinstance(given, str) else given
            if not isinstance(item, dict):
                self.problem(key, f"number {number} must be a table")
                continue
            label = item.get(name)
            path = self.at(
                f"{key}.{label if isinstance(label, str) and label else number}"
            )
            yield self._inner(item, path)

    def _inner(self, data: Mapping[str, Any], path: str) -> Table:
        return Table(
            data,
            file=self.file,
            path=path,
            problems=self.problems,
            languages=self.languages,
        )

    def finish(self) -> None:
        """Note every key that nobody asked for: most often a typing mistake."""
        for key in self.data:
            if key not in self._asked:
                hint = near(key, self._asked - set(self.data))
                self.problem(key, f"is not a key that is known here{hint}")
