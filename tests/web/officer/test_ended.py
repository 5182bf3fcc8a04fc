"""Organs that have ended, on the offices' and the citizen's pages; naming who takes a
matter over.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.web.officer.building import forwarded

from huiyin.casework.matter import succession
from huiyin.casework.models import Case
from huiyin.organisations import ending

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
ON = moment("2026-11-23", 9)


def end(code: str, *into: str) -> None:
    """The organ ends today."""
    ending.end_organ(code=code, into=into, on=ON.date(), by="system", at=ON)
    succession.pass_on(code, at=ON)


def test_the_page_is_offered_once_an_organ_has_ended(district: District, sign_in: SignIn) -> None:
    client, address = sign_in("builder"), reverse("officer:ended")
    assert address not in client.get(reverse("officer:duties")).content.decode()
    assert "没有撤销、合并、分立的机关" in client.get(address).content.decode()
    end("environment", "housing")
    assert address in client.get(reverse("officer:duties")).content.decode()
    page = client.get(address).content.decode()
    assert "区生态环境分局" in page
    assert "并入其他机关" in page
    assert "第24条" in page


def test_the_list_costs_no_more_with_more_matters(
    district: District, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(3):
        forwarded(district=district)
    end("environment")
    client = sign_in("governor")
    client.get(reverse("officer:ended"))
    with django_assert_max_num_queries(8):
        assert client.get(reverse("officer:ended")).content.decode().count("data-keys-row") == 3


def test_the_organ_above_names_who_takes_a_matter_over(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    end("environment")
    client, address = sign_in("governor"), reverse("officer:successor", args=[case_id])
    assert address in client.get(reverse("officer:case", args=[case_id])).content.decode()
    assert address in client.get(reverse("officer:ended")).content.decode()
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"to": "office", "reason": "其职权"})
    assert wrong.status_code == 422
    assert "不能接续此事项" in wrong.content.decode()
    assert client.post(address, {"to": "housing", "reason": ""}).status_code == 422
    assert client.post(address, {"to": "housing", "reason": "其职权"}).status_code == 302
    assert Case.objects.get(pk=case_id).handler == "housing"
    assert client.get(address).status_code == 404
    page = sign_in("builder").get(reverse("officer:case", args=[case_id])).content.decode()
    assert "区住房和城乡建设局接续泉东区人民政府" in page
    assert "泉东区人民政府接续区生态环境分局" in page


@pytest.mark.parametrize("username", ["builder", "supervisor", "clerk"])
def test_nobody_else_is_asked(district: District, sign_in: SignIn, username: str) -> None:
    case_id = forwarded(district=district)
    end("environment")
    assert sign_in(username).get(reverse("officer:successor", args=[case_id])).status_code == 404


def test_forwarding_to_an_organ_that_ended_names_its_successor(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district, to="xinan")
    end("environment", "housing")
    client = sign_in("townsman")
    address = reverse("officer:act", args=[case_id, "offer_handover"])
    page = client.get(address).content.decode()
    assert 'value="environment"' not in page
