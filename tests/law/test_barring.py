"""A sealed report never goes to the organ that it is about: no step of any pack takes
that organ.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huiyin.law import packs
from huiyin.law.engine import procedure
from huiyin.law.language import accused_organ_check
from huiyin.law.language.reading import PackError
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms import pack_folders
from huiyin.law.terms.facts import Command, Facts, Value

AT = datetime(2026, 9, 7, 2, tzinfo=UTC)
PACKS = [packs.load(*key) for key in packs.available()]
NAMING = [
    pytest.param(pack, step, arg, category, id=f"{pack.key}:{step.id}.{arg.name}:{category}")
    for pack in PACKS
    for step in pack.steps.values()
    for arg in step.args
    if accused_organ_check.names_one(step, arg)
    for category in accused_organ_check.sealed_categories(pack)
    if not accused_organ_check.unread(pack, step, arg, category)
]


def sample(pack: Pack, arg: Argument) -> Value:
    """Something that the argument takes."""
    if arg.kind == "term":
        return next(iter(pack.terms[arg.vocabulary].terms))
    given: dict[str, Value] = {"text": "x", "int": 1, "bool": True, "date": AT.date(), "organ": "organ"}
    return given[arg.kind]


@pytest.mark.parametrize(("pack", "step", "arg", "category"), NAMING)
def test_the_law_refuses_every_step_that_names_the_accused(
    pack: Pack, step: Step, arg: Argument, category: str
) -> None:
    """Whatever else is told, and from every state in which the step can be taken."""
    told = {one.name: sample(pack, one) for one in step.args if one.required}
    asked = {f"{arg.name}_barred": True, "category": category}
    args = told | {name: value for name, value in asked.items() if step.arg(name)}
    for state in sorted(step.sources):
        facts = Facts(state=state, values={"category": category})
        ruling = procedure.decide(pack, facts, Command(step.id, args, roles=step.by), AT)
        assert ruling.refused
        refused_by = {ground.rule for ground in ruling.refusals}
        bars = {f"step:{step.id}.{one}" for one in ("never_to_the_accused", "not_with_the_accused")}
        bars |= {f"step:{step.id}.{one}" for one in ("no_accusation", "not_sealed")}
        assert refused_by & bars


def test_an_organ_that_becomes_nothing_in_a_sealed_matter_need_not_be_refused() -> None:
    """Who declares an interest is not kept waiting for it: the organ above simply does
    not come in.
    """
    pack = packs.load("cn-xinfang", "2022-05-01")
    step = pack.step("declare_recusal")
    above = step.arg("above")
    assert above is not None
    assert accused_organ_check.unread(pack, step, above, "accusation")
    assert not accused_organ_check.unread(pack, step, above, "appeal")
    args: dict[str, Value] = {
        "officer": "staff:1",
        "officer_head": True,
        "organ": "discipline",
        "above": "accused",
        "reason": "x",
    }
    facts = Facts(state="registered", values={"category": "accusation"}, parties={"handler": "discipline"})
    ruling = procedure.decide(pack, facts, Command(step.id, args, roles=step.by, actor="staff:1"), AT)
    assert ruling.allowed
    assert "accused" not in {*ruling.parties.values(), *(duty.owner for duty in ruling.opens)}


def test_every_pack_with_sealed_matters_is_among_them() -> None:
    assert {param.values[0].id for param in NAMING} == {
        "cn-xinfang",
        "cn-xinfang-retaliation",
        "cn-shandong",
        "ifc-grm",
    }  # type: ignore[attr-defined]
    named = {param.values[1].id for param in NAMING if param.values[0].key == "cn-xinfang/2022-05-01"}  # type: ignore[attr-defined]
    assert named >= {
        "file",
        "forward",
        "offer_handover",
        "refer_competence",
        "refer_conference",
        "decide_competence",
        "ask_joint",
        "ask_review",
        "ask_rereview",
        "escalate",
    }


def test_a_pack_that_forgets_the_bar_does_not_load() -> None:
    folder = pack_folders.PACKS / "ifc-grm" / "2018-10-01"
    # what the instrument's articles are is read apart from its rules
    rules = [path for path in folder.glob("*.toml") if path.name != "articles.toml"]
    texts = {path.name: path.read_text("utf-8") for path in rules}
    texts["steps.toml"] = texts["steps.toml"].replace("args.to_barred", "args.to_kind")
    with pytest.raises(PackError, match="could go to the organ that it is about"):
        packs.parse(texts)


def test_what_takes_no_further_organ_needs_no_bar() -> None:
    pack = packs.load("cn-xinfang", "2022-05-01")
    for step, arg in (("supervise", "supervisor"), ("move_joint_date", "to"), ("carry_over", "to")):
        found = pack.step(step).arg(arg)
        assert found is not None
        assert not accused_organ_check.names_one(pack.step(step), found)
