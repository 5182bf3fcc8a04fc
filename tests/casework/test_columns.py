"""Every column of ours is folded from events, committed to, checked, or listed as not
proven with the reason.
"""

from __future__ import annotations

import pytest
from django.apps import apps

from huiyin.casework.upkeep.verify.columns import HOW, NOT, PROOF

OURS = [model for model in apps.get_models() if model.__module__.startswith("huiyin.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_column_is_accounted_for(model: type) -> None:
    """A new column? Say in upkeep/verify/columns.py what proves it (and let verify do
    so), or why nothing does.
    """
    meta = model._meta  # type: ignore[attr-defined]
    there = {field.column for field in meta.concrete_fields} | {field.name for field in meta.local_many_to_many}
    assert set(PROOF.get(meta.label, {})) == there


def test_no_table_is_spoken_of_that_is_not_there() -> None:
    assert set(PROOF) == {model._meta.label for model in OURS}


def test_what_is_not_proven_has_a_reason() -> None:
    for label, columns in PROOF.items():
        for column, how in columns.items():
            proven = how.partition(":")[0] in HOW
            reason = how.removeprefix(NOT) if how.startswith(NOT) else ""
            assert proven or len(reason) > 5, (label, column, how)
