"""Never with the accused: in which steps an organ could be named that a sealed report is about.

Whatever an organ is named for, the pack must refuse it where the matter is sealed and
the report is about that organ: by asking for ``<argument>_barred``, which casework
works out, or by refusing the step for sealed matters altogether.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.law.rules.argument import Argument
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Facts, Value

SEALED = "sealed"


def sealed_categories(pack: Pack) -> tuple[str, ...]:
    """The categories whose matters are sealed."""
    vocabulary = pack.terms.get("categories")
    terms = vocabulary.terms.values() if vocabulary else ()
    return tuple(term.id for term in terms if term.attributes.get(SEALED, False))


def names_one(step: Step, arg: Argument) -> bool:
    """Whether the argument brings an organ to the matter: not the own one of whoever
    acts, nor one that is there, nor where somebody works who is named.

    What only the system does takes over what an old ledger says, and nobody names an organ.
    """
    named = bool(arg.find) or arg in step.asked
    return (
        arg.kind == "organ"
        and named
        and arg.find != "own"
        and not arg.among
        and step.by != {"system"}
    )


def unbarred(pack: Pack, step: Step) -> Iterator[Argument]:
    """The arguments in which the step would take an organ that a sealed report is about."""
    for arg in step.args:
        categories = sealed_categories(pack) if names_one(step, arg) else ()
        if not all(
            _refused(pack, step, arg, one) or unread(pack, step, arg, one)
            for one in categories
        ):
            yield arg


def unread(pack: Pack, step: Step, arg: Argument, category: str) -> bool:
    """Whether the organ becomes nothing where the matter is sealed: only parties read
    it, and each on a condition about the category that then fails.
    """
    path = f"args.{arg.name}"
    owners = [
        item.owner
        for item in (
            *step.opens,
            *step.conditional_discharges,
            *step.conditional_cancels,
        )
    ]
    owners += [item.owner for item in step.extends]
    others = [
        *owners,
        *(item.to for item in step.reassigns),
        *(item.source for item in (*step.values, *step.dates)),
    ]
    if any(source is not None and source.path == path for source in others):
        return False
    reading = [item for item in step.parties if item.source.path == path]
    context = Context(
        Facts(values={"category": category}),
        {},
        pack.in_force,
        pack.calendar,
        pack.marks,
    )
    return bool(reading) and all(
        any(
            one.mentions == {"values.category"} and not one.holds(context)
            for one in item.when
        )
        for item in reading
    )


def _refused(pack: Pack, step: Step, arg: Argument, category: str) -> bool:
    """Whether a requirement that asks for nothing else refuses the step where the organ
    is barred.
    """
    barred = f"{arg.name}_barred"
    args: dict[str, Value] = {barred: True, "category": category}
    facts = Facts(values={"category": category})
    context = Context(facts, args, pack.in_force, pack.calendar, pack.marks)
    told = {f"args.{barred}", "args.category", "values.category", "terms.categories"}
    return any(
        hold(one.when, context) and not hold(one.that, context)
        for one in step.requirements
        if {mention for part in (*one.when, *one.that) for mention in part.mentions}
        <= told
    )
