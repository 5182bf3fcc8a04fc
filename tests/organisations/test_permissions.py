"""Who may do what, written out by hand post by post: a change of the table must be a
change here.
"""

import pytest

from huiyin.organisations import permissions
from huiyin.organisations.info import StaffInfo
from huiyin.organisations.permissions import Permission, may
from huiyin.organisations.vocabulary import Post

pytestmark = pytest.mark.usefixtures("city")

EXPECTED: dict[str, dict[str, str]] = {
    "clerk": {"case.register": "own", "case.read": "own", "people.lookup": "own", "people.reveal": "own"},
    "officer": {
        "case.register": "own",
        "case.read": "own",
        "case.handle": "own",
        "case.handover": "own",
        "people.lookup": "own",
        "people.reveal": "own",
        "report.read": "own",
    },
    "head": {
        "case.read": "own",
        "case.handle": "own",
        "case.head": "own",
        "case.handover": "own",
        "people.reveal": "own",
        "report.read": "under",
    },
    "supervisor": {"case.read": "under", "case.supervise": "under", "report.read": "under"},
    "auditor": {"audit.read": "under", "report.read": "under"},
    "administrator": {"organisation.manage": "under"},
    "sealed_reader": {},  # opens words with a key that was handed to them; the table gives nothing
}


def holder(post: str, organ: str) -> StaffInfo:
    return StaffInfo(id=1, username="x", name="x", organ=organ, posts=frozenset({post}))


@pytest.mark.parametrize("post", Post.values)
@pytest.mark.parametrize("permission", Permission.values)
def test_the_whole_table(post: str, permission: str) -> None:
    """Held in the town; asked of the town itself, of what is under it, beside it and above it."""
    reach = EXPECTED[post].get(permission)
    staff = holder(post, "xinan")
    assert may(staff, permission, "xinan") is (reach is not None)
    assert may(staff, permission, "xinan-1") is (reach == "under")
    assert may(staff, permission, "east-env") is False
    assert may(staff, permission, "east") is False
    assert may(staff, permission, "west-env") is False


def test_a_petition_office_reaches_what_stands_under_its_government() -> None:
    supervisor = holder("supervisor", "east-xf")
    for organ in ("east", "east-xf", "east-env", "xinan", "xinan-1"):
        assert may(supervisor, "case.supervise", organ)
    for organ in ("city", "city-xf", "west", "west-env"):
        assert not may(supervisor, "case.supervise", organ)
    assert not may(holder("officer", "east-xf"), "case.read", "east-env")


@pytest.mark.parametrize(
    ("staff", "permission", "organ"),
    [
        (holder("officer", "east-env"), "case.fly", "east-env"),
        (holder("officer", "east-env"), "", "east-env"),
        (holder("officer", "east-env"), "case.read", ""),
        (holder("officer", ""), "case.read", ""),
        (holder("supervisor", ""), "case.read", "east"),
        (holder("supervisor", "nowhere"), "case.read", "east"),
        (holder("supervisor", "east"), "case.read", "nowhere"),
        (holder("king", "east-env"), "case.read", "east-env"),
        (StaffInfo(id=1, username="x", name="x", organ="east-env", posts=frozenset()), "case.read", "east-env"),
    ],
)
def test_what_is_not_granted_is_denied(staff: StaffInfo, permission: str, organ: str) -> None:
    assert may(staff, permission, organ) is False


def in_their_organ(staff: StaffInfo) -> set[str]:
    """What somebody may in their own organ."""
    return {permission for permission in permissions.RULES if may(staff, permission, staff.organ)}


def test_posts_add_up() -> None:
    both = StaffInfo(id=1, username="x", name="x", organ="east-env", posts=frozenset({"clerk", "auditor"}))
    assert in_their_organ(both) == {
        "case.register",
        "case.read",
        "people.lookup",
        "people.reveal",
        "audit.read",
        "report.read",
    }


def test_no_post_both_opens_names_and_audits_the_openings() -> None:
    for post in Post.values:
        held = in_their_organ(holder(post, "east"))
        assert not {"people.reveal", "audit.read"} <= held


def test_reachable_organs() -> None:
    assert set(permissions.reachable(holder("auditor", "xinan"), "audit.read")) == {"xinan", "xinan-1"}
    assert permissions.reachable(holder("clerk", "xinan"), "case.read") == ("xinan",)
    assert permissions.reachable(holder("clerk", "xinan"), "audit.read") == ()
    assert permissions.reachable(holder("clerk", "xinan"), "case.fly") == ()
    assert permissions.reachable(holder("clerk", ""), "case.read") == ()


def test_a_superuser_without_a_post_may_nothing(appoint) -> None:
    staff = appoint("root", "east")
    assert in_their_organ(staff) == frozenset()
