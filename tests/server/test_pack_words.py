"""What the pages call things under another pack."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.utils import translation

from huiyin.law.terms import pack_folders
from huiyin.server import messages
from huiyin.server import pack_words as words


def product() -> list[Message]:
    return [message for path in messages.applications() for message in messages.read(path / messages.LOCALE)]


def test_the_packs_that_speak_of_something_else_than_petitions() -> None:
    assert words.packs_with_words() == ("ifc-grm", "uk-lgsco")


@pytest.mark.parametrize("pack", ["ifc-grm", "uk-lgsco"])
def test_no_page_under_another_pack_speaks_of_petitions(pack: str) -> None:
    for language, forbidden in (("en", "petition"), ("zh", "信访")):
        said = words.words_of(pack, language)
        for message in product():
            parts = message.id if language == "en" else message.string
            for part in (parts,) if isinstance(parts, str) else parts:
                assert forbidden not in words.say(part, said).lower(), part


def test_longer_words_go_first_and_capitals_stay() -> None:
    english = words.words_of("ifc-grm", "en")
    assert words.say("Petition office: ask the petitioner", english) == "Grievance desk: ask the complainant"
    assert words.say("File a petition", english) == "File a grievance"
    chinese = words.words_of("uk-lgsco", "zh")
    assert words.say("信访人向信访部门提出信访事项", chinese) == "投诉人向投诉受理处提出投诉事项"


def test_what_a_pack_says_as_the_product_does_is_not_repeated() -> None:
    spoken = [Message("Matter", string="事项"), Message("Petitioner", string="信访人")]
    assert [message.id for message in words.catalogue("ifc-grm", "en", spoken) if message.id] == ["Petitioner"]


def test_both_forms_of_a_plural() -> None:
    spoken = [Message(("one petition", "%(n)s petitions"), string=("%(n)s件信访",))]
    made = next(message for message in words.catalogue("ifc-grm", "en", spoken) if message.id)
    assert made.string == ("one grievance", "%(n)s grievances")


def test_a_word_is_not_replaced_by_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_folders, "PACKS", tmp_path)
    folder = tmp_path / "aa"
    folder.mkdir()
    (folder / "words.toml").write_text('[en]\n"petition" = ""\n', encoding="utf-8")
    with pytest.raises(ValueError, match="neither may be empty"):
        words.words_of("aa", "en")


def test_django_asks_the_pack_first(settings: Any) -> None:
    messages.compile_all()
    settings.LOCALE_PATHS = [str(words.folder("ifc-grm"))]
    with translation.override("en"):
        assert translation.gettext("File a petition") == "File a grievance"
        assert translation.gettext("Nothing of the kind") == "Nothing of the kind"
    with translation.override("zh-hans"):
        assert translation.gettext("File a petition") == "提出申诉事项"
    settings.LOCALE_PATHS = []
    with translation.override("en"):
        assert translation.gettext("File a petition") == "File a petition"
