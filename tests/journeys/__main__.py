"""What people see, recorded, so that two versions can be compared: ``python -m tests.journeys FILE``.

It lives a small sample year in an empty installation (``HUIYIN_DATA_DIR``, ``DATABASE_URL``,
``HUIYIN_PACK`` as for the product), and writes down every event of the ledger and every
page that an officer, a head, a supervisor and the petitioner can open of each matter: the
act's questions, and what would follow with the answers that stand there. What differs from
one run to the next (ids, codes, salted digests, form tokens) is written as a name. Run it in
both versions and compare the files with ``diff``.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from zoneinfo import ZoneInfo

import django
from django.core.management import call_command
from django.test import Client
from django.utils import translation

UNTIL = datetime(2026, 11, 27, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
MATTERS = 45
HIDDEN = (
    re.compile(r'name="(?:csrfmiddlewaretoken|draft|token|huiyin-by)" value="[^"]*"'),
    re.compile(r'nonce="[^"]*"'),
    re.compile(r"\b[0-9a-f]{64}\b"),
    re.compile(r"\b[0-9a-f]{32}\b"),
    re.compile(r"hpke1:[\w+/=-]+"),
)


class Names:
    """What stands in the place of each id: the number of the matter, or the order in which it came."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def clean(self, text: str) -> str:
        """A text without what differs from run to run."""
        for identifier, name in self.known.items():
            text = text.replace(identifier, name)
        for pattern in HIDDEN:
            text = pattern.sub("*", text)
        return text


def _events(names: Names, cases: list[Any]) -> Iterator[str]:
    """Every event of every matter, matter by matter."""
    events = resolve_name("huiyin.ledger.reads").events
    for case in cases:
        for event in events(f"case:{case.pk}"):
            told = {
                "matter": case.pk,
                "seq": event.seq,
                "type": event.type,
                "at": event.at.isoformat(),
                "by": [event.actor, event.organ],
                "grounds": list(event.grounds),
                "payload": _without_salt(event.payload),
            }
            yield names.clean(json.dumps(told, ensure_ascii=False, sort_keys=True, default=str))


def _without_salt(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "*" if key == "sealed_key" else _without_salt(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_salt(one) for one in value]
    return value


def _pages(names: Names, client: Client, cases: list[Any]) -> Iterator[str]:
    """Each matter's page as this person sees it, and every act that it offers."""
    for case in cases:
        address = f"/office/case/{case.pk}"
        answer = client.get(address)
        if answer.status_code == 404:
            continue
        if answer.status_code != 200:
            yield names.clean(f"== {case.pk} {answer.status_code}")
            continue
        html = answer.content.decode()
        yield names.clean(f"== {case.pk}\n{html}")
        acts = re.findall(rf'href="({address}/act/[^"#?]+)"', html)
        for act in dict.fromkeys(acts):
            yield from _act(names, client, act)


def _act(names: Names, client: Client, address: str) -> Iterator[str]:
    """An act's questions, and what would follow with the answers that stand there, or the first choices."""
    shown = client.get(address)
    yield names.clean(f"-- {address} {shown.status_code}\n{_body(shown)}")
    form = shown.context.get("form") if shown.context is not None else None
    if form is None:
        return
    told = {}
    for bound in form:
        value = bound.value()
        if value in (None, ""):
            value = _first_choice(bound.field)
        if value not in (None, "", False):
            told[bound.html_name] = value.isoformat() if hasattr(value, "isoformat") else value
    seen = client.post(address, {**told, "do": "preview"}, headers={"HX-Request": "true"})
    yield names.clean(f"-- foreseen {address} {sorted(told)} {seen.status_code}\n{_body(seen)}")


def _first_choice(field: Any) -> str:
    for key, label in getattr(field, "choices", ()):
        if key and not isinstance(label, (list, tuple)):
            return str(key)
    return ""


def _petitioners(names: Names, samples: Any) -> Iterator[str]:
    """The page of a matter as its petitioner sees it, and every step that is open to them."""
    for sample in samples:
        client = Client(headers={"Accept-Language": "zh-hans"})
        client.post("/follow", {"number": sample.number, "code": sample.query_code})
        html = client.get("/follow/matter").content.decode()
        yield names.clean(f"== petitioner {sample.number}\n{html}")
        for address in dict.fromkeys(re.findall(r'href="(/follow/matter/[^"#?]+)"', html)):
            shown = client.get(address)
            yield names.clean(f"-- {address} {shown.status_code}\n{_body(shown)}")


def _body(answer: Any) -> str:
    return answer.content.decode() if not getattr(answer, "streaming", False) else "streamed"


def main(place: Path) -> None:
    """Live a year, write it down."""
    django.setup()
    resolve_name("tests.fuzz.quick:quicken")()
    call_command("migrate", interactive=False, verbosity=0)
    translation.activate("zh-hans")
    places = resolve_name("huiyin.demo.places")
    planned = places.plan()
    samples: Any = ()
    if planned is None:
        samples = resolve_name("huiyin.demo.loading").load(seed=7, matters=MATTERS, until=UNTIL).samples
    else:
        places.load(planned, until=UNTIL)
    cases = list(resolve_name("huiyin.casework.models").Case.objects.order_by("received_date", "title", "number"))
    names = Names()
    for place_in_order, case in enumerate(cases):
        names.known |= {case.pk: f"<{place_in_order}>", case.number: f"<number {place_in_order}>"}
    resolve_name("huiyin.web.kit.clock").now = lambda: UNTIL
    staff = resolve_name("django.contrib.auth:get_user_model")().objects.filter(is_active=True)
    staff.update(temporary_password=False)
    with place.open("w") as out:
        out.writelines(f"{line}\n" for line in _events(names, cases))
        for language in ("zh-hans", "en"):
            for person in staff.order_by("username"):
                client = Client(headers={"Accept-Language": language})
                client.force_login(person, backend="huiyin.web.kit.accounts.StaffBackend")
                mine = cases if language == "zh-hans" else cases[::6]
                out.write(f"#### {person.username} {language}\n")
                out.writelines(f"{text}\n" for text in _pages(names, client, mine))
        out.writelines(f"{text}\n" for text in _petitioners(names, samples))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")
    resolve_name("tests.plugins.environment")
    main(Path(sys.argv[1]))
