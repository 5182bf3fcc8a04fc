"""An office is set up and looked after in the browser: organs, staff, posts, passwords,
competence; no matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.plugins.district import PASSWORD, District, moment, petition

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.ledger import reads as ledger
from huiyin.organisations import acts, directory, reads, staff_reads
from huiyin.web.kit import nights

SignIn = Callable[[str], Client]
HOME = "/office/administration/"
PAGES = (HOME, f"{HOME}staff", f"{HOME}staff/new", f"{HOME}organs", f"{HOME}organs/new", f"{HOME}competence")
TODAY = moment("2026-11-23").date()


def id_of(username: str) -> int:
    """The id of a member of staff."""
    return int(get_user_model().objects.get(username=username).pk)


def signs_in(username: str, password: str) -> Client | None:
    """A client that has signed in through the form; None when the form refused."""
    client = Client()
    client.post("/account/login/", {"login": username, "password": password})
    return client if "_auth_user_id" in client.session else None


def kinds(stream: str) -> list[str]:
    """The events of a stream, in order."""
    return [event.type for event in ledger.events(stream)]


def test_an_administrator_comes_in_to_what_is_set_up(district: District, sign_in: SignIn) -> None:
    client = sign_in("keeper")
    answer = client.get("/office/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == HOME
    page = client.get(HOME).content.decode()
    assert "设置概况" in page
    # towns of the plugin have an officer and no head
    assert "新安镇" in page


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("username", ["clerk", "builder", "chief", "supervisor", "auditor"])
def test_the_pages_do_not_exist_for_others(district: District, sign_in: SignIn, username: str, address: str) -> None:
    assert sign_in(username).get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_an_administrator_sees_nothing_of_matters(district: District, sign_in: SignIn, address: str) -> None:
    filed = intake.file_petition(
        petition=petition(title="反映夜间施工噪声"), office="office", by=Actor.petitioner(), at=moment("2026-11-20")
    )
    client = sign_in("keeper")
    page = client.get(address).content.decode()
    assert "夜间施工" not in page
    assert "XF2026" not in page
    assert client.get(f"/office/case/{filed.case_id}").status_code == 404


def test_a_colleague_is_added_signs_in_once_and_chooses_a_password(district: District, sign_in: SignIn) -> None:
    given = {"name": "方文", "username": "fangwen", "organ": "housing", "posts": ["officer", "head"]}
    page = sign_in("keeper").post(f"{HOME}staff/new", {**given, "from_date": "2026-11-23"}).content.decode()
    found = re.search(r"<code>([^<]+)</code>", page)
    assert found is not None
    colleague = signs_in("fangwen", found[1])
    assert colleague is not None
    first = colleague.get("/office/")
    assert first.headers["Location"] == "/account/password/change/"
    own = "Ein-eigenes-Wort-2026"
    colleague.post("/account/password/change/", {"oldpassword": found[1], "password1": own, "password2": own})
    again = signs_in("fangwen", own)
    assert again is not None
    assert again.get("/office/").status_code == 200
    staff = staff_reads.staff_by_username("fangwen", TODAY)
    assert staff is not None
    assert (staff.organ, staff.posts) == ("housing", frozenset({"officer", "head"}))
    assert kinds(f"staff:{staff.id}") == ["staff.created", "staff.password_reset", "staff.password_chosen"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("username", "BUILDER", "该用户名已被使用"),
        ("username", "a b", "用户名"),
        ("name", "", "name"),
        ("posts", [], "posts"),
        ("posts", ["sealed_reader"], "posts"),
        ("organ", "city", "organ"),  # above what this administrator manages
        ("from_date", "2026-02-30", "from_date"),
    ],
)
def test_a_wrong_answer_is_said_at_its_field_and_nobody_is_added(
    district: District, sign_in: SignIn, field: str, value: object, said: str
) -> None:
    before = get_user_model().objects.count()
    given: dict[str, object] = {"name": "方文", "username": "fangwen", "organ": "housing", "posts": ["officer"]}
    answer = sign_in("keeper").post(f"{HOME}staff/new", {**given, "from_date": "2026-11-23", field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'aria-invalid="true"' in page or f'id="id_{field}-error"' in page
    assert "fangwen" in page or field == "username"
    assert get_user_model().objects.count() == before


def test_a_password_for_once_ends_open_sessions(district: District, sign_in: SignIn) -> None:
    builder = sign_in("builder")
    assert builder.get("/office/").status_code == 200
    page = sign_in("keeper").post(f"{HOME}staff/{id_of('builder')}", {"do": "password"}).content.decode()
    assert "<code>" in page
    assert builder.get("/office/").status_code == 302  # to sign in
    assert kinds(f"staff:{id_of('builder')}")[-1] == "staff.password_reset"


def test_posts_are_given_and_ended(district: District, sign_in: SignIn) -> None:
    address = f"{HOME}staff/{id_of('builder')}"
    client = sign_in("keeper")
    posted = {"do": "post", "organ": "housing", "posts": ["clerk"], "from_date": "2026-11-23"}
    assert client.post(address, posted).status_code == 302
    [clerk] = [one for one in staff_reads.postings_of(id_of("builder")) if one.post == "clerk"]
    assert client.post(address, posted).status_code == 422  # held already
    assert client.post(address, {"do": f"end:{clerk.id}", "to_date": "2026-11-23"}).status_code == 422  # no day of it
    assert client.post(address, {"do": f"end:{clerk.id}", "to_date": "2026-12-01"}).status_code == 302
    assert [one.to_date for one in staff_reads.postings_of(id_of("builder")) if one.id == clerk.id] == [
        moment("2026-12-01").date()
    ]
    assert client.post(address, {"do": f"end:{clerk.id}", "to_date": "2026-12-02"}).status_code == 422


def test_nobody_changes_their_own_posts_or_password(district: District, sign_in: SignIn) -> None:
    own = id_of("keeper")
    client = sign_in("keeper")
    for do in ("password", "post", "close", "second"):
        client.post(f"{HOME}staff/{own}", {"do": do, "organ": "district", "posts": ["head"], "from_date": "2026-11-23"})
    staff = staff_reads.staff_by_username("keeper", TODAY)
    assert staff is not None
    assert staff.posts == frozenset({"administrator"})
    assert kinds(f"staff:{own}") == ["staff.created"]


def test_an_administrator_of_a_town_manages_the_town_only(district: District, sign_in: SignIn) -> None:
    client = sign_in("town_keeper")
    assert client.get(f"{HOME}organs/housing").status_code == 404
    assert client.get(f"{HOME}staff/{id_of('builder')}").status_code == 404
    assert client.get(f"{HOME}organs/xinan").status_code == 200
    assert client.get(f"{HOME}staff/{id_of('townsman')}").status_code == 200
    page = client.get(f"{HOME}staff").content.decode()
    assert "townsman" in page
    assert "builder" not in page
    table = client.get(f"{HOME}competence").content.decode()
    assert "remove:" not in table
    removed = client.post(f"{HOME}competence", {"do": "remove:noise||environment"})
    assert removed.status_code == 422
    assert directory.rows_of("noise")


def test_somebody_leaves(district: District, sign_in: SignIn) -> None:
    assert signs_in("builder", PASSWORD) is not None
    sign_in("keeper").post(f"{HOME}staff/{id_of('builder')}", {"do": "close"})
    assert signs_in("builder", PASSWORD) is None
    assert "已离职" in sign_in("keeper").get(f"{HOME}staff?text=builder").content.decode()


def test_organs_are_added_and_renamed(district: District, sign_in: SignIn) -> None:
    client = sign_in("keeper")
    given = {"name_zh": "区水务局", "code": "water", "parent": "district", "level": "department", "kind": "department"}
    assert client.post(f"{HOME}organs/new", given).status_code == 302
    assert reads.organ("water").parent == "district"
    twice = client.post(f"{HOME}organs/new", given)
    assert twice.status_code == 422
    assert "已有机关使用该代码" in twice.content.decode()
    assert client.post(f"{HOME}organs/new", {**given, "code": "a b"}).status_code == 422
    assert client.post(f"{HOME}organs/water", {"name_zh": "区水利局", "name_en": ""}).status_code == 302
    assert reads.organ("water").name_zh == "区水利局"
    assert kinds("organ:water") == ["organ.created", "organ.renamed"]


def test_a_superior_department_is_named_and_taken_out(district: District, sign_in: SignIn) -> None:
    acts.create_organ(
        code="city-housing",
        name_zh="市住建局",
        level="city",
        kind="department",
        parent="city",
        by="system",
        at=moment("2026-01-05"),
    )
    client = sign_in("keeper")
    page = client.get(f"{HOME}organs/housing").content.decode()
    assert "上一级主管部门" in page
    assert "市住建局" in page
    given = {"name_zh": "区住房和城乡建设局", "name_en": "Housing and Construction Bureau"}
    assert client.post(f"{HOME}organs/housing", {**given, "department_above": "city-housing"}).status_code == 302
    assert reads.organ("housing").department_above == "city-housing"
    assert client.post(f"{HOME}organs/housing", {**given, "department_above": "district"}).status_code == 422
    assert client.post(f"{HOME}organs/housing", {**given, "department_above": ""}).status_code == 302
    assert reads.organ("housing").department_above == ""
    assert kinds("organ:housing")[-2:] == ["organ.directed", "organ.directed"]


def test_competence_is_entered_and_taken_out(district: District, sign_in: SignIn) -> None:
    client = sign_in("keeper")
    row = {"do": "set", "topic": "noise", "organ": "xinan", "area": "xinan", "note": "镇区内"}
    assert client.post(f"{HOME}competence", row).status_code == 302
    assert [one.organ.code for one in directory.rows_of("noise")] == ["environment", "xinan"]
    assert "镇区内" in client.get(f"{HOME}competence").content.decode()
    assert client.post(f"{HOME}competence", {"do": "remove:noise|xinan|xinan"}).status_code == 302
    assert [one.organ.code for one in directory.rows_of("noise")] == ["environment"]
    for odd in ("remove:noise|xinan|xinan", "remove:", "remove:||", "nothing"):
        assert client.post(f"{HOME}competence", {"do": odd}).status_code == 422


def test_a_lost_second_factor_is_taken_away(district: District, sign_in: SignIn) -> None:

    staff = id_of("builder")
    Authenticator.objects.create(user_id=staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = sign_in("keeper")
    assert "解除遗失的第二验证方式" in client.get(f"{HOME}staff/{staff}").content.decode()
    client.post(f"{HOME}staff/{staff}", {"do": "second"})
    assert not Authenticator.objects.filter(user_id=staff).exists()
    assert kinds(f"staff:{staff}")[-1] == "staff.second_factor_removed"


def test_the_list_costs_the_same_for_any_number_of_staff(
    district: District, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in("keeper")
    client.get(f"{HOME}staff")
    with django_assert_max_num_queries(6):  # session, user, posts of the reader, list, its posts, revision
        assert client.get(f"{HOME}staff").status_code == 200


def test_the_first_page_says_when_the_night_was_last_done(
    district: District, sign_in: SignIn, now: Callable[[str], None]
) -> None:
    client = sign_in("keeper")
    assert "尚未完成" in client.get(HOME).content.decode()
    at = moment("2026-11-20")
    nightly = DBTaskResult.objects.create(
        task_path=nights.PATH, status="SUCCESSFUL", finished_at=at, run_after=at, args_kwargs={}, backend_name="default"
    )
    page = client.get(HOME).content.decode()
    assert "2026-11-20" in page
    assert "夜间任务没有按时完成" in page
    DBTaskResult.objects.filter(pk=nightly.pk).update(finished_at=moment("2026-11-23", 0))
    assert "夜间任务没有按时完成" not in client.get(HOME).content.decode()
