"""What pages hand to the components: small frozen values. How each looks: /styleguide,
with HUIYIN_DEBUG=1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

State = Literal["overdue", "today", "intime", "done", ""]


@dataclass(frozen=True)
class Link:
    """A link: address, words, and words for those who hear it without its surroundings."""

    href: str
    text: str
    hidden: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Row:
    """A row of a summary list: what it is, its value (or values, one to a line), and
    links to change it.
    """

    key: str
    value: object
    links: tuple[Link, ...] = ()

    @property
    def lines(self) -> tuple[object, ...]:
        """The values, one to a line."""
        return (
            tuple(self.value)
            if isinstance(self.value, (list, tuple))
            else (self.value,)
        )


@dataclass(frozen=True)
class Step:
    """A step of the way: 收到, 转交, 告知, 办理, 答复. `state` is done, current or todo."""

    title: str
    state: Literal["done", "current", "todo"]
    note: str = ""


@dataclass(frozen=True)
class Happening:
    """An entry of the timeline: what happened, when, by whom, under which article, and
    its details as rows.
    """

    title: str
    at: datetime | date
    by: str = ""
    text: str = ""
    ground: str = ""
    rows: tuple[Row, ...] = ()
    id: str = ""


@dataclass(frozen=True)
class Count:
    """A number at the head of a page that leads to what it counts."""

    label: str
    number: int
    href: str
    state: State = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class DutyLine:
    """An open duty in a list: the matter and where its page is, what is owed, until when
    and under which article; who is in charge, "" for nobody.
    """

    case_id: str
    href: str
    number: str
    title: str
    duty: str
    due_date: date
    provisional: bool
    article: str
    instrument: str
    unverified: bool
    topic: str
    stopped_date: date | None
    in_charge: str = ""


@dataclass(frozen=True)
class Series:
    """One row of numbers of a chart, one for each category; `state` chooses the colour;
    links lead behind a bar.
    """

    name: str
    values: tuple[float, ...]
    state: State | Literal["plain", "other", "further"] = "plain"
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart and, always, its table. `kind`: stacked (horizontal bars), bar, column, line."""

    id: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Literal["stacked", "bar", "column", "line"] = "stacked"
    note: str = ""
    unit: str = ""
    tall: bool = False

    @property
    def height(self) -> int:
        """How many pixels it is drawn high: a bar for each category needs its own line."""
        if self.kind in {"stacked", "bar"}:
            return 64 + 28 * len(self.categories)
        return 560 if self.tall else 320

    @property
    def table(self) -> tuple[tuple[str, tuple[tuple[float, str], ...]], ...]:
        """The rows of the table: a category, and for each series its number and where it leads."""
        return tuple(
            (category, self._row(place))
            for place, category in enumerate(self.categories)
        )

    def _row(self, place: int) -> tuple[tuple[float, str], ...]:
        row = []
        for series in self.series:
            link = series.links[place] if place < len(series.links) else ""
            row.append((series.values[place], link))
        return tuple(row)

    @property
    def data(self) -> Mapping[str, Any]:
        """What the script draws from."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "categories": list(self.categories),
            "series": [
                {
                    "name": line.name,
                    "values": list(line.values),
                    "state": line.state or "plain",
                    "links": list(line.links),
                }
                for line in self.series
            ],
        }


@dataclass(frozen=True)
class Refusal:
    """Why something is not possible: the sentence, its article, and what can be done instead."""

    text: str
    article: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Side:
    """The side navigation of an office's pages: titled groups of links."""

    groups: Sequence[tuple[str, Sequence[Link]]] = field(default_factory=tuple)
