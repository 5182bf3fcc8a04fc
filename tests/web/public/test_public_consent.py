"""Consent to service online on the form of a petition: a free choice that nobody makes
beforehand.
"""

from __future__ import annotations

import pytest
from django.test import Client
from tests.plugins.matters import ALL

from huiyin.casework.models import Case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("ticked", "kept"), [({}, None), ({"online_service": "on"}, True)])
def test_the_tick_is_never_set_beforehand(citizen: Client, ticked: dict[str, str], kept: bool | None) -> None:
    form = citizen.get("/file/all").content.decode()
    assert 'name="online_service"' in form
    assert "checked" not in form.partition('name="online_service"')[2].partition(">")[0]
    looked = citizen.post("/file/all", {**ALL, **ticked, "do": "check"}).content.decode()
    assert "网上送达" in looked
    citizen.post("/file/all", {**ALL, **ticked, "do": "send"})
    assert Case.objects.get().values.get("online_service") is kept
