"""What is said where a step is refused: the ground with its words, and what states and
roles are called in them.
"""

from __future__ import annotations

from dataclasses import replace

from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Step
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Ground, Text


def refusal_ground(step: Step, text: Text, remedy: Text) -> Ground:
    """The ground on which a step is refused: its own article, and what is said and can be done."""
    return replace(step.ground, text=text, remedy=remedy)


def no_such_step(pack: Pack, name: str) -> Ground:
    """What is said where a pack has no step of this name."""
    text = wording.text("no_such_step", step=name)
    return Ground(
        f"step:{name}",
        "",
        text,
        pack.instrument,
        remedy=wording.text("no_such_step_remedy"),
    )


def without_capacity(
    pack: Pack, step: Step, roles: frozenset[str]
) -> Ground | None:
    """What somebody is told who holds a role without what the step needs besides; None
    where the pack has no words for it.
    """
    for role in sorted(step.by):
        known = pack.roles.get(role)
        if (
            known is not None
            and known.refuse
            and known.remedy
            and role.partition(".")[0] in roles
        ):
            text = Text(
                zh=known.refuse.zh.replace("{step}", step.title.zh),
                en=known.refuse.en.replace("{step}", step.title.en),
            )
            return replace(
                step.ground,
                rule=f"step:{step.id}.{role}",
                text=text,
                remedy=known.remedy,
            )
    return None


def state_title(pack: Pack, name: str) -> Text:
    """What a state is called, also the one before a matter is filed."""
    return (
        wording.text("before_filing")
        if name == FILED
        else pack.state(name).title
    )


def listed_states(pack: Pack, step: Step) -> Text:
    """The states in which a step can be taken, one after the other."""
    return joined(
        [
            state_title(pack, name)
            for name in (FILED, *pack.states)
            if name in step.sources
        ]
    )


def role_title(pack: Pack, role: str) -> Text:
    """What a role or a party is called; its code where the pack has no words for it."""
    known = pack.roles.get(role) or pack.parties.get(role)
    return known.title if known else Text(zh=role, en=role)


def joined(names: list[Text]) -> Text:
    """Names as a list in both languages."""
    separator = wording.text("list_separator")
    return Text(
        zh=separator.zh.join(name.zh for name in names),
        en=separator.en.join(name.en for name in names),
    )
