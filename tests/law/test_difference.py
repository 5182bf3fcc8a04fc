"""What a new version changes, for whom: expectations from the texts of both
instruments, and on made-up packs.
"""

import json
from pathlib import Path

import pytest
from click.testing import Result
from tests.law import minimal
from tests.law.minimal import FILES, HEAD, RULES, STEPS, put
from typer.testing import CliRunner

from huiyin.law import packs
from huiyin.law.checks.difference import differences
from huiyin.law.rules.pack import Pack
from huiyin.law.tools import cli

CONDITION = """
[[step.require]]
id = "soon"
that = [{{ fact = "args.weight", at_most = {most} }}]
refuse = {{ zh = "太重。", en = "Too heavy." }}
remedy = {{ zh = "x", en = "x" }}

[[step.open]]
duty = "answer"
"""
LETTERS = """
[[vocabulary]]
id = "letters"
title = { zh = "文书", en = "letters" }

[[vocabulary.term]]
id = "receipt"
title = { zh = "回执", en = "receipt" }
article = "3"
"""


def law(*words: str) -> Result:
    return CliRunner().invoke(cli.app, words)


def said(old: Pack, new: Pack, role: str, language: str = "en") -> list[str]:
    return [one.text.in_language(language) for one in differences(old, new) if one.role == role]


def test_nothing_differs_from_itself(small: Pack) -> None:
    assert differences(small, minimal.parse()) == []


@pytest.mark.parametrize(
    ("old", "new", "role", "text"),
    [
        (
            "days = 10",
            "days = 8",
            "office",
            "“Answer” has less time: 10 working days (Art. 4) → 8 working days (Art. 4).",
        ),
        (
            "days = 10",
            "days = 12",
            "office",
            "“Answer” has more time: 10 working days (Art. 4) → 12 working days (Art. 4).",
        ),
        (
            'days = 10\nunit = "working"',
            "days = 10",
            "office",  # ten days are fewer than ten working days
            "“Answer” has less time: 10 working days (Art. 4) → 10 calendar days (Art. 4).",
        ),
        (
            'days = 10\nunit = "working"',
            "days = 14",
            "office",  # and fourteen are as many
            "“Answer” has another limit: 10 working days (Art. 4) → 14 calendar days (Art. 4).",
        ),
        (
            'owner = "office"\nfrom = "received"\ndays',
            'owner = "office"\nfrom = "promised"\ndays',
            "office",
            "“Answer” runs from another day: received → promised.",
        ),
        (
            'article = "5"\nfrom = "received"\ndays = 30',
            'article = "7"\nfrom = "received"\ndays = 20',
            "petitioner",
            "“Appeal” has less time: 30 calendar days (Art. 5) → 20 calendar days (Art. 7).",
        ),
        (
            'from = "received"\ndays = 30',
            "",
            "petitioner",
            "“Appeal” has another limit: 30 calendar days (Art. 5) → no limit (Art. 5).",
        ),
        ('article = "6"', 'article = "9"', "", "Rules that rest on an article with another number: 1."),
    ],
)
def test_duties_and_rights(small: Pack, old: str, new: str, role: str, text: str) -> None:
    assert text in said(small, minimal.parse(rules=put(RULES, old, new)), role)


def test_what_is_new_is_gone_the_other_way_round(small: Pack) -> None:
    steps = STEPS.replace(
        '[[step.open]]\nduty = "keep_promise"\nwhen = [{ fact = "dates.promised", present = true }]\n', ""
    )
    start, end = RULES.index('[[duty]]\nid = "keep_promise"'), RULES.index("[[right]]")
    less = minimal.parse(rules=RULES[:start] + RULES[end:], steps=steps)
    assert said(less, small, "office") == ["New duty “Keep the promise”: by the promised (Art. 6)."]
    assert said(small, less, "office") == ["No longer owed: “Keep the promise”, by the promised (Art. 6)."]
    assert said(small, less, "office", "zh") == ["取消办理环节“兑现承诺”：承诺（第6条）。"]


