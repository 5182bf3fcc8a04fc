"""To whom the letters go that a step owes: by the pack, by the parties after the step,
and never to nobody.
"""

from __future__ import annotations

import pytest

from huiyin.casework.basis import letters
from huiyin.casework.effects import Letter, letters_owed
from huiyin.law import packs
from huiyin.law.terms.ruling import Ruling

PACK = packs.load("cn-xinfang", "2022-05-01")


@pytest.mark.parametrize(
    ("kind", "named", "before", "addressee"),
    [
        # Art 32: the decision is for the petitioner, whoever handles the matter
        ("decision", {}, {"handler": "housing"}, "petitioner"),
        # Art 22: whoever the step makes responsible, not who was so before
        ("forwarding_note", {"handler": "housing"}, {"handler": "office"}, "organ:housing"),
        # Art 23: an objection goes back to whoever sent the matter
        ("objection_note", {}, {"sender": "office", "handler": "housing"}, "organ:office"),
        # Art 40: a notice to the organ that is supervised; asked again, to the same one
        ("supervision_notice", {"supervised": "housing"}, {}, "organ:housing"),
        ("supervision_notice", {}, {"supervised": "housing", "supervised_superior": "city"}, "organ:housing"),
        # escalated: to its superior, which the step names
        ("supervision_notice", {"supervised_superior": "city"}, {"supervised": "housing"}, "organ:city"),
        # Art 30: nobody that the matter knows as a party
        ("leaders_report", {}, {"handler": "housing"}, "leaders"),
    ],
)
def test_to_whom_a_letter_goes(kind: str, named: dict[str, str], before: dict[str, str], addressee: str) -> None:
    ruling = Ruling(command="x", allowed=True, letters=(kind,), parties=named)
    assert letters.owed(PACK, ruling, before) == (Letter(kind, addressee),)


def test_what_stays_in_the_file_is_owed_to_nobody_and_a_letter_is_owed_once() -> None:
    ruling = Ruling(command="x", allowed=True, letters=("service_record", "receipt", "receipt"))
    assert letters.owed(PACK, ruling, {}) == (Letter("receipt", "petitioner"),)


def test_events_that_say_nothing_owe_nothing() -> None:
    assert letters_owed({"day": "2026-09-08"}) == ()
    assert letters_owed({"letters": [["receipt", "petitioner"]]}) == (Letter("receipt", "petitioner"),)
