"""What the pages call things under another pack.

The product speaks of petitions. A pack may bring a `words.toml` with its own words;
from the product's catalogues and these, catalogues of that pack are made, which Django
asks before all others (`LOCALE_PATHS`).
"""

import tomllib
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from huiyin.law.terms import pack_folders
from huiyin.server.environment import data_dir, package_dir

PACKS: Final = Path("law/packs")
MADE: Final = Path("server/pack_locale")
OWN: Final = Path("pack_locale")
LANGUAGES: Final = {"en": "en", "zh": "zh_Hans"}
Words = tuple[tuple[str, str], ...]


def packs_with_words() -> tuple[str, ...]:
    """The packs that bring words of their own."""
    return tuple(
        sorted(
            path.parent.name
            for path in (package_dir() / PACKS).glob("*/words.toml")
        )
    )


def folder(pack: str) -> Path:
    """Where the catalogues of a pack's words are, once they are compiled: of an
    office's own beside its data.
    """
    shipped = (package_dir() / PACKS / pack).is_dir()
    return package_dir() / MADE / pack if shipped else data_dir() / OWN / pack


def words_of(pack: str, language: str) -> Words:
    """A pack's words in a language ("en", "zh"), old and new, longest first; also with
    a capital, where they have one.

    Raises ValueError where a word would be replaced by nothing.
    """
    path = pack_folders.words(pack)
    if path is None:
        return ()
    given: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8")).get(
        language, {}
    )
    for old, new in given.items():
        if not old.strip() or not new.strip():
            raise ValueError(
                f"{path.name} of {pack}: {old!r} = {new!r}: neither may be empty"
            )
    both = given | {
        old.capitalize(): new[0].upper() + new[1:] for old, new in given.items()
    }
    return tuple(sorted(both.items(), key=lambda pair: -len(pair[0])))


def say(text: str, words: Words) -> str:
    """The text in a pack's words."""
    for old, new in words:
        text = text.replace(old, new)
    return text


def catalogue(pack: str, language: str, messages: Iterable[Message]) -> Catalog:
    """What a pack says differently in a language, of all the product's messages with
    their Chinese.
    """
    words = words_of(pack, language)
    made = Catalog(locale=LANGUAGES[language], charset="utf-8", fuzzy=False)
    for message in messages:
        spoken = message.id if language == "en" else message.string
        if not isinstance(spoken, (str, tuple)):
            continue
        said = (
            say(spoken, words)
            if isinstance(spoken, str)
            else tuple(say(part, words) for part in spoken)
        )
        if message.id and said != spoken:
            made.add(message.id, string=said, context=message.context)
    return made


def compile_words(messages: Iterable[Message]) -> int:
    """Write the catalogues of all packs that bring words, and return how many there were."""
    return _write(list(_made(packs_with_words(), list(messages))))


def compile_own(messages: Iterable[Message]) -> int:
    """The same for the packs in an office's own folders; those that bring no words have none."""
    own: set[str] = set()
    for folder in pack_folders.own():
        own.update(path.parent.name for path in folder.glob("*/words.toml"))
    return _write(list(_made(sorted(own), list(messages))))


def _write(made: list[tuple[Path, Catalog]]) -> int:
    for path, catalog in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = BytesIO()
        write_mo(buffer, catalog)
        path.write_bytes(buffer.getvalue())
    return len(made)


def _made(
    names: Iterable[str], messages: list[Message]
) -> Iterator[tuple[Path, Catalog]]:
    for pack in names:
        for language, locale in LANGUAGES.items():
            yield (
                folder(pack) / locale / "LC_MESSAGES" / "django.mo",
                catalogue(pack, language, messages),
            )
