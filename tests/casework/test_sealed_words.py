"""What a report of wrongdoing says is encrypted to its named readers, and stands
nowhere else in clear.
"""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import storages
from tests.plugins.district import District, moment, petition
from tests.plugins.readers import name_reader, staff
from tests.plugins.tampering import wrong

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import contacts, files, receipts
from huiyin.casework.chapters.sealed import acts as sealed
from huiyin.casework.matter import reads
from huiyin.casework.matter.timeline import timeline
from huiyin.casework.models import Attachment, Case, Claim, Contact
from huiyin.casework.models.sealed import SealedHolder, SealedKey
from huiyin.casework.sealing import hpke, keyring
from huiyin.casework.upkeep.verify import run
from huiyin.ledger import reads as ledger
from huiyin.organisations import acts as organisations
from huiyin.organisations import readers, staff_acts
from huiyin.organisations.recording import InvalidRegister

pytestmark = pytest.mark.django_db
TITLE, TEXT, CLAIM = ("反映工程招标弄虚作假", "住建局负责人与投标人串通，在茶楼收受现金。", "查处有关人员")
PAPER = "收款记录.txt"
DRAFT = "a" * 32


def report(office: str = "discipline", by: Actor | None = None, **changes: Any) -> receipts.Filed:
    """A report with a paper, straight to the discipline organ."""
    files.keep_upload(draft=DRAFT, name=PAPER, content=io.BytesIO("三万元".encode()), at=moment("2026-09-08"))
    given = {"title": TITLE, "text": TEXT, "claims": (CLAIM,), "category": "accusation", **changes}
    return intake.file_petition(
        petition=petition(**given),
        office=office,
        by=by or Actor.petitioner(),
        at=moment("2026-09-08"),
        token="t" * 32,
        draft=DRAFT,
    )


def everything_kept() -> str:
    """All that the database and the store of files hold."""
    ours: list[Any] = [model for model in apps.get_models() if model.__module__.startswith("huiyin.")]
    rows = [repr(row) for model in ours for row in model.objects.values_list()]
    store = storages["default"]
    for path in Attachment.objects.values_list("path", flat=True):
        with store.open(path) as file:
            rows.append(file.read().decode("utf-8", "replace"))
    return "\n".join(rows)


def nothing_in_clear(*more: str) -> None:
    """None of the words stands anywhere."""
    kept = everything_kept()
    for words in (TITLE, TEXT, CLAIM, PAPER, "三万元", *more):
        assert words not in kept
        assert words.encode().hex() not in kept


def test_from_the_first_second_nothing_stands_in_clear(district: District) -> None:
    reader = name_reader(district)
    filed = report()
    nothing_in_clear()
    acts.take(
        "register",
        case_id=filed.case_id,
        category="accusation",
        topic="housing",
        area="",
        by=reader,
        at=moment("2026-09-09"),
    )
    acts.take("notify", case_id=filed.case_id, text="已由第三室接收。", by=reader, at=moment("2026-09-10"))
    acts.take("accept", case_id=filed.case_id, by=reader, at=moment("2026-09-11"), note="线索具体")
    decision = Decision(1, "answered", "串通属实", "监察法第四十五条", "已立案查处")
    acts.take(
        "decide", case_id=filed.case_id, outcome="answered", decisions=[decision], by=reader, at=moment("2026-09-20")
    )
    contacts.add_material(
        case_id=filed.case_id, text="还有一份录音", by=Actor.petitioner(filed.case_id), at=moment("2026-09-21")
    )
    nothing_in_clear("已由第三室接收", "线索具体", "串通属实", "监察法", "已立案查处", "还有一份录音")
    assert run().problems == ()


def test_a_named_reader_reads_it_all(district: District) -> None:
    reader = name_reader(district)
    filed = report()
    view = reads.access_case(by=reader, case_id=filed.case_id)
    assert (view.title, view.contacts[0].text, view.claims[0].text) == (TITLE, TEXT, CLAIM)
    assert [one.name for one in view.attachments] == [PAPER]
    info, body = files.open_file(case_id=filed.case_id, attachment_id=view.attachments[0].id, pair=view.pair)
    assert (info.media_type, body.read().decode()) == ("text/plain", "三万元")
    assert view.readable


