"""Telephone numbers and e-mail addresses are read alike at the citizens' page, the
window and in lists of people.
"""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from huiyin.web.kit.contact_fields import MailField, SoughtTelephoneField, TelephoneField
from huiyin.web.sections.signatories import PeopleField, people


class Contact(forms.Form):
    """A form with one of each."""

    phone = TelephoneField(required=False)
    email = MailField(required=False)
    names = PeopleField()
    sought = SoughtTelephoneField(required=False)


def sent(**given: str) -> Contact:
    data = QueryDict(mutable=True)
    data.update(given)
    return Contact(data)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0531-88880000转801", "0531-88880000转801"),
        ("１３８００１３８０００", "13800138000"),
        ("13800138000 / 0531 8888 0000", "13800138000、0531-88880000"),
    ],
)
def test_a_number_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    form = sent(phone=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == kept


def test_nothing_written_out_is_asked_to_be_left_empty() -> None:
    assert sent(phone="无").errors["phone"] == ["没有电话的，请留空"]
    assert sent(email="无").errors["email"] == ["没有电子邮箱的，请留空"]


def test_an_odd_mobile_number_is_asked_about_once_and_taken_when_sent_again() -> None:
    first = sent(phone="1380013800")
    assert first.errors["phone"] == ["手机号码应为11位，请核对；如果没有写错，请原样再提交一次"]
    page = str(first["phone"])
    assert '<input type="hidden" name="phone-asked" value="1380013800">' in page
    again = sent(**{"phone": "1380013800", "phone-asked": "1380013800"})
    assert again.is_valid(), again.errors
    assert again.cleaned_data["phone"] == "1380013800（已核对）"
    assert sent(phone=again.cleaned_data["phone"]).is_valid(), "what was taken is taken once more"
    changed = sent(**{"phone": "1390013900", "phone-asked": "1380013800"})
    assert changed.errors["phone"], "another number is another question"


def test_lines_of_people_read_the_same_numbers() -> None:
    text = "周明，０５３１－８８８８００００转８０１，建设路12号\n吴芳，建设路10086号\n郑强；13800138000；0531-66660000"
    form = sent(names=text)
    assert form.is_valid(), form.errors
    found = [(one.name, one.phone, one.address) for one in people(form.cleaned_data["names"])]
    assert found == [
        ("周明", "0531-88880000转801", "建设路12号"),
        ("吴芳", "", "建设路10086号"),
        ("郑强", "13800138000、0531-66660000", ""),
    ]


def test_an_odd_number_in_a_line_is_asked_about_once() -> None:
    text = "周明，1380013800，建设路12号\n吴芳"
    first = sent(names=text)
    assert [str(one) for one in first.errors["names"]] == [
        "第1行：手机号码应为11位，请核对；如果没有写错，请原样再提交一次"
    ]
    again = sent(**{"names": text.replace("\n", "\r\n"), "names-asked": text})
    assert again.is_valid(), again.errors
    taken = again.cleaned_data["names"]
    assert people(taken)[0].phone == "1380013800（已核对）"
    assert sent(names=taken).is_valid()


@pytest.mark.parametrize("typed", ["zhou＠example.cn", "zhou@EXAMPLE．CN"])
def test_an_address_is_kept_in_one_spelling(typed: str) -> None:
    form = sent(email=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == "zhou@example.cn"


def test_addresses_of_other_scripts_are_taken() -> None:
    form = sent(email="周某@例子.中国")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == "周某@例子.中国"


def test_what_has_no_number_in_it_is_not_looked_up() -> None:
    assert sent(sought="张三").errors["sought"]
    form: Any = sent(sought="138 0013 8000")
    assert form.is_valid()