def test_who_may_take_a_step(small: Pack) -> None:
    other = minimal.parse(steps=put(STEPS, 'from = ["@any"]\nby = ["office"]', 'from = ["@any"]\nby = ["resident"]'))
    assert said(small, other, "resident") == ["May now take the step “Note” (Art. 4)."]
    assert said(small, other, "office") == ["May no longer take the step “Note” (Art. 4)."]


def test_when_a_step_is_possible(small: Pack) -> None:
    other = minimal.parse(steps=put(STEPS, 'from = ["@any"]', 'from = ["@open"]'))
    assert said(small, other, "office") == ["“Note” is no longer possible when the matter is: closed (Art. 4)."]
    assert said(other, small, "office") == ["“Note” is also possible when the matter is: closed (Art. 4)."]


def test_conditions(small: Pack) -> None:
    plain = '[[step.open]]\nduty = "answer"\n'
    five, six = (minimal.parse(steps=put(STEPS, plain, CONDITION.format(most=most))) for most in (5, 6))
    assert said(small, five, "resident") == ["“Complain” has a new condition; otherwise: Too heavy. (Art. 3)"]
    assert said(five, six, "resident") == ["“Complain” has a condition that changed; now: Too heavy. (Art. 3)"]
    assert said(six, small, "resident") == [
        (
            "“Complain” no longer depends on this here (the text may still ask for it, look there);"
            " it was: Too heavy. (Art. 3)"
        )
    ]


def test_what_must_be_stated_and_letters(small: Pack) -> None:
    steps = put(STEPS, 'kind = "date"', 'kind = "date"\nrequired = true')
    steps = put(steps, 'by = ["resident"]', 'by = ["resident"]\nletters = ["receipt"]')
    other = minimal.parse(steps=steps, rules=RULES + LETTERS)
    assert said(small, other, "resident") == [
        "“Complain” must now state: promised (Art. 3).",
        "“Complain” now owes a letter: receipt (Art. 3).",
    ]
    assert said(other, small, "resident") == [
        "“Complain” need no longer state: promised (Art. 3).",
        "“Complain” no longer owes a letter: receipt (Art. 3).",
    ]


def test_what_a_step_sets_off(small: Pack) -> None:
    moved = put(STEPS, '[[step.open]]\nduty = "answer"\n', "") + '\n[[step.open]]\nduty = "answer"\n'
    assert said(small, minimal.parse(steps=moved), "office") == [
        "“Complain” no longer sets off “Answer” (Art. 3).",
        "“Note” now sets off “Answer” (Art. 4).",
    ]


def test_words_and_states(small: Pack) -> None:
    refusing = 'id = "maybe"\ntitle = { zh = "也许", en = "maybe" }\narticle = "8"\n'
    other = minimal.parse(rules=f"{RULES}\n[[vocabulary.term]]\n{refusing}")
    assert said(small, other, "") == ["New among answers: “maybe” (Art. 8)."]
    assert said(other, small, "") == ["Gone from answers: “maybe” (Art. 8)."]
    head = HEAD + '\n[[state]]\nid = "parked"\ntitle = { zh = "搁置", en = "parked" }\n'
    assert said(small, minimal.parse(pack=head), "") == ["New stage of a matter: parked."]
    listed = minimal.parse(rules=RULES + LETTERS.replace('"letters"', '"colours"', 1))
    assert said(small, listed, "") == ["New list, letters: receipt."]


def regulations() -> tuple[Pack, Pack]:
    return packs.load("cn-xinfang", "2005-05-01"), packs.load("cn-xinfang", "2022-05-01")


def test_the_regulations_for_the_responsible_organ() -> None:
    """2022: written notice within 15 days, objections within five working days (23);
    reports stay sealed (22, 30).
    """
    found = said(*regulations(), "handler")
    for text in (
        "New duty “Written notice”: 15 calendar days (Art. 23).",
        "May now take the step “Object” (Art. 23, within 5 working days).",
        "May now take the step “Give written notice” (Art. 23).",
        (
            "“Forward” has a new condition; otherwise: An accusation goes only to the "
            "discipline and supervision"
            " organ, never to the accused person or organ. (Art. 22, 30)"
        ),
        "“Accept” is no longer possible when the matter is: registered, forwarded (Art. 31, 34).",
    ):
        assert text in found
    assert not any("has less time" in text or "has more time" in text for text in found)  # 60 + 30 days in both


