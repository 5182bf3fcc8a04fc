"""Never with the accused: in which steps an organ could be named that a sealed report is about.

Whatever an organ is named for, the pack must refuse it where the matter is sealed and
the report is about that organ: by asking for ``<argument>_barred``, which casework
works out, or by refusing the step for sealed matters altogether.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.law.rules.argument import Argument
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.consequences import Setting
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Facts, Value

SEALED = "sealed"


def sealed_categories(pack: Pack) -> tuple[str, ...]:
    """The categories whose matters are sealed."""
    vocabulary = pack.terms.get("categories")
    terms = vocabulary.terms.values() if vocabulary else ()
    return tuple(
        term.id for term in terms if term.attributes.get(SEALED, False)
    )


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
        if not names_one(step, arg):
            continue
        for category in sealed_categories(pack):
            refused = _refused(pack, step, arg, category)
            if not (refused or unread(pack, step, arg, category)):
                yield arg
                break


def unread(pack: Pack, step: Step, arg: Argument, category: str) -> bool:
    """Whether the organ becomes nothing where the matter is sealed: only parties read
    it, and each on a condition about the category that then fails.
    """
    path = f"args.{arg.name}"
    if path in _read_outside_parties(step):
        return False
    context = Context(
        Facts(values={"category": category}),
        {},
        pack.in_force,
        pack.calendar,
        pack.marks,
    )
    readers = [
        setting for setting in step.parties if setting.source.path == path
    ]
    return bool(readers) and all(
        _kept_off_by_category(setting, context) for setting in readers
    )


def _read_outside_parties(step: Step) -> set[str]:
    """The facts that owners, values and dates are taken from."""
    paths = set(step.owner_sources)
    paths |= {
        extension.owner.path for extension in step.extends if extension.owner
    }
    paths |= {reassignment.to.path for reassignment in step.reassigns}
    return paths | {
        setting.source.path for setting in (*step.values, *step.dates)
    }


def _kept_off_by_category(setting: Setting, context: Context) -> bool:
    """Whether a condition about nothing but the category keeps it from being set."""
    return any(
        condition.mentions == {"values.category"}
        and not condition.holds(context)
        for condition in setting.when
    )


def _refused(pack: Pack, step: Step, arg: Argument, category: str) -> bool:
    """Whether a requirement that asks for nothing else refuses the step where the organ
    is barred.
    """
    barred = f"{arg.name}_barred"
    args: dict[str, Value] = {barred: True, "category": category}
    facts = Facts(values={"category": category})
    context = Context(facts, args, pack.in_force, pack.calendar, pack.marks)
    told = {
        f"args.{barred}",
        "args.category",
        "values.category",
        "terms.categories",
    }
    return any(
        hold(requirement.when, context) and not hold(requirement.that, context)
        for requirement in step.requirements
        if requirement.mentions <= told
    )
