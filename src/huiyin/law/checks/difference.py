"""What a new version of a pack changes, in words, and for whom: the petitioner, each
organ, its head, the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from huiyin.law.checks import articles
from huiyin.law.checks.limit_chains import WEEK
from huiyin.law.checks.max_duration import bounds
from huiyin.law.checks.paths import PETITIONER, cite, joined
from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.every_rule import rules
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Rule
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import Requirement, Step
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Text

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed for one role ("" for everybody): a word for programs, the
    rule, and a sentence.

    ``verified`` is False where the rule is a default of this system on either side:
    that it differs says nothing of the law.
    """

    role: str
    what: str
    rule: str
    text: Text
    verified: bool = True


def differences(old: Pack, new: Pack) -> list[Change]:
    """Everything that differs between two versions, by role: the petitioner first, then
    as the new version lists them.

    What the conditions of a step look at is compared, not how they are worded; articles
    that only have another number are counted in one sentence.
    """
    found = [
        *_duties(old, new),
        *_rights(old, new),
        *_steps(old, new),
        *_terms(old, new),
        *_routes(old, new),
    ]
    found += [
        *_states(old, new),
        *_transitional(old, new),
        *_renumbered(old, new),
        *_scope(old, new),
    ]
    order, ours = _order(old, new), _unverified(old) | _unverified(new)
    marked = [
        replace(change, verified=change.verified and change.rule not in ours)
        for change in found
    ]
    return sorted(
        dict.fromkeys(marked),
        key=lambda change: (order.get(change.role, len(order)), not change.verified),
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
        yield Change(
            EVERYBODY,
            "scope",
            "",
            wording.text("diff_scope", before=before, after=after),
        )


def role_title(old: Pack, new: Pack, role: str) -> Text:
    """What a role is called: "petitioner", "responsible organ"; "everybody" for ""."""
    for pack in (new, old):
        found = pack.roles.get(role) or pack.parties.get(role)
        if found is not None:
            return found.title
        owner = pack.parties.get(role.removesuffix(".head"))
        if role.endswith(".head") and owner is not None:
            return wording.text("head_of", organ=owner.title)
    return wording.text("everybody") if role == EVERYBODY else Text(role, role)


def _order(old: Pack, new: Pack) -> dict[str, int]:
    named = dict.fromkeys(
        [PETITIONER, *new.roles, *new.parties, *old.roles, *old.parties]
    )
    names = [name for name in named if name != "system" and not name.endswith(".head")]
    heads = [name for name in named if name.endswith(".head")]
    return {
        name: number
        for number, name in enumerate([*names, *heads, "system", EVERYBODY])
    }


def _limit(pack: Pack, rule: Duty | Right) -> Text:
    """The limit of a duty or right: "60 calendar days (Art. 34)"."""
    cited = cite(rule.article)
    if isinstance(rule, Duty) and rule.until:
        return wording.text("limit_by", date=pack.dates[rule.until], cited=cited)
    if rule.days is None:
        return wording.text("limit_none", cited=cited)
    return wording.text(
        "limit_days",
        days=rule.days,
        unit=wording.text(f"unit_{rule.unit}"),
        cited=cited,
    )


def _weight(rule: Duty | Right) -> int | None:
    """How long a limit is, to compare; None where it has no number."""
    return (
        None
        if rule.days is None or (isinstance(rule, Duty) and rule.until)
        else rule.days * WEEK[rule.unit]
    )


def _timed(
    old: Pack, new: Pack, before: Duty | Right, after: Duty | Right
) -> Iterator[tuple[str, Text]]:
    """How the limit of something that both versions have differs."""
    was, now = _weight(before), _weight(after)
    if _counted(before) != _counted(after):
        what = (
            "limit_changed"
            if was is None or now is None or was == now
            else "shorter"
            if now < was
            else "longer"
        )
        fields = {
            "title": after.title,
            "before": _limit(old, before),
            "after": _limit(new, after),
        }
        yield what, wording.text(f"diff_{what}", **fields)
    if before.base != after.base:
        fields = {
            "title": after.title,
            "before": _base(old, before.base),
            "after": _base(new, after.base),
        }
        yield "base", wording.text("diff_base", **fields)


def _counted(rule: Duty | Right) -> tuple[int | None, str, str]:
    """How the limit of a rule is counted."""
    return rule.days, rule.unit, rule.until if isinstance(rule, Duty) else ""


def _base(pack: Pack, name: str) -> Text:
    if name.startswith("rights."):
        return pack.right(name[7:]).title
    return pack.dates.get(name, Text(name, name))


def _duties(old: Pack, new: Pack) -> Iterator[Change]:
    for name in dict.fromkeys((*old.duties, *new.duties)):
        before, after, rule = old.duties.get(name), new.duties.get(name), f"duty:{name}"
        if before is None and after is not None:
            yield Change(
                after.owner, "duty_new", rule, _whole("diff_duty_new", new, after)
            )
        elif after is None and before is not None:
            yield Change(
                before.owner, "duty_gone", rule, _whole("diff_duty_gone", old, before)
            )
        elif before is not None and after is not None:
            if before.owner != after.owner:
                owners = {
                    "before": role_title(old, new, before.owner),
                    "after": role_title(old, new, after.owner),
                }
                text = wording.text("diff_owner", title=after.title, **owners)
                yield from (
                    Change(role, "owner", rule, text)
                    for role in (before.owner, after.owner)
                )
            yield from (
                Change(after.owner, what, rule, text)
                for what, text in _timed(old, new, before, after)
            )


def _whole(key: str, pack: Pack, rule: Duty | Right) -> Text:
    return wording.text(key, title=rule.title, limit=_limit(pack, rule))


def _rights(old: Pack, new: Pack) -> Iterator[Change]:
    for name in dict.fromkeys((*old.rights, *new.rights)):
        before, after, rule = (
            old.rights.get(name),
            new.rights.get(name),
            f"right:{name}",
        )
        if before is None and after is not None:
            yield Change(
                PETITIONER, "right_new", rule, _whole("diff_right_new", new, after)
            )
        elif after is None and before is not None:
            yield Change(
                PETITIONER, "right_gone", rule, _whole("diff_right_gone", old, before)
            )
        elif before is not None and after is not None:
            yield from (
                Change(PETITIONER, what, rule, text)
                for what, text in _timed(old, new, before, after)
            )


def _steps(old: Pack, new: Pack) -> Iterator[Change]:
    for name in dict.fromkeys((*old.steps, *new.steps)):
        before, after, rule = old.steps.get(name), new.steps.get(name), f"step:{name}"
        if before is None and after is not None:
            yield from _taken("step_new", after, after.by, rule)
        elif after is None and before is not None:
            yield from _taken("step_gone", before, before.by, rule)
        elif before is not None and after is not None:
            yield from _taken("step_new", after, after.by - before.by, rule)
            yield from _taken("step_gone", before, before.by - after.by, rule)
            yield from _changed(old, new, before, after)


def _taken(what: str, step: Step, roles: Iterable[str], rule: str) -> Iterator[Change]:
    text = wording.text(f"diff_{what}", title=step.title, cited=_with_limits(step))
    yield from (Change(role, what, rule, text) for role in sorted(roles))


def _with_limits(step: Step) -> Text:
    """The article of a step, and within how many days it must be taken where its
    conditions say so.
    """
    cited = cite(step.article)
    for bound in bounds(step):
        if not bound.after and bound.days:
            unit = wording.text(f"unit_{bound.unit}")
            cited = wording.text("diff_within", cited=cited, days=bound.days, unit=unit)
    return cited


def _changed(old: Pack, new: Pack, before: Step, after: Step) -> Iterator[Change]:
    """What differs in a step that both versions have, for everybody who may still take it."""
    for what, text, verified in _conditions(before, after):
        for role in sorted(before.by & after.by):
            yield Change(role, what, f"step:{after.id}", text, verified)
    said: list[tuple[str, Text]] = [*_when(old, new, before, after)]
    said += _listed("asks", before, after, _asked(before), _asked(after))
    said += _listed(
        "letter", before, after, _letters(old, before), _letters(new, after)
    )
    for what, text in said:
        yield from (
            Change(role, what, f"step:{after.id}", text)
            for role in sorted(before.by & after.by)
        )
    for kind in sorted(set(old.duties) & set(new.duties)):
        was, now = (
            kind in {opening.kind for opening in step.opens} for step in (before, after)
        )
        if was != now:
            what = "begins" if now else "begins_not"
            text = wording.text(
                f"diff_{what}",
                title=after.title,
                duty=new.duty(kind).title,
                cited=cite(after.article),
            )
            yield Change(new.duty(kind).owner, what, f"step:{after.id}", text)


def _when(
    old: Pack, new: Pack, before: Step, after: Step
) -> Iterator[tuple[str, Text]]:
    """The states, of those that both versions have, in which a step became possible or
    impossible.
    """
    both = {FILED, *(set(old.states) & set(new.states))}
    for what, states in (
        ("also_when", after.sources - before.sources),
        ("not_when", before.sources - after.sources),
    ):
        titles = [new.state(name).title for name in new.states if name in states & both]
        if titles:
            yield (
                what,
                wording.text(
                    f"diff_{what}",
                    title=after.title,
                    states=joined(titles),
                    cited=cite(after.article),
                ),
            )


def _conditions(before: Step, after: Step) -> Iterator[tuple[str, Text, bool]]:
    was = {requirement.id: requirement for requirement in before.requirements}
    now = {requirement.id: requirement for requirement in after.requirements}
    for name in dict.fromkeys((*was, *now)):
        one, other = was.get(name), now.get(name)
        if one is None and other is not None:
            yield (
                "condition_new",
                _refusal("condition_new", after, other),
                other.ground.verified,
            )
        elif other is None and one is not None:
            yield (
                "condition_gone",
                _refusal("condition_gone", before, one),
                one.ground.verified,
            )
        elif one is not None and other is not None and _asks(one) != _asks(other):
            both = one.ground.verified and other.ground.verified
            yield "condition_changed", _refusal("condition_changed", after, other), both


def _refusal(what: str, step: Step, requirement: Requirement) -> Text:
    ground = requirement.ground
    return wording.text(
        f"diff_{what}", title=step.title, refuse=ground.text, cited=cite(ground.article)
    )


def _asks(requirement: Requirement) -> object:
    """What a requirement looks at and compares with, in a form that can be compared."""
    return [
        [
            (
                sorted(item.mentions),
                sorted(map(repr, item.literals)),
                sorted(map(repr, item.bounds)),
            )
            for item in side
        ]
        for side in (requirement.when, requirement.that)
    ]


def _asked(step: Step) -> Mapping[str, Text]:
    """What must be stated when the step is taken."""
    return {arg.name: arg.title for arg in step.asked if arg.required}


def _letters(pack: Pack, step: Step) -> Mapping[str, Text]:
    names = (*step.letters, *(one.kind for one in step.papers))
    return {name: pack.letters[name].title for name in names}


def _listed(
    what: str,
    before: Step,
    after: Step,
    was: Mapping[str, Text],
    now: Mapping[str, Text],
) -> Iterator[tuple[str, Text]]:
    for end, names, texts, step in (
        ("new", now.keys() - was, now, after),
        ("gone", was.keys() - now, was, before),
    ):
        for name in (name for name in texts if name in names):
            key = f"{what}_{end}"
            yield (
                key,
                wording.text(
                    f"diff_{key}",
                    title=after.title,
                    what=texts[name],
                    cited=cite(step.article),
                ),
            )


def _terms(old: Pack, new: Pack) -> Iterator[Change]:
    """New and dropped words; for the petitioner where they turn somebody away or lead
    to another route.
    """
    for name in dict.fromkeys((*old.terms, *new.terms)):
        vocabulary = new.terms.get(name) or old.terms[name]
        role = PETITIONER if vocabulary.refusal else EVERYBODY
        if name == "letters":
            continue  # said with the steps that owe them
        if name not in old.terms or name not in new.terms:
            what = "list_new" if name in new.terms else "list_gone"
            titles = joined([term.title for term in vocabulary.terms.values()])
            yield Change(
                role,
                what,
                name,
                wording.text(
                    f"diff_{what}", vocabulary=vocabulary.title, titles=titles
                ),
            )
            continue
        was, now = old.terms[name].terms, new.terms[name].terms
        for what, terms, others in (("term_new", now, was), ("term_gone", was, now)):
            for term in terms.values():
                if term.id not in others:
                    fields = {
                        "vocabulary": vocabulary.title,
                        "title": term.title,
                        "cited": cite(term.article),
                    }
                    yield Change(
                        role,
                        what,
                        f"{name}.{term.id}",
                        wording.text(f"diff_{what}", **fields),
                    )


def _routes(old: Pack, new: Pack) -> Iterator[Change]:
    """Ways outside petitioning: new, gone, and figures of theirs that are new, gone or other.

    Where only one version lists them at all, that is this system's doing: both
    instruments leave these ways open.
    """
    if bool(old.routes) != bool(new.routes):
        lister = new if new.routes else old
        text = wording.text(
            "diff_routes_listed", pack=lister.title, number=len(lister.routes)
        )
        yield Change(PETITIONER, "routes_listed", "", text, verified=False)
        return
    for name in dict.fromkeys((*old.routes, *new.routes)):
        was, now = old.routes.get(name), new.routes.get(name)
        if was is None or now is None:
            what, route = (
                ("route_new", new.routes[name]) if was is None else ("route_gone", was)
            )
            text = wording.text(
                f"diff_{what}", title=route.title, cited=cite(route.article)
            )
            yield Change(PETITIONER, what, f"route:{name}", text)
            continue
        figures = {
            figure.ground.rule: (figure.number, figure.unit) for figure in was.figures
        }
        others = {
            figure.ground.rule: (figure.number, figure.unit) for figure in now.figures
        }
        if figures != others:
            text = wording.text(
                "diff_route_figures", title=now.title, cited=cite(now.article)
            )
            yield Change(PETITIONER, "route_figures", f"route:{name}", text)


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
        rule for rule in new.transitions.values() if old.version in rule.versions
    ]
    if not takeovers:
        yield Change(EVERYBODY, "stays", "", wording.text("diff_stays"))
    for rule in takeovers:
        states = joined(
            [new.state(name).title for name in new.states if name in rule.states]
        )
        duties = joined(
            [new.duty(name).title for name in new.duties if name in rule.recompute]
        )
        fields = {
            "plain": rule.plain,
            "day": wording.day(rule.day),
            "states": states,
            "cited": cite(rule.article),
        }
        key = "diff_goes_over_recounted" if rule.recompute else "diff_goes_over"
        yield Change(
            EVERYBODY,
            "goes_over",
            f"transition:{rule.id}",
            wording.text(key, duties=duties, **fields),
        )


def _renumbered(old: Pack, new: Pack) -> list[Change]:
    before: dict[str, Rule]
    before, after = rules(old), rules(new)
    number = sum(
        before[name].article != after[name].article
        for name in before.keys() & after.keys()
    )
    if not number:
        return []
    return [
        Change(
            EVERYBODY, "renumbered", "", wording.text("diff_renumbered", number=number)
        )
    ]
