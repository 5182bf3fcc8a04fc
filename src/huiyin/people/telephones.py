"""Reading telephone numbers as people write them in China: the one reader of all doors,
of import and of look-ups.

Full-width digits, dashes and spaces of all kinds, area codes in brackets, 转 and 分机, two
numbers in one field, short numbers such as 12345 and 95588, 400 numbers, numbers of
other countries. A message never repeats what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.people.spelling import fold, is_nothing

COUNTRY = "CN"
COUNTRY_CODE = 86
MOST_NUMBERS = 2
SHORTEST, LONGEST = (
    5,
    15,
)  # digits: 12345 is a number; fifteen is the most that any country gives out (ITU E.164)
SHORTEST_WITH_NOTE = 7
_WITHIN_CHINA = (
    "1"  # short numbers and mobile numbers begin so, area codes with 0
)
MOBILE_DIGITS = 11
LONGEST_TEXT = 100

_BETWEEN = re.compile(r"[、,;/|\n\t]|或者|或|以及|和|及")
_EXTENSION = r"(?:转分机|转|轉|分机|分機|内线|extension|ext|#|x)[\s.:号#-]*(?P<extension>\d{1,6})"
_ONE = re.compile(
    r"(?P<before>[^\d+(]{0,20})(?P<number>[+(]{0,2}\d[\d\s().-]*?)\s*"
    rf"(?:{_EXTENSION})?\s*(?P<after>[^\d]{{0,24}})",
    re.IGNORECASE,
)
_THIRD_GROUP = re.compile(
    r"(?P<number>(?:\(?0\d{2,3}\)?[\s-]?)?\d{7,8})-(?P<extension>\d{1,6})"
)
_MOBILE = re.compile(r"1[3-9]")
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_TWO_MOBILES = re.compile(r"(1[3-9][0-9]{9}){2}")
_LABELS = frozenset(
    (
        *(
            "电话",
            "联系电话",
            "电话号码",
            "号码",
            "手机",
            "手机号",
            "手机号码",
            "座机",
            "固话",
            "固定电话",
        ),
        *("单位", "办公", "tel", "phone", "mobile", "telephone"),
    )
)


class NotATelephone(ValueError):
    """What was written cannot be read as telephone numbers; ``message`` says what to
    do, without repeating it.
    """

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Telephone:
    """One number as it is kept, and the ``digits`` in which it is compared, with the
    extension behind.

    ``doubtful``: it begins like a mobile number of the mainland and has not its eleven digits.
    """

    digits: str
    written: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Telephones:
    """The numbers of one field, at most two."""

    telephones: tuple[Telephone, ...]

    @property
    def text(self) -> str:
        """All of them as they are kept and shown."""
        return "、".join(telephone.written for telephone in self.telephones)

    @property
    def doubtful(self) -> bool:
        """Whether one of them is worth asking about, once."""
        return any(telephone.doubtful for telephone in self.telephones)


NOTHING = _("Leave it empty where there is no telephone")
NO_NUMBER = _("Write a phone number with digits, such as 138 0000 0000")
TOO_SHORT = _("The phone number has too few digits: write the whole number")
TOO_LONG = _("The phone number has too many digits")
TOO_MANY = _("Write two phone numbers at most")
NOT_ELEVEN = _(
    "A mobile number has 11 digits, and this one has not. Check it; if it is right, "
    "send it as it is"
)
CHECKED = "已核对"


def read(text: str) -> Telephones:
    """The numbers that a text holds, as far as they are without doubt. Raises
    ``NotATelephone`` with what to do.
    """
    if _PLAIN_MOBILE.fullmatch(text):
        return Telephones((Telephone(text, text),))
    plain = fold(text.replace("\n", "、").replace("\t", "、"))
    if is_nothing(plain):
        raise NotATelephone(NOTHING)
    if len(plain) > LONGEST_TEXT:
        raise NotATelephone(TOO_LONG)
    telephones: list[Telephone] = []
    for piece in _BETWEEN.split(plain):
        if piece.strip():
            telephones.extend(_numbers(piece.strip()))
    if len(telephones) > MOST_NUMBERS:
        raise NotATelephone(TOO_MANY)
    if not telephones:
        raise NotATelephone(NO_NUMBER)
    return Telephones(tuple(telephones))


def confirmed(numbers: Telephones) -> str:
    """The text of numbers that the person was asked about and stands by: odd ones are
    marked as checked.
    """
    texts = [
        f"{telephone.written}（{CHECKED}）"
        if telephone.doubtful
        else telephone.written
        for telephone in numbers.telephones
    ]
    return "、".join(texts)


def kept(text: str) -> tuple[str, tuple[str, ...]]:
    """A text as it is kept, and the digits under which its numbers are found again, at most two.

    What cannot be read, as in an old ledger, is kept as it was written and found by its
    digits, if it has enough.
    """
    try:
        numbers = read(text)
    except NotATelephone:
        earlier = earlier_digits(text)
        return " ".join(text.split()), (earlier,) if earlier else ()
    return numbers.text, tuple(
        dict.fromkeys(telephone.digits for telephone in numbers.telephones)
    )


def sought(text: str) -> tuple[str, ...]:
    """The digits under which the numbers of a text may have been kept, by this release
    or an earlier one.
    """
    under = kept(text)[1]
    without_trunk = [
        digits.removeprefix("0") for digits in under
    ]  # "+86 531 …" was kept so by earlier releases
    earlier = [digits for digits in (earlier_digits(text),) if digits]
    return tuple(dict.fromkeys([*under, *without_trunk, *earlier]))


def earlier_digits(phone: str) -> str:
    """A number as earlier releases compared it: all digits without the Chinese country
    code; "" when too short.

    "+86 138-0000-0000", "0086 13800000000" and "１３８００００００００" are the same number.
    """
    digits = "".join(str(int(sign)) for sign in phone if sign.isdecimal())
    for code in ("0086", "86"):
        if digits.startswith(code) and len(digits) - len(code) >= 10:
            digits = digits[len(code) :]
            break
    return digits if len(digits) >= SHORTEST else ""


def _numbers(piece: str) -> Iterator[Telephone]:
    """The number of a piece, or the two that stand in it with a space or nothing between them."""
    try:
        yield _number(piece)
    except NotATelephone:
        pair = _pair(piece)
        if not pair:
            raise
        yield from pair


def _pair(piece: str) -> tuple[Telephone, ...]:
    """Two numbers, cut where both are without doubt; () where there is no such place."""
    cuts = [place.start() for place in re.finditer(r"\s", piece)]
    if _TWO_MOBILES.fullmatch(piece):
        cuts.append(MOBILE_DIGITS)
    for cut in cuts:
        try:
            pair = _number(piece[:cut].strip()), _number(piece[cut:].strip())
        except NotATelephone:
            continue
        if not (pair[0].doubtful or pair[1].doubtful):
            return pair
    return ()


def _number(piece: str) -> Telephone:
    match = _ONE.fullmatch(piece)
    if match is None:
        raise _no_telephone(piece)
    number, extension = match["number"].strip(), match["extension"] or ""
    third = _THIRD_GROUP.fullmatch(number)
    if third is not None and not extension:
        number, extension = third["number"], third["extension"]
    digits, written = _spelt(number)
    if len(digits) > LONGEST:
        raise NotATelephone(TOO_LONG)
    before, after = _note(match["before"]), _note(match["after"])
    if (before or after) and len(digits) < SHORTEST_WITH_NOTE:
        raise NotATelephone(NO_NUMBER)  # "Jianshe Road No. 10086" is an address
    doubtful = _is_odd_mobile(written) and CHECKED not in after
    if extension:
        written += f"转{extension}"
    if after:
        written += f"（{after}）"
    return Telephone(digits + extension, before + written, doubtful)


def _no_telephone(piece: str) -> NotATelephone:
    """What is wrong with something that does not look like one number."""
    count = sum(sign.isdigit() for sign in piece)
    return NotATelephone(TOO_LONG if count > LONGEST else NO_NUMBER)


def _note(words: str) -> str:
    """What stands beside a number, such as whose it is; a mere "telephone:" says nothing."""
    plain = words.strip(" ()[]:.-_·*\"'")
    return "" if plain.casefold() in _LABELS else plain


def _spelt(number: str) -> tuple[str, str]:
    """The digits that are compared, and the number as it is kept."""
    plain = "".join(sign for sign in number if sign.isdigit())
    if len(plain) < SHORTEST:
        raise NotATelephone(TOO_SHORT)
    if number.startswith(_WITHIN_CHINA):
        # 12345, 138…: the library would take the first digits of some for the code of a carrier
        return plain, plain
    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        raise NotATelephone(TOO_LONG) from None
    national = str(parsed.national_number)
    if parsed.country_code != COUNTRY_CODE:
        written = phonenumbers.format_number(
            parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )
        return f"{parsed.country_code}{national}", written
    if _MOBILE.match(national) or not phonenumbers.is_valid_number(parsed):
        return national, national
    groups = phonenumbers.format_number(
        parsed, phonenumbers.PhoneNumberFormat.NATIONAL
    ).split()
    if groups[0].startswith("0"):
        return "".join(groups), f"{groups[0]}-{''.join(groups[1:])}"
    return "".join(groups), "-".join(groups)


def _is_odd_mobile(written: str) -> bool:
    return bool(_MOBILE.match(written)) and len(written) not in {
        SHORTEST,
        MOBILE_DIGITS,
    }
