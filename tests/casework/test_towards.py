"""What each post may do towards a matter, by the organ's relation to it: by hand, from
docs/topics/identity.md.
"""

from __future__ import annotations

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework.basis.actors import Actor, keepers, roles
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.matter import reads
from huiyin.organisations.info import StaffInfo
from huiyin.people import reads as people

HANDLES, TOOK_IN, ABOVE, BESIDE, FAR_ABOVE = ("environment", "office", "district", "housing", "city")

# A matter that the district's petition office took in and forwarded to the environment
# branch, which accepted it.
# Post(s) → relation → what they may. "read" the page; "reveal" names; act as the
# "handler"; "supervise" the handling.
EXPECTED: dict[tuple[str, ...], dict[str, set[str]]] = {
    ("clerk",): {HANDLES: {"read", "reveal"}, TOOK_IN: {"read", "reveal"}},
    ("officer",): {HANDLES: {"read", "reveal", "handler"}, TOOK_IN: {"read", "reveal"}},
    ("head",): {HANDLES: {"read", "reveal", "handler"}, TOOK_IN: {"read", "reveal"}},
    ("supervisor",): {
        HANDLES: {"read", "supervise"},  # "of all organs under the own one", itself among them
        TOOK_IN: {"read", "supervise"},
        ABOVE: {"read", "supervise"},
        FAR_ABOVE: {"read", "supervise"},
    },
    ("auditor",): {},
    ("administrator",): {},
    ("sealed_reader",): {},
    # Posts add up, and still each reaches only as far as its own line says.
    ("officer", "head", "supervisor"): {
        HANDLES: {"read", "reveal", "handler", "supervise"},
        TOOK_IN: {"read", "reveal", "supervise"},
        ABOVE: {"read", "supervise"},
        FAR_ABOVE: {"read", "supervise"},
    },
    ("clerk", "auditor"): {HANDLES: {"read", "reveal"}, TOOK_IN: {"read", "reveal"}},
    ("head", "administrator", "auditor"): {HANDLES: {"read", "reveal", "handler"}, TOOK_IN: {"read", "reveal"}},
}


@pytest.fixture
def life(district: District) -> Life:
    """The matter."""
    return Life.begin(district).until("accepted")


def holder(organ: str, *posts: str) -> Actor:
    return Actor.of_staff(StaffInfo(id=900, username="x", name="x", organ=organ, posts=frozenset(posts)))


def found(by: Actor, case_id: str) -> set[str]:
    """What somebody may towards the matter, asked of the product."""
    try:
        view = reads.access_case(by=by, case_id=case_id)
    except NotFound:
        return set()
    held = roles(by, view.state.parties)
    may = {"read"}
    if people.may_open(by, reads.towards(view)):
        may.add("reveal")
    if "handler" in held:
        may.add("handler")
    if "supervisor" in held:
        may.add("supervise")
    assert reads.may(by, "people.reveal", view) is ("reveal" in may)
    return may


@pytest.mark.parametrize("posts", EXPECTED)
def test_the_whole_matrix(life: Life, posts: tuple[str, ...]) -> None:
    for organ in (HANDLES, TOOK_IN, ABOVE, BESIDE, FAR_ABOVE):
        by = holder(organ, *posts)
        assert found(by, life.filed.case_id) == EXPECTED[posts].get(organ, set()), (organ, posts)


def test_an_organ_that_only_supervises_does_not_keep_the_matter() -> None:
    parties = {"receiver": "office", "handler": "environment", "supervisor": "district", "supervised_superior": "city"}
    assert keepers({**parties, "joint:2": "housing"}) == ("office", "environment", "housing")


@pytest.mark.django_db(transaction=True)
def test_the_vault_refuses_a_head_who_sees_a_matter_because_they_supervise(district: District) -> None:
    life = Life.begin(district).until("accepted")
    above = holder(ABOVE, "officer", "head", "supervisor")
    view = reads.access_case(by=above, case_id=life.filed.case_id)
    identity = next(contact.identity for contact in view.contacts if contact.identity)
    at = moment("2026-11-23")
    with pytest.raises(people.NotEntitled):
        people.reveal(identity, purpose="supervise", by=above, at=at, towards=reads.towards(view))
    opened = people.reveal(identity, purpose="handle", by=district.green, at=at, towards=reads.towards(view))
    assert opened.name
