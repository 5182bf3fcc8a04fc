"""What an administrator does for somebody who cannot sign in: a password for once, a
second factor taken away.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from huiyin.ledger.append import append_next
from huiyin.ledger.event import EventDraft
from huiyin.organisations.models import Staff
from huiyin.organisations.recording import InvalidRegister

BYTES_OF_A_PASSWORD = 12


def new_password() -> str:
    """A password that nobody guesses, for once: it is shown, handed over, and replaced
    at the first sign-in.
    """
    return secrets.token_urlsafe(BYTES_OF_A_PASSWORD)


@transaction.atomic
def reset_password(*, staff: int, by: str, at: datetime) -> str:
    """Give ``staff`` (an id) a password for once and return it; sessions that are open
    under the old one end.

    Raises:
        InvalidRegister: when nobody has this id, or they have left.
    """
    person = (
        Staff.objects.select_for_update(no_key=True)
        .filter(pk=staff, is_active=True)
        .first()
    )
    if person is None:
        raise InvalidRegister(
            f"there is no member of staff {staff} who may sign in"
        )
    password = new_password()
    person.set_password(password)
    person.temporary_password = True
    person.save(update_fields=["password", "temporary_password"])
    _record(staff, "staff.password_reset", by=by, at=at)
    return password


@transaction.atomic
def choose_password(*, staff: int, at: datetime) -> None:
    """Record that ``staff`` (an id) has chosen a password of their own: the one for
    once is forgotten. Without one, nothing is recorded.
    """
    if Staff.objects.filter(pk=staff, temporary_password=True).update(
        temporary_password=False
    ):
        _record(staff, "staff.password_chosen", by=f"staff:{staff}", at=at)


@transaction.atomic
def remove_second_factor(*, staff: int, by: str, at: datetime) -> int:
    """Take away every second factor of ``staff`` (an id) who has lost it, recovery
    codes too, and return how many there were.
    """
    removed: int
    removed, _rows = Authenticator.objects.filter(user_id=staff).delete()
    if removed:
        _record(staff, "staff.second_factor_removed", by=by, at=at)
    return removed


def has_second_factor(staff: int) -> bool:
    """Whether ``staff`` (an id) signs in with a second factor."""
    own = Authenticator.objects.filter(user_id=staff).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return bool(own.exists())


def _record(staff: int, kind: str, *, by: str, at: datetime) -> None:
    draft = EventDraft(
        type=kind, at=at, actor=by, organ="", payload={"staff": staff}
    )
    append_next(stream=f"staff:{staff}", drafts=[draft])
