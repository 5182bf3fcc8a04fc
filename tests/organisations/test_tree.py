"""The tree of organs, and what the law asks of it: who is superior, who is above both."""

import pytest
from tests.organisations.conftest import AT

from huiyin.ledger import reads as ledger
from huiyin.ledger.verify import verify_chains
from huiyin.organisations import acts, info, reads, recording, register
from huiyin.organisations import verify as register_verify
from huiyin.organisations.models import Revision

pytestmark = pytest.mark.usefixtures("city")


def code(found: info.OrganInfo | None) -> str | None:
    return found.code if found else None


def test_an_organ_knows_its_place() -> None:
    assert reads.organ("xinan") == info.OrganInfo(
        code="xinan",
        name_zh="新安镇",
        name_en="Xinan",
        level="town",
        kind="territorial",
        parent="east",
        path="/city/east/xinan/",
    )
    assert reads.organ("xinan").name("zh-hans") == "新安镇"
    assert reads.organ("xinan").name("en") == "Xinan"


def test_unknown_organs() -> None:
    with pytest.raises(reads.UnknownOrgan):
        reads.organ("nowhere")
    assert set(reads.organs(["east", "nowhere"])) == {"east"}
    assert not reads.is_under("nowhere", "city")
    assert not reads.is_under("city", "nowhere")


def test_the_superior_of_a_department_is_its_government() -> None:
    assert code(reads.superior("east-env")) == "east"
    assert code(reads.superior("east")) == "city"
    assert reads.superior("city") is None
    assert [found.code for found in reads.ancestors("xinan-1")] == ["xinan", "east", "city"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("east-env", "xinan", "east"),
        ("east-env", "xinan-1", "east"),
        ("east-env", "west-env", "city"),
        ("east", "west", "city"),
        ("east", "east-env", "city"),
        ("east-env", "east", "city"),
        ("xinan", "xinan", "east"),
        ("city", "east", None),
    ],
)
def test_the_common_superior_stands_above_both(a: str, b: str, expected: str | None) -> None:
    assert code(reads.superior_of_all([a, b])) == expected


def test_subtrees() -> None:
    assert reads.subtree_codes("xinan") == ("xinan", "xinan-1")
    assert set(reads.subtree_codes("east")) == {"east", "east-xf", "east-env", "east-jw", "xinan", "xinan-1"}
    assert len(reads.tree()) == 10
    assert reads.is_under("xinan-1", "east")
    assert reads.is_under("east", "east")
    assert not reads.is_under("east", "xinan")
    assert not reads.is_under("west-env", "east")


def test_a_code_that_begins_like_another_is_not_under_it() -> None:
    acts.create_organ(
        code="east-2", name_zh="东二", level="district", kind="government", parent="city", by="system", at=AT
    )
    assert "east-2" not in reads.subtree_codes("east")


def test_the_default_office_is_the_one_nearest_the_root(settings) -> None:
    assert reads.default_office().code == "city-xf"
    settings.HUIYIN_OFFICE = "east-xf"
    assert reads.default_office().code == "east-xf"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": "a/b"}, "is no code"),
        ({"code": ""}, "is no code"),
        ({"code": "x" * 33}, "is no code"),
        ({"code": "east"}, "exists already"),
        ({"parent": "nowhere"}, "there is no organ nowhere"),
        ({"level": "moon"}, "known level"),
        ({"kind": "club"}, "known kind"),
        ({"name_zh": " "}, "needs a name"),
    ],
)
def test_an_organ_that_makes_no_sense_is_refused_and_nothing_is_written(change: dict[str, str], message: str) -> None:
    before = ledger.count()
    given = {"code": "new", "name_zh": "新", "level": "town", "kind": "territorial", "parent": "east", **change}
    with pytest.raises(recording.InvalidRegister, match=message):
        acts.create_organ(**given, by="system", at=AT)
    assert ledger.count() == before
    assert len(reads.tree()) == 10


def test_a_tree_that_grows_too_deep_is_refused() -> None:
    def dig() -> None:
        parent = "city"
        for depth in range(20):
            parent = acts.create_organ(
                code=f"{depth:032}", name_zh="深", level="grid", kind="other", parent=parent, by="system", at=AT
            )

    with pytest.raises(recording.InvalidRegister, match="too deep"):
        dig()


def test_renaming_and_closing_leave_their_events() -> None:
    acts.rename_organ(code="xinan", name_zh="新安街道", name_en="Xin'an", by="staff:1", at=AT)
    acts.close_organ(code="xinan", by="staff:1", at=AT)
    found = reads.organ("xinan")
    assert (found.name_zh, found.name_en, found.active) == ("新安街道", "Xin'an", False)
    events = ledger.events("organ:xinan")
    assert [event.type for event in events] == ["organ.created", "organ.renamed", "organ.closed"]
    assert events[1].payload == {
        "old": {"name_zh": "新安镇", "name_en": "Xinan"},
        "new": {"name_zh": "新安街道", "name_en": "Xin'an"},
    }
    assert (events[1].actor, events[1].organ, events[1].at) == ("staff:1", "xinan", AT)
    assert list(verify_chains()) == []


@pytest.mark.parametrize("act", [acts.rename_organ, acts.close_organ])
def test_changing_an_unknown_organ_is_refused(act) -> None:
    names = {"name_zh": "新"} if act is acts.rename_organ else {}
    with pytest.raises(recording.InvalidRegister, match="there is no organ"):
        act(code="nowhere", by="system", at=AT, **names)


def test_an_empty_new_name_is_refused() -> None:
    with pytest.raises(recording.InvalidRegister, match="needs a name"):
        acts.rename_organ(code="xinan", name_zh="", by="system", at=AT)


def test_organs_cost_no_query_while_the_copy_is_trusted(django_assert_num_queries) -> None:
    reads.tree()
    with django_assert_num_queries(0):
        reads.organ("east")
        reads.superior_of_all(["east-env", "xinan"])
        reads.subtree_codes("city")
        reads.default_office()


def test_another_process_is_heard_after_a_while(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries) -> None:
    first = register.current()
    monkeypatch.setattr(register, "TRUST_SECONDS", 0)
    with django_assert_num_queries(1):  # the token is the same: one cheap question
        assert register.current() is first
    Revision.objects.update(token="another")
    assert register.current() is not first


def test_a_department_is_directed_by_the_department_above() -> None:
    acts.create_organ(
        code="city-env", name_zh="市环保局", level="city", kind="department", parent="city", by="x", at=AT
    )
    acts.set_department_above(code="east-env", department="city-env", by="x", at=AT)
    assert code(reads.superior_department("east-env")) == "city-env"
    assert reads.superior_department("east") is None
    acts.set_department_above(code="east-env", department="city-env", by="x", at=AT)
    kinds = [event.type for event in ledger.events("organ:east-env")]
    assert kinds.count("organ.directed") == 1
    assert not list(register_verify.check())
    acts.set_department_above(code="east-env", department=None, by="x", at=AT)
    assert reads.superior_department("east-env") is None


@pytest.mark.parametrize("odd", ["nowhere", "east-env", "east"])
def test_nothing_directs_what_stands_above_or_under_it(odd: str) -> None:
    with pytest.raises(recording.InvalidRegister):
        acts.set_department_above(code="east-env", department=odd, by="x", at=AT)
