"""Pages travel compressed, and their length tells no secret."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("citizen")]
FIRST_VISIT = 60 * 1024
"""Bytes that a citizen's first look at the office may cost, on the slowest connection."""
LOADED = re.compile(r'(?:href|src)="/static/([^"]+)"')
IMPORTED = re.compile(r'^import .* from "([^"]+)"', re.MULTILINE)


def got(path: str) -> tuple[bytes, dict[str, str]]:
    """A page as a browser is sent it."""
    answer = Client(headers={"accept-encoding": "gzip"}).get(path)
    assert answer.status_code == 200
    return answer.content, dict(answer.headers)


def test_a_page_travels_compressed() -> None:
    body, headers = got("/file/all")
    assert headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in headers["Vary"]
    assert len(body) < len(gzip.decompress(body)) / 3
    assert "Content-Encoding" not in Client().get("/file/all").headers


def test_the_same_page_is_never_as_long_twice_in_a_row() -> None:
    """BREACH compares lengths: they are random within a hundred bytes, and the token is masked anew."""
    sent = [got("/file/all")[0] for _ in range(12)]
    assert len({len(body) for body in sent}) > 3
    tokens = [re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', gzip.decompress(body).decode()) for body in sent]
    assert all(tokens)
    assert len({found[0] for found in tokens}) == len(sent)


def test_the_first_visit_costs_at_most_sixty_kilobytes() -> None:
    body, _ = got("/")
    waiting = [Path(str(finders.find(name))) for name in LOADED.findall(gzip.decompress(body).decode())]
    seen: dict[Path, int] = {}
    while waiting:
        file = waiting.pop().resolve()
        if file not in seen:
            content = file.read_bytes()
            seen[file] = len(gzip.compress(content))
            if file.suffix == ".js":
                waiting += [file.parent / name for name in IMPORTED.findall(content.decode())]
    assert {file.name for file in seen} >= {"public.css", "early.js", "start.js", "govuk-frontend.js", "favicon.svg"}
    assert len(body) + sum(seen.values()) < FIRST_VISIT
