"""Whether the arguments of a step fit: the words, parties and organs that they name."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.law.language import accused_organ_check
from huiyin.law.language.reading import unlike
from huiyin.law.language.references import is_known
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import KNOWN_OF, Step

FINDS = "common, conference, own, above: or office: and the names of parties"
Misfits = Iterator[tuple[str, str]]
"""The key in the step, and the reason."""


def argument_problems(pack: Pack, step: Step) -> Misfits:
    """What does not fit in the arguments of a step, each for itself and all together."""
    for arg in step.args:
        yield from _declared(pack, step, arg)
        yield from _said(pack, step, arg)
        yield from _people(arg)
        yield from _looked_for(pack, step, arg)
    asks_something = any(arg.required for arg in step.args)
    if step.auto and ("system" not in step.by or asks_something):
        yield (
            "auto",
            "only what the system may do, with nothing that must be told, can happen by itself",
        )


def barring_problems(pack: Pack, step: Step) -> Misfits:
    """Where matters can be sealed, no step takes an organ that a report is about."""
    for arg in accused_organ_check.unbarred(pack, step):
        asked = f"{arg.name}_barred"
        yield (
            f"arg.{arg.name}",
            f"a sealed report could go to the organ that it is about: refuse where {asked} is true",
        )


def _declared(pack: Pack, step: Step, arg: Argument) -> Misfits:
    """Where an argument names a vocabulary, a fact or a party that is not there."""
    key = f"arg.{arg.name}"
    if arg.vocabulary and arg.vocabulary not in pack.terms:
        yield (
            key,
            unlike(arg.vocabulary, "a vocabulary that is declared", pack.terms),
        )
    if arg.matching is not None and not is_known(pack, step, arg.matching.path):
        yield key, f"{arg.matching.path!r} is not known"
    if arg.among and (
        arg.among not in pack.parties or arg.kind not in KNOWN_OF
    ):
        reason = f"{arg.among!r} is not a party that is declared, for an organ or staff"
        yield f"{key}.among", reason


def _said(pack: Pack, step: Step, arg: Argument) -> Misfits:
    """Where an argument comes from when nobody says it, and who may."""
    if arg.otherwise is not None and not is_known(
        pack, step, arg.otherwise.path
    ):
        yield f"arg.{arg.name}.default", f"{arg.otherwise.path!r} is not known"
    if arg.day and arg.kind != "date":
        yield f"arg.{arg.name}.day", "only a date lies ahead or in the past"
    for role in sorted(arg.by - step.by):
        yield f"arg.{arg.name}.by", f"{role!r} may not take the step"


def _people(arg: Argument) -> Misfits:
    """What is said of members of staff is said of nothing else."""
    if arg.many and arg.kind != "staff":
        yield (
            f"arg.{arg.name}.many",
            "only members of staff can be named together",
        )
    if arg.sits and arg.kind != "staff":
        yield f"arg.{arg.name}.sits", "only members of staff act in a matter"


def _looked_for(pack: Pack, step: Step, arg: Argument) -> Misfits:
    """How an organ is found, and among which one is chosen."""
    if arg.find and not _findable(pack, step, arg):
        reason = f"{arg.find!r} must be one of {FINDS}, for an organ"
        yield f"arg.{arg.name}.find", reason
    if arg.choice is not None and not arg.find.startswith("above:"):
        reason = (
            "an organ is chosen only among those one level above a party (find)"
        )
        yield f"arg.{arg.name}.choice", reason


def _findable(pack: Pack, step: Step, arg: Argument) -> bool:
    """Whether casework can find in the tree what the argument looks for."""
    if arg.named_by:
        names = step.arg(arg.named_by)
        if names is None or names.kind != "term":
            return False
        return set(pack.terms[names.vocabulary].terms) <= set(pack.parties)
    if arg.kind == "staff":
        return arg.find == "own"
    if arg.kind != "organ":
        return False
    if arg.find in {"common", "conference", "own"}:
        return True
    way, _, parties = arg.find.partition(":")
    known = {*pack.parties, "own"}
    return way in {"above", "office"} and known.issuperset(parties.split(","))
