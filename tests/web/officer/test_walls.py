"""Who is let in: nobody by default, and a matter that is not one's own does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.plugins.district import District, moment
from tests.web.officer.building import filed, forwarded, upload

from huiyin.organisations import staff_acts
from huiyin.web.officer.forms.act_registry import ACTS
from huiyin.web.officer.urls import urlpatterns

SignIn = Callable[[str], Client]


def addresses(case_id: str, attachment_id: str = "0" * 32, contact_id: str = "0" * 32 + ".1") -> list[str]:
    """Every address of the application, for one matter."""
    given = {
        "case_id": case_id,
        "attachment_id": attachment_id,
        "contact_id": contact_id,
        "step": "forward",
        "position": "1",
        "asked": "1",
        "size": "1",
        "register": "site_visits",
    }
    found = []
    for pattern in urlpatterns:
        names = pattern.pattern.converters  # type: ignore[union-attr]  # plain paths, all of them
        found.append(reverse(f"officer:{pattern.name}", kwargs={name: given[name] for name in names}))
    return found


def test_nobody_gets_in_without_signing_in(db: None, client: Client) -> None:
    for address in addresses("0" * 32):
        got = client.get(address)
        if got.status_code == 405:
            got = client.post(address)
        assert got.status_code == 302, address
        assert got["Location"].startswith("/account/login/"), address


def test_an_account_without_a_post_gets_in_nowhere(db: None, client: Client) -> None:
    user = get_user_model().objects.create_user(username="visitor", password="x", name="访客", is_superuser=True)
    client.force_login(user, backend="huiyin.web.kit.accounts.StaffBackend")
    for address in addresses("0" * 32):
        assert client.get(address).status_code in {403, 405}, address
        assert client.post(address).status_code in {403, 405}, address


def test_to_an_unrelated_organ_the_matter_does_not_exist(district: District, sign_in: SignIn) -> None:
    attachment = upload("draft-a" + "0" * 25)
    case_id = filed(draft="draft-a" + "0" * 25)
    contact_id = f"{case_id}.1"
    stranger = sign_in("dadu_officer")
    of_the_matter = [one for one in addresses(case_id, attachment, contact_id) if case_id in one]
    assert len(of_the_matter) == 21
    for address in of_the_matter:
        assert stranger.get(address).status_code in {404, 405}, address
        assert stranger.post(address, {"purpose": "contact", "do": "confirm"}).status_code in {404, 405}, address
    for step in ACTS:
        assert stranger.post(reverse("officer:act", args=[case_id, step])).status_code == 404, step


def test_the_attachment_is_for_readers_and_never_for_the_browser_to_run(district: District, sign_in: SignIn) -> None:
    attachment = upload("d" * 32)
    case_id = filed(draft="d" * 32)
    address = reverse("officer:file", args=[case_id, attachment])
    got = sign_in("clerk").get(address)
    assert got.status_code == 200
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert b"".join(got.streaming_content) == b"what was seen"
    other = filed()
    assert sign_in("clerk").get(reverse("officer:file", args=[other, attachment])).status_code == 404


def test_a_supervisor_reads_what_is_below_and_may_only_supervise(district: District, sign_in: SignIn) -> None:
    case_id = forwarded(district=district)
    client = sign_in("supervisor")
    page = client.get(reverse("officer:case", args=[case_id]))
    assert page.status_code == 200
    offered = re.findall(rf"/office/case/{case_id}/act/(\w+)", page.content.decode())
    assert set(offered) == {"supervise"}
    assert client.get(reverse("officer:identity", args=[case_id, f"{case_id}.1"])).status_code == 404
    refused = client.post(reverse("officer:act", args=[case_id, "notify"]), {"text": "x", "do": "confirm"})
    assert refused.status_code == 409
    assert client.get(reverse("officer:window")).status_code == 404
    assert client.get(reverse("officer:openings")).status_code == 404


def test_a_head_who_supervises_opens_no_identity_below(district: District, sign_in: SignIn) -> None:
    """Posts add up, but each reaches as far as its own line: to open an identity is for
    one's own organ.
    """
    case_id = forwarded(district=district)
    governor = get_user_model().objects.get(username="governor")
    since = moment("2026-01-01")
    staff_acts.post_staff(
        staff=governor.pk, organ="district", post="supervisor", from_date=since.date(), by="system", at=since
    )
    client = sign_in("governor")
    page = client.get(reverse("officer:case", args=[case_id]))
    assert page.status_code == 200
    identity = reverse("officer:identity", args=[case_id, f"{case_id}.1"])
    assert identity not in page.content.decode(), "nor is it offered"
    assert client.get(identity).status_code == 404
    assert client.post(identity, {"purpose": "supervise"}).status_code == 404
    assert sign_in("green").get(identity).status_code == 200


def test_the_pages_are_kept_by_no_cache(district: District, sign_in: SignIn) -> None:
    got = sign_in("clerk").get(reverse("officer:duties"))
    assert "no-store" in got["Cache-Control"]


def test_whoever_has_no_duties_is_led_to_their_work(district: District, sign_in: SignIn) -> None:
    assert sign_in("auditor").get(reverse("officer:duties"))["Location"] == reverse("officer:openings")
