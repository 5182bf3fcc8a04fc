"""What a page of the offices is asked by, once the gate has let it in."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest

from huiyin.casework.basis.actors import Actor
from huiyin.organisations.info import StaffInfo


class OfficeRequest(HttpRequest):
    """A request that has passed the gate.

    ``actor`` and ``info`` are who acts, ``at`` the instant (aware) and ``today`` its
    day in the office; ``partial`` says that a script asks for a part of the page only.
    """

    actor: Actor
    info: StaffInfo
    at: datetime
    today: date
    partial: bool
