"""A piece of work on a report of wrongdoing: sealed with its filing, sealed or opened with a later event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.casework.works import FILED_AT, begun, filing, petitions, register
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework.basis.actors import Actor
from huiyin.casework.events import CaseState
from huiyin.casework.matter.work import Work
from huiyin.casework.models import Case
from huiyin.casework.sealing import envelope, hpke
from huiyin.law import packs

pytestmark = pytest.mark.django_db


def test_a_report_is_sealed_from_its_filing_on(district: District) -> None:
    """R22 Art 30: the key under which its words lie is known before its first event, and stays the same."""
    work = Work(CaseState("c1"), petitions())
    assert (work.sealed_key, work.seal_from_the_first("appeal"), work.pair) == ("", "", None)
    public = work.seal_from_the_first("accusation")
    assert public
    assert work.seal_from_the_first("accusation") == public
    assert work.sealed_key == public
    box = work.kept("原话", "note")
    assert "原话" not in box
    assert work.pair is not None
    assert hpke.take_words(box, private=work.pair.private, place=envelope.place("c1", "note")) == "原话"
    work.take("file", filing(category="accusation"), by=Actor.petitioner(), at=FILED_AT, number="XF2026-000009")
    assert (work.state.values["sealed"], work.state.values["sealed_key"]) == (True, public)
    assert work.sealed_key == public
    assert not work.sealing_turned  # nobody ever knew it otherwise


def test_what_is_not_sealed_is_kept_as_it_is(district: District) -> None:
    work = begun()
    assert (work.sealed_key, work.kept("原话", "note")) == ("", "原话")
    assert "sealed" not in work.state.values
    register(work, district.clerk)
    assert "sealed" not in work.state.values


def filed(district: District, category: str) -> Work:
    """A matter that was filed and is taken up again."""
    life = Life.begin(district, category=category)
    return Work.load(Case.objects.get(pk=life.filed.case_id))


def test_a_matter_that_is_sorted_as_a_report_only_now_is_sealed_with_the_event(district: District) -> None:
    work = filed(district, "appeal")
    assert not work.sealing_turned
    register(work, district.clerk, category="accusation", topic="", area="")
    assert work.state.values["sealed"] is True
    assert work.pair is not None
    assert work.state.values["sealed_key"] == work.pair.public == work.sealed_key
    assert work.sealing_turned


def test_a_report_that_is_found_to_be_none_is_opened_with_the_event(district: District) -> None:
    life = Life.begin(district, category="accusation")
    case = Case.objects.get(pk=life.filed.case_id)
    work = Work.load(case)
    assert work.state.values["sealed"] is True
    assert not work.sealing_turned
    by = Actor.system()
    effects = work.unmoved(moment("2026-09-09"), by=by, values={"category": "appeal"})
    turned = replace(effects, **work._of_values(effects, {}))
    assert (turned.values["sealed"], turned.values["sealed_key"]) == (False, "")
    work.add("matter.registered", turned, grounds=(), by=by, at=moment("2026-09-09"))
    assert work.sealing_turned
    assert work.sealed_key == ""


def test_once_filed_a_matter_has_no_key_but_the_one_in_its_events(district: District) -> None:
    work = filed(district, "appeal")
    work.seal_from_the_first("accusation")
    assert work.sealed_key == ""


def test_the_first_event_says_the_register_and_whom_a_report_is_about(district: District) -> None:
    (law,) = {packs.load(name, version) for name, version in packs.available() if name == "cn-xinfang-advice"}
    work = Work(CaseState("a1"), law)
    work.barred = (envelope.barred_mark("a1", "housing"),)
    unmoved = work.unmoved(FILED_AT, by=district.supervisor)
    effects = replace(unmoved, **work._of_values(unmoved, {}))
    assert effects.values == {"register": "advice", "barred": [envelope.barred_mark("a1", "housing")]}
    work.add("advice.sent", effects, grounds=(), by=district.supervisor, at=FILED_AT)
    later = Work(work.state, law)
    assert later.barred == work.barred
    assert later._of_values(later.unmoved(FILED_AT, by=district.supervisor), {})["values"] == {}


def test_a_step_is_told_of_each_organ_that_it_names_whether_the_report_is_about_it(district: District) -> None:
    """About the housing bureau: it is barred, and what stands under it; the environment branch is not."""
    work = begun()
    work.barred = (envelope.barred_mark("c1", "housing"),)
    for to, barred in (("housing", True), ("environment", False), ("", False)):
        told = work._with_barred("forward", {"to": to, "mode": "forward"})
        assert told == {"to": to, "mode": "forward", "to_barred": barred}
    assert work._with_barred("forward", {})["to_barred"] is False
    assert work._with_barred("accept", {"note": "x"}) == {"note": "x"}
    assert work._with_barred("forgive", {"note": "x"}) == {"note": "x"}
