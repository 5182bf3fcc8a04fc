"""Several people in one field: one to a line, a name, then phone and address where they are known."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.people.particulars import Particulars

MOST_LINES = 999
LONGEST_NAME = 100
LONGEST_ADDRESS = 300
_PARTS = re.compile(r"[,，;；\t]")
_PHONE = re.compile(r"^\+?[0-9][0-9 \-()]{4,24}$")


class PeopleField(forms.CharField):
    """Reads people from lines; every line that cannot be taken is named with its number and what is wrong."""

    def __init__(self, **kwargs: object) -> None:
        said: dict[str, object] = {
            "required": False,
            "widget": forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
            "help_text": gettext_lazy(
                "One person to a line: the name, then phone and address if you know them, with commas between."
            ),
            "max_length": 200_000,
        }
        super().__init__(**{**said, **kwargs})  # type: ignore[arg-type]  # handed through

    def clean(self, value: object) -> str:
        """The text as it was written, once every line of it can be taken."""
        text: str = super().clean(value)
        found, problems = read(text)
        if len(found) > MOST_LINES:
            problems = [_("At most %(most)s persons can be recorded") % {"most": MOST_LINES}]
        if problems:
            raise forms.ValidationError(problems[:10])
        return text


def people(text: str) -> tuple[Particulars, ...]:
    """The people of a text that has been looked at."""
    return tuple(read(text)[0])


def read(text: str) -> tuple[list[Particulars], list[str]]:
    """The people of a text, and what is wrong with it line by line."""
    found: list[Particulars] = []
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
            problems.append(_("Line %(line)s: %(problem)s") % {"line": number, "problem": problem})
            continue
        seen[person] = number
        found.append(person)
    return found, problems


def _person(line: str) -> Particulars:
    name, *rest = (part.strip() for part in _PARTS.split(line))
    phones = [part for part in rest if _PHONE.match(part)]
    return Particulars(
        name=name,
        phone=phones[0] if phones else "",
        address=" ".join(part for part in rest if part and part not in phones[:1]),
    )


def _problem(person: Particulars) -> str:
    if not person.name:
        return _("begin with the name")
    if _PHONE.match(person.name):
        return _("begin with the name, not with the phone number")
    if len(person.name) > LONGEST_NAME:
        return _("the name is too long; write one person to a line")
    if len(person.address) > LONGEST_ADDRESS:
        return _("the address is too long")
    return ""
