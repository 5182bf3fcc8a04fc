"""The articles of an instrument as a list beside its pack: numbers, our own summaries,
what rests on each paragraph.

The list is in ``articles.toml``, in the folder of the pack or in the one that its
versions share. Packs about the same instrument (suggestions, reports of retaliation)
need none of their own. It holds no text of the law.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huiyin.law import packs
from huiyin.law.language.reading import LANGUAGES, Problem, Table
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import citing, pack_folders
from huiyin.law.terms.ruling import Text

FILE = "articles.toml"
REASONS = ("nothing", "wall", "to_come", "beneath", "pages")
"""Why no rule rests on a paragraph, or not all of it: nothing to model; what the system
will not do; to come; done by the rules of the instrument beneath; kept by pages and
settings.
"""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: what it is about, how many numbered items it has, which rules rest
    on it, or why none does.
    """

    article: int | str
    number: int
    text: Text
    items: range = range(0)
    rules: tuple[str, ...] = ()
    reason: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Articles:
    """The list of one instrument; ``unlisted`` says why there is none, ``scope`` which
    organs it binds, ``sections`` that its paragraphs are cited as "§6.2".
    """

    paragraphs: tuple[Paragraph, ...] = ()
    unlisted: Text | None = None
    scope: Text | None = None
    sections: bool = False

    def of(self, article: int | str) -> tuple[Paragraph, ...]:
        """The paragraphs of an article; none where the instrument has no such article."""
        return tuple(
            part for part in self.paragraphs if part.article == article
        )

    def has(self, article: int | str, part: int | None) -> bool:
        """Whether the instrument has this article, and in it the item numbered
        ``part``, or the paragraph where it has no items; None asks for the article
        alone.
        """
        paragraphs = self.of(article)
        if part is None or not paragraphs:
            return bool(paragraphs)
        items: set[int] = set()
        for paragraph in paragraphs:
            items.update(paragraph.items)
        return part in (items or {paragraph.number for paragraph in paragraphs})

    def said(self, article: int | str, part: int | None = None) -> str:
        """A place as it is cited in English: "Article 31(4)", "§6.2", "Annex II";
        ``part`` is the item or paragraph, None for the whole article.
        """
        if self.sections:
            return f"§{article}" if part is None else f"§{article}.{part}"
        name = f"Article {article}" if isinstance(article, int) else article
        return name if part is None else f"{name}({part})"


def read(
    text: str,
    problems: list[Problem],
    file: str = FILE,
    languages: tuple[str, ...] = LANGUAGES,
) -> Articles:
    """Read a list; what is wrong with it is added to ``problems``. Its texts are in the
    languages of the pack.
    """
    try:
        table = Table(
            tomllib.loads(text),
            file=file,
            path="",
            problems=problems,
            languages=languages,
        )
    except tomllib.TOMLDecodeError as error:
        problems.append(
            Problem(file, "(file)", f"not readable as TOML: {error}")
        )
        return Articles()
    paragraphs: list[Paragraph] = []
    for row in table.tables("article"):
        paragraphs += _article(row)
    unlisted, scope = (
        table.optional_text("unlisted"),
        table.optional_text("scope"),
    )
    sections = table.boolean("sections")
    table.finish()
    return Articles(tuple(paragraphs), unlisted, scope, sections)


def _article(row: Table) -> Iterator[Paragraph]:
    article, first = _name(row), 1
    for number, part in enumerate(row.tables("paragraph"), start=1):
        items = part.integer("items", required=False)
        yield Paragraph(
            article=article,
            number=number,
            text=part.text("text"),
            items=range(first, first + items),
            rules=part.strings("rules"),
            reason=part.choice("reason", REASONS, default=""),
            note=part.optional_text("note"),
        )
        first += items
        part.finish()
    row.finish()


def _name(row: Table) -> int | str:
    """The number of an article, or the name of a part that has none ("Annex II")."""
    given = row.raw("id")
    place = next(citing.places(given), None) if isinstance(given, str) else None
    if place is not None and place.part is None:
        return place.article
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    row.problem(
        "id", f'must be a whole number or a name like "Annex II", not {given!r}'
    )
    return 0


def of(
    pack: Pack, folder: Path | None = None
) -> tuple[Articles, tuple[Problem, ...]]:
    """The list for the instrument of a pack and what is wrong with it; an empty one
    where nobody made any.

    Args:
        pack: the pack.
        folder: where its files are, for a draft; that of the shipped pack when None.
    """
    for place in (*_places(pack, folder), *_beside(pack.instrument.zh)):
        if (place / FILE).is_file():
            return _read(place / FILE, pack.languages)
    return Articles(), ()


def kept_by(pack: Pack, folder: Path | None = None) -> bool:
    """Whether the list is this pack's own, or shared by its versions; not that of
    another about the instrument.
    """
    return any((place / FILE).is_file() for place in _places(pack, folder))


def _places(pack: Pack, folder: Path | None) -> tuple[Path, ...]:
    where = folder or pack_folders.packs().get((pack.id, pack.version))
    if where is None:
        return ()
    return (where, where.parent / pack.shares) if pack.shares else (where,)


def _read(
    path: Path, languages: tuple[str, ...]
) -> tuple[Articles, tuple[Problem, ...]]:
    problems: list[Problem] = []
    return read(path.read_text("utf-8"), problems, languages=languages), tuple(
        problems
    )


def _beside(instrument: str) -> Iterator[Path]:
    """The folders of the packs about the same instrument."""
    yield from (
        packs.folder_of(*key) for key in packs.same_instrument(instrument)
    )
