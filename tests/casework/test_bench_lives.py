"""What the benchmark does, does what it says: a life goes from filing to rating, an old ledger is taken over."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from bench.cloning import clone
from bench.legacy import Ledger

from bench import lives
from huiyin.casework.chapters.legacy_import.acts import carry_contacts, carry_over
from huiyin.casework.models import Case
from huiyin.casework.upkeep.verify import run
from huiyin.demo import district
from huiyin.demo.district import OFFICE
from huiyin.ledger.models import LedgerEvent
from huiyin.web.kit import clock

pytestmark = pytest.mark.django_db


def test_lives_and_old_ledgers_of_the_benchmark_are_whole() -> None:
    place = district.build(rng=Random(1))  # noqa: S311 - not for secrets
    people = lives.actor("dispatcher"), lives.actor("officer"), lives.Actor.petitioner()
    lives.live(*people)
    case = Case.objects.get()
    assert (case.state, case.rating, case.handler) == ("served", "satisfied", lives.BUSY)
    types = LedgerEvent.objects.filter(stream=f"case:{case.pk}").order_by("seq").values_list("type", flat=True)
    assert len(types) == 8
    ledger = Ledger(district=place, today=clock.today())
    rows = list(ledger.matters(12))
    taken = carry_over(matters=rows, office=OFFICE, at=clock.now())
    joined = carry_contacts(contacts=list(ledger.contacts(rows)), office=OFFICE)
    assert (len(taken.taken), list(taken.problems), list(joined.problems)) == (12, [], [])
    assert Counter(Case.objects.values_list("receiver", flat=True))[OFFICE] == 13
    assert run().problems == ()
    clone(30, begun=Case.objects.count())
    copies = Case.objects.filter(number__startswith="KL")
    assert (copies.count(), copies.values("id").distinct().count()) == (30, 30)
    assert {copy.handler for copy in copies} == {case.handler for case in Case.objects.filter(number__startswith="JZ")}
    assert run().problems == ()
