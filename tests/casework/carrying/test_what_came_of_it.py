"""What came of matters of an old ledger: answers, other endings, and what a file of a
month later says more.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plugins.district import District, moment

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.legacy_import import importing, mapping_file
from huiyin.casework.chapters.legacy_import.report import Outcome
from huiyin.casework.matter import reads, views
from huiyin.casework.models import Case, Note
from huiyin.casework.upkeep import verify
from huiyin.ledger import reads as ledger
from huiyin.web.kit.labels import term_choices

NOW = moment("2026-11-23")
HEADINGS = [
    "编号",
    "信访日期",
    "信访形式",
    "信访人数",
    "责任单位",
    "概况",
    "办结日期",
    "办理结果",
    "答复意见",
    "事项类别",
    "重复件对应编号",
]
OPEN = ["A1", "2014-03-05", "来信", "1", "新安镇", "反映楼道灯长期不亮", "", "", "", "", ""]
OWN = """
like = "district-ledger"
[column.ground]
headings = ["理由"]
[values.outcome]
"不予受理" = "refused"
"转送" = "passed_on"
"撤诉" = "withdrawn"
[values.ground]
"职权" = "not_competent"
"""


def row(**changes: str) -> list[str]:
    """The open row with some cells changed, named by their headings."""
    return list((dict(zip(HEADINGS, OPEN, strict=True)) | changes).values())


def run(folder: Path, *rows: Sequence[str], own: str = OWN, headings: Sequence[str] = HEADINGS) -> Outcome:
    path, file = folder / "ledger.csv", folder / "own.toml"
    file.write_text(own, encoding="utf-8")
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        csv.writer(opened).writerows([headings, *rows])
    return importing.run(path=path, office="office", at=NOW, mapping=mapping_file.read(file))


def case(number: str) -> views.CaseView:
    found = reads.find_number(by=Actor.system(), number=number)
    return reads.access_case(by=Actor.system(), case_id=found)


def types(number: str) -> list[str]:
    return [event.type for event in ledger.events(f"case:{case(number).case_id}")]


ENDINGS = {
    "不予受理": ("refused", "refused", "matter.refused"),
    "转送": ("diverted", "passed_on", "matter.diverted"),
    "撤诉": ("withdrawn", "withdrawn", "matter.withdrawn"),
}


SHIPPED = {"不予受理": "refused", "撤回": "withdrawn", "自愿撤回": "withdrawn", "信访人撤回": "withdrawn"}


@pytest.mark.parametrize("word", SHIPPED)
def test_words_that_mean_one_thing_need_no_mapping(district: District, tmp_path: Path, word: str) -> None:
    outcome = run(tmp_path, row(办结日期="2014-03-28", 办理结果=word), own='like = "district-ledger"')
    assert outcome.problems == []
    assert Case.objects.get(number="A1").state == SHIPPED[word]


def test_a_matter_not_yet_finished_stands_open(district: District, tmp_path: Path) -> None:
    outcome = run(tmp_path, row(办理结果="未办结"), own='like = "district-ledger"')
    assert outcome.problems == []
    assert Case.objects.get(number="A1").state == "accepted"


@pytest.mark.parametrize("word", ENDINGS)
@pytest.mark.parametrize("received", ["2014-03-05", "2023-03-01"])
def test_matters_that_ended_without_an_answer(district: District, tmp_path: Path, word: str, received: str) -> None:
    """Under the regulations of 2005 and of 2022: the same states and events as of
    living matters.
    """
    state, ending, event = ENDINGS[word]
    ended = f"{received[:8]}28"
    outcome = run(tmp_path, row(信访日期=received, 办结日期=ended, 办理结果=word, 答复意见="已告知"))
    assert outcome.problems == []
    view = case("A1")
    stored = Case.objects.get(number="A1")
    assert (view.state.state, stored.ending, stored.closed_date) == (state, ending, date.fromisoformat(ended))
    assert types("A1") == ["matter.filed", "matter.carried_over", event]
    # what the ledger does not say of notices and of the time for handling is neither in
    # time nor late
    assert {duty.status for duty in view.duties} == {"unrecorded"}
    assert [claim.outcome for claim in view.claims] == [""]
    assert [(note.key, note.text) for note in Note.objects.all()] == [("explanation", "已告知")]
    assert verify.run().problems == ()


def test_the_ground_is_kept_where_the_ledger_gives_it(district: District, tmp_path: Path) -> None:
    headings = [*HEADINGS, "理由"]
    refused = row(办结日期="2014-03-20", 办理结果="不予受理")
    outcome = run(
        tmp_path, [*refused, "职权"], ["A2", *refused[1:], ""], ["A3", *refused[1:], "不明"], headings=headings
    )
    assert [(problem.row, problem.column) for problem in outcome.problems] == [(4, "理由")]
    assert case("A1").state.values["refusal"] == "not_competent"
    assert not case("A2").state.values.get("refusal")


def test_an_ending_needs_its_day_and_the_law_of_its_time(district: District, tmp_path: Path) -> None:
    outcome = run(
        tmp_path,
        row(办理结果="不予受理"),
        row(编号="A2", 事项类别="建议意见", 办结日期="2014-03-20", 办理结果="转送"),
        row(编号="A3", 信访日期="2023-03-01", 事项类别="检举控告", 办结日期="2023-03-20", 办理结果="撤诉"),
        row(编号="A4", 事项类别="检举控告", 办结日期="2014-03-20", 办理结果="撤诉"),
    )
    assert [(problem.row, problem.column) for problem in outcome.problems] == [(2, "办结日期"), (3, ""), (4, "")]
    assert "结束日期" in outcome.problems[0].message
    assert "申诉求决" in outcome.problems[1].message  # only appeals are led to other ways (R05 Art 14, 21)
    assert "不因撤回而终止" in outcome.problems[2].message  # R22 Art 30; the regulations of 2005 say nothing of it
    assert outcome.matters == 1


def test_words_that_mean_another_thing_for_another_category(district: District, tmp_path: Path) -> None:
    own = OWN + '[category.suggestion.values.outcome]\n"支持诉求" = "adopted"\n'
    rows = (
        row(办结日期="2014-03-20", 办理结果="支持诉求"),
        row(编号="A2", 事项类别="建议意见", 办结日期="2014-03-20", 办理结果="支持诉求"),
    )
    assert run(tmp_path, *rows, own=own).problems == []
    assert [case(number).claims[0].outcome for number in ("A1", "A2")] == ["supported", "adopted"]


def test_a_month_later_what_stood_open_goes_on(district: District, tmp_path: Path) -> None:
    first = [row(编号=f"A{n}") for n in range(1, 6)]
    first[1] = row(编号="A2", 办结日期="2014-04-02", 办理结果="解释说明", 答复意见="已答复")
    assert run(tmp_path, *first).ok
    assert case("A1").open_duties
    later = [*first]
    later[0] = row(办结日期="2014-04-20", 办理结果="支持诉求", 答复意见="已更换灯具")
    later[2] = row(编号="A3", 办结日期="2014-04-21", 办理结果="不予受理")
    later[3] = row(编号="A4", 办结日期="2014-04-22", 办理结果="撤诉")
    again = row(编号="B1", 信访日期="2014-04-10", 重复件对应编号="A5")
    outcome = run(tmp_path, *later, row(编号="A6"), again)
    assert (outcome.matters, outcome.contacts, outcome.present, outcome.changed) == (1, 1, 5, 3)
    assert (outcome.problems, outcome.differences, outcome.ok) == ([], [], True)
    view = case("A1")
    # the steps of an answer that came with the first file, in the same order and on the same days
    assert types("A1") == types("A2")
    assert view.state.dates["decided"] == date(2014, 4, 20)
    assert [(claim.outcome, claim.reply) for claim in view.claims] == [("supported", "已更换灯具")]
    assert not view.open_duties
    assert [Case.objects.get(number=number).ending for number in ("A3", "A4", "A5")] == ["refused", "withdrawn", ""]
    assert verify.run().problems == ()
    third = run(tmp_path, *later, row(编号="A6"), again)
    assert (third.matters, third.changed, third.present, third.ok) == (0, 0, 7, True)


def test_what_a_later_file_says_otherwise_is_shown_and_the_register_stays(district: District, tmp_path: Path) -> None:
    answered = row(办结日期="2014-04-02", 办理结果="解释说明", 答复意见="已答复")
    run(tmp_path, answered, row(编号="A2"))
    events = ledger.count()
    outcome = run(
        tmp_path,
        row(
            办结日期="2014-04-12",
            办理结果="支持诉求",
            答复意见="已更换",
            信访形式="来访",
            信访人数="3",
            概况="换了说法",
        ),
        row(编号="A2", 答复意见=""),
    )
    assert ledger.count() == events
    assert not outcome.ok
    assert [(one.row, one.column, one.value) for one in outcome.differences] == [
        (2, "办结日期", "2014-04-12"),
        (2, "办理结果", "支持诉求"),
        (2, "信访形式", "来访"),
        (2, "信访人数", "3"),
        (2, "概况", ""),
        (2, "答复意见", ""),
    ]
    said = " ".join(one.message for one in outcome.differences)
    assert "2014-04-02" in said
    assert "解释说明" in said
    assert "已答复" not in said


def test_a_refused_carrying_on_is_told_and_nothing_is_changed(district: District, tmp_path: Path) -> None:
    run(tmp_path, row(事项类别="建议意见"))
    events = ledger.count()
    outcome = run(tmp_path, row(事项类别="建议意见", 办结日期="2014-04-02", 办理结果="支持诉求"))
    assert [problem.row for problem in outcome.problems] == [2]
    assert (outcome.changed, outcome.present, ledger.count()) == (0, 0, events)
    assert case("A1").open_duties


def test_rows_that_are_there_cost_the_same_few_questions_however_many(district: District, tmp_path: Path) -> None:
    def asked(count: int) -> int:
        rows = [row(编号=f"Q{n}", 办结日期="2014-04-02", 办理结果="解释说明") for n in range(count)]
        run(tmp_path, *rows)
        with CaptureQueriesContext(connection) as queries:
            run(tmp_path, *rows)
        return len(queries)

    assert asked(2) == asked(12)


@pytest.mark.parametrize("word", ["已办结", "办结", "已答复", "已回复", "已处理"])
def test_what_a_ledger_does_not_say_is_not_made_up(district: District, tmp_path: Path, word: str) -> None:
    """That it ended, not how: neither supported nor not, nothing to carry out, and no
    part of any share.
    """
    found = run(tmp_path, row(办结日期="2014-03-25", 办理结果=word), own='like = "district-ledger"\n')
    assert (found.matters, found.problems) == (1, [])
    view = case("A1")
    assert [claim.outcome for claim in view.claims] == ["unrecorded"]
    assert view.state.values["outcome"] == "unrecorded"
    assert "execute" not in {duty.kind for duty in view.duties}
    assert view.pack.terms["outcomes"].terms["unrecorded"].title.zh == "旧台账未记载结果"
    assert verify.run().problems == ()


def test_nobody_at_an_office_can_choose_it(district: District, tmp_path: Path) -> None:
    """Neither the form offers it nor the act takes it, also of a matter of an old
    ledger that stands open.
    """
    run(tmp_path, row(), own='like = "district-ledger"\n')
    view = case("A1")
    assert "unrecorded" not in dict(term_choices(view.pack, "outcomes", "appeal"))
    with pytest.raises(Invalid):
        acts.take(
            "decide",
            case_id=view.case_id,
            outcome="unrecorded",
            decisions=[Decision(position=1, outcome="unrecorded", facts="x", basis="x")],
            by=Actor.system(),
            at=NOW,
        )
