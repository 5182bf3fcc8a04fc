"""What other rooms get to see of organs, topics, areas and staff: frozen values, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OrganInfo:
    """An organ. ``parent`` is the code of its superior ("" at the root); ``path`` leads
    from the root to itself.
    """

    code: str
    name_zh: str
    name_en: str
    level: str
    kind: str
    parent: str
    path: str
    area: str = ""
    active: bool = True
    ending: str = ""
    """How it ended or will end: a code of ``Ending``; "" while nothing is planned."""
    ended_date: date | None = None
    """The first day on which it no longer exists."""
    department_above: str = ""
    """The code of the department one level up that directs its work (上级主管部门); "" where
    none is known.
    """
    successors: tuple[str, ...] = ()
    """Who goes on exercising its powers, where that is known."""

    def name(self, language: str) -> str:
        """The name in the reader's language; the Chinese name where no English one is recorded."""
        return (
            self.name_zh
            if language.lower().startswith("zh") or not self.name_en
            else self.name_en
        )


@dataclass(frozen=True, slots=True)
class TopicInfo:
    """A topic; ``parent`` is the wider topic ("" at the top)."""

    code: str
    name_zh: str
    name_en: str
    parent: str

    def name(self, language: str) -> str:
        """The name in the reader's language."""
        return (
            self.name_zh
            if language.lower().startswith("zh") or not self.name_en
            else self.name_en
        )


@dataclass(frozen=True, slots=True)
class AreaInfo:
    """An area; ``parent`` is the area around it ("" at the top)."""

    code: str
    name_zh: str
    name_en: str
    level: str
    parent: str

    def name(self, language: str) -> str:
        """The name in the reader's language."""
        return (
            self.name_zh
            if language.lower().startswith("zh") or not self.name_en
            else self.name_en
        )


@dataclass(frozen=True, slots=True)
class StaffInfo:
    """A member of staff on one day: the organ they serve in ("" when none) and the
    posts they hold there.

    ``temporary``: they still have the password that an administrator gave them, and
    must choose their own first.
    """

    id: int
    username: str
    name: str
    organ: str
    posts: frozenset[str]
    temporary: bool = False

    @property
    def called(self) -> str:
        """The name that colleagues know."""
        return self.name or self.username

    @property
    def actor(self) -> str:
        """How events name them: "staff:<id>"."""
        return f"staff:{self.id}"


@dataclass(frozen=True, slots=True)
class PostingInfo:
    """A posting: half-open from ``from_date`` until before ``to_date``."""

    id: int
    staff: int
    organ: str
    post: str
    from_date: date
    to_date: date | None


@dataclass(frozen=True, slots=True)
class CompetentOrgan:
    """An organ found in the competence table, with the row that names it: the topic and
    area (or "") that matched.
    """

    organ: OrganInfo
    topic: TopicInfo
    area: AreaInfo | None
    note: str
    exact: bool
    """True when the row names the very topic that was asked for, False when a wider
    topic was found.
    """
