"""Whatever happens to matters, and whenever the follower comes: the figures are what a
recount gives, after every single change, and a page is what is drawn anew.

``python -m tests.oversight 10000`` does it for long, on one database after the other.
"""

from __future__ import annotations

import os
import sys
from random import Random

import pytest
from tests.oversight.changing import Changing

from huiyin.ledger import follow
from huiyin.ledger.follow import Walk
from huiyin.oversight import tallies

CHANGES = int(os.environ.get("HUIYIN_TEST_CHANGES", "150"))
SEED = int(os.environ.get("HUIYIN_TEST_SEED", "1"))


@pytest.mark.django_db(transaction=True)
def test_after_every_change_the_figures_and_pages_are_what_a_recount_gives() -> None:
    world = Changing(Random(SEED))  # noqa: S311 - the same again for the same seed
    for number in range(CHANGES):
        world.change()
        world.looks_the_same(all_of_it=number % 50 == 49)
        if number % 3 == 0:
            world.pages_are_the_same()
        if number % 250 == 249:
            sys.stderr.write(f"{number + 1} {world.done} {world.kept}\n")
    Walk(tallies.FIGURES).go(at=world.at)
    assert follow.check(tallies.FIGURES) == ()
    done = {name for name in world.done if "refused" not in name}
    assert {"file", "owed", "act", "wait", "follow", "killed", "post"} <= done
    assert world.kept
