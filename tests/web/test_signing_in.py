"""Staff sign in; nobody signs up; guessing is slowed."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-one"


@pytest.fixture(autouse=True)
def _base_alone(settings):
    settings.ROOT_URLCONF = "tests.web.base_urls"


@pytest.fixture
def wang():
    return get_user_model().objects.create_user(username="wang", password=PASSWORD, name="王")


def _sign_in(client, password, **more):
    return client.post("/account/login/", {"login": "wang", "password": password}, **more)


def test_the_right_password_opens_the_office(client, wang):
    response = _sign_in(client, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/office/")


@pytest.mark.parametrize("onward", ["http://[::1", "//[", "https://[::1]x]/", "https://elsewhere.example/"])
def test_an_address_that_leads_nowhere_of_ours_is_not_followed(client, wang, onward):
    shown = client.get("/account/login/", {"next": onward})
    wrong = client.post("/account/login/", {"login": "wang", "password": "wrong", "next": onward})
    assert (shown.status_code, wrong.status_code) == (200, 200)
    right = client.post("/account/login/", {"login": "wang", "password": PASSWORD, "next": onward})
    assert (right.status_code, right["Location"]) == (302, "/office/")


def test_nobody_signs_up(client):
    assert "password1" not in client.get("/account/signup/").content.decode()


def test_guessing_is_locked_in_words(client, wang, settings):
    statuses = [_sign_in(client, f"wrong-{n}").status_code for n in range(settings.AXES_FAILURE_LIMIT)]
    assert statuses[-1] == 429
    response = _sign_in(client, PASSWORD)
    assert response.status_code == 429
    assert "锁定" in response.content.decode()


def test_one_address_that_guesses_does_not_lock_out_another(client, wang, settings):
    for n in range(settings.AXES_FAILURE_LIMIT):
        _sign_in(client, f"wrong-{n}", REMOTE_ADDR="192.0.2.1")
    assert _sign_in(client, PASSWORD, REMOTE_ADDR="192.0.2.2").status_code == 302


@pytest.mark.parametrize(
    ("asked", "found"),
    [(None, "zh-Hans"), ("fr", "zh-Hans"), ("zh-TW", "zh-Hans"), ("en-GB,en;q=0.9", "en"), ("zh-CN,en", "zh-Hans")],
)
def test_chinese_unless_the_reader_prefers_english(client, asked, found):
    headers = {"Accept-Language": asked} if asked else {}
    assert f'lang="{found}"' in client.get("/account/login/", headers=headers).content.decode()


def test_a_broken_form_token_is_explained(wang):
    from_elsewhere = Client(enforce_csrf_checks=True)
    response = from_elsewhere.post("/account/login/", {"login": "wang", "password": PASSWORD})
    assert response.status_code == 403
    assert "Cookie" in response.content.decode()
