"""Rules of one pack that stand in another instrument than the pack's own: each is cited
as what it is.
"""

import pytest
from tests.law import minimal

from huiyin.law import packs
from huiyin.law.language.reading import PackError

HEAD = minimal.HEAD.replace(
    "[[party]]",
    '[[cited]]\nid = "charter"\ntitle = { zh = "宪章", en = "Charter" }\nin_force = 2019-01-01\n\n[[party]]',
    1,
)
APPEAL = minimal.RULES.replace('article = "5"', 'article = "para. 7"\ncited = "charter"', 1)


def test_the_standard_behind_appeals_is_named() -> None:
    """ESS10 asks for an appeals process and for protection from retribution; the Note
    of 2009 describes the steps.
    """
    pack = packs.load("ifc-grm", "2018-10-01")
    named = {
        name: pack.cited(rule).en.partition(" (")[0]
        for name, rule in {
            "appeal": pack.rights["appeal"],
            "outside": pack.rights["outside"],
            "decide_appeal": pack.duties["decide_appeal"],
            "answer_reprisal": pack.duties["answer_reprisal"],
            "propose": pack.duties["propose"],
        }.items()
    }
    assert named == {
        "appeal": "World Bank ESS10",
        "outside": "World Bank ESS10",
        "decide_appeal": "World Bank ESS10",
        "answer_reprisal": "World Bank ESS10",
        "propose": "IFC Good Practice Note on grievances",
    }
    assert pack.stands_on == ()
    assert pack.cites_several


def test_what_a_rule_is_cited_from() -> None:
    pack = minimal.parse(pack=HEAD, rules=APPEAL)
    right = pack.rights["appeal"]
    assert (right.ground.instrument.en, right.ground.pack) == ("Charter", "aa-grievance/2020-01-01@charter")
    assert pack.instrument_of(right.ground.pack).en == "Charter"
    assert pack.own(right)
    assert pack.duties["answer"].ground.pack == pack.key


def test_an_instrument_that_nobody_named() -> None:
    with pytest.raises(PackError, match=r"right.appeal.cited: 'charter' is no \[\[cited\]\] instrument of pack.toml"):
        minimal.parse(rules=APPEAL)
