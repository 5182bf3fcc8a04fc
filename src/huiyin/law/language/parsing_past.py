"""From tables to what the petitioner reads of a step afterwards, and whether it fits."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.law.language.reading import Table, unlike
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.past import WORKED_OUT, Past, named_in
from huiyin.law.rules.steps import Step
from huiyin.law.terms.ruling import Text

FURTHER = ("past_by_organ", "past_by_notice")


def past(table: Table) -> Past | None:
    """Read ``past``, ``past_by_organ`` and ``past_by_notice`` of a [[step]]; None where
    the step says nothing of the kind.
    """
    further = {key: table.optional_text(key) for key in FURTHER}
    said = table.optional_text("past")
    if said is not None:
        return Past(said, *further.values())
    for key, text in further.items():
        if text is not None:
            table.problem(key, "says something besides: past is missing")
    return None


def past_problems(pack: Pack, step: Step) -> Iterator[tuple[str, str]]:
    """What such a sentence names that nothing fills in, and two steps that tell the
    same event differently: the key, and the reason.
    """
    if step.past is None:
        return
    parties = {setting.name for setting in step.parties}
    for key, sentence in step.past.sentences.items():
        for name in _unknown(sentence, parties):
            yield key, name
    for other in pack.steps.values():
        if other.event == step.event and other.past not in {None, step.past}:
            yield (
                "past",
                f"tells {step.event!r} otherwise than the step {other.id!r} does",
            )


def _unknown(sentence: Text, parties: set[str]) -> Iterator[str]:
    try:
        named = named_in(sentence)
    except ValueError as trouble:
        yield f"is no sentence with names in braces: {trouble}"
        return
    known = {*WORKED_OUT, *parties}
    for name in sorted(named - known):
        yield unlike(name, "organ, agent or a party that the step sets", known)
