"""Choosing members of staff of an organ: by name, kept as the ledger names them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huiyin.casework.cases import officers
from huiyin.organisations import reads as organs
from huiyin.organisations.vocabulary import Post

ACTING = frozenset({Post.CLERK, Post.OFFICER, Post.HEAD})


def choices(codes: Iterable[str], on: date) -> list[tuple[str, str]]:
    """Those who hold a post in these organs on a day in which matters are taken in, handled or headed, by username."""
    people = [one for code in codes for one in organs.staff_of(code, on)]
    return [
        (officers.reference(one.id), one.name or one.username) for one in people if not ACTING.isdisjoint(one.posts)
    ]
