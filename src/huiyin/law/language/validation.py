"""Whether the parts of a pack fit together: every name that a rule uses must be
declared somewhere.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from huiyin.law.language import accused_organ_check, indicators, parsing_routes
from huiyin.law.language.reading import Problem
from huiyin.law.rules import recusal_bars, tracks
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.conditions import Condition, Source
from huiyin.law.rules.consequences import Setting
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.rules.steps import KNOWN_OF, Step

BUILT_IN_ROLES = frozenset({"system"})
FINDS = "common, conference, own, above: or office: and the names of parties"


def problems(pack: Pack, files: Mapping[str, str]) -> Iterator[Problem]:
    """Everything that does not fit; ``files`` says in which file a rule ("step:file",
    "duty:register") stands.
    """
    yield from _way(pack)
    yield from _transitions(pack)
    yield from _successions(pack)
    for check in (_duties, _rights, _letters, parsing_routes.problems):
        for rule, key, reason in check(pack):
            yield Problem(
                files.get(rule, "pack.toml"), f"{rule.replace(':', '.')}.{key}", reason
            )
    for name, key, reason in indicators.misfits(pack):
        yield Problem(
            files.get(f"indicator:{name}", "pack.toml"),
            f"indicator.{name}.{key}",
            reason,
        )
    for name, key, reason in tracks.problems(pack):
        yield Problem(
            files.get(f"step:{name}", "pack.toml"), f"step.{name}.{key}", reason
        )
    for bar in pack.bars.values():
        for key, reason in (
            *recusal_bars.misfits(bar),
            *_unknown(pack, None, bar.when),
        ):
            yield Problem(
                files.get(f"bar:{bar.id}", "pack.toml"), f"bar.{bar.id}.{key}", reason
            )
    for step in pack.steps.values():
        for check_step in (
            _states,
            _roles,
            _openings,
            _given_first,
            _stops,
            _arguments,
            _asks,
            _barring,
            _settings,
            _mentions,
        ):
            for key, reason in check_step(pack, step):
                yield Problem(
                    files.get(f"step:{step.id}", "pack.toml"),
                    f"step.{step.id}.{key}",
                    reason,
                )


Found = Iterator[tuple[str, str, str]]
FoundInStep = Iterator[tuple[str, str]]


def _way(pack: Pack) -> Iterator[Problem]:
    """What petitioners are shown of the way names states, dates and duties that are there."""
    for stage in pack.stages:
        for key, names, known in (
            ("states", stage.states, pack.states),
            ("dates", stage.dates, pack.dates),
        ):
            for name in sorted(set(names) - set(known)):
                yield Problem(
                    "pack.toml", f"stage.{stage.id}.{key}", f"{name!r} is not declared"
                )
    for milestone in pack.way:
        if milestone.duty not in pack.duties:
            yield Problem(
                "pack.toml",
                "way.duty",
                f"{milestone.duty!r} is not declared in duties.toml",
            )
    if pack.answered and pack.answered not in pack.dates:
        yield Problem(
            "pack.toml", "answered", f"{pack.answered!r} is not a date that is declared"
        )


def _transitions(pack: Pack) -> Iterator[Problem]:
    """What a transitional rule names is there, in the version that takes over."""
    for rule in pack.transitions.values():
        for key, names, known in (
            ("states", rule.states, pack.states),
            ("recompute", rule.recompute, pack.duties),
        ):
            for name in sorted(names - set(known)):
                yield Problem(
                    "pack.toml",
                    f"transition.{rule.id}.{key}",
                    f"{name!r} is not declared",
                )
        if pack.version in rule.versions:
            yield Problem(
                "pack.toml", f"transition.{rule.id}.from", "is the version itself"
            )


def _successions(pack: Pack) -> Iterator[Problem]:
    """A pack has one rule on organs that no longer exist, and it names its own parties
    and duties.
    """
    for rule in list(pack.successions.values())[1:]:
        yield Problem(
            "pack.toml", f"succession.{rule.id}", "there is one already; a pack has one"
        )
    for rule in pack.successions.values():
        parties = {
            one for apart in rule.apart for one in (apart.party, apart.beside)
        } | set(rule.kinds.values())
        duties = {kind for apart in rule.apart for kind in apart.cancels}
        for names, known in ((parties, pack.parties), (duties, pack.duties)):
            for name in sorted(names - set(known)):
                yield Problem(
                    "pack.toml", f"succession.{rule.id}", f"{name!r} is not declared"
                )


def _duties(pack: Pack) -> Found:
    for duty in pack.duties.values():
        if duty.owner not in pack.parties:
            yield (
                f"duty:{duty.id}",
                "owner",
                f"{duty.owner!r} is not a party that is declared",
            )
        for key, name in (("from", duty.base), ("until", duty.until)):
            if name and not _is_base(pack, name):
                yield f"duty:{duty.id}", key, f"{name!r} is not a date that is declared"


def _rights(pack: Pack) -> Found:
    for right in pack.rights.values():
        if right.base and not _is_base(pack, right.base):
            yield (
                f"right:{right.id}",
                "from",
                f"{right.base!r} is not a date that is declared",
            )


def _letters(pack: Pack) -> Found:
    for step in pack.steps.values():
        for letter in (*step.letters, *(one.kind for one in step.papers)):
            if letter not in pack.letters:
                yield (
                    f"step:{step.id}",
                    "letters",
                    f"{letter!r} is not a term of the vocabulary letters",
                )


def _is_base(pack: Pack, name: str) -> bool:
    return name in pack.dates or (
        name.startswith("rights.") and name[7:] in pack.rights
    )


def _states(pack: Pack, step: Step) -> FoundInStep:
    for state in sorted(step.sources):
        if state != FILED and state not in pack.states:
            yield "from", f"{state!r} is not a state that is declared"
    for state in sorted(step.targets - set(pack.states)):
        yield "to", f"{state!r} is not a state that is declared"
    if step.target is None and FILED in step.sources:
        yield "to", "is missing: a step that begins a matter must lead to a state"


def _roles(pack: Pack, step: Step) -> FoundInStep:
    for role in sorted(step.by):
        if (
            role.split(".")[0] not in pack.parties
            and role not in pack.roles
            and role not in BUILT_IN_ROLES
        ):
            yield "by", f"{role!r} is not a party or a role that is declared"


def _stops(pack: Pack, step: Step) -> FoundInStep:
    """A clock stands still only for something that has a name, with a reason and papers
    that somebody must give.
    """
    known = pack.terms["stops"].terms if "stops" in pack.terms else {}
    required = {arg.name for arg in step.args if arg.required and arg.kind == "text"}
    for stop in step.stops:
        if stop.category not in known:
            yield (
                "stop.category",
                f"{stop.category!r} is not a term of the vocabulary stops",
            )
        for key, name in (("reason", stop.reason), ("evidence", stop.evidence)):
            if name not in required:
                yield (
                    f"stop.{key}",
                    (
                        f"{name!r} is not a text that the step requires: a clock stops "
                        f"only with a {key}"
                    ),
                )


def _openings(pack: Pack, step: Step) -> FoundInStep:
    for key, kinds, known in (
        ("discharges", step.discharges, pack.duties),
        ("cancels", [kind for kind in step.cancels if kind != "*"], pack.duties),
        (
            "discharge",
            [opening.kind for opening in step.conditional_discharges],
            pack.duties,
        ),
        ("open", [opening.kind for opening in step.opens], pack.duties),
        (
            "cancel",
            [
                opening.kind
                for opening in step.conditional_cancels
                if opening.kind != "*"
            ],
            pack.duties,
        ),
        ("waits_for", step.waits_for, pack.duties),
        ("gives_first", step.gives_first, pack.duties),
        (
            "within",
            [kind for opening in step.opens for kind in opening.within],
            pack.duties,
        ),
        (
            "stop",
            [opening.kind for opening in (*step.stops, *step.resumes)],
            pack.duties,
        ),
        ("extend", [extension.duty for extension in step.extends], pack.duties),
        ("grant", [opening.kind for opening in step.rights], pack.rights),
        (
            "close",
            [opening.kind for opening in step.closes if opening.kind != "*"],
            pack.rights,
        ),
    ):
        for kind in kinds:
            if kind not in known:
                yield key, f"{kind!r} is not declared in duties.toml or rights.toml"
    for opening in (*step.opens, *step.rights):
        if opening.base and not _is_base(pack, opening.base):
            yield "from", f"{opening.base!r} is not a date that is declared"
        if opening.until and opening.until not in pack.dates:
            yield "until", f"{opening.until!r} is not a date that is declared"
    for reassignment in step.reassigns:
        if reassignment.owned_by not in pack.parties:
            yield (
                "reassign",
                f"{reassignment.owned_by!r} is not a party that is declared",
            )


def _given_first(pack: Pack, step: Step) -> FoundInStep:
    """Whoever may not end the matter before something is given can give it; where time
    ends it, whoever owes it can.
    """
    for kind in step.gives_first:
        owner = {pack.duties[kind].owner} if kind in pack.duties else set()
        for who in sorted(
            {role.partition(".")[0] for role in step.by} - BUILT_IN_ROLES or owner
        ):
            giving = [
                one
                for one in pack.steps.values()
                if kind in one.discharges and who in one.by
            ]
            if step.sources - {state for one in giving for state in one.sources}:
                yield (
                    "gives_first",
                    f"{who!r} could not give {kind!r} in every state in which the step is taken",
                )


def _arguments(pack: Pack, step: Step) -> FoundInStep:
    for arg in step.args:
        if arg.vocabulary and arg.vocabulary not in pack.terms:
            yield (
                f"arg.{arg.name}",
                f"{arg.vocabulary!r} is not a vocabulary declared in terms.toml",
            )
        if arg.matching is not None and not _known(pack, step, arg.matching.path):
            yield f"arg.{arg.name}", f"{arg.matching.path!r} is not known"
        if arg.among and (arg.among not in pack.parties or arg.kind not in KNOWN_OF):
            yield (
                f"arg.{arg.name}.among",
                f"{arg.among!r} is not a party that is declared, for an organ or staff",
            )
        yield from _said(pack, step, arg)
        if arg.many and arg.kind != "staff":
            yield f"arg.{arg.name}.many", "only members of staff can be named together"
        if arg.sits and arg.kind != "staff":
            yield f"arg.{arg.name}.sits", "only members of staff act in a matter"
        if arg.find and not _findable(pack, step, arg):
            yield (
                f"arg.{arg.name}.find",
                f"{arg.find!r} must be one of {FINDS}, for an organ",
            )
        if arg.choice is not None and not arg.find.startswith("above:"):
            yield (
                f"arg.{arg.name}.choice",
                "an organ is chosen only among those one level above a party (find)",
            )
    if step.auto and (
        "system" not in step.by or any(arg.required for arg in step.args)
    ):
        yield (
            "auto",
            "only what the system may do, with nothing that must be told, can happen by itself",
        )


def _asks(_pack: Pack, step: Step) -> FoundInStep:
    """What a step takes instead of what is asked for and not given is one of its arguments."""
    for name in sorted(
        {name for ask in step.asks for name, _ in ask.takes}
        - {arg.name for arg in step.args}
    ):
        yield "ask.takes", f"{name!r} is no argument of the step"


def _said(pack: Pack, step: Step, arg: Argument) -> FoundInStep:
    """Where an argument comes from when nobody says it, and who may."""
    if arg.otherwise is not None and not _known(pack, step, arg.otherwise.path):
        yield f"arg.{arg.name}.default", f"{arg.otherwise.path!r} is not known"
    for role in sorted(arg.by - step.by):
        yield f"arg.{arg.name}.by", f"{role!r} may not take the step"


def _barring(pack: Pack, step: Step) -> FoundInStep:
    """Where matters can be sealed, no step takes an organ that a report is about."""
    for arg in accused_organ_check.unbarred(pack, step):
        asked = f"{arg.name}_barred"
        yield (
            f"arg.{arg.name}",
            f"a sealed report could go to the organ that it is about: refuse where {asked} is true",
        )


def _findable(pack: Pack, step: Step, arg: Argument) -> bool:
    if arg.named_by:
        names = step.arg(arg.named_by)
        return (
            names is not None
            and names.kind == "term"
            and set(pack.terms[names.vocabulary].terms) <= set(pack.parties)
        )
    way, _, parties = arg.find.partition(":")
    above = way in {"above", "office"} and all(
        party in {*pack.parties, "own"} for party in parties.split(",")
    )
    if arg.kind == "staff":
        return arg.find == "own"
    return arg.kind == "organ" and (
        arg.find in {"common", "conference", "own"} or above
    )


def _settings(pack: Pack, step: Step) -> FoundInStep:
    declared: tuple[tuple[str, tuple[Setting, ...], Mapping[str, object]], ...] = (
        ("parties", step.parties, pack.parties),
        ("dates", step.dates, pack.dates),
    )
    for key, settings, known in declared:
        for setting in settings:
            if setting.name not in known:
                yield f"set.{key}", f"{setting.name!r} is not declared"
            elif setting.days and key != "dates":
                yield f"set.{key}", f"{setting.name!r}: days are added to dates only"
            elif setting.how == "append":
                yield f"set.{key}", f"{setting.name!r}: only a value is appended to"
            elif key == "parties" and bool(setting.how) is not bool(
                pack.parties[setting.name].several
            ):
                yield (
                    f"set.{key}",
                    (
                        f"{setting.name!r}: organs enter and leave a party that several "
                        "are, and no other"
                    ),
                )
    sources: list[Source] = [
        *(setting.source for setting in (*step.parties, *step.dates, *step.values)),
        *(
            source
            for extension in step.extends
            for source in (extension.by, extension.until)
            if source
        ),
        *(
            item.owner
            for item in (
                *step.opens,
                *step.conditional_discharges,
                *step.conditional_cancels,
            )
            if item.owner
        ),
        *(item.owner for item in step.extends if item.owner),
        *(reassignment.to for reassignment in step.reassigns),
    ]
    for source in sources:
        if not _known(pack, step, source.path):
            yield (
                "set",
                f"{source.path!r} is not an argument, party or date that is declared",
            )


def _mentions(pack: Pack, step: Step) -> FoundInStep:
    conditions: list[Condition] = [
        condition for item in step.conditional for condition in item.when
    ]
    conditions += step.concerns
    conditions += [condition for paper in step.papers for condition in paper.when]
    conditions += [
        condition for ask in step.asks for condition in (*ask.when, *ask.that)
    ]
    conditions += [
        condition
        for requirement in step.requirements
        for condition in (*requirement.when, *requirement.that)
    ]
    yield from _unknown(pack, step, conditions, key="require")


def _unknown(
    pack: Pack, step: Step | None, conditions: Iterable[Condition], key: str = "when"
) -> FoundInStep:
    mentioned = {mention for condition in conditions for mention in condition.mentions}
    for mention in sorted(mentioned):
        if not _known(pack, step, mention):
            yield key, f"a condition mentions {mention!r}, which is not declared"


def _known(pack: Pack, step: Step | None, path: str) -> bool:
    scope, _, name = path.partition(".")
    known: Mapping[str, Container[str]] = {
        "args": {arg.name for arg in step.args} if step else set(),
        "dates": pack.dates,
        "parties": pack.parties,
        "duties": pack.duties,
        "duty": pack.duties,
        "right": pack.rights,
        "terms": pack.terms,
    }
    names = known.get(scope)
    return names is None or name in names