def test_the_regulations_for_the_others() -> None:
    old, new = regulations()
    assert "New duty “Answer to the objection”: 5 working days (Art. 23)." in said(old, new, "sender")
    gone = "“提出信访事项”在这里不再以此为条件（条文可能仍有要求，请看原文）：此类事项应当载明姓名和住址。（第17条）"
    assert gone in said(old, new, "petitioner", "zh")
    assert (
        "Gone from grounds of refusal: “a matter for the people's congress, court or procuratorate” (Art. 15, 21(1))."
    ) in (said(old, new, "petitioner"))
    assert "New among statutory routes: “labour inspection” (Art. 31(5))." in said(old, new, "petitioner")
    assert "New stage of a matter: receipt notified." in said(old, new, "")


def test_the_petitioner_comes_first_and_everybody_last() -> None:
    roles = list(dict.fromkeys(change.role for change in differences(*regulations())))
    assert roles[0] == "petitioner"
    assert roles[-1] == ""
    assert roles.index("handler") < roles.index("handler.head")


def test_the_command(draft: Path) -> None:
    newer = draft.parent / "newer"
    newer.mkdir()
    for name, text in FILES.items():
        (newer / name).write_text(text.replace("days = 10", "days = 8"), "utf-8")
    result = law("diff", str(draft), str(newer), "--language", "en")
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "Grievance Rules  aa-grievance/2020-01-01",
            "Grievance Rules  aa-grievance/2020-01-01",
            "",
            "office",
            "  - “Answer” has less time: 10 working days (Art. 4) → 8 working days (Art. 4).",
        ],
    )
    chinese = law("diff", str(draft), str(newer), "--language", "zh").stdout
    assert "  - “答复”的期限缩短：10个工作日（第4条） → 8个工作日（第4条）。" in chinese
    assert law("diff", str(draft), str(draft), "--language", "en").stdout.splitlines()[-1] == "Nothing changed."


def test_the_command_as_json() -> None:
    result = law("diff", "cn-xinfang/2005-05-01", "cn-xinfang/2022-05-01", "--json", "--language", "en")
    found = json.loads(result.stdout)
    assert (found["old"], found["new"]) == ("cn-xinfang/2005-05-01", "cn-xinfang/2022-05-01")
    assert {
        "role": "handler",
        "what": "duty_new",
        "rule": "duty:notify",
        "text": "New duty “Written notice”: 15 calendar days (Art. 23).",
        "verified": True,
    } in found["changes"]


def test_a_pack_that_is_not_there() -> None:
    result = law("diff", "cn-xinfang/2005-05-01", "cn-xinfang/1949-10-01", "--language", "en")
    assert result.exit_code == 2
    assert result.stderr.startswith("NEW: there is no pack “cn-xinfang/1949-10-01”.")


def test_defaults_are_not_told_as_changes_of_the_law() -> None:
    """Neither text has a right to ask for the ordinary procedure, agents, or a list of
    other ways (audit F26).
    """
    old, new = regulations()
    found = {(one.what, one.rule): one for one in differences(old, new) if one.role in {"petitioner", "clerk", ""}}
    for what, rule in (("right_new", "right:ask_ordinary"), ("step_new", "step:appoint_agent"), ("routes_listed", "")):
        assert not found[what, rule].verified, rule
    assert not any(what == "route_new" for what, _rule in found)
    marked = law("diff", old.key, new.key, "--language", "zh").output
    line = next(line for line in marked.splitlines() if "要求转为普通程序”：30日" in line)
    assert line.endswith("〔系统默认，不是法律的修改〕")
    assert "条文没有这样写，不能据此认为法律有修改" in marked


def test_whom_the_regulations_bind_is_told() -> None:
    """信访条例第2条: governments and their departments; 信访工作条例第2条: the Party and courts too."""
    (scope,) = [one for one in differences(*regulations()) if one.what == "scope"]
    assert "政府" in scope.text.zh
    assert "审判" in scope.text.zh.partition("现为")[2]
    assert "审判" not in scope.text.zh.partition("现为")[0]