@pytest.mark.parametrize("who", ["colleague", "secretary", "clerk", "builder", "governor", "supervisor"])
def test_nobody_else_in_the_organ_or_above_finds_it(district: District, who: str) -> None:
    name_reader(district)
    filed = report()
    with pytest.raises(NotFound):
        reads.access_case(by=district.actors[who], case_id=filed.case_id)


def test_a_clerk_who_takes_it_down_cannot_read_it_afterwards(district: District) -> None:
    name_reader(district)
    filed = report(office="office", by=district.clerk)
    view = reads.access_case(by=district.clerk, case_id=filed.case_id)
    assert not view.readable
    assert TITLE not in view.title
    assert TEXT not in view.contacts[0].text
    assert [one.name for one in view.attachments] != [PAPER]
    with pytest.raises(NotFound):
        files.open_file(case_id=filed.case_id, attachment_id=view.attachments[0].id, pair=view.pair)


def test_forwarding_hands_the_key_on_and_keeps_none(district: District) -> None:
    reader = name_reader(district)
    filed = report(office="office", by=district.clerk)
    acts.take(
        "register",
        case_id=filed.case_id,
        category="accusation",
        topic="",
        area="",
        by=district.dispatcher,
        at=moment("2026-09-09"),
    )
    acts.take(
        "forward",
        case_id=filed.case_id,
        to="discipline",
        by=district.dispatcher,
        at=moment("2026-09-10"),
        note="请依规办理",
    )
    view = reads.access_case(by=reader, case_id=filed.case_id)
    assert view.title == TITLE
    assert "请依规办理" in str([entry.notes for entry in timeline(view)])
    assert not SealedKey.objects.filter(holder__startswith="office").exists()
    with pytest.raises(NotFound):
        reads.access_case(by=district.dispatcher, case_id=filed.case_id)
    assert run().problems == ()


def test_who_brought_it_reads_it_with_the_code_and_nobody_with_another(district: District) -> None:
    reader = name_reader(district)
    filed = report()
    assert len(filed.query_code) == 20
    assert reads.access_own(number=filed.number, query_code=filed.query_code).title == TITLE
    with pytest.raises(NotFound):
        reads.access_own(number=filed.number, query_code="A" * 20)
    without = reads.access_case(by=Actor.petitioner(filed.case_id), case_id=filed.case_id)
    assert not without.readable
    assert reads.access_case(by=reader, case_id=filed.case_id).readable


def test_the_same_form_twice_gives_the_same_code(district: District) -> None:
    first, second = report(), report()
    assert second.repeated
    assert first.query_code == second.query_code


def test_a_machine_without_the_keys_takes_reports_and_cannot_read_them(district: District, settings: Any) -> None:
    reader = name_reader(district)
    settings.HUIYIN_SEALED_KEYS = []
    filed = report()
    contacts.add_material(case_id=filed.case_id, text="补充", by=reader, at=moment("2026-09-09"))
    Contact.objects.update(token=None)
    assert not reads.access_case(by=reader, case_id=filed.case_id).readable
    with pytest.raises(Invalid):
        report(office="office", category="accusation", title="另一件")
    settings.HUIYIN_SEALED_KEYS = ["U1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1M="]
    assert reads.access_case(by=reader, case_id=filed.case_id).title == TITLE


def test_other_keys_open_nothing_and_rotated_ones_do(district: District, settings: Any) -> None:
    reader = name_reader(district)
    filed = report()
    [old] = settings.HUIYIN_SEALED_KEYS
    new = hpke.text_of(hpke.new_key())
    settings.HUIYIN_SEALED_KEYS = [new]
    assert not reads.access_case(by=reader, case_id=filed.case_id).readable
    settings.HUIYIN_SEALED_KEYS = [new, old]
    assert keyring.rotate() == SealedHolder.objects.count()
    settings.HUIYIN_SEALED_KEYS = [new]
    assert reads.access_case(by=reader, case_id=filed.case_id).title == TITLE


