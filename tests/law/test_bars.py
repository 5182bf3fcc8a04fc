"""Who takes no step in a matter, whatever their post allows; members of staff as
arguments; values that grow.
"""

from datetime import UTC, datetime

import pytest
from tests.law import minimal

from huiyin.law.checks import check
from huiyin.law.engine import procedure
from huiyin.law.engine.applying import apply
from huiyin.law.language.reading import PackError
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Command, Facts
from huiyin.law.terms.ruling import Ruling

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)

ASIDE = """
track = "aside"
in_force = 2020-01-01
checked = 2026-11-22

[[bar]]
id = "aside"
title = { zh = "回避", en = "Standing aside" }
plain = { zh = "您应当回避。", en = "You stand aside." }
remedy = { zh = "由同事办理。", en = "A colleague acts." }
article = "8"
when = [{ fact = "values.aside", includes = "$actor" }]

[[step]]
id = "set_aside"
title = { zh = "决定回避", en = "Set aside" }
article = "8"
event = "grievance.set_aside"
from = ["@open"]
by = ["office"]
set.values = { aside = { append = "$args.people" } }

[[step.arg]]
name = "people"
title = { zh = "工作人员", en = "who" }
kind = "staff"
many = true
required = true
"""


def pack(text: str = ASIDE) -> Pack:
    """The smallest pack with a bar."""
    return minimal.parse(aside=text)


def begun(law: Pack) -> Facts:
    """A matter that stands open."""
    ruling = procedure.decide(law, Facts(), Command("complain", {"office": "office"}, frozenset({"resident"})), AT)
    assert ruling.allowed, ruling.refusals
    return apply(Facts(), ruling)


def take(law: Pack, facts: Facts, actor: str, *people: str) -> Ruling:
    """Somebody sets people aside."""
    return procedure.decide(law, facts, Command("set_aside", {"people": people}, frozenset({"office"}), actor), AT)


def test_whoever_is_named_takes_no_step_and_everybody_else_does() -> None:
    law = pack()
    facts = apply(begun(law), take(law, begun(law), "staff:1", "staff:2"))
    refused = take(law, facts, "staff:2", "staff:3")
    assert [(ground.rule, ground.article) for ground in refused.refusals] == [("bar:aside", "8")]
    assert refused.refusals[0].remedy is not None
    assert take(law, facts, "staff:3", "staff:4").allowed
    assert take(law, facts, "", "staff:4").allowed  # nobody in particular
    options = procedure.available(law, facts, frozenset({"office"}), AT, "staff:2")
    assert options
    assert all(option.ruling.refusals[0].rule == "bar:aside" for option in options)
    assert procedure.kept_away(law, facts, "staff:2")
    assert procedure.kept_away(law, facts, "staff:3") == ()


def test_every_bar_is_asked_about_those_who_are_named_to_sit() -> None:
    sits = ASIDE.replace("required = true\n", "required = true\nsits = true\n")
    other = ASIDE.partition("[[step]]")[0].replace('track = "aside"\n', "")
    other = other[other.index("[[bar]]") :].replace('"aside"', '"away"', 1)
    law = pack(sits.replace("[[step]]", other + "[[step]]", 1))
    facts = apply(begun(law), take(law, begun(law), "staff:8", "staff:1"))
    refused = take(law, facts, "staff:9", "staff:1")
    assert [ground.rule for ground in refused.refusals] == ["bar:aside", "bar:away"]


def test_what_is_appended_stays_once_and_in_order() -> None:
    law = pack()
    facts = begun(law)
    for people in (("staff:2", "staff:3"), ("staff:3", "staff:1")):
        facts = apply(facts, take(law, facts, "staff:9", *people))
    assert facts.values["aside"] == ("staff:2", "staff:3", "staff:1")


def test_staff_are_ids_and_one_is_not_several() -> None:
    law = pack()
    facts = begun(law)
    assert take(law, facts, "staff:9").refused  # required
    single = Command("set_aside", {"people": "staff:1"}, frozenset({"office"}), "staff:9")
    assert procedure.decide(law, facts, single, AT).refused


def test_a_bar_is_a_rule_like_others() -> None:
    assert "bar:aside" in check.rules(pack())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('[{ fact = "values.aside", includes = "$actor" }]', '[{ fact = "values.aside", present = true }]', "actor"),
        ('includes = "$actor" }', 'includes = "$actor" }, { fact = "args.people", present = true }', "args.people"),
        ('includes = "$actor" }', 'includes = "$actor" }, { fact = "dates.nowhere", present = true }', "nowhere"),
        ("when = [", "unless = [", "when"),
        ("many = true", 'many = true\namong = "nobody"', "among"),
        ('kind = "staff"', 'kind = "text"', "many"),
        ("set.values = { aside", "set.parties = { office", "appended"),
    ],
)
def test_what_cannot_be_asked_does_not_load(old: str, new: str, said: str) -> None:
    assert old in ASIDE
    with pytest.raises(PackError) as wrong:
        pack(ASIDE.replace(old, new))
    assert said in str(wrong.value)
