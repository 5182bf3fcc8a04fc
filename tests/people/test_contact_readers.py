"""What is read from telephone numbers and e-mail addresses as people type them: values
written down by hand.
"""

import pytest
from django.utils.functional import Promise
from hypothesis import given
from hypothesis import strategies as st

from huiyin.people import mail, telephones
from huiyin.people.spelling import fold, is_nothing, tidy


@pytest.mark.parametrize(
    ("typed", "kept", "found_by"),
    [
        ("13800138000", "13800138000", ["13800138000"]),
        ("138 0013 8000", "13800138000", ["13800138000"]),
        ("１３８００１３８０００", "13800138000", ["13800138000"]),
        ("+86 138-0013-8000", "13800138000", ["13800138000"]),
        ("8613800138000", "13800138000", ["13800138000"]),
        ("手机：13800138000", "13800138000", ["13800138000"]),
        ("13800138000（儿子）", "13800138000（儿子）", ["13800138000"]),
        ("儿子13800138000", "儿子13800138000", ["13800138000"]),
        ("0531-88880000", "0531-88880000", ["053188880000"]),
        ("（0531）88880000", "0531-88880000", ["053188880000"]),
        ("０５３１－８８８８００００", "0531-88880000", ["053188880000"]),
        ("0086 531 88880000", "0531-88880000", ["053188880000"]),
        ("+86(0)531-88880000", "0531-88880000", ["053188880000"]),
        ("010-65550000", "010-65550000", ["01065550000"]),
        ("0533-2180000", "0533-2180000", ["05332180000"]),
        ("0531-88880000转801", "0531-88880000转801", ["053188880000801"]),
        ("0531—88880000 分机：801", "0531-88880000转801", ["053188880000801"]),
        ("0531-88880000-801", "0531-88880000转801", ["053188880000801"]),
        ("0533-2180000 ext. 8001", "0533-2180000转8001", ["053321800008001"]),
        ("88880000", "88880000", ["88880000"]),
        ("13800138000、0531-88880000", "13800138000、0531-88880000", ["13800138000", "053188880000"]),
        ("13800138000/13900139000", "13800138000、13900139000", ["13800138000", "13900139000"]),
        ("13800138000 13900139000", "13800138000、13900139000", ["13800138000", "13900139000"]),
        ("138 0013 8000 139 0013 9000", "13800138000、13900139000", ["13800138000", "13900139000"]),
        ("1380013800013900139000", "13800138000、13900139000", ["13800138000", "13900139000"]),
        ("12345", "12345", ["12345"]),
        ("95588", "95588", ["95588"]),
        ("4001234567", "400-123-4567", ["4001234567"]),
        ("400-123-4567转8001", "400-123-4567转8001", ["40012345678001"]),
        ("+852 2123 4567", "+852 2123 4567", ["85221234567"]),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, kept: str, found_by: list[str]) -> None:
    numbers = telephones.read(typed)
    assert numbers.text == kept
    assert [one.digits for one in numbers.telephones] == found_by
    assert not numbers.doubtful
    assert telephones.read(kept).text == kept, "what is kept is read again as the same"


@pytest.mark.parametrize("typed", ["1380013800", "138001380001", "+86 1380013800", "13800138"])
def test_a_mobile_number_without_eleven_digits_is_asked_about_once(typed: str) -> None:
    numbers = telephones.read(typed)
    assert numbers.doubtful
    confirmed = telephones.confirmed(numbers)
    assert confirmed.endswith("（已核对）")
    assert not telephones.read(confirmed).doubtful


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("无", telephones.NOTHING),
        (" NONE ", telephones.NOTHING),
        ("——", telephones.NOTHING),
        ("没有", telephones.NOTHING),
        ("张三", telephones.NO_NUMBER),
        ("建设路10086号", telephones.NO_NUMBER),
        ("110", telephones.TOO_SHORT),
        ("0531-88880000/1", telephones.TOO_SHORT),
        ("1234567890123456789", telephones.TOO_LONG),
        ("13800138000、13900139000、13700137000", telephones.TOO_MANY),
    ],
)
def test_what_is_no_number_is_refused_in_words_that_do_not_repeat_it(typed: str, says: Promise) -> None:
    with pytest.raises(telephones.NotATelephone) as refused:
        telephones.read(typed)
    assert refused.value.message is says
    assert says is telephones.NOTHING or typed.strip() not in str(says)


def test_what_cannot_be_read_is_kept_as_it_stands_in_an_old_ledger() -> None:
    assert telephones.kept("三楼 传达室") == ("三楼 传达室", ())
    assert telephones.kept("13800138000、13900139000、13700137000")[0] == "13800138000、13900139000、13700137000"


@pytest.mark.parametrize(
    ("typed", "earlier"),
    [
        ("+86 531 8888 0000", "53188880000"),  # kept so until this release
        ("0531-88880000转801", "053188880000801"),
        ("13800138000 13900139000", "1380013800013900139000"),
    ],
)
def test_numbers_that_an_earlier_release_kept_are_still_found(typed: str, earlier: str) -> None:
    assert telephones.earlier_digits(typed) == earlier
    assert earlier in telephones.sought(typed)


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    telephones.kept(text)
    telephones.sought(text)
    mail.tidy(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("zhou@example.cn", "zhou@example.cn"),
        ("zhou＠example.cn", "zhou@example.cn"),
        ("zhou＠ｅｘａｍｐｌｅ．ｃｎ", "zhou@example.cn"),
        (" zhou @ example。cn ", "zhou@example.cn"),
        ("Zhou@EXAMPLE.CN", "Zhou@example.cn"),
        ("周某@例子.中国", "周某@例子.中国"),
        ("mailto:zhou@example.cn", "zhou@example.cn"),
    ],
)
def test_addresses_are_read_as_people_write_them(typed: str, kept: str) -> None:
    assert mail.read(typed) == kept


@pytest.mark.parametrize(
    "typed", ["zhou", "zhou@", "@example.cn", "a@b@example.cn", "a..b@example.cn", "a@例子", "a b"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(mail.NotAnAddress) as refused:
        mail.read(typed)
    assert refused.value.message is mail.WRONG


def test_nothing_is_nothing_in_every_spelling() -> None:
    for typed in ("无", "ＮＯＮＥ", "-", "/", "…", "　", "n/a"):
        assert is_nothing(typed), typed
    assert not is_nothing("吴")


def test_signs_that_hide_or_turn_are_taken_out_of_names() -> None:
    assert tidy("\u202e张\u200b三\ufeff  丰") == "张三 丰"
    assert fold("ＸＦ２０２６—０００５０３\u200b") == "XF2026-000503"
