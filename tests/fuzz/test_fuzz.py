"""A short walk of the fuzzer on each database; `make fuzz` walks for long."""

from __future__ import annotations

import shlex
from random import Random
from typing import Any

import pytest
from tests.fuzz import found, odd, pages
from tests.fuzz.__main__ import Job, jobs, options_of

from huiyin.web.kit import clock

REQUESTS, SEED, MATTERS = 700, 2026, 6
PAGE = """<form method="post" action="/a?b=1&amp;c=2"><input type="hidden" name="token" value="x&quot;y">
<select name="kind"><option value="">–</option><option value="noise">噪声</option></select>
<textarea name="text" rows="8">写过的</textarea><input type="radio" name="who" value="named">
<input type="radio" name="who" value="anonymous">
<button name="do" value="next">下一步</button></form><form><input name="q"></form>
<a href="/rights#top">x</a><a href="https://elsewhere.example">y</a>"""


def test_a_page_is_read_with_its_forms_and_links() -> None:
    sent, search = pages.forms(PAGE, "/here")
    assert (sent.action, sent.method, search.action, search.method) == ("/a?b=1&c=2", "POST", "/here", "GET")
    assert sent.fields["token"].value == 'x"y'
    assert sent.fields["text"].value == "写过的"
    assert sent.fields["kind"].choices == ["", "noise"]
    assert sent.fields["who"].choices == ["named", "anonymous"]
    assert sent.fields["do"].choices == ["next"]
    assert pages.links(PAGE) == ["/rights"]


def test_what_is_odd_is_the_same_for_the_same_seed() -> None:
    def drawn(seed: int) -> list[object]:
        rng = Random(seed)
        return [made(rng) for made in (odd.text, odd.file, odd.raw, odd.headers) for _ in range(50)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_what_is_said_to_walk_again_is_the_same_walk_as_far_as_what_broke() -> None:
    said = Job("postgresql", 7104, 20_000, 24).again(4426)
    make, goal, arguments = shlex.split(said)
    assert (make, goal, arguments[:5]) == ("make", "fuzz", "ARGS=")
    again = options_of(shlex.split(arguments.removeprefix("ARGS=")))
    assert jobs(again) == [Job("postgresql", 7104, 4426, 24)]


def test_many_requests_are_walked_in_parts_with_seeds_of_their_own() -> None:
    asked = options_of(["--requests", "50", "--walk", "20", "--seed", "3", "--matters", "6"])
    assert [(one.database, one.seed, one.requests) for one in jobs(asked)] == [
        ("sqlite", 3, 20),
        ("postgresql", 3, 20),
        ("sqlite", 4, 20),
        ("postgresql", 4, 20),
        ("sqlite", 5, 10),
        ("postgresql", 5, 10),
    ]


@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_sent_breaks_a_page(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", clock.now)  # put back afterwards: the walk stops the clock
    settings.HUIYIN_RATES = dict.fromkeys(settings.HUIYIN_RATES, "")
    result = found.walk(seed=SEED, matters=MATTERS, requests=REQUESTS)
    told = [
        f"{place}\nrequest {one['number']} of {one['who']}: {one['what']}\n{one['trace']}"
        for place, one in result["places"].items()
    ]
    assert not told, "\n\n".join(told)
    assert result["problems"] == []
    assert result["statuses"][200] > REQUESTS / 4
    assert sum(result["statuses"].values()) == REQUESTS
