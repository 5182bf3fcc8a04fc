"""The words of statutes from a folder of the office's own, shown beside the rules;
nothing of them is in the product.

One Markdown file for each: the title after "#", each article as "第十二条 …", each
paragraph and item on a line of its own. Other headings ("##") are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ARTICLE = re.compile(r"第([零〇一二三四五六七八九十百千0-9]+)条[\s\u3000]*")
ITEM = re.compile(r"[（(][零一二三四五六七八九十百]+[）)]")
DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
DIGITS |= {str(digit): digit for digit in range(10)}
PLACES = {"十": 10, "百": 100, "千": 1000}
TITLE = re.compile(r"^(?:中华人民共和国)?《?(.+?)》?$")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of an article, with the items that follow it."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statute:
    """The text of one statute, by article."""

    title: str
    articles: Mapping[int, tuple[Block, ...]] = field(default_factory=dict)

    def words(self, article: int, part: int | None = None) -> tuple[str, ...]:
        """The words of an article, or of its item numbered ``part`` (or paragraph,
        where it has no items); none where it is missing.
        """
        blocks = self.articles.get(article, ())
        lines: list[str] = []
        items: list[str] = []
        for block in blocks:
            lines += (block.text, *block.items)
            items += block.items
        if part is None:
            return tuple(lines)
        parts = items or [block.text for block in blocks]
        return (parts[part - 1],) if 0 < part <= len(parts) else ()


def number(said: str) -> int:
    """A number as statutes write it: 三十一, 一百零二, 31."""
    total, digit = 0, 0
    for sign in said:
        if sign in PLACES:
            total += (digit or 1) * PLACES[sign]
            digit = 0
        else:
            digit = digit * 10 + DIGITS[sign]
    return total + digit


def read(text: str, title: str = "") -> Statute:
    """Read the text of a statute; ``title`` where it has no heading of its own."""
    by_article: dict[int, list[tuple[str, list[str]]]] = {}
    blocks: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        said = line.strip()
        if said.startswith("# "):
            title = said[2:].strip()
        if not said or said.startswith(("#", "<!--")):
            continue
        begins = ARTICLE.match(said)
        if begins is not None:
            blocks = by_article.setdefault(number(begins[1]), [])
            blocks.append((said[begins.end() :], []))
        elif blocks and ITEM.match(said):
            blocks[-1][1].append(said)
        elif blocks:
            blocks.append((said, []))
    articles = {name: _frozen(parts) for name, parts in by_article.items()}
    return Statute(plain(title), articles)


def _frozen(blocks: list[tuple[str, list[str]]]) -> tuple[Block, ...]:
    return tuple(Block(said, tuple(items)) for said, items in blocks)


def plain(title: str) -> str:
    """A title without what some print around it: 《…》, 中华人民共和国."""
    match = TITLE.match(title.strip())
    return match[1] if match else title.strip()


@lru_cache(maxsize=8)
def folder(path: Path) -> Mapping[str, Statute]:
    """The statutes of a folder by title; of several with one title the file whose name
    comes last, the newest.
    """
    files: Iterable[Path] = sorted(path.glob("*.md")) if path.is_dir() else ()
    read_all = [
        read(file.read_text("utf-8"), re.sub(r"\(.*", "", file.stem))
        for file in files
    ]
    return {statute.title: statute for statute in read_all}


CITED = re.compile(r"(\d+)(?:\((\d+)\))?")


def words(
    path: Path | None, instrument: str, article: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of everything that a citation names ("22, 31(4)"), each with its place;
    none where they are not there.

    Args:
        path: the office's folder; None where it has none.
        instrument: the statute's Chinese title.
        article: the citation.
    """
    statute = folder(path).get(plain(instrument)) if path is not None else None
    if statute is None:
        return ()
    cited = []
    for place in article.split(","):
        match = CITED.fullmatch(place.strip())
        said = (
            statute.words(int(match[1]), int(match[2]) if match[2] else None)
            if match
            else ()
        )
        if said:
            cited.append((place.strip(), said))
    return tuple(cited)