def test_what_came_before_the_first_reader_waits_for_them(district: District) -> None:
    filed = report()
    assert not reads.access_case(by=district.inspector, case_id=filed.case_id).readable
    nothing_in_clear()
    reader = name_reader(district)
    assert reads.access_case(by=reader, case_id=filed.case_id).title == TITLE
    assert not SealedKey.objects.filter(holder="discipline:waiting").exists()


def test_a_second_reader_gets_what_is_there_and_one_who_leaves_gets_no_more(district: District) -> None:
    first = name_reader(district)
    filed = report()
    second = name_reader(district, "colleague", second="inspector")
    assert reads.access_case(by=second, case_id=filed.case_id).title == TITLE
    assert first.staff is not None
    sealed.end_reader(staff=first.staff.id, by=staff(district, "secretary"), at=moment("2026-10-01"))
    gone = Actor.of_staff(staff(district, "inspector"))
    with pytest.raises(NotFound):
        reads.access_case(by=gone, case_id=filed.case_id)
    # also somebody whose session is older than that: the key itself is gone
    assert not reads.access_case(by=first, case_id=filed.case_id).readable
    assert second.staff is not None
    sealed.end_reader(staff=second.staff.id, by=second.staff, at=moment("2026-10-02"))
    assert {key.holder for key in SealedKey.objects.all()} == {"discipline:waiting", f"reporter:{filed.case_id}"}
    third = name_reader(district, "inspector")
    assert reads.access_case(by=third, case_id=filed.case_id).title == TITLE
    told = [event.type for event in ledger.events("organ:discipline") if "reader" in event.type]
    assert told == ["organ.reader_proposed", "organ.reader_named"] * 2 + ["organ.reader_ended"] * 2 + [
        "organ.reader_proposed",
        "organ.reader_named",
    ]


def test_nobody_names_a_reader_alone(district: District) -> None:
    inspector, secretary = staff(district, "inspector"), staff(district, "secretary")
    at = moment("2026-01-06")
    for other in ("inspector", "colleague", "governor", "builder_head"):
        with pytest.raises(InvalidRegister):
            readers.propose(staff=inspector.id, by=staff(district, other), at=at)
    with pytest.raises(InvalidRegister):
        readers.propose(staff=staff(district, "builder").id, by=secretary, at=at)
    proposal = readers.propose(staff=inspector.id, by=secretary, at=at)
    with pytest.raises(InvalidRegister):
        readers.propose(staff=inspector.id, by=secretary, at=at)
    for other in ("secretary", "inspector", "governor", "clerk"):
        with pytest.raises(InvalidRegister):
            sealed.answer_proposal(proposal=proposal, approve=True, by=staff(district, other), at=at)
    sealed.answer_proposal(proposal=proposal, approve=False, by=staff(district, "colleague"), at=at)
    assert readers.waiting("discipline") == ()
    with pytest.raises(InvalidRegister):
        staff_acts.post_staff(
            staff=inspector.id, organ="discipline", post="sealed_reader", from_date=at.date(), by="system", at=at
        )


def test_a_row_that_somebody_slipped_in_is_handed_no_key(district: District) -> None:
    name_reader(district)
    forged = hpke.new_pair()
    SealedHolder.objects.filter(organ="discipline").update(public=forged.public)
    filed = report()
    for key in SealedKey.objects.filter(case_id=filed.case_id).exclude(holder__startswith="reporter"):
        with pytest.raises(hpke.BoxBroken):
            hpke.take(key.wrapped, private=forged.private, place=f"key of {filed.case_id}")


def test_what_is_sorted_as_a_report_later_is_sealed_with_everything_it_has(district: District) -> None:
    reader = name_reader(district)
    filed = report(office="office", category="")
    assert TITLE in everything_kept()
    contacts.record_contact(
        case_id=filed.case_id,
        contact=petition(text="又见其收钱"),
        office="office",
        by=district.clerk,
        at=moment("2026-09-09"),
    )
    acts.take(
        "register",
        case_id=filed.case_id,
        category="accusation",
        topic="",
        area="",
        by=district.dispatcher,
        at=moment("2026-09-10"),
    )
    nothing_in_clear("又见其收钱")
    assert run().problems == ()
    acts.take("forward", case_id=filed.case_id, to="discipline", by=district.dispatcher, at=moment("2026-09-11"))
    view = reads.access_case(by=reader, case_id=filed.case_id)
    assert (view.title, view.claims[0].text, [one.text for one in view.contacts]) == (
        TITLE,
        CLAIM,
        [TEXT, "又见其收钱"],
    )
    info, body = files.open_file(case_id=filed.case_id, attachment_id=view.attachments[0].id, pair=view.pair)
    assert (info.name, body.read().decode()) == (PAPER, "三万元")
    # their code, which was made for an ordinary matter, shows how it stands and opens no words
    own = reads.access_own(number=filed.number, query_code=filed.query_code)
    assert own.state.state == "forwarded"
    assert not own.readable


