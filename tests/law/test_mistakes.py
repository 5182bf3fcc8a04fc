"""What is said about the mistakes that people make who write a pack: file, key, what is
wrong, what to do.

Each is made in a copy of the pack that ``huiyin law new`` writes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from huiyin.law import packs
from huiyin.law.checks.check import check, scenarios_of
from huiyin.law.language.reading import PackError
from huiyin.law.tools import cli, cli_new

Change = tuple[str, str, str, str]
"""The file, what stands there, what stands there instead, what is said."""
WITHDRAWN = '[scenario.when]\nstep = "withdraw"'
UNREASONED = """[[scenario.given]]
step = "answer"
on = 2026-03-09
by = ["handler"]
with = { outcome = "done", claims = 1, facts_stated = false }

"""
MISTAKES: dict[str, Change] = {
    "no article": (
        "rules.toml",
        'article = "Art. 1(2)"\nowner',
        "owner",
        'rules.toml: duty.answer.article: is missing: every rule says where it stands, by a number, "31(4)"',
    ),
    "a stage that is none": (
        "rules.toml",
        'article = "Art. 1(2)"\nowner',
        'article = "Art. 1(2)"\nstage = "handled"\nowner',
        "rules.toml: duty.answer.stage: must be one of taking_up, handling, reporting, executing, not 'handled'; did you mean 'handling'?",
    ),
    "an article that is none": (
        "rules.toml",
        'article = "Art. 1(2)"\nowner',
        'article = "first"\nowner',
        "duty:answer: article 'first' must be a number, \"31(4)\"",
    ),
    "an article that the instrument does not have": (
        "rules.toml",
        'article = "Art. 1(2)"\nowner',
        'article = "Art. 7"\nowner',
        "duty:answer: rests on Article 7, which the instrument does not have",
    ),
    "an unknown state in to": (
        "steps.toml",
        'to = "answered"',
        'to = "answred"',
        "steps.toml: step.answer.to: 'answred' is not a state that is declared; did you mean 'answered'?",
    ),
    "an unknown state in from": (
        "steps.toml",
        'from = ["acknowledged"]',
        'from = ["open"]',
        "steps.toml: step.answer.from: 'open' is not a state that is declared; there are acknowledged, answered,",
    ),
    "an owner that is no party": (
        "rules.toml",
        'owner = "handler"',
        'owner = "handlers"',
        "rules.toml: duty.answer.owner: 'handlers' is not a party that is declared; did you mean 'handler'?",
    ),
    "a sentence about the past that names what the step does not set": (
        "steps.toml",
        "{organ} has it, and {handler} answers",
        "{organ} has it, and {handlr} answers",
        "step.acknowledge.past: 'handlr' is not organ, agent or a party that the step sets; did you mean 'handler'?",
    ),
    "a sentence about the past with an open brace": (
        "steps.toml",
        "{organ} has it, and {handler} answers",
        "{organ has it",
        "steps.toml: step.acknowledge.past: is no sentence with names in braces",
    ),
    "a sentence for organs without any for all": (
        "steps.toml",
        'past = { zh = "{organ}确认收到',
        'past_by_organ = { zh = "{organ}确认收到',
        "steps.toml: step.acknowledge.past_by_organ: says something besides: past is missing",
    ),
    "an answer to what never happens": (
        "steps.toml",
        'event = "report.answered"\n',
        'event = "report.answered"\nanswers = ["report.acknowleged"]\n',
        "step.answer.answers: 'report.acknowleged' is not the event of a step; did you mean 'report.acknowledged'?",
    ),
    "one event told in two ways": (
        "steps.toml",
        'event = "report.answered"\n',
        'event = "report.acknowledged"\npast = { zh = "甲", en = "a" }\n',
        "step.answer.past: tells 'report.acknowledged' otherwise than the step 'acknowledge' does",
    ),
    "a side of today that is none": (
        "steps.toml",
        'kind = "text"\n',
        'kind = "date"\nday = "later"\n',
        "day: must be one of ahead, past, either, not 'later'",
    ),
    "a side of today for what is no date": (
        "steps.toml",
        'kind = "text"\n',
        'kind = "text"\nday = "ahead"\n',
        "day: only a date lies ahead or in the past",
    ),
    "a date that is not declared": (
        "rules.toml",
        'from = "acknowledged"',
        'from = "acknowledgd"',
        "rules.toml: duty.answer.from: 'acknowledgd' is not a date that is declared; did you mean 'acknowledged'?",
    ),
    "a date that no step sets": (
        "steps.toml",
        'set.dates = { acknowledged = "$today" }\n',
        "",
        "rules.toml: duty.answer.from: no step sets the date 'acknowledged': write set.dates in the step that does",
    ),
    "a unit misspelt": (
        "rules.toml",
        "days = 7",
        'unit = "workng"\ndays = 7',
        "rules.toml: duty.acknowledge.unit: must be one of calendar, working, not 'workng'; did you mean 'working'?",
    ),
    "a limit in two units": (
        "rules.toml",
        "days = 7",
        "days = 7\nmonths = 1",
        "rules.toml: duty.acknowledge.months: cannot stand beside days: a limit is counted in one unit",
    ),
    "a number as a string": (
        "rules.toml",
        "days = 7",
        'days = "7"',
        "rules.toml: duty.acknowledge.days: must be a whole number, not '7'",
    ),
    "a word where a list is": (
        "steps.toml",
        'by = ["petitioner", "clerk"]',
        'by = "petitioner"',
        "steps.toml: step.file.by: must be a list of strings, not 'petitioner'",
    ),
    "a day as a string": (
        "pack.toml",
        "in_force = 2026-01-01",
        'in_force = "2026-01-01"',
        "pack.toml: in_force: must be a date like 2022-05-01, not '2026-01-01'",
    ),
    "a misspelt key": (
        "rules.toml",
        'owner = "handler"',
        'ownr = "handler"',
        "rules.toml: duty.answer.ownr: is not a key that is known here; did you mean 'owner'?",
    ),
    "a misspelt table": (
        "rules.toml",
        "[[right]]",
        "[[rigth]]",
        "rules.toml: rigth: is not a key that is known here; did you mean 'right'?",
    ),
    "a refusal without remedy": (
        "rules.toml",
        'remedy = { zh = "请向主管机关提出。", en = "Turn to the competent authority." }\n',
        "",
        "rules.toml: vocabulary.grounds.term.outside.remedy: is missing: whoever is turned away must be told",
    ),
    "a bracket that is not closed": (
        "steps.toml",
        'from = ["acknowledged"]',
        'from = ["acknowledged"',
        "steps.toml: (file): not readable as TOML: ",
    ),
    "a language that is missing": (
        "rules.toml",
        'title = { zh = "答复", en = "Answer" }',
        'title = { en = "Answer" }',
        'must have zh and en, neither of them empty, and nothing else; or say languages = ["en"] in pack.toml',
    ),
    "an id twice": (
        "rules.toml",
        'id = "answer"\n',
        'id = "acknowledge"\n',
        "rules.toml: duty.acknowledge.id: 'acknowledge' is there twice: give one of them another id",
    ),
    "a final state without ending": (
        "pack.toml",
        'ending = "refused"\n',
        "",
        "pack.toml: state.declined.ending: is missing; it must be one of resolved, unresolved, refused,",
    ),
    "no day of coming into force": (
        "rules.toml",
        "in_force = 2026-01-01",
        "# in_force = 2026-01-01",
        "rules.toml: duty.acknowledge.in_force: is missing: write a date like 2022-05-01 here, or once at the head",
    ),
    "a wrong day in a scenario": (
        "scenarios/first.toml",
        "due = 2026-06-05",
        "due = 2026-06-06",
        "first.toml: acknowledge: exactly.opens.answer.due: expected 2026-06-06, the law says 2026-06-05",
    ),
    "a step that no scenario takes": (
        "scenarios/first.toml",
        'step = "supplement"\non',
        'step = "contact"\nwith = { channel = "letter" }\non',
        'steps.toml:233: step:supplement: no scenario shows this rule: write one that takes it: step = "supplement", in 2026-01-01/scenarios',
    ),
    "a history that is refused": (
        "scenarios/first.toml",
        WITHDRAWN,
        f"{UNREASONED}{WITHDRAWN}",
        "first.toml: withdraw: given: answer on 2026-03-09 is refused: An answer gives its reasons.",
    ),
    "a scenario after one that is not there": (
        "scenarios/first.toml",
        'after = "file"',
        'after = "fil"',
        "first.toml: scenario.acknowledge.after: 'fil' is not a scenario further up in this file; did you mean 'file'?",
    ),
    "a step that nobody declared, in a scenario": (
        "scenarios/first.toml",
        'step = "withdraw"',
        'step = "withdrw"',
        "first.toml: scenario.withdraw.step: 'withdrw' is not a step of the pack; did you mean 'withdraw'?",
    ),
    "a role that is not declared": (
        "steps.toml",
        'by = ["petitioner", "clerk"]',
        'by = ["petitioner", "clark"]',
        "steps.toml: step.file.by: 'clark' is not a party or a role that is declared; did you mean 'clerk'?",
    ),
    "a duty that is not declared": (
        "steps.toml",
        'discharges = ["answer"]',
        'discharges = ["anser"]',
        "step.answer.discharges: 'anser' is not declared as a [[duty]] or a [[right]]; did you mean 'answer'?",
    ),
    "a letter that has no name": (
        "steps.toml",
        'letters = ["receipt"]',
        'letters = ["reciept"]',
        "steps.toml: step.file.letters: 'reciept' is not a term of the vocabulary letters; did you mean 'receipt'?",
    ),
    "a condition on what is not there": (
        "steps.toml",
        'fact = "args.facts_stated"',
        'fact = "args.facts_state"',
        "a condition mentions 'args.facts_state', which is not declared; did you mean 'facts_stated'?",
    ),
    "a requirement without remedy": (
        "steps.toml",
        'remedy = { zh = "请补写理由。", en = "Write down the reasons." }\n',
        "",
        "steps.toml: step.answer.require.reasons.remedy: is missing",
    ),
    "an unverified value without a note": (
        "rules.toml",
        "verified = false\nnote = ",
        "verified = false\nplain_note = ",
        "rules.toml: right.elsewhere.note: is missing: an unverified rule must say where its value comes from",
    ),
    "a duty that nothing ends": (
        "steps.toml",
        'discharges = ["answer"]\ncancels = ["*"]',
        "discharges = []",
        "model: answered: answer still open after: file > acknowledge > answer",
    ),
}


def said(folder: Path) -> list[str]:
    """What ``huiyin law check`` says of a draft."""
    try:
        pack = packs.read_folder(folder)
    except PackError as error:
        return [str(problem) for problem in error.problems]
    return [str(problem) for problem in check(pack, scenarios_of(pack, folder / "scenarios"), folder)]


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """What ``huiyin law new`` writes."""
    folder = tmp_path / "my-rules" / "2026-01-01"
    shutil.copytree(cli_new.SKELETON, folder)
    for file in folder.rglob("*.toml"):
        text = file.read_text("utf-8").replace('"ID', '"my-rules').replace("VERSION", "2026-01-01")
        file.write_text(text.replace("CHECKED", "2026-11-29"), "utf-8")
    return folder


def test_without_a_mistake_nothing_is_said(skeleton: Path) -> None:
    assert said(skeleton) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_said_with_file_key_and_cure(skeleton: Path, mistake: str) -> None:
    file, old, new, wanted = MISTAKES[mistake]
    path = skeleton / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert wanted in "\n".join(said(skeleton))


def test_a_paragraph_sign_with_a_space_is_a_citation_like_any_other(skeleton: Path) -> None:
    for file in ("rules.toml", "articles.toml"):
        path = skeleton / file
        text = path.read_text("utf-8").replace('"Art. 1(2)"', '"§ 1(2)"')
        path.write_text(text, "utf-8")
    assert said(skeleton) == []
    explained = CliRunner().invoke(cli.app, ["explain", "§ 1(2)", "--pack", str(skeleton), "--language", "en"])
    assert explained.exit_code == 0
    assert "duty:answer  § 1(2)  3 months" in explained.stdout
