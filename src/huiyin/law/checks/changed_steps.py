"""What a new version of a pack changes in steps: who may take them, when, on what
conditions, and what begins with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from huiyin.law.checks.changes import Change
from huiyin.law.checks.paths import cite, joined
from huiyin.law.checks.step_days import bounds
from huiyin.law.rules.conditions import Condition
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Text


def changed_steps(old: Pack, new: Pack) -> Iterator[Change]:
    """New and dropped steps, and what differs in those that both versions have."""
    for name in dict.fromkeys((*old.steps, *new.steps)):
        before, after, rule = (
            old.steps.get(name),
            new.steps.get(name),
            f"step:{name}",
        )
        if before is None and after is not None:
            yield from _taken("step_new", after, after.by, rule)
        elif after is None and before is not None:
            yield from _taken("step_gone", before, before.by, rule)
        elif before is not None and after is not None:
            yield from _taken("step_new", after, after.by - before.by, rule)
            yield from _taken("step_gone", before, before.by - after.by, rule)
            yield from _changed(old, new, before, after)


def _taken(
    what: str, step: Step, roles: Iterable[str], rule: str
) -> Iterator[Change]:
    text = wording.text(
        f"diff_{what}", title=step.title, cited=_with_limits(step)
    )
    yield from (Change(role, what, rule, text) for role in sorted(roles))


def _with_limits(step: Step) -> Text:
    """The article of a step, and within how many days it must be taken where its
    conditions say so.
    """
    cited = cite(step.article)
    for bound in bounds(step):
        if not bound.after and bound.days:
            unit = wording.text(f"unit_{bound.unit}")
            cited = wording.text(
                "diff_within", cited=cited, days=bound.days, unit=unit
            )
    return cited


def _changed(
    old: Pack, new: Pack, before: Step, after: Step
) -> Iterator[Change]:
    """What differs in a step that both versions have, for everybody who may still take it."""
    rule, roles = f"step:{after.id}", sorted(before.by & after.by)
    for what, text, verified in _conditions(before, after):
        for role in roles:
            yield Change(role, what, rule, text, verified)
    said: list[tuple[str, Text]] = [*_when(old, new, before, after)]
    said += _listed("asks", before, after, _asked(before), _asked(after))
    said += _listed(
        "letter", before, after, _letters(old, before), _letters(new, after)
    )
    for what, text in said:
        for role in roles:
            yield Change(role, what, rule, text)
    yield from _duties_begun(old, new, before, after)


def _duties_begun(
    old: Pack, new: Pack, before: Step, after: Step
) -> Iterator[Change]:
    """The duties, of those that both versions have, that a step opens or no longer opens."""
    opened_before = {opening.kind for opening in before.opens}
    opened_after = {opening.kind for opening in after.opens}
    for kind in sorted(set(old.duties) & set(new.duties)):
        if (kind in opened_before) == (kind in opened_after):
            continue
        what, duty = (
            "begins" if kind in opened_after else "begins_not",
            new.duty(kind),
        )
        text = wording.text(
            f"diff_{what}",
            title=after.title,
            duty=duty.title,
            cited=cite(after.article),
        )
        yield Change(duty.owner, what, f"step:{after.id}", text)


def _when(
    old: Pack, new: Pack, before: Step, after: Step
) -> Iterator[tuple[str, Text]]:
    """The states, of those that both versions have, in which a step became possible or
    impossible.
    """
    both = {FILED, *(set(old.states) & set(new.states))}
    for what, states in (
        ("also_when", (after.sources - before.sources) & both),
        ("not_when", (before.sources - after.sources) & both),
    ):
        titles = [
            new.state(name).title for name in new.states if name in states
        ]
        if titles:
            text = wording.text(
                f"diff_{what}",
                title=after.title,
                states=joined(titles),
                cited=cite(after.article),
            )
            yield what, text


def _conditions(before: Step, after: Step) -> Iterator[tuple[str, Text, bool]]:
    """The requirements that are new, gone or other, each with whether it was verified."""
    was = {requirement.id: requirement for requirement in before.requirements}
    now = {requirement.id: requirement for requirement in after.requirements}
    for name in dict.fromkeys((*was, *now)):
        if name not in was:
            what, verified = "condition_new", now[name].ground.verified
            yield what, _refusal(what, after, now[name]), verified
        elif name not in now:
            what, verified = "condition_gone", was[name].ground.verified
            yield what, _refusal(what, before, was[name]), verified
        elif _compared(was[name]) != _compared(now[name]):
            verified = was[name].ground.verified and now[name].ground.verified
            what = "condition_changed"
            yield what, _refusal(what, after, now[name]), verified


def _refusal(what: str, step: Step, requirement: Requirement) -> Text:
    ground = requirement.ground
    return wording.text(
        f"diff_{what}",
        title=step.title,
        refuse=ground.text,
        cited=cite(ground.article),
    )


def _compared(requirement: Requirement) -> object:
    """What a requirement looks at and compares with, in a form that can be compared."""
    when = [_condition_compared(condition) for condition in requirement.when]
    return when, [
        _condition_compared(condition) for condition in requirement.that
    ]


def _condition_compared(condition: Condition) -> object:
    return (
        sorted(condition.mentions),
        sorted(map(repr, condition.literals)),
        sorted(map(repr, condition.bounds)),
    )


def _asked(step: Step) -> Mapping[str, Text]:
    """What must be stated when the step is taken."""
    return {arg.name: arg.title for arg in step.asked if arg.required}


def _letters(pack: Pack, step: Step) -> Mapping[str, Text]:
    """The letters that a step can owe, by name."""
    names = (*step.letters, *(paper.kind for paper in step.papers))
    return {name: pack.letters[name].title for name in names}


def _listed(
    what: str,
    before: Step,
    after: Step,
    was: Mapping[str, Text],
    now: Mapping[str, Text],
) -> Iterator[tuple[str, Text]]:
    """What is new in a list of a step and what is gone from it."""
    for end, texts, others, step in (
        ("new", now, was, after),
        ("gone", was, now, before),
    ):
        key = f"{what}_{end}"
        for name, title in texts.items():
            if name not in others:
                text = wording.text(
                    f"diff_{key}",
                    title=after.title,
                    what=title,
                    cited=cite(step.article),
                )
                yield key, text
