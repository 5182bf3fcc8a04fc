"""Translations: finds what is to be translated, keeps the catalogues in step, compiles them.

`python -m huiyin.server.messages` compiles; with `update` it first adds to each
application's Chinese catalogue what its code and templates ask for and takes out what
they no longer ask for; `missing` lists what has no Chinese yet.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogMessage
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

from huiyin.server import pack_words
from huiyin.server.environment import package_dir

LOCALE: Final = Path("locale/zh_Hans/LC_MESSAGES/django.po")
KEYWORDS: Final = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ("context", 1),
    "pgettext_lazy": ("context", 1),
    "npgettext": ("context", 1, 2),
}


@dataclass(frozen=True, order=True)
class Message:
    """Something to be translated, and where it was found."""

    context: str
    text: str
    plural: str
    place: str

    @property
    def key(self) -> tuple[str, str]:
        """What catalogues know it by: its context and its text."""
        return (self.context, self.text)


def applications(root: Path | None = None) -> tuple[Path, ...]:
    """Return the folders that hold a Django application, and so a catalogue of their own."""
    return tuple(
        sorted(path.parent for path in (root or package_dir()).rglob("apps.py"))
    )


def extract(application: Path) -> list[Message]:
    """Return what the code and the templates of an application ask to be translated."""
    inner = [
        other
        for other in applications()
        if other != application and other.is_relative_to(application)
    ]
    messages: list[Message] = []
    for path in sorted(
        [
            *application.rglob("*.py"),
            *application.rglob("*.html"),
            *application.rglob("*.txt"),
        ]
    ):
        if (
            not any(path.is_relative_to(other) for other in inner)
            and "static" not in path.parts
        ):
            messages += _of_file(path)
    return messages


def _calls(path: Path) -> Any:
    """The calls that translate, as Babel finds them in code and in templates."""
    source = path.read_text(encoding="utf-8")
    keywords = dict.fromkeys(KEYWORDS)
    if "jinja2" in path.parts:
        return babel_extract(BytesIO(source.encode()), list(keywords), [], {})
    if path.suffix != ".py":
        # what is left of a template keeps its indentation, which would be a syntax error in Python
        source = "\n".join(
            line.lstrip()
            for line in templatize(source, origin=str(path)).splitlines()
        )
    return extract_python(
        BytesIO(source.encode()), keywords, [], {"encoding": "utf-8"}
    )


def _of_file(path: Path) -> Iterator[Message]:
    place = path.relative_to(package_dir())
    for line, name, texts, _ in _calls(path):
        shape = KEYWORDS[name]
        given = (
            [texts]
            if isinstance(texts, str)
            else [text for text in texts or () if isinstance(text, str)]
        )
        if len(given) < len(shape):
            continue  # a variable: its texts are marked where they are written down
        context = given.pop(0) if shape[0] == "context" else ""
        plural = (
            given[1]
            if len(given) > 1 and "n" in name.partition("gettext")[0]
            else ""
        )
        yield Message(context, given[0], plural, f"{place}:{line}")


def read(path: Path) -> Catalog:
    """Return the Chinese catalogue at `path`, or an empty one."""
    if not path.is_file():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def missing(roots: Iterable[Path] | None = None) -> list[Message]:
    """Return what has no Chinese, or only one that is marked fuzzy, in any of our catalogues."""
    known: set[tuple[str, str]] = set()
    for application in applications():
        for message in filter(_is_translated, read(application / LOCALE)):
            text = message.id if isinstance(message.id, str) else message.id[0]
            known.add((message.context or "", text))
    asked: list[Message] = []
    for application in roots or applications():
        asked += extract(application)
    return [
        message
        for message in asked
        if message.text and message.key not in known
    ]


def _is_translated(message: CatalogMessage) -> bool:
    if not message.string or message.fuzzy:
        return False
    return isinstance(message.string, str) or all(message.string)


def update(application: Path) -> None:
    """Bring the catalogue of an application in step with its code and templates;
    translations are kept.
    """
    wanted = extract(application)
    if not wanted:
        return
    old, new = (
        read(application / LOCALE),
        Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False),
    )
    by_key = {message.key: message for message in wanted if message.text}
    for message in sorted(by_key.values(), key=lambda message: message.place):
        _carry_over(message, old, new)
    path = application / LOCALE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=120, no_location=True, omit_header=False)
    _settle_header(path)


def _carry_over(message: Message, old: Catalog, new: Catalog) -> None:
    """Put a message into the new catalogue, with the Chinese of the old one."""
    context = message.context or None
    key: str | tuple[str, str] = message.text
    if message.plural:
        key = (message.text, message.plural)
    kept = old.get(key, context) or old.get(message.text, context)
    string = kept.string if kept is not None else ""
    if message.plural and isinstance(string, str):
        string = (string,)
    new.add(key, string=string, context=context)


def _settle_header(path: Path) -> None:
    """Leave out of the header what would differ each day: dates and versions."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    kept = [
        line
        for line in head.splitlines()
        if not line.startswith(
            (
                '"POT-',
                '"PO-',
                '"Last-',
                '"Generated',
                "#",
                '"Project',
                '"Report',
                '"Language-Team',
            )
        )
    ]
    path.write_text("\n".join(kept) + "\n\n" + body, encoding="utf-8")


def everything() -> Iterator[CatalogMessage]:
    """Every message of the product with its Chinese, from the catalogues as they are installed."""
    for application in applications():
        path = application / LOCALE
        if path.is_file():
            yield from read(path)
        elif path.with_suffix(".mo").is_file():
            with path.with_suffix(".mo").open("rb") as file:
                yield from read_mo(file)


def compile_all() -> int:
    """Write the .mo beside each .po, and those in the words of other packs; return how
    many there were.
    """
    paths = [
        path / LOCALE for path in applications() if (path / LOCALE).is_file()
    ]
    for path in paths:
        buffer = BytesIO()
        write_mo(buffer, read(path))
        path.with_suffix(".mo").write_bytes(buffer.getvalue())
    messages = chain.from_iterable(map(read, paths))
    return len(paths) + pack_words.compile_words(messages)


def main(arguments: list[str]) -> int:
    """Compile; or `update`, or `missing`."""
    if "update" in arguments:
        for application in applications():
            update(application)
    compile_all()
    if "missing" in arguments:
        untranslated = missing()
        sys.stdout.writelines(
            f"{message.place}: {message.text}\n" for message in untranslated
        )
        return 1 if untranslated else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
