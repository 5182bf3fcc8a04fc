"""Public pages under an office's own pack: written in one language, limits in months,
citations as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.plugins import own_packs
from tests.plugins.elsewhere import COUNCIL, COUNCIL_STAFF, build

from huiyin.casework.basis import rulebooks
from huiyin.law import packs
from huiyin.web.kit import clock

pytestmark = pytest.mark.django_db
NOTICE = {"en": "The rules of this office are written in English only", "zh-hans": "本机关的规则只有英文"}


@pytest.fixture
def office(db: None, tmp_path: Path, settings: Any) -> Iterator[None]:
    """An office that runs on its own pack."""
    packs.use(own_packs.copied(tmp_path / "rules"))
    settings.HUIYIN_PACK, settings.TIME_ZONE = "eu-reports", "Europe/Brussels"
    rulebooks.take_in(at=clock.now())
    build(COUNCIL, COUNCIL_STAFF)
    yield
    packs.use()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("address", ["/", "/rights", "/procedure", "/file", "/file/all"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_say_in_which_language_the_rules_are(client: Client, address: str, language: str) -> None:
    client.cookies["huiyin_language"] = language
    said = client.get(address, follow=True).content.decode()
    assert (NOTICE[language] in said) is (language == "zh-hans")


@pytest.mark.usefixtures("office")
def test_limits_in_months_and_articles_as_they_stand(client: Client) -> None:
    client.cookies["huiyin_language"] = "en"
    said = client.get("/rights").content.decode()
    assert "within 3 months of the day of the acknowledgement, or the last day for it" in said
    assert "Directive (EU) 2019/1937, Art. 9(1)(f)" in said
    client.cookies["huiyin_language"] = "zh-hans"
    assert "起3个月内" in client.get("/rights").content.decode()
