"""Changing who works in an organ: entering, posting and closing members of staff; one act,
one event, one transaction.
"""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from huiyin.organisations import register
from huiyin.organisations.info import StaffInfo
from huiyin.organisations.models import (
    Posting,
    Staff,
)
from huiyin.organisations.recording import InvalidRegister, locked_organ, record
from huiyin.organisations.vocabulary import Post
from huiyin.reading import tidy


@transaction.atomic
def create_staff(
    *,
    username: str,
    name: str,
    by: str,
    at: datetime,
    password: str | None = None,
    email: str = "",
) -> int:
    """Enter a member of staff and return their id. Without ``password`` they cannot
    sign in with one (single sign-on).

    The password is checked by the configured validators (``ValidationError``).
    InvalidRegister for a taken or empty username.
    """
    if not username.strip() or Staff.objects.filter(username=username).exists():
        raise InvalidRegister(f"username {username!r} is empty or taken")
    staff = Staff(username=username, name=tidy(name), email=email)
    if password is None:
        staff.set_unusable_password()
    else:
        validate_password(password, staff)
        staff.set_password(password)
    staff.save()
    record(
        f"staff:{staff.pk}", "staff.created", {"staff": staff.pk}, by=by, at=at
    )
    return staff.pk


@transaction.atomic
def close_staff(*, staff: int, by: str, at: datetime) -> None:
    """Record that ``staff`` (an id) leaves: they can no longer sign in. Their postings
    and what they did stay. InvalidRegister for an unknown id.
    """
    if not Staff.objects.filter(pk=staff).update(is_active=False):
        raise InvalidRegister(f"there is no member of staff {staff}")
    record(f"staff:{staff}", "staff.closed", {"staff": staff}, by=by, at=at)


@transaction.atomic
def post_staff(
    *,
    staff: int | StaffInfo,
    organ: str,
    post: str,
    from_date: date,
    by: str,
    at: datetime,
    to_date: date | None = None,
) -> int:
    """Appoint somebody to a post in an organ from a day (until before ``to_date``) and
    return the posting's id.

    InvalidRegister for an unknown post, organ or person, an empty period, the same open
    post twice, and an open post in two organs: whoever answers for an organ answers for
    one. Readers of sealed reports are named in ``organisations.readers``.
    """
    staff_id = staff.id if isinstance(staff, StaffInfo) else staff
    _check_post(post)
    if to_date is not None and to_date <= from_date:
        raise InvalidRegister("a posting ends after it begins")
    locked_organ(organ)
    _check_open_posts(staff_id, organ=organ, post=post, to_date=to_date)
    posting = Posting.objects.create(
        staff_id=staff_id,
        organ_id=organ,
        post=post,
        from_date=from_date,
        to_date=to_date,
    )
    payload = {
        "staff": staff_id,
        "post": post,
        "from_date": from_date,
        "to_date": to_date,
    }
    record(
        f"organ:{organ}",
        "organ.staff_posted",
        payload,
        by=by,
        at=at,
        organ=organ,
    )
    return posting.pk


def _check_post(post: str) -> None:
    if post == Post.SEALED_READER:
        raise InvalidRegister(
            "readers of sealed reports are named by the head, and a second person approves"
        )
    if post not in Post.values:
        raise InvalidRegister(f"there is no post {post}")


def _check_open_posts(
    staff_id: int, *, organ: str, post: str, to_date: date | None
) -> None:
    """Hold the person still, and refuse what their open posts do not leave room for."""
    if (
        not Staff.objects.select_for_update(no_key=True)
        .filter(pk=staff_id)
        .exists()
    ):
        raise InvalidRegister(f"there is no member of staff {staff_id}")
    open_posts = Posting.objects.filter(staff_id=staff_id, to_date__isnull=True)
    if open_posts.exclude(organ_id=organ).exists():
        raise InvalidRegister(
            f"member of staff {staff_id} holds an open post in another organ: end that first"
        )
    if to_date is None and open_posts.filter(post=post).exists():
        raise InvalidRegister(
            f"member of staff {staff_id} holds this post already"
        )


@transaction.atomic
def end_posting(*, posting: int, to_date: date, by: str, at: datetime) -> None:
    """End ``posting`` (an id): ``to_date`` is the first day on which it no longer
    holds.

    InvalidRegister for an unknown posting, one that has ended, and a day not after its
    beginning.
    """
    row = (
        Posting.objects.select_for_update(no_key=True)
        .filter(pk=posting)
        .first()
    )
    if row is None or row.to_date is not None:
        raise InvalidRegister(f"posting {posting} is unknown or has ended")
    if to_date <= row.from_date:
        raise InvalidRegister("a posting ends after it begins")
    row.to_date = to_date
    row.save(update_fields=["to_date"])
    if row.post == Post.SEALED_READER:
        register.changed()
    payload = {"staff": row.staff_id, "post": row.post, "to_date": to_date}
    record(
        f"organ:{row.organ_id}",
        "organ.posting_ended",
        payload,
        by=by,
        at=at,
        organ=row.organ_id,
    )
