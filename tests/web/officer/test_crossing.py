"""A matter that crosses areas or departments: said by the officer, shown with who is competent."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.district import FOUNDED, District, moment
from tests.web.officer.building import registered

from huiyin.casework import acts
from huiyin.casework.basis.errors import Invalid, Refused
from huiyin.casework.matter.work import Work
from huiyin.casework.matter.writing import commit
from huiyin.casework.models import Case, Duty
from huiyin.casework.upkeep.verify import run
from huiyin.organisations import acts as register

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture
def case_id(district: District) -> str:
    """A registered matter about noise; in Dadu the town itself is competent for it."""
    register.create_area(code="dadu", name_zh="大渡镇", level="town", by="system", at=FOUNDED)
    register.set_competence(topic="noise", area="dadu", organ="dadu", by="system", at=FOUNDED)
    return registered(district=district)


def mark(case_id: str, district: District, **args: str) -> None:
    """The petition office says so."""
    acts.take("mark_crossing", case_id=case_id, **args, by=district.dispatcher, at=moment("2026-11-17"))


def test_the_page_says_which_areas_and_who_is_competent(district: District, case_id: str, sign_in: SignIn) -> None:
    dues = list(Duty.objects.values_list("kind", "due_date"))
    client, address = (sign_in("dispatcher"), reverse("officer:act", args=[case_id, "mark_crossing"]))
    assert 'value="dadu"' in client.get(address).content.decode()
    told = {"crossing": "cross_area", "arose_in": "dadu", "also_in": "xinan"}
    seen = re.search(r'name="seen" value="([^"]+)"', client.post(address, {**told, "do": "preview"}).content.decode())
    assert seen is not None
    assert client.post(address, {**told, "do": "confirm", "seen": seen[1]}).status_code == 302
    assert Case.objects.get(pk=case_id).values["arose_in"] == "dadu"
    page = client.get(reverse("officer:case", args=[case_id])).content.decode()
    assert "跨地区（通行说法）" in page
    assert "发生地有权处理的机关" in page
    assert "泉东区人民政府" in page  # above the organs of both places
    assert list(Duty.objects.values_list("kind", "due_date")) == dues
    assert run().problems == ()


def test_when_it_is_sent_the_organ_of_that_place_is_suggested(
    district: District, case_id: str, sign_in: SignIn
) -> None:
    address = reverse("officer:act", args=[case_id, "forward"])
    client = sign_in("dispatcher")
    assert "大渡镇" not in client.get(address).content.decode().partition("</optgroup>")[0]
    mark(case_id, district, crossing="cross_area", arose_in="dadu", also_in="xinan")
    assert "大渡镇" in client.get(address).content.decode().partition("</optgroup>")[0]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"crossing": "cross_area", "arose_in": "dadu"}, Refused),
        ({"crossing": "cross_area", "arose_in": "dadu", "also_in": "dadu"}, Refused),
        ({"crossing": "person_and_matter", "arose_in": "dadu", "also_in": "xinan"}, Refused),
        ({"crossing": "cross_area", "arose_in": "dadu", "also_in": "nowhere"}, Invalid),
        ({"crossing": "cross_area", "arose_in": "nowhere", "also_in": "dadu"}, Invalid),
    ],
)
def test_areas_are_two_and_known_and_nobodys_residence(
    district: District, case_id: str, args: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        mark(case_id, district, **args)


def test_several_departments_need_no_second_area(district: District, case_id: str, sign_in: SignIn) -> None:
    mark(case_id, district, crossing="cross_department", arose_in="xinan")
    page = sign_in("dispatcher").get(reverse("officer:case", args=[case_id])).content.decode()
    assert "跨部门（通行说法）" in page
    assert "涉及的其他区域" not in page.partition("of-facts")[2].partition("</dl>")[0]


def test_nothing_is_asked_or_shown_of_a_household_register(district: District, case_id: str, sign_in: SignIn) -> None:
    client = sign_in("dispatcher")
    page = client.get(reverse("officer:act", args=[case_id, "mark_crossing"])).content.decode()
    assert "人户" not in page
    assert "人事户" not in page
    with pytest.raises(Refused):
        mark(case_id, district, crossing="all_apart", arose_in="dadu")
    # What an earlier version of the rules let be written down still folds and verifies,
    # and is not shown.
    work = Work.load(Case.objects.get(pk=case_id))
    at = moment("2026-11-17")
    values = {"crossing": "all_apart", "arose_in": "dadu"}
    work.add(
        "matter.crossing_marked",
        work.unmoved(at, by=district.dispatcher, values=values),
        grounds=(f"{work.pack.key}#22",),
        by=district.dispatcher,
        at=at,
    )
    commit(work)
    shown = client.get(reverse("officer:case", args=[case_id]))
    assert shown.status_code == 200
    assert "大渡镇" in shown.content.decode()
    assert "all_apart" not in shown.content.decode()
    assert run().problems == ()
