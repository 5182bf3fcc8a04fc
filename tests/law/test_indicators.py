"""What a pack measures itself by: read with errors that name file, key and reason."""

import pytest
from tests.law import minimal

from huiyin.law import packs
from huiyin.law.checks.check import check
from huiyin.law.language.reading import PackError

RULES = """
in_force = 2020-01-01
checked = 2026-11-22

[[indicator]]
id = "in_time"
title = { zh = "按期率", en = "In time" }
article = "9"
in_time = ["answer"]

[[indicator]]
id = "noted"
title = { zh = "备注", en = "Notes for each answer" }
article = "9"
events = ["grievance.noted"]
per = ["grievance.answered"]
"""


def test_a_pack_says_what_it_measures() -> None:
    measured = minimal.parse(indicators=RULES).indicators
    assert [(one.id, one.kind, one.of, one.per) for one in measured.values()] == [
        ("in_time", "in_time", ("answer",), ()),
        ("noted", "events", ("grievance.noted",), ("grievance.answered",)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["answer"]', '["reply"]', "indicators.toml: indicator.in_time.in_time: 'reply' is not declared"),
        ('["answer"]', "[]", "indicators.toml: indicator.in_time.in_time: must name at least one"),
        ('["answer"]', '["answer"]\noutcomes = ["yes"]', "an indicator has exactly one of"),
        ('["answer"]', '["answer"]\nper = ["answer"]', "only events are counted per other events"),
        ('in_time = ["answer"]', 'rated = ["happy"]', "indicator.in_time.rated: 'happy' is not declared"),
        ('["grievance.noted"]', '["grievance.lost"]', "'grievance.lost' is not declared"),
    ],
)
def test_errors(old: str, new: str, said: str) -> None:
    with pytest.raises(PackError) as caught:
        minimal.parse(indicators=RULES.replace(old, new, 1))
    assert said in str(caught.value)


def test_its_citation_is_checked_like_any_other() -> None:
    pack = minimal.parse(indicators=RULES.replace('article = "9"', 'article = "nine"', 1))
    assert any("indicator:in_time: article 'nine'" in str(problem) for problem in check(pack, []))


def test_what_the_shipped_packs_measure() -> None:
    """Nothing in them is lowered by receiving more matters, repeat matters, or matters
    at a higher level.
    """
    for key in packs.available():
        for one in packs.load(*key).indicators.values():
            assert one.kind in {"in_time", "rated", "outcomes", "events"}
            assert not {"matter.filed", "matter.contacted"} & {*one.of, *one.per}
