"""Whatever happens to matters, and whenever the follower comes: the figures are what a
recount gives, after every single change.
"""

from __future__ import annotations

from random import Random

import pytest
from tests.oversight.changing import Changing

from huiyin.ledger import follow
from huiyin.ledger.follow import Walk
from huiyin.oversight import tallies

pytestmark = pytest.mark.django_db

CHANGES = 150


@pytest.mark.parametrize("seed", [1])
def test_after_every_change_the_figures_are_what_a_recount_gives(seed: int) -> None:
    world = Changing(Random(seed))  # noqa: S311 - the same again for the same seed
    for number in range(CHANGES):
        world.change()
        world.looks_the_same(all_of_it=number % 50 == 49)
    Walk(tallies.FIGURES).go(at=world.at)
    assert follow.check(tallies.FIGURES) == ()
    done = {name for name in world.done if "refused" not in name}
    assert {"file", "owed", "act", "wait", "follow", "killed"} <= done