def test_only_a_named_reader_finds_that_it_is_no_report(district: District) -> None:
    reader = name_reader(district)
    at_the_office = report(office="office", by=district.clerk)
    turn = {"category": "appeal", "topic": "noise", "area": "xinan", "at": moment("2026-09-09")}
    with pytest.raises(Invalid):
        acts.take("register", case_id=at_the_office.case_id, by=district.dispatcher, **turn)
    nothing_in_clear()
    Contact.objects.update(token=None)
    filed = report()
    acts.take("register", case_id=filed.case_id, by=reader, **turn)
    view = reads.access_case(by=district.colleague, case_id=filed.case_id)
    assert (view.title, view.claims[0].text, view.contacts[0].text) == (TITLE, CLAIM, TEXT)
    assert [one.name for one in view.attachments] == [PAPER]
    assert files.open_file(case_id=filed.case_id, attachment_id=view.attachments[0].id)[1].read().decode() == "三万元"
    assert Claim.objects.get(case_id=filed.case_id).text == CLAIM
    assert not SealedKey.objects.filter(case_id=filed.case_id).exists()
    assert run().problems == ()


def test_a_box_that_was_exchanged_is_found(district: District) -> None:
    name_reader(district)
    filed = report()
    row = Contact.objects.get(case_id=filed.case_id)
    public = Case.objects.get(pk=filed.case_id).values["sealed_key"]
    row.text = hpke.put_words("别的话", public=public, place=f"{filed.case_id}/contact")
    row.save()
    assert wrong() == ["the contact's row is not what was recorded"]


def test_a_box_moved_elsewhere_does_not_open(district: District) -> None:
    pair = hpke.new_pair()
    box = hpke.put_words("话", public=pair.public, place="a/title")
    with pytest.raises(hpke.BoxBroken):
        hpke.take_words(box, private=pair.private, place="b/title")
    assert "sealed" in keyring.shown_to(pair, box, "b/title").lower() or "保密" in keyring.shown_to(
        pair, box, "b/title"
    )
    assert hpke.take_words("", private=pair.private, place="x") == hpke.put_words("", public=pair.public, place="x")


def test_a_report_never_goes_to_the_organ_that_it_is_about(district: District) -> None:
    with pytest.raises(Refused) as refused:
        report(accused=("district",))
    assert refused.value.grounds[0].rule == "step:file.not_with_the_accused"
    organisations.create_organ(
        code="city-discipline",
        name_zh="市纪委监委",
        level="department",
        kind="discipline",
        parent="city",
        by="system",
        at=moment("2026-01-05"),
    )
    filed = report(office="city-discipline", accused=("district",))
    assert "district" not in str(Case.objects.get(pk=filed.case_id).values["barred"])
    with pytest.raises(NotFound):
        acts.take("forward", case_id=filed.case_id, to="discipline", by=district.inspector, at=moment("2026-09-09"))


def test_the_office_cannot_forward_it_to_an_organ_under_the_accused(district: District) -> None:
    filed = report(office="office", by=district.clerk, accused=("discipline",))
    acts.take(
        "register",
        case_id=filed.case_id,
        category="accusation",
        topic="",
        area="",
        by=district.dispatcher,
        at=moment("2026-09-09"),
    )
    with pytest.raises(Refused) as refused:
        acts.take("forward", case_id=filed.case_id, to="discipline", by=district.dispatcher, at=moment("2026-09-10"))
    assert [ground.rule for ground in refused.value.grounds] == ["step:forward.never_to_the_accused"]
