"""Staff, postings half-open in time, and signing in by username."""

from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from tests.organisations.conftest import AT, DAY

from huiyin.ledger import reads as ledger
from huiyin.organisations import info, recording, staff_acts, staff_reads
from huiyin.organisations.models import Staff

pytestmark = pytest.mark.usefixtures("city")


def enter(username: str = "wang", **more: str) -> int:
    return staff_acts.create_staff(username=username, name="王工", by="system", at=AT, **more)


def post(staff: int, organ: str, post: str, from_date: date = DAY, to_date: date | None = None) -> int:
    return staff_acts.post_staff(
        staff=staff, organ=organ, post=post, from_date=from_date, to_date=to_date, by="staff:1", at=AT
    )


def test_somebody_holds_several_posts_in_one_organ(django_assert_num_queries) -> None:
    staff = enter()
    post(staff, "east-env", "officer")
    post(staff, "east-env", "head")
    with django_assert_num_queries(1):
        found = staff_reads.staff_info(staff, DAY)
    assert found == info.StaffInfo(
        id=staff, username="wang", name="王工", organ="east-env", posts=frozenset({"officer", "head"})
    )
    assert found is not None
    assert found.actor == f"staff:{staff}"
    assert staff_reads.staff_by_username("wang", DAY) == found
    assert staff_reads.staff_by_username("nobody", DAY) is None


def test_a_posting_holds_from_its_first_day_until_before_its_last() -> None:
    staff = enter()
    posting = post(staff, "east-env", "officer", date(2026, 2, 1))
    staff_acts.end_posting(posting=posting, to_date=date(2026, 3, 1), by="staff:1", at=AT)

    def posts(on: date) -> frozenset[str]:
        found = staff_reads.staff_info(staff, on)
        assert found is not None
        return found.posts

    assert posts(date(2026, 1, 31)) == frozenset()
    assert posts(date(2026, 2, 1)) == {"officer"}
    assert posts(date(2026, 2, 28)) == {"officer"}
    assert posts(date(2026, 3, 1)) == frozenset()
    (held,) = staff_reads.postings_of(staff)
    assert (held.id, held.organ, held.from_date, held.to_date) == (
        posting,
        "east-env",
        date(2026, 2, 1),
        date(2026, 3, 1),
    )


def test_without_a_post_one_is_known_but_serves_nowhere() -> None:
    found = staff_reads.staff_info(enter(), DAY)
    assert found is not None
    assert (found.organ, found.posts) == ("", frozenset())


def test_an_open_post_in_a_second_organ_is_refused() -> None:
    staff = enter()
    first = post(staff, "east-env", "officer")
    with pytest.raises(recording.InvalidRegister, match="another organ"):
        post(staff, "xinan", "officer")
    staff_acts.end_posting(posting=first, to_date=date(2026, 6, 1), by="staff:1", at=AT)
    post(staff, "xinan", "officer", date(2026, 6, 1))
    found = staff_reads.staff_info(staff, date(2026, 6, 1))
    assert found is not None
    assert found.organ == "xinan"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"post": "king"}, "no post king"),
        ({"organ": "nowhere"}, "no organ nowhere"),
        ({"to_date": DAY}, "ends after it begins"),
        ({"staff": 99999}, "no member of staff"),
    ],
)
def test_a_posting_that_makes_no_sense_is_refused(change: dict[str, object], message: str) -> None:
    given = {"staff": enter(), "organ": "east-env", "post": "officer", "from_date": DAY, **change}
    with pytest.raises(recording.InvalidRegister, match=message):
        staff_acts.post_staff(**given, by="staff:1", at=AT)


def test_the_same_open_post_twice_is_refused_and_ends_once() -> None:
    staff = enter()
    posting = post(staff, "east-env", "officer")
    with pytest.raises(recording.InvalidRegister, match="already"):
        post(staff, "east-env", "officer")
    with pytest.raises(recording.InvalidRegister, match="ends after it begins"):
        staff_acts.end_posting(posting=posting, to_date=DAY, by="staff:1", at=AT)
    staff_acts.end_posting(posting=posting, to_date=date(2026, 6, 1), by="staff:1", at=AT)
    with pytest.raises(recording.InvalidRegister, match="has ended"):
        staff_acts.end_posting(posting=posting, to_date=date(2026, 7, 1), by="staff:1", at=AT)


def test_who_serves_in_an_organ() -> None:
    one, two = enter("b-two"), enter("a-one")
    post(one, "east-env", "officer")
    post(one, "east-env", "head")
    post(two, "east-env", "officer", date(2026, 5, 1))
    assert [(found.username, found.posts) for found in staff_reads.staff_of("east-env")] == [
        ("a-one", {"officer"}),
        ("b-two", {"officer", "head"}),
    ]
    assert [found.username for found in staff_reads.staff_of("east-env", DAY)] == ["b-two"]
    assert staff_reads.staff_of("xinan") == ()


def test_sign_in_is_by_username_and_ends_when_somebody_leaves(settings) -> None:
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    staff = enter(password="long-enough-and-odd-7")
    assert authenticate(username="wang", password="long-enough-and-odd-7") == Staff.objects.get()
    staff_acts.close_staff(staff=staff, by="staff:1", at=AT)
    assert authenticate(username="wang", password="long-enough-and-odd-7") is None
    assert staff_reads.staff_info(staff, DAY) is None
    with pytest.raises(recording.InvalidRegister, match="no member"):
        staff_acts.close_staff(staff=99999, by="staff:1", at=AT)


def test_without_a_password_nobody_signs_in_with_one() -> None:
    assert not Staff.objects.get(pk=enter()).has_usable_password()


def test_a_weak_password_and_a_taken_username_are_refused() -> None:
    with pytest.raises(ValidationError):
        enter(password="123")
    enter()
    with pytest.raises(recording.InvalidRegister, match="taken"):
        enter()
    assert Staff.objects.count() == 1


def test_a_member_of_staff_is_called_by_their_name() -> None:
    staff = Staff.objects.get(pk=enter())
    assert (str(staff), staff.get_full_name(), staff.get_short_name()) == ("王工", "王工", "王工")


def test_events_about_staff_carry_ids_and_no_names() -> None:
    staff = enter()
    posting = post(staff, "east-env", "officer")
    staff_acts.end_posting(posting=posting, to_date=date(2026, 6, 1), by="staff:1", at=AT)
    (created,) = ledger.events(f"staff:{staff}")
    assert (created.type, created.payload) == ("staff.created", {"staff": staff})
    posted, ended = ledger.events("organ:east-env")[1:]
    assert posted.payload == {"staff": staff, "post": "officer", "from_date": "2026-01-05", "to_date": None}
    assert ended.payload == {"staff": staff, "post": "officer", "to_date": "2026-06-01"}
