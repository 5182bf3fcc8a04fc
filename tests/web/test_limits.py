"""Too often is said kindly, and looking is free."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from huiyin.web.limits import limited


@limited("file")
def view(request):
    """Take anything."""
    return HttpResponse("taken")


@pytest.fixture(autouse=True)
def _rates(settings):
    settings.HUIYIN_RATES = {"file": "2/h", "follow": ""}
    cache.clear()
    yield
    cache.clear()


def _post(address: str = "192.0.2.1"):
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    return view(request).status_code


def test_the_third_is_one_too_many_for_one_address():
    assert [_post(), _post(), _post(), _post("192.0.2.2")] == [200, 200, 429, 200]


def test_looking_is_free():
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    assert {view(request).status_code for _ in range(5)} == {200}


def test_no_rate_no_limit(settings):
    settings.HUIYIN_RATES = {"file": "", "follow": ""}
    assert {_post() for _ in range(5)} == {200}
