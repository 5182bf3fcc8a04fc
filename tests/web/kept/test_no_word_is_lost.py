"""Every form of every door, through every kind of refusal: what somebody wrote comes
back, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError
from tests.plugins.district import District
from tests.web.kept.walking import Written, open_matter, shows, sign_in, walk

from huiyin.casework.basis.errors import NotFound

SESSION = django_settings.SESSION_COOKIE_NAME
Try = Callable[[Written], str | None]


def body(got: Any) -> str:
    """The page."""
    return str(got.content.decode())


@contextmanager
def locked_database() -> Iterator[None]:
    """Whatever the doors ask of the database fails, as it does while somebody else holds it."""

    def busy(*_args: Any, **_kwargs: Any) -> Any:
        raise OperationalError("database is locked")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("huiyin.casework.basis.actors.Actor.of_staff", busy)
        broken.setattr("huiyin.web.public.context.public_context", busy)
        yield


def page_open_for_too_long(one: Written) -> str:
    """The token of the form is no longer good."""
    got = one.client(strict=True).post(one.address, one.sheet.filled())
    assert got.status_code == 403, one
    return body(got)


def signed_out(one: Written) -> str | None:
    """The session is gone; the same person signs in, or opens the matter, again."""
    if not one.is_somebodys:
        return None
    client = one.client()
    del client.cookies[SESSION]
    got = client.post(one.address, one.sheet.filled())
    assert got.status_code == 302, one
    if one.staff:
        assert got["Location"].startswith("/account/login/"), one
        sign_in(client, one.staff)
    elif one.life is not None:
        assert got["Location"] == "/follow", one
        open_matter(client, one.life)
    return body(client.get(one.address))


def all_cookies_gone(one: Written) -> str | None:
    """Session and form token are gone."""
    client = one.client(strict=True)
    client.cookies.clear()
    got = client.post(one.address, one.sheet.filled())
    if one.staff:
        assert got["Location"].startswith("/account/login/"), one
        sign_in(client, one.staff)
    elif one.is_somebodys and one.life is not None:
        assert got["Location"] == "/follow", one
        open_matter(client, one.life)
    else:
        return body(got)
    return body(client.get(one.address))


def another_language(one: Written) -> str:
    """The other language is chosen in the middle of writing."""
    got = one.client().post(one.address, {**one.sheet.filled(), "huiyin-language": "en"})
    assert got.status_code == 200, one
    assert '<html lang="en"' in body(got), one
    assert got.cookies["huiyin_language"].value == "en"
    return body(got)


def database_locked(one: Written) -> str:
    """Something breaks on our side."""
    client = one.client()
    with locked_database():
        got = client.post(one.address, one.sheet.filled())
    assert got.status_code in {500, 503}, one
    return body(got)


def back_from_the_refusal(one: Written) -> str:
    """The button on such a page leads back to the form, filled; it sends nothing."""
    client = one.client()
    with locked_database():
        page = body(client.post(one.address, one.sheet.filled()))
    sealed = page.partition('name="huiyin-kept" value="')[2].partition('"')[0]
    got = client.post(one.address, {"huiyin-kept": sealed})
    assert got.status_code == 200, one
    return body(got)


def no_longer_ones_own(one: Written) -> str | None:
    """Somebody else acted first: the matter went to another organ."""
    if "/case/" not in one.address:
        return None

    def gone(*_args: Any, **_kwargs: Any) -> Any:
        raise NotFound("there is no such matter")

    client = one.client()
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("huiyin.casework.matter.reads.access_row", gone)
        got = client.post(one.address, one.sheet.filled())
    assert got.status_code == 404, one
    return body(got)


def too_much_from_one_address(one: Written) -> str | None:
    """A hall, a block of flats or a mobile carrier shares one address."""
    with pytest.MonkeyPatch.context() as limit:
        limit.setattr("huiyin.web.kit.limits.exceeded", lambda *_args, **_kwargs: True)
        limit.setattr("huiyin.web.kit.limits.may_try_code", lambda *_args, **_kwargs: False)
        got = one.client().post(one.address, {**one.sheet.filled(), "do": "send"})
    return body(got) if got.status_code == 429 else None


REFUSALS: tuple[Try, ...] = (
    page_open_for_too_long,
    signed_out,
    all_cookies_gone,
    another_language,
    database_locked,
    back_from_the_refusal,
    no_longer_ones_own,
    too_much_from_one_address,  # the last: forms without a limit are taken here
)


def leaks(one: Written) -> bool:
    """Whether somebody else who signs in at this computer sees the words."""
    client = one.client()
    del client.cookies[SESSION]
    client.post(one.address, one.sheet.filled())
    sign_in(client, "clerk")
    pages = [body(client.get(one.address)) for _time in range(2)]
    kept = "huiyin_kept" in client.session
    return kept or any(marker in page for page in pages for marker in one.sheet.markers())


def is_put_into_ones_mouth(one: Written) -> bool:
    """Whether a form that another site sends is drawn with its words."""
    client = one.client(strict=True)
    got = client.post(one.address, one.sheet.filled(), headers={"Origin": "https://elsewhere.example"})
    assert got.status_code == 403, one
    return any(marker in body(got) for marker in one.sheet.markers())


def test_no_word_is_lost_at_any_door(district: District, settings: Any) -> None:
    settings.HUIYIN_RATES = {}
    forms = walk(district)
    assert len(forms) > 30, "the walk has lost its way"
    assert [str(one) for one in forms if one.staff and leaks(one)] == []
    assert [str(one) for one in forms if is_put_into_ones_mouth(one)] == []
    lost: dict[str, list[str]] = {}
    tried: dict[str, int] = {}
    for refusal in REFUSALS:
        for one in forms:
            page = refusal(one)
            if page is None:
                continue
            tried[refusal.__name__] = tried.get(refusal.__name__, 0) + 1
            if not shows(page, one.sheet.markers()):
                lost.setdefault(refusal.__name__, []).append(str(one))
    assert lost == {}
    assert set(tried) == {refusal.__name__ for refusal in REFUSALS}, "each kind of refusal has been met"
