"""Several people in one field: one to a line, a name, then phone and address where they
are known.
"""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.people import telephones
from huiyin.people.particulars import Particulars
from huiyin.people.spelling import fold
from huiyin.people.telephones import NotATelephone, Telephones
from huiyin.web.kit.contact_fields import Asking, AskingLines

MOST_LINES = 999
LONGEST_NAME = 100
LONGEST_ADDRESS = 300
_PARTS = re.compile(r"[,，;；\t]")
_STARTS_A_NUMBER = re.compile(r"[+(]*\d")


class PeopleField(forms.CharField):
    """Reads people from lines; every line that cannot be taken is named with its number
    and what is wrong.
    """

    def __init__(self, **kwargs: object) -> None:
        said: dict[str, object] = {
            "required": False,
            "widget": AskingLines(attrs={"rows": 6, "autocomplete": "off"}),
            "help_text": gettext_lazy(
                "One person to a line: the name, then phone and address if you know "
                "them, with commas between."
            ),
            "max_length": 200_000,
        }
        super().__init__(**{**said, **kwargs})  # type: ignore[arg-type]  # handed through

    def clean(self, value: object) -> str:
        """The text as it was written, once every line of it can be taken."""
        text: str = super().clean(value)
        persons, problems = read(text)
        if len(persons) > MOST_LINES:
            problems = [
                _("At most %(most)s persons can be recorded")
                % {"most": MOST_LINES}
            ]
        if problems:
            raise forms.ValidationError(problems[:10])
        odd = [
            number
            for number, line in enumerate(text.splitlines(), start=1)
            if _odd(line)
        ]
        widget = self.widget
        if odd and isinstance(widget, Asking) and widget.may_ask(text):
            said = [_line(number, str(telephones.NOT_ELEVEN)) for number in odd]
            raise forms.ValidationError(said[:10])
        return "\n".join(map(_checked, text.splitlines())) if odd else text


def people(text: str) -> tuple[Particulars, ...]:
    """The people of a text that has been looked at."""
    return tuple(read(text)[0])


def read(text: str) -> tuple[list[Particulars], list[str]]:
    """The people of a text, and what is wrong with it line by line."""
    persons: list[Particulars] = []
    problems: list[str] = []
    seen: dict[Particulars, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        person = _person(line)
        problem = _problem(person)
        if not problem and person in seen:
            problem = _("the same as line %(line)s") % {"line": seen[person]}
        if problem:
            problems.append(_line(number, problem))
            continue
        seen[person] = number
        persons.append(person)
    return persons, problems


def _line(number: int, problem: str) -> str:
    return _("Line %(line)s: %(problem)s") % {
        "line": number,
        "problem": problem,
    }


def _telephone(part: str) -> Telephones | None:
    """The number that a part of a line is; None for an address, or anything else."""
    if not _STARTS_A_NUMBER.match(fold(part)):
        return None
    try:
        return telephones.read(part)
    except NotATelephone:
        return None


def _odd(line: str) -> bool:
    """Whether a number in the line is worth asking about."""
    numbers = (_telephone(part.strip()) for part in _PARTS.split(line)[1:])
    return any(number is not None and number.doubtful for number in numbers)


def _checked(line: str) -> str:
    """The line with its odd numbers marked as checked."""
    parts = _PARTS.split(line)
    for place, part in enumerate(parts[1:], start=1):
        number = _telephone(part.strip())
        if number is not None and number.doubtful:
            parts[place] = telephones.confirmed(number)
    return "，".join(parts)


def _person(line: str) -> Particulars:
    name, *rest = (part.strip() for part in _PARTS.split(line))
    numbers = [
        (part, number)
        for part in rest
        if (number := _telephone(part)) is not None
    ]
    taken = [part for part, _number in numbers[: telephones.MOST_NUMBERS]]
    return Particulars(
        name=name,
        phone="、".join(
            number.text for _part, number in numbers[: telephones.MOST_NUMBERS]
        ),
        address=" ".join(part for part in rest if part and part not in taken),
    )


def _problem(person: Particulars) -> str:
    if not person.name:
        return _("begin with the name")
    if _telephone(person.name) is not None:
        return _("begin with the name, not with the phone number")
    if len(person.name) > LONGEST_NAME:
        return _("the name is too long; write one person to a line")
    if len(person.address) > LONGEST_ADDRESS:
        return _("the address is too long")
    return ""
