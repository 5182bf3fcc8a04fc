"""Whoever files does not wait until somebody else's filing is whole."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from tests.plugins.district import build, moment, petition

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter.opening import Opening
from huiyin.casework.models import Case

WITHIN = 20
"""Seconds within which a filing that waits for nobody is done."""


def file() -> str:
    """File with the office; returns the number."""
    by = Actor.petitioner()
    return intake.file_petition(petition=petition(), office="office", by=by, at=moment("2026-09-08")).number


@pytest.mark.postgres  # SQLite has one writer at a time
@pytest.mark.django_db(transaction=True)
def test_a_filing_that_takes_long_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    file()  # the series of the year is there
    inside, go_on = threading.Event(), threading.Event()
    written = Opening.write
    slow: list[str] = []

    def hold(opening: Opening) -> object:
        if threading.current_thread().name == "slow":
            inside.set()
            go_on.wait(WITHIN)
        return written(opening)

    def file_slowly() -> None:
        slow.append(file())
        connection.close()

    monkeypatch.setattr(Opening, "write", hold)
    thread = threading.Thread(target=file_slowly, name="slow")
    thread.start()
    assert inside.wait(WITHIN)
    quick = file()
    still_open = thread.is_alive()
    go_on.set()
    thread.join(WITHIN)
    assert still_open
    assert slow[0] < quick  # its number was taken first
    assert Case.objects.count() == 3
