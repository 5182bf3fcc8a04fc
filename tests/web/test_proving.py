"""A second factor for posts that open names, and proof once more before grave acts."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.plugins.district import PASSWORD, District, district
from tests.web.officer.building import forwarded

from huiyin.organisations.vocabulary import Post
from huiyin.server.settings import accounts
from huiyin.web.kit import clock, idling

__all__ = ["district"]
pytestmark = pytest.mark.django_db
ENROL = "/account/2fa/totp/activate/"
OPENING_POSTS = frozenset({"clerk", "officer", "head", "sealed_reader", "administrator"})


def signed_in(username: str = "green") -> Client:
    client = Client()
    answer = client.post("/account/login/", {"login": username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def right_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def enrol(client: Client) -> Any:
    page = client.get(ENROL)
    assert page.status_code == 200
    return client.post(ENROL, {"code": right_code(page.context["form"].secret)})


@pytest.fixture
def asked(settings, district: District) -> District:
    """An installation with the default: posts that open names need a second factor."""
    settings.HUIYIN_SECOND_FACTOR = OPENING_POSTS
    return district


def test_the_default_is_every_post_that_opens_names_or_gives_out_posts():
    assert set(Post.values) >= OPENING_POSTS
    assert frozenset() == accounts.HUIYIN_SECOND_FACTOR, "this test run lifts it, like the sample district"


@pytest.mark.parametrize(
    ("who", "led"),
    [("green", True), ("clerk", True), ("builder_head", True), ("supervisor", False), ("auditor", False)],
)
def test_who_is_led_to_set_it_up(asked: District, who: str, led: bool):
    client = signed_in(who)
    for address in (reverse("officer:duties"), "/office/overview/"):
        answer = client.get(address)
        assert (answer.status_code == 302 and answer["Location"] == ENROL) is led, address


def test_setting_it_up_is_guided_and_then_work_goes_on(asked: District):
    client = signed_in()
    page = client.get(reverse("officer:duties"), follow=True).content.decode()
    assert "您的岗位能打开群众的姓名" in page
    assert "六位数字" in page
    assert enrol(client).status_code == 302
    assert client.get(reverse("officer:duties")).status_code == 200
    assert Authenticator.objects.filter(type="recovery_codes").exists(), "for the day the telephone is lost"


def test_nothing_can_be_done_without_it_by_address(asked: District):
    client, case_id = signed_in(), forwarded(district=asked)
    identity = reverse("officer:identity", args=[case_id, f"{case_id}.1"])
    assert client.post(identity, {"purpose": "contact"})["Location"] == ENROL
    assert client.get(reverse("officer:case", args=[case_id]))["Location"] == ENROL


def test_whoever_takes_it_away_is_asked_again(asked: District):
    client = signed_in()
    enrol(client)
    assert client.get(reverse("officer:duties")).status_code == 200
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert client.get(reverse("officer:duties"))["Location"] == ENROL


def test_it_costs_one_question_for_each_session(asked: District, django_assert_max_num_queries, settings):
    client = signed_in()
    enrol(client)
    client.get(reverse("officer:duties"))
    with django_assert_max_num_queries(100) as with_it:
        client.get(reverse("officer:duties"))
    settings.HUIYIN_SECOND_FACTOR = frozenset()
    with django_assert_max_num_queries(100) as without:
        client.get(reverse("officer:duties"))
    assert len(with_it) == len(without)


@pytest.fixture
def strict(settings, district: District) -> District:
    settings.HUIYIN_PROOF_MINUTES = 30
    return district


def later(monkeypatch: pytest.MonkeyPatch, **much: float) -> None:
    at = clock.now() + timedelta(**much)
    monkeypatch.setattr(clock, "now", lambda: at)


def test_a_name_is_opened_without_more_after_a_fresh_sign_in(strict: District):
    client, case_id = signed_in(), forwarded(district=strict)
    identity = reverse("officer:identity", args=[case_id, f"{case_id}.1"])
    assert "林知远" in client.post(identity, {"purpose": "contact"}).content.decode()


def test_later_it_asks_for_the_password_and_then_goes_on(strict: District, monkeypatch):
    client, case_id = signed_in(), forwarded(district=strict)
    identity = reverse("officer:identity", args=[case_id, f"{case_id}.1"])
    later(monkeypatch, minutes=31)
    asked_again = client.post(identity, {"purpose": "contact"})
    assert asked_again["Location"].startswith("/account/reauthenticate/")
    assert "林知远" not in client.get(asked_again["Location"]).content.decode()
    assert client.get(identity).status_code == 200, "looking at the question is free"
    monkeypatch.undo()
    done = client.post(asked_again["Location"], {"password": PASSWORD, "next": identity})
    assert "林知远" in done.content.decode(), "the act goes on where it stood"


@pytest.mark.parametrize("address", ["officer:readers"])
def test_naming_readers_asks_too(strict: District, monkeypatch, address: str):
    client = signed_in("secretary")
    later(monkeypatch, minutes=31)
    answer = client.post(reverse(address), {"do": "propose", "staff": "1"})
    assert answer["Location"].startswith("/account/reauthenticate/")


def test_an_idle_session_ends(district: District, settings, monkeypatch):
    settings.HUIYIN_SESSION_IDLE_MINUTES = 60
    client = signed_in()
    for _ in range(3):
        assert client.get(reverse("officer:duties")).status_code == 200
        later(monkeypatch, minutes=59)
    later(monkeypatch, minutes=2)
    answer = client.get(reverse("officer:duties"))
    assert answer["Location"].startswith("/account/login/")
    assert idling.SEEN not in client.session


def test_a_session_in_use_ends_after_a_working_day(district: District, settings, monkeypatch):
    settings.HUIYIN_SESSION_HOURS = 12
    settings.HUIYIN_SESSION_IDLE_MINUTES = 60
    client = signed_in()
    statuses = []
    for _ in range(26):
        statuses.append(client.get(reverse("officer:duties")).status_code)
        later(monkeypatch, minutes=30)
    assert statuses == [200] * 24 + [302] * 2


def test_ones_sessions_are_listed_and_the_others_ended(district: District):
    first, second, other = signed_in(), signed_in(), signed_in("clerk")
    page = second.get("/account/sessions/").content.decode()
    assert page.count("govuk-summary-card__title-wrapper") == 2, "one's own, nobody else's"
    second.post("/account/sessions/")
    assert first.get(reverse("officer:duties")).status_code == 302
    assert second.get(reverse("officer:duties")).status_code == 200
    assert other.get(reverse("officer:duties")).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/set/",
        "password/reset/key/1-abc/",
        "password/reset/done/",
        "password/reset/key/done/",
        "login/code/confirm/",
        "3rdparty/",
        "3rdparty/signup/",
        "social/signup/",
        "2fa/webauthn/",
        "2fa/webauthn/login/",
    ],
)
def test_what_no_page_leads_to_is_not_there(district: District, address: str):
    client = signed_in()
    for asker in (Client(), client):
        assert asker.get(f"/account/{address}").status_code == 404
        assert asker.post(f"/account/{address}", {"email": "a@b.example", "action_add": ""}).status_code == 404


def test_the_pages_of_signing_in_are_there(district: District):
    client = signed_in()
    for address in ("password/change/", "2fa/", "sessions/", "password/reset/"):
        assert client.get(f"/account/{address}").status_code == 200, address


def test_pages_may_ask_nothing_of_the_machine(client):
    policy = client.get("/account/login/")["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=()" in policy


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture):
    """What the security log says: the event and who, and everything as text."""
    caplog.set_level(logging.INFO)
    return lambda: [record.msg for record in caplog.records if record.name == "huiyin.security"]


def test_what_happens_at_the_door_is_written_down_without_names(district: District, written, settings):
    settings.HUIYIN_SECOND_FACTOR = frozenset({"auditor"})
    green = get_user_model().objects.get(username="green").pk
    for n in range(settings.AXES_FAILURE_LIMIT):
        Client().post("/account/login/", {"login": "Green", "password": f"wrong-{n}"}, REMOTE_ADDR="192.0.2.7")
    Client().post("/account/login/", {"login": "my-password-typed-here", "password": "x"}, REMOTE_ADDR="192.0.2.7")
    signed_in()
    client = Client()
    client.force_login(get_user_model().objects.create_user("postless", password=PASSWORD))
    assert client.get(reverse("officer:duties")).status_code == 403
    lines = written()
    found = {(line["event"], line.get("staff")) for line in lines}
    assert {
        ("sign_in.failed", green),
        ("sign_in.locked", green),
        ("sign_in.failed", None),
        ("sign_in.done", green),
    } <= found
    assert "access.refused" in {event for event, _staff in found}
    said = json.dumps(lines, default=str)
    for word in ("green", "Green", "my-password", "192.0.2.7", "wrong-", "postless"):
        assert word not in said
    failures = {line["client"] for line in lines if line["event"] == "sign_in.failed"}
    assert len(failures) == 1, "one address has one name"


def test_a_wrong_code_is_written_down(asked: District, written, django_capture_on_commit_callbacks):
    client = signed_in()
    with django_capture_on_commit_callbacks(execute=True):
        enrol(client)
    again = Client()
    again.post("/account/login/", {"login": "green", "password": PASSWORD})
    again.post("/account/2fa/authenticate/", {"code": "000000"})
    events = [line["event"] for line in written()]
    assert "second_factor.added" in events
    assert "second_factor.wrong" in events
