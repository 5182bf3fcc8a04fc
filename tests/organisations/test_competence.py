"""Topics, areas, and who is competent: suggestions with the row that they rest on."""

import pytest
from tests.organisations.conftest import AT

from huiyin.ledger import reads as ledger
from huiyin.organisations import acts, reads, recording

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def vocabulary(city: None) -> None:
    acts.create_topic(code="env", name_zh="生态环境", name_en="Environment", by="system", at=AT)
    acts.create_topic(code="noise", name_zh="噪声", parent="env", by="system", at=AT)
    acts.create_topic(code="land", name_zh="土地", by="system", at=AT)
    acts.create_area(code="a-east", name_zh="东区", level="district", by="system", at=AT)
    acts.create_area(code="a-xinan", name_zh="新安镇", level="town", parent="a-east", by="system", at=AT)
    acts.create_area(code="a-west", name_zh="西区", level="district", by="system", at=AT)


def allot(topic: str, organ: str, area: str | None = None, note: str = "") -> None:
    acts.set_competence(topic=topic, organ=organ, area=area, note=note, by="system", at=AT)


def found(topic: str, area: str | None = None) -> list[tuple[str, str, str | None, bool]]:
    return [
        (one.organ.code, one.topic.code, one.area.code if one.area else None, one.exact)
        for one in reads.competent(topic, area)
    ]


def test_the_most_particular_row_comes_first() -> None:
    allot("env", "city")
    allot("env", "east-env", "a-east")
    allot("env", "west-env", "a-west")
    allot("noise", "xinan", "a-xinan", note="三定方案")
    assert found("noise", "a-xinan") == [
        ("xinan", "noise", "a-xinan", True),
        ("east-env", "env", "a-east", False),
        ("city", "env", None, False),
    ]
    assert found("env", "a-west") == [("west-env", "env", "a-west", True), ("city", "env", None, True)]
    assert found("env") == [("city", "env", None, True)]
    assert reads.competent("noise", "a-xinan")[0].note == "三定方案"


def test_unknown_topics_and_places_find_what_can_be_known() -> None:
    allot("env", "city")
    assert found("nothing") == []
    assert found("land", "a-east") == []
    assert found("env", "nowhere") == [("city", "env", None, True)]


def test_an_organ_is_named_once_and_a_closed_one_never() -> None:
    allot("noise", "east-env", "a-east")
    allot("env", "east-env")
    allot("env", "xinan")
    acts.close_organ(code="xinan", by="system", at=AT)
    assert found("noise", "a-east") == [("east-env", "noise", "a-east", True)]


def test_setting_twice_changes_the_note_and_removing_keeps_the_history() -> None:
    allot("env", "city", note="一")
    allot("env", "city", note="二")
    assert [one.note for one in reads.competent("env")] == ["二"]
    acts.remove_competence(topic="env", organ="city", by="system", at=AT)
    assert found("env") == []
    kinds = [event.type for event in ledger.events("organ:city")]
    assert kinds == ["organ.created", "organ.competence_set", "organ.competence_set", "organ.competence_removed"]
    with pytest.raises(recording.InvalidRegister, match="not in the table"):
        acts.remove_competence(topic="env", organ="city", by="system", at=AT)


@pytest.mark.parametrize(
    "wrong", [{"topic": "nothing"}, {"organ": "nowhere"}, {"area": "nowhere"}], ids=["topic", "organ", "area"]
)
def test_unknown_codes_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(recording.InvalidRegister, match="unknown"):
        acts.set_competence(**{"topic": "env", "organ": "city", "area": "a-east", **wrong}, by="system", at=AT)


def test_topics_and_areas_are_listed_and_named() -> None:
    assert [topic.code for topic in reads.topics()] == ["env", "land", "noise"]
    assert [area.code for area in reads.areas()] == ["a-east", "a-west", "a-xinan"]
    noise, environment, xinan = (reads.topic("noise"), reads.topic("env"), reads.area("a-xinan"))
    assert noise is not None
    assert environment is not None
    assert xinan is not None
    assert (noise.parent, noise.name("en"), environment.name("en"), environment.name("zh-hans")) == (
        "env",
        "噪声",
        "Environment",
        "生态环境",
    )
    assert (xinan.parent, xinan.level, xinan.name("en")) == ("a-east", "town", "新安镇")
    assert reads.topic("nothing") is None
    assert reads.area("nowhere") is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": "env"}, "exists already"),
        ({"code": "a b"}, "is no code"),
        ({"name_zh": ""}, "needs a name"),
        ({"parent": "x"}, "no topic x"),
    ],
)
def test_a_topic_that_makes_no_sense_is_refused(change: dict[str, str], message: str) -> None:
    with pytest.raises(recording.InvalidRegister, match=message):
        acts.create_topic(**{"code": "new", "name_zh": "新", **change}, by="system", at=AT)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": "a-east"}, "exists already"),
        ({"name_zh": ""}, "needs a name"),
        ({"level": "moon"}, "known level"),
        ({"parent": "x"}, "no area x"),
    ],
)
def test_an_area_that_makes_no_sense_is_refused(change: dict[str, str], message: str) -> None:
    with pytest.raises(recording.InvalidRegister, match=message):
        acts.create_area(**{"code": "new", "name_zh": "新", "level": "town", **change}, by="system", at=AT)
