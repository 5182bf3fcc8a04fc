"""Reading e-mail addresses as people type them: the one reader of all doors and of import."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.people.spelling import fold, is_nothing

NOTHING = _("Leave it empty where there is no e-mail address")
WRONG = _("Write an e-mail address such as name@example.cn")
LONGEST = 200

# RFC 6531: letters of any script may stand before the sign; of other signs those of RFC 5322.
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_is_address = EmailValidator()


class NotAnAddress(ValueError):
    """What was written is no e-mail address; ``message`` says what to do, without repeating it."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


def read(text: str) -> str:
    """The address: full-width signs as plain ones, no spaces, the domain in small
    letters. Raises ``NotAnAddress``.

    Domains may be in any script (RFC 5891); they are kept as people write them, 例子.中国.
    """
    if is_nothing(text):
        raise NotAnAddress(NOTHING)
    plain = (
        fold(text).replace(" ", "").removeprefix("mailto:").replace("。", ".")
    )
    local, sign, domain = plain.rpartition("@")
    if not sign or len(plain) > LONGEST or not _LOCAL.fullmatch(local):
        raise NotAnAddress(WRONG)
    try:
        _is_address(f"a@{domain}")
    except ValidationError:
        raise NotAnAddress(WRONG) from None
    return f"{local}@{domain.lower()}"


def tidy(text: str) -> str:
    """An address as it is kept: in its normal form, or what was written where it cannot be read."""
    try:
        return read(text)
    except NotAnAddress:
        return " ".join(text.split())
