"""What a new version of a pack changes, in words, and for whom: the petitioner, each
organ, its head, the system.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from huiyin.law.checks import articles
from huiyin.law.checks.changed_limits import changed_duties, changed_rights
from huiyin.law.checks.changed_steps import changed_steps
from huiyin.law.checks.changed_terms import changed_routes, changed_terms
from huiyin.law.checks.changes import EVERYBODY, Change
from huiyin.law.checks.paths import PETITIONER, cite, joined
from huiyin.law.rules.every_rule import rules
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Rule
from huiyin.law.terms import wording


def differences(old: Pack, new: Pack) -> list[Change]:
    """Everything that differs between two versions, by role: the petitioner first, then
    as the new version lists them.

    What the conditions of a step look at is compared, not how they are worded; articles
    that only have another number are counted in one sentence.
    """
    changes = [
        *changed_duties(old, new),
        *changed_rights(old, new),
        *changed_steps(old, new),
        *changed_terms(old, new),
        *changed_routes(old, new),
        *_states(old, new),
        *_transitional(old, new),
        *_renumbered(old, new),
        *_scope(old, new),
    ]
    order, ours = _order(old, new), _unverified(old) | _unverified(new)
    marked = [
        replace(change, verified=change.verified and change.rule not in ours)
        for change in changes
    ]
    return sorted(
        dict.fromkeys(marked),
        key=lambda change: (
            order.get(change.role, len(order)),
            not change.verified,
        ),
    )


def _unverified(pack: Pack) -> set[str]:
    """The rules of a pack that nobody has compared with the text, or that the text does
    not have.
    """
    return {name for name, rule in rules(pack).items() if not rule.verified}


def _scope(old: Pack, new: Pack) -> Iterator[Change]:
    """Which organs the instrument binds, where its list of articles says so."""
    before, after = articles.of(old)[0].scope, articles.of(new)[0].scope
    if before is not None and after is not None and before != after:
        text = wording.text("diff_scope", before=before, after=after)
        yield Change(EVERYBODY, "scope", "", text)


def _order(old: Pack, new: Pack) -> dict[str, int]:
    named = dict.fromkeys(
        [PETITIONER, *new.roles, *new.parties, *old.roles, *old.parties]
    )
    names = [
        name
        for name in named
        if name != "system" and not name.endswith(".head")
    ]
    heads = [name for name in named if name.endswith(".head")]
    return {
        name: number
        for number, name in enumerate([*names, *heads, "system", EVERYBODY])
    }


def _states(old: Pack, new: Pack) -> Iterator[Change]:
    for what, states, others in (
        ("state_new", new.states, old.states),
        ("state_gone", old.states, new.states),
    ):
        for state in states.values():
            if state.id not in others:
                text = wording.text(f"diff_{what}", title=state.title)
                yield Change(EVERYBODY, what, f"state:{state.id}", text)


def _transitional(old: Pack, new: Pack) -> Iterator[Change]:
    """What becomes of matters that are under way when the new version comes into force."""
    if old.id != new.id or old.version == new.version:
        return
    takeovers = [
        rule
        for rule in new.transitions.values()
        if old.version in rule.versions
    ]
    if not takeovers:
        yield Change(EVERYBODY, "stays", "", wording.text("diff_stays"))
    for rule in takeovers:
        states = [
            new.state(name).title for name in new.states if name in rule.states
        ]
        duties = [
            new.duty(name).title
            for name in new.duties
            if name in rule.recompute
        ]
        key = "diff_goes_over_recounted" if rule.recompute else "diff_goes_over"
        text = wording.text(
            key,
            duties=joined(duties),
            plain=rule.plain,
            day=wording.day(rule.day),
            states=joined(states),
            cited=cite(rule.article),
        )
        yield Change(EVERYBODY, "goes_over", f"transition:{rule.id}", text)


def _renumbered(old: Pack, new: Pack) -> Iterator[Change]:
    """How many rules that both versions have rest on an article with another number."""
    before: dict[str, Rule] = rules(old)
    after: dict[str, Rule] = rules(new)
    number = sum(
        before[name].article != after[name].article
        for name in before.keys() & after.keys()
    )
    if number:
        text = wording.text("diff_renumbered", number=number)
        yield Change(EVERYBODY, "renumbered", "", text)
