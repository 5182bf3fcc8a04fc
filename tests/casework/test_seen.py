"""An act goes on with the matter that its page has read; where somebody was faster, it is
done on the matter as it is now.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plugins.district import District, moment
from tests.plugins.matters import Life

from huiyin.casework import acts
from huiyin.casework.basis.errors import NotFound, Refused
from huiyin.casework.chapters.handling.deciding import Decision
from huiyin.casework.matter import reads
from huiyin.ledger import reads as ledger

pytestmark = pytest.mark.django_db
ACCEPTED = moment("2026-09-21")


def types_of(case_id: str) -> list[str]:
    """What happened in the matter, in order."""
    return [event.type for event in ledger.events(f"case:{case_id}")]


def test_nothing_is_read_again(district: District, django_assert_num_queries: object) -> None:
    life = Life.begin(district).until("notified")
    view = reads.access_case(by=district.green, case_id=life.filed.case_id)
    wanted = acts.command("accept", view.case_id, {"note": ""})
    # a savepoint and its release, the event, the row of the matter, its duties
    with django_assert_num_queries(5):  # type: ignore[operator]
        acts.perform(wanted, by=district.green, at=ACCEPTED, seen=view)
    assert types_of(view.case_id)[-1] == "matter.accepted"


def test_whoever_is_slower_acts_on_the_matter_as_it_is_now(district: District) -> None:
    life = Life.begin(district).until("notified")
    view = reads.access_case(by=district.green, case_id=life.filed.case_id)
    acts.take("accept", case_id=view.case_id, by=district.green, at=ACCEPTED)
    before = types_of(view.case_id)
    again = acts.command("accept", view.case_id, {"note": ""})
    with pytest.raises(Refused):
        acts.perform(again, by=district.green, at=ACCEPTED, seen=view)
    assert types_of(view.case_id) == before


def test_what_somebody_else_did_meanwhile_stays(district: District) -> None:
    life = Life.begin(district).until("accepted")
    view = reads.access_case(by=district.green, case_id=life.filed.case_id)
    life.extended()
    answers = [Decision(claim.position, "supported", "属实", "《条例》") for claim in view.claims]
    told = {"heard": "talk", "outcome": "supported", "decisions": answers}
    wanted = acts.command("decide", view.case_id, told)
    state = acts.perform(wanted, by=district.green, at=moment("2026-11-20"), seen=view)
    assert types_of(view.case_id)[-2:] == ["matter.extended", "matter.decided"]
    assert state.event_seq == view.state.event_seq + 2
    written = reads.access_case(by=district.green, case_id=view.case_id)
    assert [claim.facts for claim in written.claims] == ["属实"] * len(view.claims)


def test_a_matter_that_went_elsewhere_meanwhile_is_out_of_reach(district: District) -> None:
    life = Life.begin(district).until("registered")
    view = reads.access_case(by=district.dispatcher, case_id=life.filed.case_id)
    acts.take("forward", case_id=view.case_id, to="environment", by=district.dispatcher, at=moment("2026-09-15"))
    again = acts.command("forward", view.case_id, {"to": "environment"})
    with pytest.raises((Refused, NotFound)):
        acts.perform(again, by=district.dispatcher, at=moment("2026-09-15"), seen=view)
    assert types_of(view.case_id)[-1] == "matter.forwarded"


def test_what_somebody_else_has_read_is_not_gone_on_with(district: District) -> None:
    life = Life.begin(district).until("registered")
    view = reads.access_case(by=district.dispatcher, case_id=life.filed.case_id)
    wanted = acts.command("forward", view.case_id, {"to": "environment"})
    stranger = district.builder
    for seen in (view, replace(view, by=None)):
        with pytest.raises(NotFound):
            acts.perform(wanted, by=stranger, at=moment("2026-09-15"), seen=seen)
    assert types_of(view.case_id)[-1] == "matter.registered"
